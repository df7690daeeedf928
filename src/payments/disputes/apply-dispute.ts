// The one place where news about a dispute becomes a change in our books, whoever brings it: the
// event, the answer to our evidence, the sweeper.
import { Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/index.js';
import { Clock } from '../../shared/clock.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { present } from '../../shared/refusal.js';
import { ProcessorCalls } from '../calls/processor-calls.js';
import { Contests } from '../payment/ports/contests.js';
import { holderOf, type Payment } from '../payment/payment.js';
import type { ProcessorDispute } from '../processor/disputes.js';
import { ChargedRecords, lockCharged } from '../top-ups/charged.js';
import { type Dispute, disputeAccounts, heedDispute, withdraws, worstOf } from './dispute.js';
import { disputesOf, findDisputeAt, storeDispute } from './dispute-store.js';

/** The pillars a dispute is applied to. */
@Injectable()
export class DisputeParts {
  constructor(
    readonly ledger: Ledger,
    readonly records: ChargedRecords,
    readonly calls: ProcessorCalls,
    readonly contests: Contests,
  ) {}
}

@Injectable()
export class ApplyDispute {
  constructor(
    private readonly transactor: Transactor,
    private readonly parts: DisputeParts,
    private readonly clock: Clock,
  ) {}

  /** Applies how a dispute stands. Harmless any number of times. */
  async run(news: ProcessorDispute, paymentId: string): Promise<void> {
    await this.transactor.run(async (tx) => {
      const { ledger, contests } = this.parts;
      const payment = present(await lockCharged(tx, paymentId), 'a dispute has a payment');
      const known = await findDisputeAt(tx, news.processorId);
      const dispute = known ?? newDispute(news, payment);
      const at = this.clock.now();
      const takes = withdraws(dispute, news);
      // What a report froze is what the bank takes first.
      const frozen = takes ? await contests.frozen(tx, payment) : undefined;
      const accounts = [...Object.values(disputeAccounts(dispute)), ...(frozen?.accounts ?? [])];
      const books = await ledger.lock(tx, accounts, frozen === undefined ? [] : [frozen.hold]);
      if (frozen !== undefined) books.voidHold(frozen.hold);
      const next = heedDispute(dispute, news, books, at);
      if (takes) await contests.follow(tx, books, { payment, frozen, by: 'bank', amount: 0n, at });
      await ledger.write(tx, books);
      if (next === known) return;
      await storeDispute(tx, next);
      await this.show(tx, payment, next);
    });
  }

  private async show(tx: Tx, payment: Payment, { updatedAt }: Dispute): Promise<void> {
    const all = await disputesOf(tx, payment.id);
    const dispute = worstOf(all.map(({ state }) => state));
    if (dispute === payment.dispute) return;
    await this.parts.records.facts(tx, { ...payment, dispute, updatedAt });
  }
}

/** A dispute nobody knew, before its first news is heeded: as if the bank had only asked. */
export const newDispute = (news: ProcessorDispute, payment: Payment): Dispute => ({
  id: newId('dsp'),
  paymentId: payment.id,
  processorId: news.processorId,
  holderId: holderOf(payment),
  amount: news.amount,
  currency: payment.amount.currency,
  reason: news.reason,
  status: news.status,
  state: 'inquiry',
  withdrawn: 0n,
  fee: 0n,
  held: 0n,
  returned: 0n,
  dueBy: news.dueBy ?? null,
  openedAt: news.openedAt,
  closedAt: null,
  updatedAt: news.openedAt,
  submittedAt: null,
});
