// "Give it back": a payment is refunded, in full or in part, to where it came from. Whoever was paid
// may do it with what they have; the risk team may do it even when the money is gone, and what is
// missing is then owed. A card is refunded by the processor, from an intent written in the same
// commit; a balance has it at once.
import { Injectable } from '@nestjs/common';
import { type Books, Ledger } from '../../ledger/index.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { replyWith } from '../../shared/http.js';
import type { Answer, Claim } from '../../shared/idempotency.js';
import { newId } from '../../shared/ids.js';
import { formatMinor, type Money } from '../../shared/money.js';
import { refusals } from '../../shared/refusal.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import { chargedIntent } from '../funding/charge-store.js';
import { Contests, type Frozen } from '../payment/ports/contests.js';
import { KEYS } from '../payment/idempotency.js';
import { holderOf, type Payment } from '../payment/payment.js';
import { ChargedRecords, lockCharged } from '../top-ups/charged.js';
import { lockFor, postPromise } from './frozen-first.js';
import {
  beginRefund,
  promiseEntry,
  type Refund,
  type RefundPlan,
  toBalanceEntry,
} from './refund.js';
import { insertRefund } from './refund-store.js';
import { toRefundView } from './refund.view.js';

export const refuseRefund = refusals({
  refund_payment_unknown: { kind: 'missing', title: 'There is no such payment.' },
  refund_not_yours: { kind: 'forbidden', title: 'Only who received the money can give it back.' },
  refund_not_completed: {
    kind: 'conflict',
    title: 'This payment moved no money that could be given back.',
  },
  refund_disputed: {
    kind: 'conflict',
    title: "The payer's bank is disputing this payment; it decides about the money.",
  },
  refund_too_large: { kind: 'refused', title: 'That is more than is left of this payment.' },
  refund_currency_differs: {
    kind: 'invalid',
    title: 'A refund is in the currency of its payment.',
  },
  refund_insufficient_funds: {
    kind: 'refused',
    title: 'There is not enough money in your balance to give that back.',
  },
  refund_restricted: {
    kind: 'refused',
    title: 'That money cannot be moved at the moment. Please contact us.',
  },
});

/** The leg that asks the processor for a refund. */
export const REFUND = 'refund';

/** What is to be refunded, and by whom. */
export interface RefundWish {
  readonly personId: string;
  readonly paymentId: string;
  /** Null is all that is left. */
  readonly amount: Money | null;
  readonly reason: string;
  /** `payee`, `decision`: with what is there. `risk`: even when the money is gone. */
  readonly by: 'payee' | 'risk' | 'decision';
  readonly at: Date;
}

export type RefundCommand = Claim & RefundWish;

/** The pillars a refund stands on. */
@Injectable()
export class RefundParts {
  constructor(
    readonly ledger: Ledger,
    readonly records: ChargedRecords,
    readonly calls: ProcessorCalls,
    readonly contests: Contests,
  ) {}
}

@Injectable()
export class RefundPayment {
  constructor(
    private readonly transactor: Transactor,
    private readonly parts: RefundParts,
  ) {}

  /** Agrees to a refund. Refusals are answers too, and are kept with the key. */
  run(command: RefundCommand): Promise<Answer> {
    return this.transactor.run((tx) =>
      KEYS.once(tx, command, async () => {
        const { refund, payment } = await this.agree(tx, command);
        const status = refund.destination === 'card' ? 202 : 201;
        return { subjectId: refund.id, reply: replyWith(status, toRefundView(refund, payment)) };
      }),
    );
  }

  /**
   * Agrees to a refund within a transaction. What a report froze of the money pays first, so a hold may
   * end by it.
   */
  async agree(tx: Tx, command: RefundWish): Promise<{ refund: Refund; payment: Payment }> {
    const { ledger, records, calls, contests } = this.parts;
    const payment = refundable(await lockCharged(tx, command.paymentId), command);
    const amount = amountOf(payment, command.amount);
    const id = newId('rfd');
    const byCard = (await chargedIntent(tx, payment.id)) !== undefined;
    const frozen = await contests.frozen(tx, payment);
    const books = await lockFor(tx, ledger, { id, payment, frozen });
    const plan: RefundPlan = {
      id,
      amount,
      destination: byCard ? 'card' : 'balance',
      reason: command.reason,
      askedBy: command.personId,
      processorId: null,
      at: command.at,
    };
    const begun = beginRefund(plan, payment, books, frozen);
    const refund = promised(begun, payment, books, { by: command.by, frozen });
    const refunded = payment.refunded + amount;
    const next = { ...payment, refunded, updatedAt: command.at };
    const by = command.by === 'payee' ? 'payee' : 'staff';
    await contests.follow(tx, books, { payment: next, frozen, by, amount, at: command.at });
    await ledger.write(tx, books);
    await insertRefund(tx, refund);
    await records.facts(tx, next);
    if (byCard) await calls.intendNow(tx, { subjectId: id, leg: REFUND });
    return { refund, payment: next };
  }
}

/** The payment, if this person may refund it now. */
function refundable(payment: Payment | undefined, { personId, by }: RefundWish): Payment {
  if (payment === undefined) throw refuseRefund('refund_payment_unknown');
  const { payerId, payeeId, state, failureCode, dispute } = payment;
  const kept = state === 'failed' && failureCode === 'card_charge_kept';
  if (by === 'payee' && personId !== payeeId) {
    throw refuseRefund(personId === payerId ? 'refund_not_yours' : 'refund_payment_unknown');
  }
  if (state !== 'completed' && !(by === 'risk' && kept)) throw refuseRefund('refund_not_completed');
  if (dispute === 'open' || dispute === 'lost') throw refuseRefund('refund_disputed');
  return payment;
}

function amountOf(payment: Payment, asked: Money | null): bigint {
  const { minor, currency } = payment.amount;
  const left = minor - payment.refunded;
  if (asked !== null && asked.currency !== currency) throw refuseRefund('refund_currency_differs');
  const amount = asked?.minor ?? left;
  if (amount > left || amount === 0n) {
    throw refuseRefund('refund_too_large', `${formatMinor(left, currency)} ${currency} are left.`);
  }
  return amount;
}

/** Stages the promise; a balance has its money at once, and that is its end. */
function promised(
  refund: Refund,
  payment: Payment,
  books: Books,
  { by, frozen }: { by: RefundWish['by']; frozen: Frozen | undefined },
): Refund {
  if (refund.shortfall > 0n && by !== 'risk') throw refuseRefund('refund_insufficient_funds');
  const ends = refund.destination === 'balance';
  const end = ends ? [toBalanceEntry(refund, payment, refund.createdAt)] : [];
  const refusal = postPromise(books, frozen, refund, [promiseEntry(refund, payment), ...end]);
  if (refusal !== undefined) {
    throw refuseRefund('refund_restricted', by === 'risk' ? holderOf(payment) : undefined);
  }
  return ends ? { ...refund, state: 'succeeded' } : refund;
}
