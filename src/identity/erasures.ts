// Erasures as rows: who has asked to be erased, and when the day of waiting is over.
import { type Database, rows, type Tx } from '../shared/database.js';

const WAITING = "interval '24 hours'";

export interface Erasure {
  readonly personId: string;
  readonly askedAt: Date;
  readonly dueAt: Date;
}

const COLUMNS = 'person_id AS "personId", asked_at AS "askedAt", due_at AS "dueAt"';

/** Begins the waiting. Undefined when it has begun before. */
export async function begin(tx: Tx, personId: string): Promise<Erasure | undefined> {
  const [begun] = await rows<Erasure>(
    tx,
    `INSERT INTO identity.erasures (person_id, due_at) VALUES ($1, now() + ${WAITING})
     ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
    [personId],
  );
  return begun;
}

/** The erasure that somebody waits for. */
export async function waiting(db: Database, personId: string): Promise<Erasure | undefined> {
  const [found] = await rows<Erasure>(
    db,
    `SELECT ${COLUMNS} FROM identity.erasures WHERE person_id = $1 AND erased_at IS NULL`,
    [personId],
  );
  return found;
}

/** Ends the waiting without an erasure. Answers false when nothing waits. */
export async function callOff(tx: Tx, personId: string): Promise<boolean> {
  const ended = await rows(
    tx,
    'DELETE FROM identity.erasures WHERE person_id = $1 AND erased_at IS NULL RETURNING 1',
    [personId],
  );
  return ended.length > 0;
}

/** Whose waiting is over. */
export async function due(db: Database, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    `SELECT person_id AS id FROM identity.erasures
      WHERE erased_at IS NULL AND due_at <= now() ORDER BY due_at LIMIT $1`,
    [limit],
  );
  return found.map(({ id }) => id);
}

/** Locks the erasure of one of them; false when it was done, called off or taken by another process. */
export async function lockDue(tx: Tx, personId: string): Promise<boolean> {
  const locked = await rows(
    tx,
    `SELECT 1 FROM identity.erasures
      WHERE person_id = $1 AND erased_at IS NULL AND due_at <= now() FOR UPDATE SKIP LOCKED`,
    [personId],
  );
  return locked.length > 0;
}
