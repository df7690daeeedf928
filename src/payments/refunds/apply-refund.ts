// The one place where news about a refund becomes a change in our books, whoever brings it: the
// reply, the event, the sweeper. A refund that somebody made at the processor itself is taken in as
// one of ours: its money has left, so the books must know whose it was.
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { present } from '../../shared/refusal.js';
import type { Payment } from '../payment/payment.js';
import type { ProcessorRefund } from '../processor/refunds.js';
import { findCharged, lockCharged } from '../top-ups/charged.js';
import { lockFor, postPromise } from './frozen-first.js';
import {
  beginRefund,
  heedRefund,
  promiseEntry,
  type Refund,
  refundAccounts,
  type RefundPlan,
  toBalanceEntry,
  withdrawnEntry,
} from './refund.js';
import { findRefund, findRefundAt, insertRefund, storeRefund } from './refund-store.js';
import { RefundParts } from './refund-payment.js';

// Refusals that mean the payer gets the money anyway: giving it back here too would be twice.
const GIVEN_BACK_ELSEWHERE = new Set(['charge_already_refunded', 'charge_disputed']);

@Injectable()
export class ApplyRefund {
  private readonly log = new Logger(ApplyRefund.name);

  constructor(
    private readonly transactor: Transactor,
    private readonly parts: RefundParts,
    private readonly clock: Clock,
  ) {}

  /** Applies what the processor says about a refund. Harmless any number of times. */
  async run(news: ProcessorRefund, paymentId: string): Promise<void> {
    await this.transactor.run(async (tx) => {
      const payment = present(await lockCharged(tx, paymentId), 'a refund has a payment');
      const refund = await this.own(tx, news, payment);
      if (refund === undefined) return;
      const { ledger, calls, records } = this.parts;
      const books = await ledger.lock(tx, Object.values(refundAccounts(refund.id, payment)));
      const next = heedRefund(refund, payment, news, books, this.clock.now());
      await ledger.write(tx, books);
      if (next !== refund) await storeRefund(tx, next);
      // Whoever looks at the payment is told that something about it has changed.
      if (next.state !== refund.state) {
        const [now = payment] = await findCharged(tx, [payment.id]);
        await records.facts(tx, { ...now, updatedAt: next.updatedAt });
      }
      await calls.conclude(tx, refund.id);
    });
  }

  /** The processor will not make the refund, for this reason. */
  async refused(refundId: string, paymentId: string, code: string | undefined): Promise<void> {
    await this.transactor.run(async (tx) => {
      const { ledger, calls, records } = this.parts;
      const payment = present(await lockCharged(tx, paymentId), 'a refund has a payment');
      const refund = present(await findRefund(tx, refundId), `${refundId} was agreed`);
      if (refund.state !== 'requested') return;
      const at = this.clock.now();
      const withdrawn = GIVEN_BACK_ELSEWHERE.has(code ?? '');
      const entry = withdrawn ? withdrawnEntry : toBalanceEntry;
      const books = await ledger.lock(tx, Object.values(refundAccounts(refundId, payment)));
      const refusal = books.post(entry(refund, payment, at));
      // Somebody is frozen at the moment; the promise stands, and the call is made again later.
      if (refusal !== undefined) throw new Error(`${refundId}: ${refusal.code} on its way back`);
      await ledger.write(tx, books);
      const state = withdrawn ? 'withdrawn' : 'failed';
      const failureCode = code ?? 'refused';
      await storeRefund(tx, { ...refund, state, failureCode, updatedAt: at });
      const refunded = payment.refunded - (withdrawn ? refund.amount : 0n);
      await records.facts(tx, { ...payment, refunded, updatedAt: at });
      await calls.conclude(tx, refundId);
    });
  }

  // Ours by what we wrote on it, by the name it was given, or taken in now.
  private async own(tx: Tx, news: ProcessorRefund, payment: Payment): Promise<Refund | undefined> {
    const { refundId, processorId, amount, currency } = news;
    const named = refundId === undefined ? undefined : await findRefund(tx, refundId);
    const refund = named ?? (await findRefundAt(tx, processorId));
    if (refund === undefined) return this.takeIn(tx, news, payment);
    const fits =
      refund.paymentId === payment.id &&
      refund.amount === amount &&
      payment.amount.currency === currency &&
      (refund.processorId === null || refund.processorId === processorId);
    if (fits) return refund;
    this.log.error(`${processorId} names ${refund.id} and does not fit it; nothing was changed`);
    return undefined;
  }

  private async takeIn(
    tx: Tx,
    news: ProcessorRefund,
    payment: Payment,
  ): Promise<Refund | undefined> {
    const { ledger, records, contests } = this.parts;
    const left = payment.amount.minor - payment.refunded;
    if (payment.amount.currency !== news.currency || news.amount > left) {
      this.log.error(`${news.processorId} is more than is left of ${payment.id}; left to finance`);
      return undefined;
    }
    const at = this.clock.now();
    const id = newId('rfd');
    const frozen = await contests.frozen(tx, payment);
    const books = await lockFor(tx, ledger, { ids: [id], payment, frozen });
    const plan: RefundPlan = {
      id,
      amount: news.amount,
      destination: 'card',
      reason: 'made at the processor',
      askedBy: 'processor',
      processorId: news.processorId,
      at,
    };
    const refund = beginRefund(plan, payment, books, frozen);
    const refusal = postPromise(books, frozen, refund.amount, [promiseEntry(refund, payment)]);
    if (refusal !== undefined) throw new Error(`${id}: ${refusal.code} for a refund already made`);
    const { amount } = news;
    const after = { ...payment, refunded: payment.refunded + amount, updatedAt: at };
    await contests.follow(tx, books, { payment: after, frozen, by: 'processor', amount, at });
    await ledger.write(tx, books);
    await insertRefund(tx, refund);
    await records.facts(tx, after);
    return refund;
  }
}
