// The rules of the ledger's model: what an entry must be, and what an account may do.
import type { EntryDraft } from '../../src/ledger/index.js';

export interface ModelAccount {
  readonly currency: string;
  /** The side on which it grows. */
  readonly grows: 'debit' | 'credit';
  readonly guarded: boolean;
  state: 'open' | 'debit_only' | 'frozen' | 'closed';
  floor: bigint | null;
  ceiling: bigint | null;
  balance: bigint;
  held: bigint;
  incoming: bigint;
  version: bigint;
}

export interface ModelHold {
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  /** Milliseconds; null never. */
  readonly expiresAt: number | null;
  end: 'posted' | 'voided' | 'expired' | null;
}

export type ModelLimits = Partial<Pick<ModelAccount, 'state' | 'floor' | 'ceiling'>>;

/** The largest amount of one line or hold, in minor units. */
export const LINE_MAX = 1_000_000_000_000_000n;

/** Why the entry is none, or null. */
export function faultOf({ lines, template, ...entry }: EntryDraft): string | null {
  if (lines.length < 2) return 'entry_too_short';
  if (lines.length > 500) return 'entry_too_long';
  const sums = new Map<string, bigint>();
  for (const { side, amount, currency, account } of lines) {
    if (amount <= 0n) return 'line_not_positive';
    if (amount > LINE_MAX) return 'line_too_large';
    if (currency !== account.currency) return 'currency_mismatch';
    sums.set(currency, (sums.get(currency) ?? 0n) + (side === 'debit' ? amount : -amount));
  }
  if ([...sums.values()].some((sum) => sum !== 0n)) return 'entry_unbalanced';
  const { reason = '', recordedBy = '', approvedBy = '' } = entry;
  const complete = reason !== '' && recordedBy !== '' && approvedBy !== '';
  return template !== 'P15' || (complete && recordedBy !== approvedBy) ? null : 'approver_needed';
}

/** Why the account's state does not take that side, or null. */
export function stateFault(
  { guarded, state }: ModelAccount,
  side: 'debit' | 'credit',
): string | null {
  if (!guarded || state === 'open') return null;
  if (state === 'debit_only') return side === 'credit' ? 'account_debit_only' : null;
  return `account_${state}`;
}

/** Why the account may not come to that balance by that change, or null. */
export function limitFault(account: ModelAccount, balance: bigint, change: bigint): string | null {
  const { guarded, floor, ceiling, held, incoming } = account;
  if (!guarded) return null;
  if (change < 0n && floor !== null && balance - held < floor) return 'floor_reached';
  return change > 0n && ceiling !== null && balance + incoming > ceiling ? 'ceiling_reached' : null;
}
