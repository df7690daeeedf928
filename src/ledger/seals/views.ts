// Entries, lines and closings as strangers get to see them.
import type { ClosingView, EntryView, LineView } from '../contract.js';
import type { HashedEntry, HashedLine } from './canonical.js';
import type { HashedClosing } from './closing.js';

/** The fields of an entry that everybody who has a part in it may see. */
export const toEntryView = (entry: HashedEntry): EntryView => ({
  id: entry.id,
  reference: entry.reference,
  template: entry.template,
  occurredAt: entry.occurredAt.toISOString(),
  recordedAt: entry.recordedAt.toISOString(),
  linkedTo: entry.linkedTo,
  reverses: entry.reverses,
  reason: entry.reason,
  recordedBy: entry.recordedBy,
  approvedBy: entry.approvedBy,
});

/** A line without whose account it is inside, and without that account's balance. */
export const toLineView = (line: HashedLine): LineView => ({
  number: line.number,
  address: line.address,
  side: line.side,
  amount: line.amount.toString(),
  currency: line.currency,
});

/** A closing as it is stored. */
export interface ClosingRow {
  number: number;
  through: Date;
  position: string;
  balances_hash: Buffer;
  reason: string;
  closed_by: string;
  closed_at: Date;
  previous_hash: Buffer;
  hash: Buffer;
  key_id: string;
  signature: Buffer;
}

/** A stored closing as it is hashed. */
export const hashedClosing = (row: ClosingRow): HashedClosing => ({
  number: row.number,
  through: row.through,
  position: BigInt(row.position),
  balancesHash: row.balances_hash,
  reason: row.reason,
  closedBy: row.closed_by,
  closedAt: row.closed_at,
  previousHash: row.previous_hash,
});

export const toClosingView = (row: ClosingRow): ClosingView => ({
  number: row.number,
  through: row.through.toISOString(),
  position: Number(row.position),
  balancesHash: row.balances_hash.toString('hex'),
  reason: row.reason,
  closedBy: row.closed_by,
  closedAt: row.closed_at.toISOString(),
  previousHash: row.previous_hash.toString('hex'),
  hash: row.hash.toString('hex'),
  keyId: row.key_id,
  signature: row.signature.toString('base64'),
});
