// One account under its lock, and the pure rules of what it may do: which sides it takes, how far its
// balance may fall or rise with holds counted, and where counting itself ends. An append-only account
// never refuses: what happened in the world is always written there.
import { type AccountRef, addressOf, CHART, normalSide, type Side } from '../chart.js';
import type { BooksRefusal, LedgerRefusalCode } from '../refusals.js';

export type AccountState = 'open' | 'debit_only' | 'frozen' | 'closed';

export interface LockedAccount {
  readonly id: string;
  readonly ref: AccountRef;
  readonly guarded: boolean;
  readonly state: AccountState;
  /** Lowest balance less holds allowed, in minor units; null has no floor. */
  readonly floor: bigint | null;
  /** Highest balance and incoming holds allowed, in minor units; null has no ceiling. */
  readonly ceiling: bigint | null;
  balance: bigint;
  /** Pending holds on this account. */
  held: bigint;
  /** Pending holds whose money would come to this account. */
  incoming: bigint;
  version: bigint;
}

/** What of an account changes while several lines of one group are tried. */
export type Standing = Pick<LockedAccount, 'balance' | 'held' | 'incoming'>;

const BALANCE_MAX = 2n ** 63n - 1n;

/** The side on which the account grows. */
export const growingSide = (account: LockedAccount): Side =>
  normalSide(CHART[account.ref.name].kind);

/** The effect of an amount on the account's balance: positive on its normal side. */
export const signed = (account: LockedAccount, side: Side, amount: bigint): bigint =>
  side === growingSide(account) ? amount : -amount;

/** Why the account's state does not take this side, if it does not. */
export function refusalOfState(account: LockedAccount, side: Side): BooksRefusal | undefined {
  if (account.state === 'frozen') return refusal('account_frozen', account);
  if (account.state === 'closed') return refusal('account_closed', account);
  if (account.state === 'debit_only' && side === 'credit') {
    return refusal('account_debit_only', account);
  }
  return undefined;
}

/**
 * Why the account may not stand like this after having stood like that. A limit stops only what
 * moves further towards it: an account whose floor was raised may still be paid into.
 */
export function refusalOfStanding(
  account: LockedAccount,
  before: Standing,
  after: Standing,
): BooksRefusal | undefined {
  const { floor, ceiling } = account;
  const available = after.balance - after.held;
  if (floor !== null && available < before.balance - before.held && available < floor) {
    return refusal('floor_reached', account);
  }
  const expected = after.balance + after.incoming;
  if (ceiling !== null && expected > before.balance + before.incoming && expected > ceiling) {
    return refusal('ceiling_reached', account);
  }
  const outside = [expected, available, after.balance].some(
    (value) => value > BALANCE_MAX || value < -BALANCE_MAX,
  );
  return outside ? refusal('balance_out_of_range', account) : undefined;
}

export const refusal = (
  code: LedgerRefusalCode,
  account: LockedAccount | AccountRef,
): BooksRefusal => {
  const ref = 'ref' in account ? account.ref : account;
  return { code, detail: addressOf(ref), account: ref };
};
