// Shapes of the finance pages on the wire. Positions are decimal strings, as amounts are.

/** `GET /v1/finance/trial-balance`: one row per account code and currency; debits equal credits. */
export interface TrialBalanceView {
  takenAt: string;
  /** The books as of this position. */
  position: string;
  /** Only what occurred before it; null counts everything. */
  occurredBefore: string | null;
  currencies: {
    currency: string;
    rows: {
      code: number;
      name: string;
      kind: string;
      debit: string;
      credit: string;
      /** On the account's normal side. */
      balance: string;
    }[];
    totalDebit: string;
    totalCredit: string;
  }[];
}

/** What a report covers: entries after one position up to another, or by when they occurred. */
export interface RangeView {
  fromPosition: string;
  toPosition: string;
  occurredFrom: string | null;
  occurredBefore: string | null;
}

/** `GET /v1/finance/general-ledger`: accounts by address; hand `next` back as `?after=`. */
export interface GeneralLedgerPageView {
  range: RangeView;
  rows: {
    account: string;
    code: number;
    name: string;
    owner: string;
    currency: string;
    normalSide: 'debit' | 'credit';
    opening: string;
    debit: string;
    credit: string;
    closing: string;
  }[];
  next: string | null;
}

export type AccountState = 'open' | 'debit_only' | 'frozen' | 'closed';

export interface AccountView {
  /** The account's address, for example `user.available:usr_…:EUR`. */
  account: string;
  code: number;
  name: string;
  owner: string;
  currency: string;
  normalSide: 'debit' | 'credit';
  /** The platform's own never refuse, and have no limits. */
  appendOnly: boolean;
  state: AccountState;
  floor: string | null;
  ceiling: string | null;
  balance: string;
  held: string;
  available: string;
}

/** `GET /v1/finance/accounts`: by address; hand `next` back as `?after=`. */
export interface AccountsPage {
  accounts: AccountView[];
  next: string | null;
}

/** `GET /v1/finance/accounts/:address`. */
export interface AccountDetailView extends AccountView {
  /** Newest first. */
  changes: {
    number: number;
    state: AccountState;
    floor: string | null;
    ceiling: string | null;
    reason: string;
    changedBy: string;
    recordedAt: string;
  }[];
}

/** Body of `POST /v1/finance/accounts/:address/limits`; what is left out stays. */
export interface LimitsBody {
  state?: AccountState;
  /** Decimal string; null takes the limit away. */
  floor?: string | null;
  ceiling?: string | null;
  reason: string;
}

export interface StatementLineView {
  /** Null on the platform's accounts. */
  version: string | null;
  /** Null while the entry waits to be sealed. */
  position: string | null;
  entryId: string;
  reference: string;
  template: string;
  /** What happened, in words. */
  event: string;
  occurredAt: string;
  recordedAt: string;
  side: 'debit' | 'credit';
  amount: string;
  /** With its sign on the account's normal side. */
  change: string;
  /** The account's balance after it. */
  balance: string;
}

/** `GET /v1/finance/accounts/:address/statement`; hand `next` back as `?after=`, and the range. */
export interface StatementView {
  account: string;
  currency: string;
  normalSide: 'debit' | 'credit';
  range: RangeView;
  opening: string;
  closing: string;
  lines: StatementLineView[];
  next: string | null;
}

/** `GET /v1/finance/accounts/:address/explanation`; newest first, hand `next` back as `?before=`. */
export interface ExplanationView {
  account: string;
  currency: string;
  normalSide: 'debit' | 'credit';
  balance: string;
  held: string;
  available: string;
  lines: StatementLineView[];
  next: string | null;
  holds: {
    reference: string;
    reason: string;
    amount: string;
    since: string;
    /** Null waits for somebody's word. */
    releasingAt: string | null;
  }[];
  /** What lines and holds do not explain: zero. */
  residue: { balance: string; held: string };
}

/** `GET /v1/finance/audit`: each invariant recomputed from the entries. */
export interface AuditView {
  takenAt: string;
  passed: boolean;
  checks: {
    name: string;
    statement: string;
    verdict: 'pass' | 'fail';
    checked: number;
    ms: number;
    /** The first difference, in words; null when it passed. */
    difference: string | null;
  }[];
}

export interface EntryLineView {
  account: string;
  side: 'debit' | 'credit';
  amount: string;
  currency: string;
}

/** `GET /v1/finance/entries`: newest first; hand `next` back as `?before=`. */
export interface JournalPage {
  entries: {
    id: string;
    template: string;
    /** What happened, in words. */
    event: string;
    reference: string;
    occurredAt: string;
    recordedAt: string;
    lines: EntryLineView[];
  }[];
  next: string | null;
}

/** `GET /v1/finance/entries/:id`. */
export type EntryDetailView = JournalPage['entries'][number] & {
  position: string | null;
  reason: string | null;
  /** Names, or what recorded it. */
  recordedBy: string | null;
  approvedBy: string | null;
  reverses: string | null;
  reversedBy: string | null;
  linked: string[];
  hash: string;
};

/** One closing of the books. */
export interface PeriodView {
  number: number;
  /** Nothing that occurred before it is written any more. */
  through: string;
  position: string;
  balancesHash: string;
  reason: string;
  closedBy: string;
  closedAt: string;
  hash: string;
}

/** `GET /v1/finance/periods`: newest first. */
export interface PeriodsView {
  periods: PeriodView[];
}

/** `GET /v1/finance/periods/:number`: with the trial balance it closed. */
export interface PeriodDetailView extends PeriodView {
  /** Whether the trial balance, taken again, has the hash that was signed. */
  unchanged: boolean;
  currencies: TrialBalanceView['currencies'];
}

export type CorrectionState = 'proposed' | 'approved' | 'declined';

/** Body of `POST /v1/finance/corrections`; the header `Idempotency-Key` is required. */
export type CorrectionBody =
  | { kind: 'reversal'; entryId: string; reason: string; occurredAt?: string }
  | { kind: 'entry'; lines: EntryLineView[]; reason: string; occurredAt?: string };

export interface CorrectionView {
  /** `cor_…` */
  id: string;
  kind: 'reversal' | 'entry';
  /** The entry to be reversed. */
  entryId: string | null;
  /** The lines to be posted; empty for a reversal. */
  lines: EntryLineView[];
  reason: string;
  /** When it is dated; null is the moment of the approval. */
  occurredAt: string | null;
  state: CorrectionState;
  proposedBy: { id: string; name: string };
  proposedAt: string;
  decidedBy: { id: string; name: string } | null;
  decidedAt: string | null;
  decisionReason: string | null;
  /** The entry that an approval posted, by its reference. */
  reference: string | null;
  /** Why the books refused the last approval; it is still open then. */
  refusal: { code: string; detail: string; at: string } | null;
}

/** `GET /v1/finance/corrections`: newest first; hand `next` back as `?before=`. */
export interface CorrectionsPage {
  corrections: CorrectionView[];
  next: string | null;
}
