// The one place where a payment is written: the row, its transition, the card in its thread and the
// news for whoever listens change together, whoever made or moved it.
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../shared/database.js';
import { announce } from '../../shared/happenings.js';
import { MoneyThreads, type ThreadRoster } from '../../shared/money-threads.js';
import { Outbox } from '../../shared/outbox.js';
import { tellPeople } from '../../shared/told.js';
import type { Payment } from './payment.js';
import { Contests } from './contests.js';
import { factHappenings, stateHappenings } from './payment-happenings.js';
import { PaymentNews } from './payment-news.js';
import { RequestFollower } from './request-follower.js';
import { type Caused, insertPayments, storeFacts, storeMove } from './payment-store.js';
import { toThreadCard } from './payment.view.js';

/** A payment that was made, in the kind of thread it was made in. */
export interface Made extends Caused {
  readonly kind: ThreadRoster['kind'];
}

@Injectable()
export class PaymentRecords {
  constructor(
    readonly threads: MoneyThreads,
    private readonly news: PaymentNews,
    private readonly outbox: Outbox,
    private readonly requests: RequestFollower,
    private readonly contests: Contests,
  ) {}

  /** Payments that are new. */
  async made(tx: Tx, items: readonly Made[]): Promise<void> {
    await insertPayments(tx, items);
    await this.follow(
      tx,
      items.map(({ payment }) => payment),
    );
    await this.threads.append(
      tx,
      items.map(({ payment, kind }) => ({
        threadId: payment.threadId,
        authorId: payment.payerId,
        createdAt: payment.createdAt,
        card: toThreadCard(payment, kind),
      })),
    );
    await this.news.publish(
      tx,
      items.map(({ payment }) => ({ payment, what: 'state' })),
    );
    await this.tellPeople(
      tx,
      items.map(({ payment }) => payment),
    );
  }

  /** A payment that has moved to another state. */
  async moved(tx: Tx, move: Caused): Promise<void> {
    await storeMove(tx, move);
    await this.follow(tx, [move.payment]);
    await this.showCard(tx, move.payment);
    await this.news.publish(tx, [{ payment: move.payment, what: 'state' }]);
    await this.tellPeople(tx, [move.payment]);
  }

  /** What changed about a payment besides its state: refunds and disputes. */
  async facts(tx: Tx, payment: Payment): Promise<void> {
    const before = await storeFacts(tx, payment);
    await this.showCard(tx, payment);
    await this.news.publish(tx, [
      ...(before.refunded === payment.refunded ? [] : [{ payment, what: 'refunded' as const }]),
      ...(before.dispute === payment.dispute ? [] : [{ payment, what: 'dispute' as const }]),
    ]);
    await announce(tx, this.outbox, factHappenings(payment, before));
  }

  /** What its people contest about it has changed; the payment itself has not. */
  contested(tx: Tx, payment: Payment): Promise<void> {
    return this.showCard(tx, payment);
  }

  // Before the payment's own card: requests come before threads in the order of locks.
  private async follow(tx: Tx, payments: readonly Payment[]): Promise<void> {
    const ids = payments.flatMap(({ requestId }) => requestId ?? []);
    if (ids.length > 0) await this.requests.follow(tx, [...new Set(ids)]);
  }

  // A trusted contact is in no thread of the payment, so their open pages are told apart from it.
  private async tellPeople(tx: Tx, payments: readonly Payment[]): Promise<void> {
    await announce(tx, this.outbox, payments.flatMap(stateHappenings));
    const personIds = [...new Set(payments.flatMap(({ contactId }) => contactId ?? []))];
    await tellPeople(tx, this.outbox, { personIds, what: 'agreements' });
  }

  private async showCard(tx: Tx, payment: Payment): Promise<void> {
    const rosters = await this.threads.rosters(tx, [payment.threadId]);
    const kind = rosters.get(payment.threadId)?.kind ?? 'group';
    const contest = await this.contests.cardOf(tx, payment);
    await this.threads.change(tx, [toThreadCard(payment, kind, contest)]);
  }
}
