// The trial balance: for every account code and currency, all debits and all credits up to a
// position. Debits equal credits per currency, or the books are wrong. The sums are taken from the
// lines, never from the balances kept on accounts.
import { type Database, rows } from '../../shared/database.js';

export interface TrialBalanceRow {
  readonly code: number;
  readonly currency: string;
  /** Minor units. */
  readonly debit: bigint;
  readonly credit: bigint;
}

export interface TrialBalanceScope {
  /** Counts the entries after this position … */
  readonly after?: bigint;
  /** … up to this one. */
  readonly position: bigint;
  /** And only what occurred before this moment. */
  readonly occurredBefore: Date | null;
}

/** Debits and credits of every account code in every currency, in the order of both. */
export async function trialBalance(
  db: Database,
  { after = 0n, position, occurredBefore }: TrialBalanceScope,
): Promise<TrialBalanceRow[]> {
  const found = await rows<{ code: number; currency: string; debit: string; credit: string }>(
    db,
    `SELECT a.code, a.currency, sum(s.debit) AS debit, sum(s.credit) AS credit
       FROM (SELECT l.account_id,
                    coalesce(sum(l.amount) FILTER (WHERE l.side = 'debit'), 0) AS debit,
                    coalesce(sum(l.amount) FILTER (WHERE l.side = 'credit'), 0) AS credit
               FROM ledger.positions p
               JOIN ledger.lines l ON l.entry_id = p.entry_id
              WHERE p.position > $1 AND p.position <= $2
                AND ($3::timestamptz IS NULL
                     OR (SELECT e.occurred_at FROM ledger.entries e WHERE e.id = p.entry_id) < $3)
              GROUP BY l.account_id) s
       JOIN ledger.accounts a ON a.id = s.account_id
      GROUP BY a.currency, a.code ORDER BY a.currency COLLATE "C", a.code`,
    [after.toString(), position.toString(), occurredBefore?.toISOString() ?? null],
  );
  return found.map((row) => ({ ...row, debit: BigInt(row.debit), credit: BigInt(row.credit) }));
}

/** Two trial balances of ranges that follow one another, as the one of both. */
export function joined(
  first: readonly TrialBalanceRow[],
  second: readonly TrialBalanceRow[],
): TrialBalanceRow[] {
  const sums = new Map<string, TrialBalanceRow>();
  for (const row of [...first, ...second]) {
    const key = `${row.currency} ${String(row.code)}`;
    const sum = sums.get(key);
    sums.set(key, {
      ...row,
      debit: row.debit + (sum?.debit ?? 0n),
      credit: row.credit + (sum?.credit ?? 0n),
    });
  }
  return [...sums.values()].sort((a, b) =>
    a.currency === b.currency ? a.code - b.code : a.currency < b.currency ? -1 : 1,
  );
}
