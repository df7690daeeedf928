// Whoever keeps the requests that payments are for. A payment tells it that it was made or has moved;
// what that means for the request is no business of the payment's.
import type { Tx } from '../../../shared/database.js';

/** What payments are for. */
export interface PaidFor {
  readonly requestIds: readonly string[];
  /** Those that settle several requests at once. */
  readonly settlementIds: readonly string[];
}

export abstract class RequestFollower {
  /** Payments for these were made or have moved, in this transaction. */
  abstract follow(tx: Tx, paid: PaidFor): Promise<void>;
}
