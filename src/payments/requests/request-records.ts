// The one place where a request is written: the row and its card in the thread change together,
// whoever made, changed or paid it. A share of a bill has no card of its own; the bill's changes.
import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import type { Tx } from '../../shared/database.js';
import { announce } from '../../shared/happenings.js';
import { type MoneyCard, MoneyThreads } from '../../shared/money-threads.js';
import { Outbox } from '../../shared/outbox.js';
import { type PaidFor, RequestFollower } from '../payment/ports/request-follower.js';
import { type MoneyRequest, stateAfter } from './request.js';
import { requestHappening, type RequestNews } from './request-happenings.js';
import {
  insertRequest,
  lockRequests,
  requestsOfSettlements,
  storeRequest,
} from './request-store.js';
import { toRequestCard } from './request.view.js';
import { SplitCards } from './split-cards.js';

@Injectable()
export class RequestRecords extends RequestFollower {
  constructor(
    readonly threads: MoneyThreads,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly splits: SplitCards,
  ) {
    super();
  }

  /** A request that is new. */
  async made(tx: Tx, request: MoneyRequest): Promise<void> {
    await insertRequest(tx, request);
    const { threadId, requesterId, createdAt } = request;
    const card = toRequestCard(request);
    await this.threads.append(tx, [{ threadId, authorId: requesterId, createdAt, card }]);
    await this.tell(tx, request, 'request_received');
  }

  /** A share of a bill that is new; the caller shows the bill's card when all of it is written. */
  async madeShare(tx: Tx, request: MoneyRequest): Promise<void> {
    await insertRequest(tx, request);
    await this.tell(tx, request, 'request_received');
  }

  /** A share of a bill that asks for more; the same about the card. The caller has locked it. */
  async grownShare(tx: Tx, request: MoneyRequest): Promise<void> {
    await storeRequest(tx, request);
    await this.tell(tx, request, 'request_received');
  }

  /** Requests that have changed. The caller has locked them. */
  async changed(tx: Tx, requests: readonly MoneyRequest[]): Promise<void> {
    for (const request of requests) await storeRequest(tx, request);
    await this.threads.change(tx, await this.cardsOf(tx, requests));
  }

  /** Has the one of the two told whom it is news to. */
  tell(tx: Tx, request: MoneyRequest, news: RequestNews): Promise<void> {
    return announce(tx, this.outbox, [requestHappening(request, news)]);
  }

  async follow(tx: Tx, { requestIds, settlementIds }: PaidFor): Promise<void> {
    const updatedAt = this.clock.now();
    const settled =
      settlementIds.length === 0 ? [] : await requestsOfSettlements(tx, settlementIds);
    const requests = [...(await lockRequests(tx, [...requestIds, ...settled])).values()];
    await this.changed(
      tx,
      requests.map((request) => ({ ...request, state: stateAfter(request), updatedAt })),
    );
  }

  // Bills come after requests and before threads in the order of locks.
  private async cardsOf(tx: Tx, requests: readonly MoneyRequest[]): Promise<MoneyCard[]> {
    const splitIds = [...new Set(requests.flatMap(({ splitId }) => splitId ?? []))];
    const own = requests.filter(({ splitId }) => splitId === null).map(toRequestCard);
    return splitIds.length === 0 ? own : [...own, ...(await this.splits.lockAndShow(tx, splitIds))];
  }
}
