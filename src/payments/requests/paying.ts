// The requests that the sends of one flush are for, locked: each send sees what those before it took.
import type { Tx } from '../../shared/database.js';
import type { Refusal } from '../../shared/refusal.js';
import type { Payment } from '../payment/payment.js';
import { type MoneyRequest, payingRefusal } from './request.js';
import { lockRequests } from './request-store.js';

export class PayingRequests {
  private constructor(readonly requests: Map<string, MoneyRequest>) {}

  /** The caller has locked the accounts, which come before requests in the order of locks. */
  static async lock(tx: Tx, ids: readonly string[]): Promise<PayingRequests> {
    return new PayingRequests(await lockRequests(tx, [...new Set(ids)]));
  }

  /** Why the payment may not be made for its request; undefined when it may, or is for none. */
  refusalOf(payment: Payment, revision: number): Refusal | undefined {
    const { requestId } = payment;
    if (requestId === null) return undefined;
    return payingRefusal(this.requests.get(requestId), {
      ...payment,
      revision,
      at: payment.createdAt,
    });
  }

  /** The payment goes through: what it takes is not there for those behind it. */
  count({ requestId, amount }: Payment): void {
    if (requestId !== null) this.take(requestId, amount.minor);
  }

  /** The same of one request among several that are settled at once. */
  take(requestId: string, minor: bigint): void {
    const request = this.requests.get(requestId);
    if (request === undefined) return;
    this.requests.set(request.id, { ...request, taken: request.taken + minor });
  }
}
