// The chart of accounts, as data: which accounts exist, on which side they grow, and whether they
// can refuse. A person's accounts are guarded: locked, with a floor. The platform's accounts never
// refuse and are append-only, so that no payment ever waits for another on them.

export type Side = 'debit' | 'credit';
export type AccountKind = 'asset' | 'liability' | 'revenue' | 'expense';

export interface ChartRow {
  readonly code: number;
  readonly kind: AccountKind;
  /** A guarded account is locked and keeps balance minus holds at or above zero. */
  readonly guarded: boolean;
}

export const CHART = {
  'stripe.pending': { code: 1010, kind: 'asset', guarded: false },
  'stripe.available': { code: 1020, kind: 'asset', guarded: false },
  'user.available': { code: 2010, kind: 'liability', guarded: true },
  claim: { code: 2030, kind: 'liability', guarded: true },
  'refund.payable': { code: 2050, kind: 'liability', guarded: false },
  'unclaimed.property': { code: 2070, kind: 'liability', guarded: false },
  'fee.transfer': { code: 4010, kind: 'revenue', guarded: false },
  'stripe.fees': { code: 5010, kind: 'expense', guarded: false },
} as const satisfies Record<string, ChartRow>;

export type AccountName = keyof typeof CHART;

/** Names one account. `owner` is an id of the caller's choosing; empty for the platform's own. */
export interface AccountRef {
  readonly name: AccountName;
  readonly owner: string;
  readonly currency: string;
}

/** The account's unique address, for example `user.available:usr_…:EUR`. */
export const addressOf = (ref: AccountRef): string => `${ref.name}:${ref.owner}:${ref.currency}`;

export const platformAccount = (name: AccountName, currency: string): AccountRef => ({
  name,
  owner: '',
  currency,
});

/** Assets and expenses grow by debits; liabilities and revenue by credits. */
export function normalSide(kind: AccountKind): Side {
  return kind === 'asset' || kind === 'expense' ? 'debit' : 'credit';
}

const NAME_BY_CODE = new Map<number, AccountName>(
  (Object.keys(CHART) as AccountName[]).map((name) => [CHART[name].code, name]),
);

export const nameOfCode = (code: number): AccountName | undefined => NAME_BY_CODE.get(code);
