// The one place where a request is written: the row and its card in the thread change together,
// whoever made, changed or paid it.
import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import type { Tx } from '../../shared/database.js';
import { announce } from '../../shared/happenings.js';
import { MoneyThreads } from '../../shared/money-threads.js';
import { Outbox } from '../../shared/outbox.js';
import { RequestFollower } from '../payment/request-follower.js';
import { type MoneyRequest, stateAfter } from './request.js';
import { requestHappening, type RequestNews } from './request-happenings.js';
import { insertRequest, lockRequests, storeRequest } from './request-store.js';
import { toRequestCard } from './request.view.js';

@Injectable()
export class RequestRecords extends RequestFollower {
  constructor(
    readonly threads: MoneyThreads,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
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

  /** A request that has changed. The caller has locked it. */
  async changed(tx: Tx, request: MoneyRequest): Promise<void> {
    await storeRequest(tx, request);
    await this.threads.change(tx, [toRequestCard(request)]);
  }

  /** Has the one of the two told whom it is news to. */
  tell(tx: Tx, request: MoneyRequest, news: RequestNews): Promise<void> {
    return announce(tx, this.outbox, [requestHappening(request, news)]);
  }

  async follow(tx: Tx, requestIds: readonly string[]): Promise<void> {
    const updatedAt = this.clock.now();
    for (const request of (await lockRequests(tx, requestIds)).values()) {
      await this.changed(tx, { ...request, state: stateAfter(request), updatedAt });
    }
  }
}
