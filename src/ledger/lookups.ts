// Questions to the books that others ask before they act: which references are in them, and who owes
// and has something to pay with.
import { type Database, rows } from '../shared/database.js';
import { type AccountRef, CHART } from './chart.js';

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

/** What an owner's account had after the entries of these references, in minor units. */
export async function balancesAfter(
  db: Database,
  { name, owner }: Pick<AccountRef, 'name' | 'owner'>,
  references: readonly string[],
): Promise<Map<string, bigint>> {
  if (references.length === 0) return new Map();
  const found = await rows<{ reference: string; balance: string }>(
    db,
    `SELECT e.reference, l.balance_after AS balance
       FROM ledger.entries e
       JOIN ledger.lines l ON l.entry_id = e.id
       JOIN ledger.accounts a ON a.id = l.account_id AND a.code = $2 AND a.owner = $3
      WHERE e.reference = ANY($1) ORDER BY l.account_version`,
    [references, CHART[name].code, owner],
  );
  return new Map(found.map(({ reference, balance }) => [reference, BigInt(balance)]));
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
