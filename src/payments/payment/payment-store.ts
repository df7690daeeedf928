// Payments as rows. Every change of state is written together with the transition that says who
// made it and why; the two cannot come apart, because one statement writes both.
import { type Database, preparedRows, rows, type Tx } from '../../shared/database.js';
import type { PaymentDispute, PaymentReturn, PaymentState } from '../contract.js';
import type { Payment } from './payment.js';

interface PaymentRow {
  id: string;
  thread_id: string;
  payer_id: string;
  payee_id: string;
  amount: string;
  currency: string;
  note: string | null;
  card_id: string | null;
  from_balance: string;
  state: PaymentState;
  moves: number;
  failure_code: string | null;
  review_by: Date | null;
  authenticate_by: Date | null;
  contact_id: string | null;
  agree_by: Date | null;
  agreed_at: Date | null;
  sends_at: Date | null;
  arrives_at: Date | null;
  to_accept: boolean;
  expires_at: Date | null;
  returned: PaymentReturn | null;
  shown: boolean;
  request_id: string | null;
  settlement_id: string | null;
  refunded: string;
  dispute: PaymentDispute | null;
  created_at: Date;
  updated_at: Date;
}

/** Who moved a payment, and what made them. */
export interface Cause {
  /** A person's id, `processor` or `clock`. */
  readonly actor: string;
  /** For example `idempotency key …`, `event evt_…`, `case cas_…`. */
  readonly cause: string;
}

export type Caused = { readonly payment: Payment } & Cause;

function toPayment(row: PaymentRow): Payment {
  return {
    id: row.id,
    threadId: row.thread_id,
    payerId: row.payer_id,
    payeeId: row.payee_id,
    amount: { minor: BigInt(row.amount), currency: row.currency },
    note: row.note,
    cardId: row.card_id,
    fromBalance: BigInt(row.from_balance),
    state: row.state,
    moves: row.moves,
    failureCode: row.failure_code,
    reviewBy: row.review_by,
    authenticateBy: row.authenticate_by,
    contactId: row.contact_id,
    agreeBy: row.agree_by,
    agreedAt: row.agreed_at,
    sendsAt: row.sends_at,
    arrivesAt: row.arrives_at,
    toAccept: row.to_accept,
    expiresAt: row.expires_at,
    returned: row.returned,
    shown: row.shown,
    requestId: row.request_id,
    settlementId: row.settlement_id,
    refunded: BigInt(row.refunded),
    dispute: row.dispute,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

// Each hour's row of a payer and currency is written under the lock of that account, so two flushes
// never wait for each other here.
const COUNT_SENT = `
  INSERT INTO payments.sent_hourly AS h (payer_id, currency, hour, amount)
  SELECT payer_id, currency, date_trunc('hour', created_at, 'UTC'), sum(amount)
    FROM UNNEST($3::text[], $5::bigint[], $6::text[], $11::timestamptz[], $9::payments.state[])
         AS n (payer_id, amount, currency, created_at, state)
   WHERE state <> 'asking'
   GROUP BY 1, 2, 3
  ON CONFLICT ON CONSTRAINT sent_hourly_pk DO UPDATE SET amount = h.amount + EXCLUDED.amount`;

// Whoever searches their notes has these read then; a payment only puts them on the list.
const NOTE_UNREAD = `
  INSERT INTO payments.notes_unread (person_id, payment_id)
  SELECT x.person_id, n.id
    FROM UNNEST($1::text[], $3::text[], $4::text[], $7::text[]) AS n (id, payer_id, payee_id, note),
         LATERAL (VALUES (n.payer_id), (n.payee_id)) AS x (person_id)
   WHERE n.note IS NOT NULL`;

/** Inserts new payments with their first transition, and counts them for their payers' limits. */
export async function insertPayments(tx: Tx, items: readonly Caused[]): Promise<void> {
  if (items.length === 0) return;
  const payments = items.map((item) => item.payment);
  await preparedRows(
    tx,
    `WITH p AS (
       INSERT INTO payments.payments (id, thread_id, payer_id, payee_id, amount, currency, note,
                                      card_id, state, moves, review_by, created_at, updated_at,
                                      contact_id, agree_by, request_id, sends_at, arrives_at,
                                      to_accept, expires_at, shown, from_balance, settlement_id)
       SELECT id, thread_id, payer_id, payee_id, amount, currency, note, card_id, state, 1,
              review_by, created_at, created_at, contact_id, agree_by, request_id, sends_at,
              arrives_at, to_accept, expires_at, shown, from_balance, settlement_id
         FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[],
                     $7::text[], $8::text[], $9::payments.state[], $10::timestamptz[],
                     $11::timestamptz[], $14::text[], $15::timestamptz[], $16::text[],
                     $17::timestamptz[], $18::timestamptz[], $19::boolean[], $20::timestamptz[],
                     $21::boolean[], $22::bigint[], $23::text[])
              AS n (id, thread_id, payer_id, payee_id, amount, currency, note, card_id, state,
                    review_by, created_at, contact_id, agree_by, request_id, sends_at, arrives_at,
                    to_accept, expires_at, shown, from_balance, settlement_id)),
     h AS (${COUNT_SENT}),
     w AS (${NOTE_UNREAD})
     INSERT INTO payments.transitions (payment_id, number, state, actor, cause, occurred_at)
     SELECT id, 1, state, actor, cause, created_at
       FROM UNNEST($1::text[], $9::payments.state[], $12::text[], $13::text[], $11::timestamptz[])
            AS t (id, state, actor, cause, created_at)`,
    [
      payments.map((payment) => payment.id),
      payments.map((payment) => payment.threadId),
      payments.map((payment) => payment.payerId),
      payments.map((payment) => payment.payeeId),
      payments.map((payment) => payment.amount.minor.toString()),
      payments.map((payment) => payment.amount.currency),
      payments.map((payment) => payment.note),
      payments.map((payment) => payment.cardId),
      payments.map((payment) => payment.state),
      payments.map((payment) => payment.reviewBy?.toISOString() ?? null),
      payments.map((payment) => payment.createdAt.toISOString()),
      items.map((item) => item.actor),
      items.map((item) => item.cause),
      payments.map((payment) => payment.contactId),
      payments.map((payment) => payment.agreeBy?.toISOString() ?? null),
      payments.map((payment) => payment.requestId),
      payments.map((payment) => payment.sendsAt?.toISOString() ?? null),
      payments.map((payment) => payment.arrivesAt?.toISOString() ?? null),
      payments.map((payment) => payment.toAccept),
      payments.map((payment) => payment.expiresAt?.toISOString() ?? null),
      payments.map((payment) => payment.shown),
      payments.map((payment) => payment.fromBalance.toString()),
      payments.map((payment) => payment.settlementId),
    ],
  );
}

// A payment that came to nothing no longer counts for its payer's limits, if it ever did. Several of one
// payer in one hour are one row, which is written once.
const UNCOUNT_SENT = `
  UPDATE payments.sent_hourly h SET amount = h.amount - x.amount
    FROM (SELECT p.payer_id, p.currency, sum(p.amount) AS amount,
                 date_trunc('hour', coalesce(p.agreed_at, p.created_at), 'UTC') AS hour
            FROM moves m JOIN payments.payments p ON p.id = m.id
           WHERE m.state IN ('failed', 'rejected', 'undone', 'returned')
             AND (p.contact_id IS NULL OR p.agreed_at IS NOT NULL)
           GROUP BY 1, 2, 4) x
   WHERE h.payer_id = x.payer_id AND h.currency = x.currency AND h.hour = x.hour`;

// One that had to be agreed to counts from the moment it was.
const COUNT_AGREED = `
  INSERT INTO payments.sent_hourly AS h (payer_id, currency, hour, amount)
  SELECT p.payer_id, p.currency, date_trunc('hour', m.agreed_at, 'UTC'), sum(p.amount)
    FROM moves m JOIN payments.payments p ON p.id = m.id
   WHERE p.agreed_at IS NULL AND m.agreed_at IS NOT NULL
   GROUP BY 1, 2, 3
  ON CONFLICT ON CONSTRAINT sent_hourly_pk DO UPDATE SET amount = h.amount + EXCLUDED.amount`;

/** Writes payments that have moved, each with the transition. */
export async function storeMoves(tx: Tx, moves: readonly Caused[]): Promise<void> {
  if (moves.length === 0) return;
  await tx.query(
    `WITH moves AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS m (id text, state payments.state, moves smallint,
              failure_code text, review_by timestamptz, at timestamptz, authenticate_by timestamptz,
              agreed_at timestamptz, arrives_at timestamptz, to_accept boolean,
              expires_at timestamptz, returned text, shown boolean, refunded bigint, actor text,
              cause text)),
     p AS (
       UPDATE payments.payments p
          SET state = m.state, moves = m.moves, failure_code = m.failure_code, review_by = m.review_by,
              updated_at = m.at, authenticate_by = m.authenticate_by, agreed_at = m.agreed_at,
              arrives_at = m.arrives_at, to_accept = m.to_accept, expires_at = m.expires_at,
              returned = m.returned, shown = m.shown, refunded = m.refunded
         FROM moves m WHERE p.id = m.id),
     h AS (${UNCOUNT_SENT}),
     c AS (${COUNT_AGREED})
     INSERT INTO payments.transitions (payment_id, number, state, actor, cause, occurred_at)
     SELECT id, moves, state, actor, cause, at FROM moves`,
    [JSON.stringify(moves.map(moveRow))],
  );
}

const moveRow = ({ payment, actor, cause }: Caused): Record<string, unknown> => ({
  id: payment.id,
  state: payment.state,
  moves: payment.moves,
  failure_code: payment.failureCode,
  review_by: payment.reviewBy,
  at: payment.updatedAt,
  authenticate_by: payment.authenticateBy,
  agreed_at: payment.agreedAt,
  arrives_at: payment.arrivesAt,
  to_accept: payment.toAccept,
  expires_at: payment.expiresAt,
  returned: payment.returned,
  shown: payment.shown,
  refunded: payment.refunded.toString(),
  actor,
  cause,
});

/**
 * Writes what changed about a payment besides its state: refunds and disputes. The caller has locked
 * it. Answers what they were.
 */
export async function storeFacts(
  tx: Tx,
  payment: Payment,
): Promise<Pick<Payment, 'refunded' | 'dispute'>> {
  const [before] = await rows<Pick<PaymentRow, 'refunded' | 'dispute'>>(
    tx,
    `UPDATE payments.payments p SET refunded = $2, dispute = $3, updated_at = $4
       FROM (SELECT id, refunded, dispute FROM payments.payments WHERE id = $1) before
      WHERE p.id = before.id RETURNING before.refunded, before.dispute`,
    [payment.id, payment.refunded.toString(), payment.dispute, payment.updatedAt],
  );
  return {
    refunded: BigInt(before?.refunded ?? '0'),
    dispute: before?.dispute ?? null,
  };
}

/** Locks one payment for a change of state; undefined when there is none. */
export async function lockPayment(tx: Tx, id: string): Promise<Payment | undefined> {
  const [row] = await rows<PaymentRow>(
    tx,
    'SELECT * FROM payments.payments WHERE id = $1 FOR NO KEY UPDATE',
    [id],
  );
  return row === undefined ? undefined : toPayment(row);
}

/** States in which a payment waits for the clock, and the column that says until when. */
const DUE = { sending: 'sends_at', arriving: 'arrives_at', waiting: 'expires_at' } as const;

export type DueState = keyof typeof DUE;

/** Which of them to take. */
export interface DueSearch {
  readonly state: DueState;
  readonly at: Date;
  readonly limit: number;
  /** These are left out. */
  readonly but: readonly string[];
}

/** Locks payments whose time has come, the oldest first; those that somebody else has are theirs. */
export async function takeDue(tx: Tx, { state, at, limit, but }: DueSearch): Promise<Payment[]> {
  const found = await rows<PaymentRow>(
    tx,
    `SELECT * FROM payments.payments
      WHERE state = '${state}' AND ${DUE[state]} <= $1 AND NOT id = ANY($3)
      ORDER BY ${DUE[state]}, id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`,
    [at, limit, but],
  );
  return found.map(toPayment);
}

/** Takes payments that can be accepted for one more day, each once. */
export async function takeExpiring(tx: Tx, at: Date, limit: number): Promise<Payment[]> {
  const found = await rows<PaymentRow>(
    tx,
    `UPDATE payments.payments p SET expiry_told = true
       FROM (SELECT id FROM payments.payments
              WHERE state = 'waiting' AND NOT expiry_told AND expires_at > $1
                AND expires_at <= $1::timestamptz + interval '1 day'
              ORDER BY expires_at LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED) due
      WHERE p.id = due.id RETURNING p.*`,
    [at, limit],
  );
  return found.map(toPayment);
}

export async function findPayments(db: Database, ids: readonly string[]): Promise<Payment[]> {
  const found = await rows<PaymentRow>(db, 'SELECT * FROM payments.payments WHERE id = ANY($1)', [
    ids,
  ]);
  return found.map(toPayment);
}
