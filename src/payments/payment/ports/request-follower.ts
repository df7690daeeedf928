// Whoever keeps the requests that payments are for. A payment tells it that it was made or has moved;
// what that means for the request is no business of the payment's.
import type { Tx } from '../../../shared/database.js';

export abstract class RequestFollower {
  /** Payments for these requests were made or have moved, in this transaction. */
  abstract follow(tx: Tx, requestIds: readonly string[]): Promise<void>;
}
