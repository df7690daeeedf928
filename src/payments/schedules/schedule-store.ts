// Schedules as rows, each with the terms of its newest revision.
import { type Database, rows, type Tx } from '../../shared/database.js';
import { present } from '../../shared/refusal.js';
import type { ScheduleState } from './contract.js';
import { planIn, textOf } from './calendar/plan.js';
import type { Schedule, Terms } from './schedule.js';

export interface TermsRow {
  currency: string;
  revision: number;
  amount: string;
  card_id: string | null;
  note: string | null;
  plan: string;
  first_number: number;
  mandate: Buffer | null;
}

interface ScheduleRow extends TermsRow {
  id: string;
  thread_id: string;
  payer_id: string;
  payee_id: string;
  state: ScheduleState;
  paused_by: Schedule['pausedBy'];
  next_number: number;
  next_at: Date | null;
  notice_at: Date | null;
  counts_from: number;
  created_at: Date;
  updated_at: Date;
}

const SELECT = `
  SELECT s.*, t.amount, t.card_id, t.note, t.plan, t.first_number, t.mandate
    FROM payments.schedules s
    JOIN payments.schedule_terms t ON t.schedule_id = s.id AND t.revision = s.revision`;

export const toTerms = (row: TermsRow): Terms => ({
  revision: row.revision,
  amount: { minor: BigInt(row.amount), currency: row.currency },
  cardId: row.card_id,
  note: row.note,
  plan: planIn(row.plan),
  firstNumber: row.first_number,
  mandate: row.mandate,
});

const toSchedule = (row: ScheduleRow): Schedule => ({
  id: row.id,
  threadId: row.thread_id,
  payerId: row.payer_id,
  payeeId: row.payee_id,
  state: row.state,
  pausedBy: row.paused_by,
  terms: toTerms(row),
  nextNumber: row.next_number,
  nextAt: row.next_at,
  noticeAt: row.notice_at,
  countsFrom: row.counts_from,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

export async function insertSchedule(tx: Tx, schedule: Schedule): Promise<void> {
  const { id, threadId, payerId, payeeId, terms, nextAt, noticeAt, createdAt } = schedule;
  await tx.query(
    `INSERT INTO payments.schedules (id, thread_id, payer_id, payee_id, currency, next_at, notice_at,
                                     created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
    [id, threadId, payerId, payeeId, terms.amount.currency, nextAt, noticeAt, createdAt],
  );
  await insertTerms(tx, id, terms, createdAt);
}

/** Writes a new revision of what is sent; none is ever changed. */
export async function insertTerms(tx: Tx, id: string, terms: Terms, madeAt: Date): Promise<void> {
  const { revision, amount, cardId, note, plan, firstNumber, mandate } = terms;
  await tx.query(
    `INSERT INTO payments.schedule_terms (schedule_id, revision, amount, card_id, note, plan, first_number,
                                          mandate, made_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[id, revision, amount.minor.toString(), cardId, note, textOf(plan), firstNumber],
      ...[mandate, madeAt],
    ],
  );
}

/** Writes where schedules stand. The caller has locked them. */
export async function storeSchedules(tx: Tx, schedules: readonly Schedule[]): Promise<void> {
  if (schedules.length === 0) return;
  await tx.query(
    `UPDATE payments.schedules s
        SET state = n.state, paused_by = n.paused_by, revision = n.revision, next_number = n.next_number,
            next_at = n.next_at, notice_at = n.notice_at, counts_from = n.counts_from,
            updated_at = n.updated_at
       FROM UNNEST($1::text[], $2::payments.schedule_state[], $3::text[], $4::int[], $5::int[],
                   $6::timestamptz[], $7::timestamptz[], $8::int[], $9::timestamptz[])
            AS n (id, state, paused_by, revision, next_number, next_at, notice_at, counts_from, updated_at)
      WHERE s.id = n.id`,
    [
      schedules.map(({ id }) => id),
      schedules.map(({ state }) => state),
      schedules.map(({ pausedBy }) => pausedBy),
      schedules.map(({ terms }) => terms.revision),
      schedules.map(({ nextNumber }) => nextNumber),
      schedules.map(({ nextAt }) => nextAt),
      schedules.map(({ noticeAt }) => noticeAt),
      schedules.map(({ countsFrom }) => countsFrom),
      schedules.map(({ updatedAt }) => updatedAt),
    ],
  );
}

/** Locks one and answers it as whoever held the lock before has left it. */
export async function lockSchedule(tx: Tx, id: string): Promise<Schedule | undefined> {
  await tx.query('SELECT FROM payments.schedules WHERE id = $1 FOR NO KEY UPDATE', [id]);
  return findSchedule(tx, id);
}

export async function findSchedule(db: Database, id: string): Promise<Schedule | undefined> {
  const [found] = await rows<ScheduleRow>(db, `${SELECT} WHERE s.id = $1`, [id]);
  return found && toSchedule(found);
}

const TAKEN = {
  due: 'next_at <= $1',
  // What is due already is sent, and need not be announced.
  to_tell: 'notice_at <= $1 AND next_at > $1',
} as const;

/** Takes active schedules whose time has come, each for one process. */
export async function takeSchedules(
  tx: Tx,
  what: keyof typeof TAKEN,
  at: Date,
  limit: number,
): Promise<Schedule[]> {
  const taken = await rows<{ id: string }>(
    tx,
    `SELECT id FROM payments.schedules WHERE state = 'active' AND ${TAKEN[what]}
      ORDER BY next_at, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`,
    [at, limit],
  );
  const ids = taken.map(({ id }) => id);
  const found = await rows<ScheduleRow>(tx, `${SELECT} WHERE s.id = ANY($1)`, [ids]);
  const byId = new Map(found.map((row) => [row.id, row]));
  return ids.map((id) => toSchedule(present(byId.get(id), 'what is locked is there')));
}

export interface ScheduleSearch {
  readonly state: ScheduleState | null;
  readonly threadId: string | null;
  readonly before: string | null;
  readonly limit: number;
}

/** A payer's schedules, newest first. */
export async function schedulesOf(
  db: Database,
  payerId: string,
  { state, threadId, before, limit }: ScheduleSearch,
): Promise<Schedule[]> {
  const found = await rows<ScheduleRow>(
    db,
    `${SELECT} WHERE s.payer_id = $1 AND ($2::payments.schedule_state IS NULL OR s.state = $2)
        AND ($3::text IS NULL OR s.thread_id = $3) AND ($4::text IS NULL OR s.id < $4)
      ORDER BY s.id DESC LIMIT $5`,
    [payerId, state, threadId, before, limit],
  );
  return found.map(toSchedule);
}

/** How many of a payer's schedules have not ended. */
export async function openSchedulesOf(db: Database, payerId: string): Promise<number> {
  const [found] = await rows<{ open: number }>(
    db,
    `SELECT count(*)::int AS open FROM payments.schedules
      WHERE payer_id = $1 AND state IN ('active', 'paused')`,
    [payerId],
  );
  return found?.open ?? 0;
}
