// Shapes of the finance pages on the wire.

/** `GET /v1/finance/trial-balance`: one row per account code and currency; debits equal credits. */
export interface TrialBalanceView {
  takenAt: string;
  currencies: {
    currency: string;
    rows: {
      code: number;
      name: string;
      kind: string;
      debit: string;
      credit: string;
      balance: string;
    }[];
    totalDebit: string;
    totalCredit: string;
  }[];
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
    lines: { account: string; side: 'debit' | 'credit'; amount: string; currency: string }[];
  }[];
  next: string | null;
}
