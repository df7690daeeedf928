// The one place where a payment is written: the row, its transition, the card in its thread and the
// news for whoever listens change together, whoever made or moved it.
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../shared/database.js';
import { announce } from '../../shared/happenings.js';
import { MoneyThreads, type ThreadRoster } from '../../shared/money-threads.js';
import { Outbox } from '../../shared/outbox.js';
import { tellPeople } from '../../shared/told.js';
import type { Payment } from './payment.js';
import type { ContestCard } from '../returns/contract.js';
import { Contests } from './ports/contests.js';
import { expiryHappenings, factHappenings, stateHappenings } from './payment-happenings.js';
import { PaymentNews } from './payment-news.js';
import { RequestFollower } from './ports/request-follower.js';
import { type Caused, insertPayments, storeFacts, storeMoves } from './payment-store.js';
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
  moved(tx: Tx, move: Caused): Promise<void> {
    return this.allMoved(tx, [move]);
  }

  /** Payments that have moved to other states. */
  async allMoved(tx: Tx, moves: readonly Caused[]): Promise<void> {
    const payments = moves.map(({ payment }) => payment);
    await storeMoves(tx, moves);
    await this.follow(tx, payments);
    // Of what has only now come into its state nothing is contested; a rejection can be appealed.
    const rejected = payments.filter(({ state }) => state === 'rejected');
    await this.showCards(tx, payments, rejected);
    await this.news.publish(
      tx,
      payments.map((payment) => ({ payment, what: 'state' })),
    );
    await this.tellPeople(tx, payments);
  }

  /** What changed about a payment besides its state: refunds and disputes. */
  async facts(tx: Tx, payment: Payment): Promise<void> {
    const before = await storeFacts(tx, payment);
    await this.showCards(tx, [payment]);
    await this.news.publish(tx, [
      ...(before.refunded === payment.refunded ? [] : [{ payment, what: 'refunded' as const }]),
      ...(before.dispute === payment.dispute ? [] : [{ payment, what: 'dispute' as const }]),
    ]);
    await announce(tx, this.outbox, factHappenings(payment, before));
  }

  /** What its people contest about it has changed; the payment itself has not. */
  contested(tx: Tx, payment: Payment): Promise<void> {
    return this.showCards(tx, [payment]);
  }

  /** Payments that their payees can accept for one more day. */
  expiring(tx: Tx, payments: readonly Payment[]): Promise<void> {
    return announce(tx, this.outbox, payments.flatMap(expiryHappenings));
  }

  // Before the payment's own card: requests come before threads in the order of locks.
  private async follow(tx: Tx, payments: readonly Payment[]): Promise<void> {
    const requestIds = payments.flatMap(({ requestId }) => requestId ?? []);
    const settlementIds = payments.flatMap(({ settlementId }) => settlementId ?? []);
    if (requestIds.length + settlementIds.length === 0) return;
    await this.requests.follow(tx, { requestIds: [...new Set(requestIds)], settlementIds });
  }

  // A trusted contact is in no thread of the payment, so their open pages are told apart from it.
  private async tellPeople(tx: Tx, payments: readonly Payment[]): Promise<void> {
    await announce(tx, this.outbox, payments.flatMap(stateHappenings));
    const personIds = [...new Set(payments.flatMap(({ contactId }) => contactId ?? []))];
    await tellPeople(tx, this.outbox, { personIds, what: 'agreements' });
  }

  private async showCards(
    tx: Tx,
    payments: readonly Payment[],
    contestable: readonly Payment[] = payments,
  ): Promise<void> {
    const rosters = await this.threads.rosters(
      tx,
      payments.map(({ threadId }) => threadId),
    );
    const contests = new Map<string, ContestCard | null>();
    for (const one of contestable) contests.set(one.id, await this.contests.cardOf(tx, one));
    await this.threads.change(
      tx,
      payments.map((payment) => {
        const kind = rosters.get(payment.threadId)?.kind ?? 'group';
        return toThreadCard(payment, kind, contests.get(payment.id));
      }),
    );
  }
}
