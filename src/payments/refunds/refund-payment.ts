// "Give it back": a payment is refunded, in full or in part, to where it came from. Whoever was paid
// may do it with what they have; the risk team may do it even when the money is gone, and what is
// missing is then owed. A card is refunded by the processor, from an intent written in the same
// commit; a balance has it at once.
import { Injectable } from '@nestjs/common';
import { type Books, Ledger } from '../../ledger/index.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { replyWith } from '../../shared/http.js';
import type { Answer, Claim } from '../../shared/idempotency.js';
import { formatMinor, type Money } from '../../shared/money.js';
import { present, refusals } from '../../shared/refusal.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import { Contests, type Frozen } from '../payment/ports/contests.js';
import { KEYS } from '../payment/idempotency.js';
import { cardPart, holderOf, type Payment } from '../payment/payment.js';
import { ChargedRecords, lockCharged } from '../top-ups/charged.js';
import { lockFor, postPromise } from './frozen-first.js';
import { beginRefunds, promiseEntry, type Refund, toBalanceEntry } from './refund.js';
import { partsOf } from './refund-parts.js';
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

/** What was agreed to. */
export interface Agreed {
  readonly refund: Refund;
  /** What goes to the balance beside what goes to the card; null where it has one part. */
  readonly rest: Refund | null;
  readonly payment: Payment;
}

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
        const { refund, rest, payment } = await this.agree(tx, command);
        const status = refund.destination === 'card' ? 202 : 201;
        const view = toRefundView(refund, payment, rest);
        return { subjectId: refund.id, reply: replyWith(status, view) };
      }),
    );
  }

  /**
   * Agrees to a refund within a transaction. What a report froze of the money pays first, so a hold may
   * end by it.
   */
  async agree(tx: Tx, command: RefundWish): Promise<Agreed> {
    const { ledger, records, calls, contests } = this.parts;
    const payment = refundable(await lockCharged(tx, command.paymentId), command);
    const amount = amountOf(payment, command.amount);
    const { reason, personId: askedBy, at } = command;
    const plans = await partsOf(tx, payment, { amount, reason, askedBy, processorId: null, at });
    const frozen = await contests.frozen(tx, payment);
    const books = await lockFor(tx, ledger, { ids: plans.map(({ id }) => id), payment, frozen });
    const begun = beginRefunds(plans, payment, books, frozen);
    const refunds = promised(begun, payment, books, { by: command.by, frozen });
    const refunded = payment.refunded + amount;
    const next = { ...payment, refunded, updatedAt: command.at };
    const by = command.by === 'payee' ? 'payee' : 'staff';
    await contests.follow(tx, books, { payment: next, frozen, by, amount, at: command.at });
    await ledger.write(tx, books);
    for (const refund of refunds) await insertRefund(tx, refund);
    await records.facts(tx, next);
    for (const { id, destination } of refunds) {
      if (destination === 'card') await calls.intendNow(tx, { subjectId: id, leg: REFUND });
    }
    const [refund, rest = null] = refunds;
    return { refund: present(refund, 'a refund has a part'), rest, payment: next };
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
  // Of a charge that was kept the balance's part never moved.
  const { minor, currency } = payment.state === 'failed' ? cardPart(payment) : payment.amount;
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
  refunds: readonly Refund[],
  payment: Payment,
  books: Books,
  { by, frozen }: { by: RefundWish['by']; frozen: Frozen | undefined },
): Refund[] {
  const isShort = refunds.some(({ shortfall }) => shortfall > 0n);
  if (isShort && by !== 'risk') throw refuseRefund('refund_insufficient_funds');
  const ends = ({ destination }: Refund): boolean => destination === 'balance';
  const entries = refunds.flatMap((refund) => [
    promiseEntry(refund, payment),
    ...(ends(refund) ? [toBalanceEntry(refund, payment, refund.createdAt)] : []),
  ]);
  const amount = refunds.reduce((sum, refund) => sum + refund.amount, 0n);
  const refusal = postPromise(books, frozen, amount, entries);
  if (refusal !== undefined) {
    throw refuseRefund('refund_restricted', by === 'risk' ? holderOf(payment) : undefined);
  }
  return refunds.map((refund) => (ends(refund) ? { ...refund, state: 'succeeded' } : refund));
}
