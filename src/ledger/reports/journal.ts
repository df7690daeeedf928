// The journal: entries as they were written, newest first, and one entry with all that is known of
// it: its place in the books, the group it stands with, and what reversed it.
import { type Database, rows } from '../../shared/database.js';
import type { Side } from '../chart.js';
import { refuseLedger } from '../refusals.js';

export interface JournalEntry {
  readonly id: string;
  readonly template: string;
  readonly reference: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly lines: readonly {
    account: string;
    side: Side;
    /** Minor units. */
    amount: string;
    currency: string;
  }[];
}

export interface JournalEntryDetail extends JournalEntry {
  /** Null while the entry waits for the sealer. */
  readonly position: string | null;
  readonly reason: string | null;
  readonly recordedBy: string | null;
  readonly approvedBy: string | null;
  /** The entry that this one undoes, and the one that undid it. */
  readonly reverses: string | null;
  readonly reversedBy: string | null;
  /** The other entries of its group, in their order. */
  readonly linked: readonly string[];
  readonly hash: string;
}

export interface JournalSearch {
  readonly account: string | null;
  readonly template: string | null;
  /** A whole reference, or the object before its colon. */
  readonly reference: string | null;
  readonly occurredFrom: Date | null;
  readonly occurredBefore: Date | null;
  /** The entry that the page follows. */
  readonly before: string | null;
  readonly limit: number;
}

const COLUMNS = `
  e.id, e.template, e.reference, e.occurred_at AS "occurredAt", e.recorded_at AS "recordedAt",
  (SELECT jsonb_agg(jsonb_build_object('account', a.address, 'side', l.side,
                    'amount', l.amount::text, 'currency', l.currency) ORDER BY l.number)
     FROM ledger.lines l JOIN ledger.accounts a ON a.id = l.account_id
    WHERE l.entry_id = e.id) AS lines`;

/** Journal entries, newest first. */
export async function journal(db: Database, search: JournalSearch): Promise<JournalEntry[]> {
  return rows<JournalEntry>(
    db,
    `SELECT ${COLUMNS}
       FROM ledger.entries e
      WHERE ($1::text IS NULL OR e.id < $1)
        AND ($2::text IS NULL OR EXISTS (
              SELECT FROM ledger.lines l
               WHERE l.entry_id = e.id
                 AND l.account_id = (SELECT id FROM ledger.accounts WHERE address = $2)))
        AND ($3::text IS NULL OR e.template = $3)
        AND ($4::text IS NULL OR e.reference = $4 OR split_part(e.reference, ':', 1) = $4)
        AND ($5::timestamptz IS NULL OR e.occurred_at >= $5)
        AND ($6::timestamptz IS NULL OR e.occurred_at < $6)
      ORDER BY e.id DESC LIMIT $7`,
    [
      search.before,
      search.account,
      search.template,
      search.reference,
      search.occurredFrom?.toISOString() ?? null,
      search.occurredBefore?.toISOString() ?? null,
      search.limit,
    ],
  );
}

/** One entry with all that is known of it. Refuses `entry_unknown`. */
export async function journalEntry(db: Database, id: string): Promise<JournalEntryDetail> {
  const [entry] = await rows<JournalEntryDetail>(
    db,
    `SELECT ${COLUMNS}, e.reason, e.recorded_by AS "recordedBy", e.approved_by AS "approvedBy",
            e.reverses, encode(e.hash, 'hex') AS hash,
            (SELECT p.position FROM ledger.positions p WHERE p.entry_id = e.id) AS position,
            (SELECT r.id FROM ledger.entries r WHERE r.reverses = e.id) AS "reversedBy",
            ARRAY(SELECT o.id FROM ledger.entries o
                   WHERE (o.id = e.linked_to OR o.linked_to = coalesce(e.linked_to, e.id))
                     AND o.id <> e.id
                   ORDER BY o.id) AS linked
       FROM ledger.entries e WHERE e.id = $1`,
    [id],
  );
  if (entry === undefined) throw refuseLedger('entry_unknown');
  return entry;
}
