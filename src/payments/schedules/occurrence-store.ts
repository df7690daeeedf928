// Occurrences that were taken in hand, as rows. One that is being sent is leased to a process; when the
// lease is over somebody else takes it up again, with the same idempotency key.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { PaymentState } from '../contract.js';
import type { OccurrenceState } from './contract.js';
import type { Schedule, Terms } from './schedule.js';
import { type TermsRow, toTerms } from './schedule-store.js';

/** One that is to be sent, and by the terms of which revision. */
export interface Claimed {
  readonly scheduleId: string;
  readonly number: number;
  readonly dueAt: Date;
  readonly threadId: string;
  readonly payerId: string;
  readonly payeeId: string;
  readonly terms: Terms;
}

/** What became of one. */
export interface Ending {
  readonly state: Exclude<OccurrenceState, 'claimed'>;
  readonly late: boolean;
  readonly paymentId: string | null;
  /** The code of the refusal. */
  readonly refusal: string | null;
}

// Longer than a send may take with its call to the processor.
const LEASE = "interval '60 seconds'";

/** Writes the next occurrence of each, once; the caller has locked the schedules. */
export async function insertOccurrences(
  tx: Tx,
  taken: readonly { readonly schedule: Schedule; readonly state: OccurrenceState }[],
  at: Date,
): Promise<void> {
  if (taken.length === 0) return;
  await tx.query(
    `INSERT INTO payments.schedule_occurrences (schedule_id, number, revision, due_at, state, leased_until,
                                                updated_at)
     SELECT o.id, o.number, o.revision, o.due_at, o.state,
            CASE o.state WHEN 'claimed' THEN clock_timestamp() + ${LEASE} END, $6
       FROM UNNEST($1::text[], $2::int[], $3::int[], $4::timestamptz[], $5::payments.occurrence_state[])
            AS o (id, number, revision, due_at, state)`,
    [
      taken.map(({ schedule }) => schedule.id),
      taken.map(({ schedule }) => schedule.nextNumber),
      taken.map(({ schedule }) => schedule.terms.revision),
      taken.map(({ schedule }) => schedule.nextAt),
      taken.map(({ state }) => state),
      at,
    ],
  );
}

interface ClaimedRow extends TermsRow {
  schedule_id: string;
  number: number;
  due_at: Date;
  thread_id: string;
  payer_id: string;
  payee_id: string;
}

/** Takes up what somebody left behind, each for one process. */
export async function takeAbandoned(tx: Tx, limit: number): Promise<Claimed[]> {
  const found = await rows<ClaimedRow>(
    tx,
    `WITH taken AS (
       UPDATE payments.schedule_occurrences o SET leased_until = clock_timestamp() + ${LEASE}
         FROM (SELECT schedule_id, number FROM payments.schedule_occurrences
                WHERE state = 'claimed' AND leased_until <= clock_timestamp()
                ORDER BY leased_until LIMIT $1 FOR NO KEY UPDATE SKIP LOCKED) a
        WHERE o.schedule_id = a.schedule_id AND o.number = a.number
    RETURNING o.schedule_id, o.number, o.revision, o.due_at)
     SELECT k.schedule_id, k.number, k.due_at, s.thread_id, s.payer_id, s.payee_id, s.currency, t.revision,
            t.amount, t.card_id, t.note, t.plan, t.first_number, t.mandate
       FROM taken k
       JOIN payments.schedules s ON s.id = k.schedule_id
       JOIN payments.schedule_terms t ON t.schedule_id = k.schedule_id AND t.revision = k.revision`,
    [limit],
  );
  return found.map((row) => ({
    scheduleId: row.schedule_id,
    number: row.number,
    dueAt: row.due_at,
    threadId: row.thread_id,
    payerId: row.payer_id,
    payeeId: row.payee_id,
    terms: toTerms(row),
  }));
}

/** Writes what became of one that was being sent; false when somebody has done so already. */
export async function endOccurrence(
  tx: Tx,
  { scheduleId, number }: Pick<Claimed, 'scheduleId' | 'number'>,
  { state, late, paymentId, refusal }: Ending,
  at: Date,
): Promise<boolean> {
  const ended = await rows(
    tx,
    `UPDATE payments.schedule_occurrences
        SET state = $3, late = $4, payment_id = $5, refusal = $6, leased_until = NULL, updated_at = $7
      WHERE schedule_id = $1 AND number = $2 AND state = 'claimed' RETURNING 1`,
    [scheduleId, number, state, late, paymentId, refusal, at],
  );
  return ended.length > 0;
}

export interface Occurrence extends Omit<Ending, 'state'> {
  readonly number: number;
  readonly dueAt: Date;
  readonly state: OccurrenceState;
  readonly paymentState: PaymentState | null;
  readonly failureCode: string | null;
}

/** The latest occurrences of a schedule, newest first. */
export function occurrencesOf(db: Database, id: string, limit: number): Promise<Occurrence[]> {
  return rows<Occurrence>(
    db,
    `SELECT o.number, o.due_at AS "dueAt", o.state, o.late, o.payment_id AS "paymentId", o.refusal,
            p.state AS "paymentState", p.failure_code AS "failureCode"
       FROM payments.schedule_occurrences o LEFT JOIN payments.payments p ON p.id = o.payment_id
      WHERE o.schedule_id = $1 ORDER BY o.number DESC LIMIT $2`,
    [id, limit],
  );
}

/** Whether the last few that were tried, from a number on, all came to nothing. */
export async function areAllRefused(
  db: Database,
  { id, countsFrom }: Pick<Schedule, 'id' | 'countsFrom'>,
  most: number,
): Promise<boolean> {
  const [found] = await rows<{ refused: number }>(
    db,
    `SELECT count(*) FILTER (WHERE o.refusal IS NOT NULL OR o.payment_state IN ('failed', 'rejected'))::int
            AS refused
       FROM (SELECT o.refusal, p.state AS payment_state
               FROM payments.schedule_occurrences o LEFT JOIN payments.payments p ON p.id = o.payment_id
              WHERE o.schedule_id = $1 AND o.number >= $2 AND o.state IN ('sent', 'refused')
              ORDER BY o.number DESC LIMIT $3) o`,
    [id, countsFrom, most],
  );
  return found?.refused === most;
}
