// Requests as rows. What was paid of one is summed from the payments that are for it, under its lock
// where it matters.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { RequestState } from './contract.js';
import type { MoneyRequest } from './request.js';

interface RequestRow {
  id: string;
  thread_id: string;
  requester_id: string;
  payer_id: string;
  split_id: string | null;
  currency: string;
  amount: string;
  note: string | null;
  state: RequestState;
  revision: number;
  reminders: number;
  reminded_at: Date | null;
  expires_at: Date;
  created_at: Date;
  updated_at: Date;
  paid: string;
  set_off: string;
  taken: string;
}

// A payment takes its part of the request from the moment it is made, and gives it back when it comes
// to nothing. A settlement without a payment has happened.
const SUMS = `
  SELECT coalesce(sum(t.paid) FILTER (WHERE t.state = 'completed'), 0) AS paid,
         coalesce(sum(t.set_off) FILTER (WHERE t.state = 'completed'), 0) AS set_off,
         coalesce(sum(t.paid + t.set_off)
           FILTER (WHERE t.state NOT IN ('failed', 'rejected', 'undone', 'returned')), 0) AS taken
    FROM (SELECT p.state, p.amount AS paid, 0 AS set_off
            FROM payments.payments p WHERE p.request_id = r.id
           UNION ALL
          SELECT coalesce(p.state, 'completed'), i.paid, i.set_off
            FROM payments.settlement_items i
            LEFT JOIN payments.payments p ON p.settlement_id = i.settlement_id
           WHERE i.request_id = r.id) t`;

const SELECT = `SELECT r.*, s.paid, s.set_off, s.taken FROM payments.requests r, LATERAL (${SUMS}) s`;

const toRequest = (row: RequestRow): MoneyRequest => ({
  id: row.id,
  threadId: row.thread_id,
  requesterId: row.requester_id,
  payerId: row.payer_id,
  splitId: row.split_id,
  amount: { minor: BigInt(row.amount), currency: row.currency },
  note: row.note,
  state: row.state,
  revision: row.revision,
  reminders: row.reminders,
  remindedAt: row.reminded_at,
  expiresAt: row.expires_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  paid: BigInt(row.paid),
  setOff: BigInt(row.set_off),
  taken: BigInt(row.taken),
});

export async function insertRequest(tx: Tx, request: MoneyRequest): Promise<void> {
  await tx.query(
    `INSERT INTO payments.requests (id, thread_id, requester_id, payer_id, split_id, currency, amount,
                                    note, expires_at, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
    [
      request.id,
      request.threadId,
      request.requesterId,
      request.payerId,
      request.splitId,
      request.amount.currency,
      request.amount.minor.toString(),
      request.note,
      request.expiresAt,
      request.createdAt,
    ],
  );
}

/** Writes what may change of a request. The caller has locked it. */
export async function storeRequest(tx: Tx, request: MoneyRequest): Promise<void> {
  await tx.query(
    `UPDATE payments.requests
        SET amount = $2, note = $3, state = $4, revision = $5, reminders = $6, reminded_at = $7,
            updated_at = $8, ending_told = ending_told AND expires_at = $9, expires_at = $9
      WHERE id = $1`,
    [
      request.id,
      request.amount.minor.toString(),
      request.note,
      request.state,
      request.revision,
      request.reminders,
      request.remindedAt,
      request.updatedAt,
      request.expiresAt,
    ],
  );
}

/**
 * Locks requests, in the order of their ids, and answers them with what was paid. The sums are read by
 * a statement of their own: those who held the lock before have committed by then.
 */
export async function lockRequests(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, MoneyRequest>> {
  if (ids.length === 0) return new Map();
  await tx.query('SELECT FROM payments.requests WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE', [
    ids,
  ]);
  return findRequests(tx, ids);
}

export async function findRequests(
  db: Database,
  ids: readonly string[],
): Promise<Map<string, MoneyRequest>> {
  const found = await rows<RequestRow>(db, `${SELECT} WHERE r.id = ANY($1)`, [ids]);
  return new Map(found.map((row) => [row.id, toRequest(row)]));
}

/** A person's requests, newest first: those they made, or those made of them. */
export async function requestsOf(
  db: Database,
  personId: string,
  search: {
    readonly side: 'made' | 'received';
    readonly state: RequestState | null;
    readonly before: string | null;
    readonly limit: number;
  },
): Promise<MoneyRequest[]> {
  const column = search.side === 'made' ? 'requester_id' : 'payer_id';
  const found = await rows<RequestRow>(
    db,
    `${SELECT} WHERE r.${column} = $1 AND ($2::payments.request_state IS NULL OR r.state = $2)
        AND ($3::text IS NULL OR r.id < $3) ORDER BY r.id DESC LIMIT $4`,
    [personId, search.state, search.before, search.limit],
  );
  return found.map(toRequest);
}

/** How many open requests one person has made of each of others; those with none are absent. */
export async function openBetween(
  db: Database,
  requesterId: string,
  payerIds: readonly string[],
  at: Date,
): Promise<Map<string, number>> {
  const found = await rows<{ payer_id: string; open: number }>(
    db,
    `SELECT payer_id, count(*)::int AS open FROM payments.requests
      WHERE requester_id = $1 AND payer_id = ANY($2) AND state = 'open' AND expires_at > $3
      GROUP BY payer_id`,
    [requesterId, payerIds, at],
  );
  return new Map(found.map(({ payer_id, open }) => [payer_id, open]));
}

/** The requests that these settlements settle. */
export async function requestsOfSettlements(
  db: Database,
  ids: readonly string[],
): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    'SELECT request_id AS id FROM payments.settlement_items WHERE settlement_id = ANY($1)',
    [ids],
  );
  return found.map(({ id }) => id);
}

/** What is open in a thread of the viewer's own, and of the bills that concern them; at most 500. */
export async function openInThread(
  db: Database,
  viewerId: string,
  threadId: string,
  at: Date,
): Promise<MoneyRequest[]> {
  const found = await rows<RequestRow>(
    db,
    `${SELECT} WHERE r.thread_id = $1 AND r.state = 'open' AND r.expires_at > $2
        AND ($3 IN (r.requester_id, r.payer_id)
             OR EXISTS (SELECT FROM payments.splits b WHERE b.id = r.split_id AND b.maker_id = $3)
             OR EXISTS (SELECT FROM payments.split_portions o
                         WHERE o.split_id = r.split_id AND o.person_id = $3))
      ORDER BY r.id LIMIT 500`,
    [threadId, at, viewerId],
  );
  return found.map(toRequest);
}

/** The requests that are shares of these bills, in the order in which they were made. */
export async function requestsOfSplits(
  db: Database,
  splitIds: readonly string[],
): Promise<MoneyRequest[]> {
  const sql = `${SELECT} WHERE r.split_id = ANY($1) ORDER BY r.id`;
  return (await rows<RequestRow>(db, sql, [splitIds])).map(toRequest);
}

/** Takes open requests whose time has passed, each for one process. */
export async function takeEnded(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT id FROM payments.requests WHERE state = 'open' AND expires_at <= $1
      ORDER BY id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`,
    [at, limit],
  );
  return found.map(({ id }) => id);
}

/**
 * Takes open requests that end within a day, each once. Who was asked for less than two days has just
 * heard of it.
 */
export async function takeEnding(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `UPDATE payments.requests r SET ending_told = true
       FROM (SELECT id FROM payments.requests
              WHERE state = 'open' AND NOT ending_told AND expires_at > $1
                AND expires_at <= $1::timestamptz + interval '1 day'
                AND expires_at >= created_at + interval '2 days'
              ORDER BY id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED) due
      WHERE r.id = due.id RETURNING r.id`,
    [at, limit],
  );
  return found.map(({ id }) => id);
}
