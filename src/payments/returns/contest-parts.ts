// What every verb about a contest stands on, and the one way in which each finds its payment.
import { Injectable } from '@nestjs/common';
import { ReportedPayments } from '../../fraud/index.js';
import { Ledger } from '../../ledger/index.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { announce } from '../../shared/happenings.js';
import { type Reply, replyWith } from '../../shared/http.js';
import type { Answer, Claim } from '../../shared/idempotency.js';
import { Outbox } from '../../shared/outbox.js';
import { KEYS } from '../payment/idempotency.js';
import type { Payment } from '../payment/payment.js';
import { lockPayment } from '../payment/payment-store.js';
import { isPrivateToPayer } from '../payment/payment.view.js';
import { PaymentRecords } from '../payment/payment-records.js';
import { contestHappening, type ContestNews } from './contest-happenings.js';
import { contestView } from './contest-view.js';
import { refuseContest } from './refusals.js';

/** What somebody says about a payment of theirs. */
export interface ContestCommand extends Claim {
  readonly paymentId: string;
  readonly at: Date;
}

type Side = 'payer' | 'payee';

@Injectable()
export class ContestParts {
  constructor(
    readonly transactor: Transactor,
    readonly ledger: Ledger,
    readonly records: PaymentRecords,
    readonly reported: ReportedPayments,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Does one thing about a payment under its lock, once for its key, and answers how the contest stands
   * then. Refuses `contest_payment_unknown` for a stranger's payment, and what is for the other side.
   */
  once(
    command: ContestCommand,
    side: Side,
    work: (tx: Tx, payment: Payment) => Promise<ContestNews | null>,
  ): Promise<Answer> {
    return this.transactor.run((tx) =>
      KEYS.once(tx, command, async () => {
        const payment = await lockOwn(tx, command.paymentId, command.personId, side);
        const news = await work(tx, payment);
        await this.show(tx, payment, news === null ? [] : [news]);
        return { subjectId: payment.id, reply: await this.reply(tx, payment, command.personId) };
      }),
    );
  }

  /** Shows both sides how it stands, and tells whom it is news to. */
  async show(tx: Tx, payment: Payment, news: readonly ContestNews[]): Promise<void> {
    await this.records.contested(tx, payment);
    await announce(
      tx,
      this.outbox,
      news.map((each) => contestHappening(payment, each)),
    );
  }

  private async reply(tx: Tx, payment: Payment, viewerId: string): Promise<Reply> {
    return replyWith(201, await contestView(tx, payment, viewerId));
  }
}

/** Locks a payment of this person's. */
async function lockOwn(tx: Tx, id: string, personId: string, side: Side): Promise<Payment> {
  const payment = await lockPayment(tx, id);
  if (payment === undefined || !isSeenBy(payment, personId)) {
    throw refuseContest('contest_payment_unknown');
  }
  if (personId !== (side === 'payer' ? payment.payerId : payment.payeeId)) {
    throw refuseContest(side === 'payer' ? 'contest_not_payer' : 'contest_not_payee');
  }
  return payment;
}

/** Whether a person is one of the two, and knows of the payment. */
export const isSeenBy = (payment: Payment, personId: string): boolean =>
  payment.payerId === personId || (payment.payeeId === personId && !isPrivateToPayer(payment));

/** Refuses what only money that arrived, and has not come back, can be contested with. */
export function refuseUnlessThere({ state, amount, refunded, dispute }: Payment): void {
  if (state !== 'completed') throw refuseContest('contest_not_completed');
  if (dispute === 'open' || dispute === 'lost') throw refuseContest('contest_disputed');
  if (refunded >= amount.minor) throw refuseContest('contest_nothing_left');
}
