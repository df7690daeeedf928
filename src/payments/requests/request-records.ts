// The one place where a request is written: the row and its card in the thread change together,
// whoever made, changed or paid it.
import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import type { Tx } from '../../shared/database.js';
import { MoneyThreads } from '../../shared/money-threads.js';
import { RequestFollower } from '../payment/request-follower.js';
import { type MoneyRequest, stateAfter } from './request.js';
import { insertRequest, lockRequests, storeRequest } from './request-store.js';
import { toRequestCard } from './request.view.js';

@Injectable()
export class RequestRecords extends RequestFollower {
  constructor(
    readonly threads: MoneyThreads,
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
  }

  /** A request that has changed. The caller has locked it. */
  async changed(tx: Tx, request: MoneyRequest): Promise<void> {
    await storeRequest(tx, request);
    await this.threads.change(tx, [toRequestCard(request)]);
  }

  async follow(tx: Tx, requestIds: readonly string[]): Promise<void> {
    const updatedAt = this.clock.now();
    for (const request of (await lockRequests(tx, requestIds)).values()) {
      await this.changed(tx, { ...request, state: stateAfter(request), updatedAt });
    }
  }
}
