// Questions to the books that others ask before they act: which references are in them, and who owes
// and has something to pay with.
import { type Database, rows } from '../shared/database.js';
import { CHART } from './chart.js';

/** Which of the references have an entry. */
export async function postedReferences(
  db: Database,
  references: readonly string[],
): Promise<Set<string>> {
  if (references.length === 0) return new Set();
  const found = await rows<{ reference: string }>(
    db,
    'SELECT reference FROM ledger.entries WHERE reference = ANY($1)',
    [references],
  );
  return new Set(found.map(({ reference }) => reference));
}

/** Owners who owe in a currency and have something available in it. */
export function ableToPay(
  db: Database,
  limit: number,
): Promise<{ owner: string; currency: string }[]> {
  return rows(
    db,
    `SELECT r.owner, r.currency FROM ledger.accounts r
       JOIN ledger.accounts a ON a.owner = r.owner AND a.currency = r.currency
                             AND a.code = ${String(CHART['user.available'].code)}
      WHERE r.code = ${String(CHART['user.receivable'].code)} AND r.balance > 0
        AND a.balance - a.held > 0 AND a.state = 'open'
      LIMIT $1`,
    [limit],
  );
}
