// Whoever keeps the bills that requests may be shares of. A request tells it that it has changed; what
// that means for the bill's card is no business of the request's.
import type { Tx } from '../../shared/database.js';
import type { MoneyCard } from '../../shared/money-threads.js';

export abstract class SplitCards {
  /** Locks these bills, in the order of their ids, and answers their cards as they are by then. */
  abstract lockAndShow(tx: Tx, splitIds: readonly string[]): Promise<MoneyCard[]>;
}
