// How the rest of the ledger asks the chart of accounts: names, addresses, normal sides. The rows
// themselves are in chart-rows.ts. A person's accounts are guarded: locked, with a floor. The
// platform's accounts never refuse and are append-only, so that no payment ever waits for another
// on them.
import { present } from '../shared/refusal.js';
import { type AccountKind, CHART } from './chart-rows.js';

export { type AccountKind, CHART, type ChartRow } from './chart-rows.js';

export type Side = 'debit' | 'credit';

export type AccountName = keyof typeof CHART;

/** Names one account. `owner` is an id of the caller's choosing; empty for the platform's own. */
export interface AccountRef {
  readonly name: AccountName;
  readonly owner: string;
  readonly currency: string;
}

/** The account's unique address, for example `user.available:usr_…:EUR`. */
export const addressOf = (ref: AccountRef): string => `${ref.name}:${ref.owner}:${ref.currency}`;

/** The account an address names; undefined when it is none of the chart's. */
export function refOfAddress(address: string): AccountRef | undefined {
  const [name = '', ...rest] = address.split(':');
  const currency = rest.pop();
  if (!Object.hasOwn(CHART, name) || currency === undefined || rest.length === 0) return undefined;
  return { name: name as AccountName, owner: rest.join(':'), currency };
}

export const platformAccount = (name: AccountName, currency: string): AccountRef => ({
  name,
  owner: '',
  currency,
});

const DEBIT_KINDS: ReadonlySet<AccountKind> = new Set<AccountKind>(['asset', 'expense']);

/**
 * The side on which accounts of that kind grow: debits for assets and expenses, credits for all
 * others. A clearing account has the side of what it stands for, so an open one is positive; the
 * two that may stand on either side (suspense, exchange position) count as assets.
 */
export function normalSide(kind: AccountKind): Side {
  return DEBIT_KINDS.has(kind) ? 'debit' : 'credit';
}

const NAME_BY_CODE = new Map<number, AccountName>(
  (Object.keys(CHART) as AccountName[]).map((name) => [CHART[name].code, name]),
);

export const nameOfCode = (code: number): AccountName | undefined => NAME_BY_CODE.get(code);

/** The account a stored row names. Its code is in the chart, or the row was not written by us. */
export const refOfRow = (row: { code: number; owner: string; currency: string }): AccountRef => ({
  name: present(nameOfCode(row.code), `account code ${String(row.code)} is in the chart`),
  owner: row.owner,
  currency: row.currency,
});
