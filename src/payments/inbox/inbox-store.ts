// The inbox as rows: events, how far each has come, and how many were refused.
import { type Database, rows, type Tx } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import type { ProcessorEvent } from '../processor/feed.js';

export type EventState = 'waiting' | 'applied' | 'ignored' | 'duplicate' | 'dead';

/** An event as whoever works on it needs it. */
export interface InboxEvent {
  readonly id: string;
  readonly type: string;
  readonly account: string | undefined;
  readonly objectId: string | undefined;
  readonly objectKind: string | undefined;
  /** The intent its object belongs to, where the object says so. */
  readonly intentId: string | undefined;
  readonly attempts: number;
}

interface NewEvent {
  readonly event: ProcessorEvent;
  readonly foundBy: 'webhook' | 'listing';
  readonly digest: Buffer;
  readonly state: EventState;
}

/**
 * Stores an event: `known` when its id was there before, `duplicate` when another id said the same
 * about the same object, and else the state it was stored in.
 */
export async function storeEvent(tx: Tx, item: NewEvent): Promise<EventState | 'known'> {
  const insert = (state: EventState): Promise<{ id: string }[]> => insertEvent(tx, item, state);
  const [fresh] = await insert(item.state);
  if (fresh !== undefined) return item.state;
  const [again] = await insert('duplicate');
  return again === undefined ? 'known' : 'duplicate';
}

function insertEvent(
  tx: Tx,
  { event, foundBy, digest }: NewEvent,
  state: EventState,
): Promise<{ id: string }[]> {
  return rows(
    tx,
    `INSERT INTO payments.processor_events (id, type, payload, account, object_id, object_digest,
                                            occurred_at, found_by, state, next_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::payments.event_state,
             CASE $9 WHEN 'waiting' THEN now() + interval '60 seconds' END)
     ON CONFLICT DO NOTHING RETURNING id`,
    [
      event.id,
      event.type,
      JSON.stringify(event.payload),
      event.account ?? null,
      event.objectId ?? null,
      digest,
      event.occurredAt,
      foundBy,
      state,
    ],
  );
}

/** An event that waits to be worked on; undefined when it is done or dead. */
export async function waitingEvent(db: Database, id: string): Promise<InboxEvent | undefined> {
  const [row] = await rows<{
    id: string;
    type: string;
    account: string | null;
    objectId: string | null;
    objectKind: string | null;
    intentId: string | null;
    attempts: number;
  }>(
    db,
    `SELECT id, type, account, object_id AS "objectId", attempts,
            payload->'data'->'object'->>'object' AS "objectKind",
            payload->'data'->'object'->>'payment_intent' AS "intentId"
       FROM payments.processor_events WHERE id = $1 AND state = 'waiting'`,
    [id],
  );
  if (row === undefined) return undefined;
  return {
    ...row,
    account: row.account ?? undefined,
    objectId: row.objectId ?? undefined,
    objectKind: row.objectKind ?? undefined,
    intentId: row.intentId ?? undefined,
  };
}

export async function finishEvent(db: Database, id: string, state: EventState): Promise<void> {
  await db.query(
    `UPDATE payments.processor_events
        SET state = $2::payments.event_state,
            applied_at = CASE $2::payments.event_state WHEN 'applied' THEN now() END, next_at = NULL,
            last_error = NULL
      WHERE id = $1 AND state = 'waiting'`,
    [id, state],
  );
}

/** Puts an event off by so many seconds; null gives it up. */
export async function postponeEvent(
  db: Database,
  id: string,
  seconds: number | null,
  error: string,
): Promise<void> {
  await db.query(
    `UPDATE payments.processor_events
        SET attempts = attempts + 1, last_error = $3,
            state = CASE WHEN $2::int IS NULL THEN 'dead' ELSE state END,
            next_at = now() + make_interval(secs => $2::int)
      WHERE id = $1 AND state = 'waiting'`,
    [id, seconds, error],
  );
}

/** Puts an event off by so many seconds without counting it as an attempt. */
export async function waitForProcessor(
  db: Database,
  id: string,
  seconds: number,
  error: string,
): Promise<void> {
  await db.query(
    `UPDATE payments.processor_events
        SET last_error = $3, next_at = now() + make_interval(secs => $2::int)
      WHERE id = $1 AND state = 'waiting'`,
    [id, seconds, error],
  );
}

/** Takes events whose time has come; whoever takes one has a minute for it. */
export async function takeDue(db: Database, limit: number): Promise<string[]> {
  const due = await rows<{ id: string }>(
    db,
    `UPDATE payments.processor_events e SET next_at = now() + interval '60 seconds'
       FROM (SELECT id FROM payments.processor_events
              WHERE state = 'waiting' AND next_at <= now()
              ORDER BY next_at LIMIT $1 FOR UPDATE SKIP LOCKED) due
      WHERE e.id = due.id RETURNING e.id`,
    [limit],
  );
  return due.map(({ id }) => id);
}

/** Makes events wait again that are dead, or all that were worked on; answers which. */
export async function reopenEvents(
  tx: Tx,
  range: { ids: readonly string[] | null; from: Date | null; until: Date | null; dead: boolean },
  limit: number,
): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `UPDATE payments.processor_events e
        SET state = 'waiting', attempts = 0, last_error = NULL, next_at = now() + interval '60 seconds'
       FROM (SELECT id FROM payments.processor_events
              WHERE state IN ('dead', 'applied')
                AND (state = 'dead' OR NOT $4)
                AND ($1::text[] IS NULL OR id = ANY($1))
                AND ($2::timestamptz IS NULL OR received_at >= $2)
                AND ($3::timestamptz IS NULL OR received_at < $3)
              ORDER BY received_at, id LIMIT $5 FOR UPDATE SKIP LOCKED) chosen
      WHERE e.id = chosen.id RETURNING e.id`,
    [range.ids, range.from, range.until, range.dead, limit],
  );
  return found.map(({ id }) => id);
}

/** Which of the events are in the inbox already. */
export async function knownEvents(db: Database, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const found = await rows<{ id: string }>(
    db,
    'SELECT id FROM payments.processor_events WHERE id = ANY($1)',
    [ids],
  );
  return new Set(found.map(({ id }) => id));
}

/** Counts an event that was not accepted. */
export async function countRefusal(db: Database, reason: string, at: Date): Promise<void> {
  await db.query(
    `INSERT INTO payments.event_refusals VALUES ($1, 1, $2)
     ON CONFLICT ON CONSTRAINT event_refusals_pk
     DO UPDATE SET count = event_refusals.count + 1, last_at = EXCLUDED.last_at`,
    [reason, at],
  );
}

/** Whether a connected account belongs to one of our people. */
export async function knownAccount(db: Database, accountId: string): Promise<boolean> {
  const [row] = await rows<{ known: boolean }>(
    db,
    'SELECT EXISTS (SELECT FROM payments.payout_accounts WHERE account_id = $1) AS known',
    [accountId],
  );
  return present(row, 'one row').known;
}
