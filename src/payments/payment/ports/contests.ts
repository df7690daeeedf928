// Whoever keeps what two people contest about a payment. Whoever moves money of a payment asks it first
// what of that money is frozen, and tells it afterwards; what that means for an ask-back or a report is
// no business of theirs.
import type { AccountRef, Books } from '../../../ledger/index.js';
import type { Database, Tx } from '../../../shared/database.js';
import type { ContestCard } from '../../returns/contract.js';
import type { Payment } from '../payment.js';

/** Money of the payee's that a report keeps from being spent. */
export interface Frozen {
  /** The ledger's reference of the hold. */
  readonly hold: string;
  /** Minor units. */
  readonly amount: bigint;
  /** What has to be locked to end it, or to freeze anew. */
  readonly accounts: readonly AccountRef[];
}

/** What became of money that had arrived. */
export interface Withdrawn {
  /** As it is now. */
  readonly payment: Payment;
  readonly frozen: Frozen | undefined;
  /** Who gave it back, or `bank` when the payer's bank took it. */
  readonly by: 'payee' | 'staff' | 'processor' | 'bank';
  /** Minor units; zero when a bank only says that it decides about it. */
  readonly amount: bigint;
  readonly at: Date;
}

export abstract class Contests {
  /** What is frozen of it. The caller has locked the payment. */
  abstract frozen(tx: Tx, payment: Payment): Promise<Frozen | undefined>;

  /**
   * Money has left the payee. Ends what has been answered by that, and stages in the books what stays
   * frozen. The caller has ended the hold, and writes the books afterwards.
   */
  abstract follow(tx: Tx, books: Books, withdrawn: Withdrawn): Promise<void>;

  /** What both sides see of it; null when there is nothing to see. */
  abstract cardOf(db: Database, payment: Payment): Promise<ContestCard | null>;
}
