// What the books stage for writing, as plain rows: entries with their lines, holds, and how holds end.
import type { LockedAccount } from './account.js';
import type { AccountRef, Side } from '../chart.js';
import type { EntryDraft } from '../templates/draft.js';

export interface StagedLine {
  readonly number: number;
  readonly account: LockedAccount;
  readonly side: Side;
  readonly amount: bigint;
  /** Null on append-only accounts, whose row is never locked; so are the two balances. */
  readonly accountVersion: bigint | null;
  readonly balanceBefore: bigint | null;
  readonly balanceAfter: bigint | null;
}

export interface StagedEntry {
  readonly id: string;
  readonly draft: EntryDraft;
  /** The first entry of its group, or null for that one. */
  readonly linkedTo: string | null;
  readonly lines: readonly StagedLine[];
}

export interface HoldDraft {
  /** `<object>:<purpose>`, unique for ever. */
  readonly reference: string;
  /** The account whose available amount shrinks. */
  readonly account: AccountRef;
  /** Where the money would go when the hold is posted. */
  readonly counterAccount: AccountRef;
  /** Minor units, more than zero. */
  readonly amount: bigint;
  readonly reason: string;
  /** From then on it cannot be posted any more; null waits for somebody's word. */
  readonly expiresAt: Date | null;
}

export interface StagedHold {
  readonly id: string;
  readonly draft: HoldDraft;
  readonly account: LockedAccount;
  readonly counterAccount: LockedAccount;
}

/** A hold that is still pending, loaded under the locks of its accounts. */
export interface PendingHold {
  readonly id: string;
  readonly reference: string;
  /** Null when that account is append-only, which counts no holds; so is the next. */
  readonly accountId: string | null;
  readonly counterAccountId: string | null;
  readonly amount: bigint;
  readonly expiresAt: Date | null;
}

export type HoldOutcome = 'posted' | 'voided' | 'expired';

export interface StagedEnding {
  readonly holdId: string;
  readonly outcome: HoldOutcome;
  readonly entryId: string | null;
  /** The part that was posted, in minor units; the rest went back. */
  readonly amount: bigint;
  readonly endedAt: Date;
}
