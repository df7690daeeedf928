// What the books say, read for people who check them: the trial balance and the journal. Sums are
// taken from the lines, never from the balances kept on accounts.
import { type Database, rows } from '../shared/database.js';
import type { Side } from './chart.js';

export interface TrialBalanceRow {
  readonly code: number;
  readonly currency: string;
  /** Minor units. */
  readonly debit: bigint;
  readonly credit: bigint;
}

/** Debits and credits of every account code in every currency. */
export async function trialBalance(db: Database): Promise<TrialBalanceRow[]> {
  const found = await rows<{ code: number; currency: string; debit: string; credit: string }>(
    db,
    `SELECT a.code, a.currency,
            coalesce(sum(l.amount) FILTER (WHERE l.side = 'debit'), 0) AS debit,
            coalesce(sum(l.amount) FILTER (WHERE l.side = 'credit'), 0) AS credit
       FROM ledger.lines l JOIN ledger.accounts a ON a.id = l.account_id
      GROUP BY a.currency, a.code ORDER BY a.currency, a.code`,
  );
  return found.map((row) => ({ ...row, debit: BigInt(row.debit), credit: BigInt(row.credit) }));
}

export interface JournalEntry {
  readonly id: string;
  readonly template: string;
  readonly reference: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly lines: readonly {
    account: string;
    side: Side;
    amount: string;
    currency: string;
  }[];
}

/** Journal entries, newest first; those before the id `before`, if given. */
export async function journal(
  db: Database,
  before: string | null,
  limit: number,
): Promise<JournalEntry[]> {
  return rows<JournalEntry>(
    db,
    `SELECT e.id, e.template, e.reference, e.occurred_at AS "occurredAt",
            e.recorded_at AS "recordedAt",
            (SELECT jsonb_agg(jsonb_build_object('account', a.address, 'side', l.side,
                              'amount', l.amount::text, 'currency', l.currency) ORDER BY l.number)
               FROM ledger.lines l JOIN ledger.accounts a ON a.id = l.account_id
              WHERE l.entry_id = e.id) AS lines
       FROM ledger.entries e
      WHERE $1::text IS NULL OR e.id < $1 ORDER BY e.id DESC LIMIT $2`,
    [before, limit],
  );
}
