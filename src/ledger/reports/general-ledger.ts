// The general ledger: every account with what it had before a range, what moved in it, and what it
// had after. With the range from the beginning it is what stands behind one row of the trial balance.
import { type Database, rows } from '../../shared/database.js';
import type { Side } from '../chart.js';
import type { ReportRange } from './as-of.js';

export interface GeneralLedgerRow {
  readonly address: string;
  readonly code: number;
  readonly owner: string;
  readonly currency: string;
  readonly normalSide: Side;
  /** Minor units on the normal side. */
  readonly opening: bigint;
  readonly debit: bigint;
  readonly credit: bigint;
  readonly closing: bigint;
}

export interface GeneralLedgerPage {
  readonly code: number | null;
  readonly currency: string | null;
  /** The address that the page follows. */
  readonly after: string | null;
  readonly limit: number;
}

interface Row extends Pick<GeneralLedgerRow, 'address' | 'code' | 'owner' | 'currency'> {
  normalSide: Side;
  opening: string;
  debit: string;
  credit: string;
}

/** Accounts in the order of their addresses. An account opened later stands there with zeros. */
export async function generalLedger(
  db: Database,
  range: ReportRange,
  { code, currency, after, limit }: GeneralLedgerPage,
): Promise<GeneralLedgerRow[]> {
  const found = await rows<Row>(
    db,
    `SELECT a.address, a.code, a.owner, a.currency, a.normal_side AS "normalSide",
            coalesce(sum(CASE WHEN l.side = a.normal_side THEN l.amount ELSE -l.amount END)
                       FILTER (WHERE l.before), 0) AS opening,
            coalesce(sum(l.amount) FILTER (WHERE NOT l.before AND l.side = 'debit'), 0) AS debit,
            coalesce(sum(l.amount) FILTER (WHERE NOT l.before AND l.side = 'credit'), 0) AS credit
       FROM (SELECT * FROM ledger.accounts
              WHERE ($1::smallint IS NULL OR code = $1) AND ($2::text IS NULL OR currency = $2)
                AND ($3::text IS NULL OR address > $3)
              ORDER BY address LIMIT $4) a
       LEFT JOIN LATERAL (
         SELECT i.side, i.amount,
                (p.position <= $6 OR ($7::timestamptz IS NOT NULL AND e.occurred_at < $7)) AS before
           FROM ledger.lines i
           JOIN ledger.positions p ON p.entry_id = i.entry_id AND p.position <= $5
           JOIN ledger.entries e ON e.id = i.entry_id
          WHERE i.account_id = a.id AND ($8::timestamptz IS NULL OR e.occurred_at < $8)) l ON true
      GROUP BY a.address, a.code, a.owner, a.currency, a.normal_side ORDER BY a.address`,
    [
      code,
      currency,
      after,
      limit,
      range.position.toString(),
      range.after.toString(),
      range.occurredFrom?.toISOString() ?? null,
      range.occurredBefore?.toISOString() ?? null,
    ],
  );
  return found.map(toRow);
}

function toRow({ opening: before, debit: debits, credit: credits, ...row }: Row): GeneralLedgerRow {
  const [opening, debit, credit] = [BigInt(before), BigInt(debits), BigInt(credits)];
  const change = row.normalSide === 'debit' ? debit - credit : credit - debit;
  return { ...row, opening, debit, credit, closing: opening + change };
}
