// A posting and its outcome, as plain data.
import type { AccountRef, Side } from '../chart.js';
import type { LedgerRefusalCode } from '../refusals.js';
import type { EntryDraft } from '../templates/draft.js';

/** Entries that stand or fall together. The first one's reference names the posting. */
export interface Posting {
  readonly entries: readonly EntryDraft[];
}

export interface PostedLine {
  readonly account: AccountRef;
  readonly side: Side;
  /** Minor units. */
  readonly amount: bigint;
  /** Null on append-only accounts, which are not locked; so are both balances. */
  readonly accountVersion: bigint | null;
  readonly balanceBefore: bigint | null;
  readonly balanceAfter: bigint | null;
}

export interface PostedEntry {
  readonly id: string;
  readonly reference: string;
  readonly lines: readonly PostedLine[];
}

/** `replayed` says that the answer is an earlier one. */
export type Outcome =
  | {
      readonly kind: 'posted';
      readonly replayed: boolean;
      readonly entries: readonly PostedEntry[];
    }
  | {
      readonly kind: 'refused';
      readonly replayed: boolean;
      readonly code: LedgerRefusalCode;
      readonly detail: string;
    };
