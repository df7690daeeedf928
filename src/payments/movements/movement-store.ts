// Movements at the processor as rows, and the breaks of those that nobody can explain.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { ProcessorMovement } from '../processor/processor.js';

/** A movement whose entry in the books is not known yet. */
export interface OpenMovement extends ProcessorMovement {
  /** It has been so long that its entry should be there. */
  readonly overdue: boolean;
  /** It stands in suspense. */
  readonly broken: boolean;
}

// News of an object may take this long to reach us by itself.
const GRACE = "interval '10 minutes'";

/** Stores movements that are new. */
export async function insertMovements(
  db: Database,
  movements: readonly ProcessorMovement[],
): Promise<void> {
  if (movements.length === 0) return;
  await db.query(
    `INSERT INTO payments.movements (id, type, source, amount, fee, currency, available_on, occurred_at)
     SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[],
                          $7::timestamptz[], $8::timestamptz[])
     ON CONFLICT ON CONSTRAINT movements_pk DO NOTHING`,
    [
      movements.map(({ id }) => id),
      movements.map(({ type }) => type),
      movements.map(({ source }) => source),
      movements.map(({ amount }) => amount.toString()),
      movements.map(({ fee }) => fee.toString()),
      movements.map(({ currency }) => currency),
      movements.map(({ availableOn }) => availableOn.toISOString()),
      movements.map(({ occurredAt }) => occurredAt.toISOString()),
    ],
  );
}

/** Locks movements that nobody has explained; those that another one works on are left out. */
export async function lockUnexplained(tx: Tx, limit: number): Promise<OpenMovement[]> {
  const found = await rows<Omit<OpenMovement, 'amount' | 'fee'> & { amount: string; fee: string }>(
    tx,
    `SELECT m.id, m.type, m.source, m.amount, m.fee, m.currency, m.available_on AS "availableOn",
            m.occurred_at AS "occurredAt", m.seen_at < now() - ${GRACE} AS overdue,
            EXISTS (SELECT FROM payments.breaks b
                     WHERE b.movement_id = m.id AND b.closed_at IS NULL) AS broken
       FROM payments.movements m WHERE m.entry IS NULL
      ORDER BY broken, m.seen_at LIMIT $1 FOR NO KEY UPDATE OF m SKIP LOCKED`,
    [limit],
  );
  return found.map((row) => ({ ...row, amount: BigInt(row.amount), fee: BigInt(row.fee) }));
}

/** The entries behind movements, by the movements' ids. */
export async function explainMovements(
  tx: Tx,
  entries: ReadonlyMap<string, string>,
): Promise<void> {
  if (entries.size === 0) return;
  await tx.query(
    `UPDATE payments.movements m SET entry = e.entry
       FROM UNNEST($1::text[], $2::text[]) AS e (id, entry) WHERE m.id = e.id`,
    [[...entries.keys()], [...entries.values()]],
  );
}

export async function openBreak(tx: Tx, movementId: string, why: string, at: Date): Promise<void> {
  await tx.query(
    `INSERT INTO payments.breaks (movement_id, why, opened_at) VALUES ($1, $2, $3)
     ON CONFLICT ON CONSTRAINT breaks_pk DO NOTHING`,
    [movementId, why, at],
  );
}

export async function closeBreak(
  tx: Tx,
  movementId: string,
  resolution: string,
  at: Date,
): Promise<void> {
  await tx.query(
    `UPDATE payments.breaks SET closed_at = $2, resolution = $3
      WHERE movement_id = $1 AND closed_at IS NULL`,
    [movementId, at, resolution],
  );
}

export interface BreakRow {
  readonly movementId: string;
  readonly type: string;
  readonly source: string | null;
  readonly net: string;
  readonly currency: string;
  readonly occurredAt: Date;
  readonly why: string;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly resolution: string | null;
}

/** Breaks, open ones or closed ones, newest first. */
export function findBreaks(db: Database, closed: boolean, limit: number): Promise<BreakRow[]> {
  return rows<BreakRow>(
    db,
    `SELECT m.id AS "movementId", m.type, m.source, m.amount - m.fee AS net, m.currency,
            m.occurred_at AS "occurredAt", b.why, b.opened_at AS "openedAt",
            b.closed_at AS "closedAt", b.resolution
       FROM payments.breaks b JOIN payments.movements m ON m.id = b.movement_id
      WHERE (b.closed_at IS NOT NULL) = $1 ORDER BY b.opened_at DESC, m.id LIMIT $2`,
    [closed, limit],
  );
}
