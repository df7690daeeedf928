// Entries as they are stored, read back with everything their hash is made of.
import { type Database, rows } from '../../shared/database.js';
import type { Side } from '../chart.js';
import type { HashedEntry } from './canonical.js';

export interface StoredEntry extends HashedEntry {
  /** Null while it waits for the sealer. */
  readonly position: bigint | null;
  /** As stored, 32 bytes. */
  readonly hash: Buffer;
  /** How many lines the entry was written with. */
  readonly lineCount: number;
}

interface EntryRow extends Record<'id' | 'reference' | 'template' | 'salt', string> {
  position: string | null;
  line_count: number;
  occurred_at: Date;
  recorded_at: Date;
  linked_to: string | null;
  reverses: string | null;
  reason: string | null;
  recorded_by: string | null;
  approved_by: string | null;
  hash: Buffer;
  lines: LineRow[] | null;
}

interface LineRow {
  number: number;
  account_id: string;
  address: string;
  side: Side;
  amount: string;
  currency: string;
  account_version: string | null;
  balance_after: string | null;
}

const COLUMNS = `
  e.id, e.reference, e.template, e.line_count, e.occurred_at, e.recorded_at, e.linked_to,
  e.reverses, e.reason, e.recorded_by, e.approved_by, encode(e.salt, 'hex') AS salt, e.hash,
  (SELECT jsonb_agg(jsonb_build_object('number', l.number, 'account_id', l.account_id,
            'address', a.address, 'side', l.side, 'amount', l.amount::text,
            'currency', l.currency, 'account_version', l.account_version::text,
            'balance_after', l.balance_after::text) ORDER BY l.number)
     FROM ledger.lines l JOIN ledger.accounts a ON a.id = l.account_id
    WHERE l.entry_id = e.id) AS lines`;

/** Entries with positions from `first` to `last`, in order. Keep the range to a few thousand. */
export async function entriesBetween(
  db: Database,
  first: bigint,
  last: bigint,
): Promise<StoredEntry[]> {
  // OFFSET 0 keeps this one look-up for each position, however many entries there are.
  const found = await rows<EntryRow>(
    db,
    `SELECT p.position, ${COLUMNS}
       FROM ledger.positions p
      CROSS JOIN LATERAL (SELECT * FROM ledger.entries WHERE id = p.entry_id OFFSET 0) e
      WHERE p.position BETWEEN $1 AND $2 ORDER BY p.position`,
    [first.toString(), last.toString()],
  );
  return found.map(toStored);
}

/** The entry of that id or reference, sealed or not. */
export async function entryBy(
  db: Database,
  column: 'id' | 'reference',
  value: string,
): Promise<StoredEntry | undefined> {
  const [row] = await rows<EntryRow>(
    db,
    `SELECT p.position, ${COLUMNS}
       FROM ledger.entries e LEFT JOIN ledger.positions p ON p.entry_id = e.id
      WHERE e.${column} = $1`,
    [value],
  );
  return row === undefined ? undefined : toStored(row);
}

/** Entries that still wait for a position. */
export async function entriesWaiting(db: Database): Promise<StoredEntry[]> {
  const found = await rows<EntryRow>(
    db,
    `SELECT NULL AS position, ${COLUMNS}
       FROM ledger.unsealed u CROSS JOIN UNNEST(u.entry_ids) AS i (id)
       JOIN ledger.entries e ON e.id = i.id`,
  );
  return found.map(toStored);
}

const toStored = (row: EntryRow): StoredEntry => ({
  position: row.position === null ? null : BigInt(row.position),
  hash: row.hash,
  lineCount: row.line_count,
  id: row.id,
  reference: row.reference,
  template: row.template,
  occurredAt: row.occurred_at,
  recordedAt: row.recorded_at,
  linkedTo: row.linked_to,
  reverses: row.reverses,
  reason: row.reason,
  recordedBy: row.recorded_by,
  approvedBy: row.approved_by,
  salt: row.salt,
  lines: (row.lines ?? []).map((line) => ({
    number: line.number,
    accountId: line.account_id,
    address: line.address,
    side: line.side,
    amount: BigInt(line.amount),
    currency: line.currency,
    accountVersion: line.account_version === null ? null : BigInt(line.account_version),
    balanceAfter: line.balance_after === null ? null : BigInt(line.balance_after),
  })),
});
