// Payments as rows. Every change of state is written together with the transition that says who
// made it and why; the two cannot come apart, because one statement writes both.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { PaymentDispute, PaymentState } from '../contract.js';
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
  state: PaymentState;
  moves: number;
  failure_code: string | null;
  review_by: Date | null;
  authenticate_by: Date | null;
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
    state: row.state,
    moves: row.moves,
    failureCode: row.failure_code,
    reviewBy: row.review_by,
    authenticateBy: row.authenticate_by,
    refunded: BigInt(row.refunded),
    dispute: row.dispute,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

/** Inserts new payments with their first transition. */
export async function insertPayments(tx: Tx, items: readonly Caused[]): Promise<void> {
  if (items.length === 0) return;
  const payments = items.map((item) => item.payment);
  await tx.query(
    `WITH p AS (
       INSERT INTO payments.payments (id, thread_id, payer_id, payee_id, amount, currency, note,
                                      card_id, state, moves, review_by, created_at, updated_at)
       SELECT id, thread_id, payer_id, payee_id, amount, currency, note, card_id, state, 1,
              review_by, created_at, created_at
         FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[],
                     $7::text[], $8::text[], $9::payments.state[], $10::timestamptz[],
                     $11::timestamptz[])
              AS n (id, thread_id, payer_id, payee_id, amount, currency, note, card_id, state,
                    review_by, created_at))
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
    ],
  );
}

/** Writes a payment that has moved, with the transition. */
export async function storeMove(tx: Tx, { payment, actor, cause }: Caused): Promise<void> {
  await tx.query(
    `WITH p AS (
       UPDATE payments.payments
          SET state = $2, moves = $3, failure_code = $4, review_by = $5, updated_at = $6,
              authenticate_by = $9
        WHERE id = $1)
     INSERT INTO payments.transitions (payment_id, number, state, actor, cause, occurred_at)
     VALUES ($1, $3, $2, $7, $8, $6)`,
    [
      payment.id,
      payment.state,
      payment.moves,
      payment.failureCode,
      payment.reviewBy,
      payment.updatedAt,
      actor,
      cause,
      payment.authenticateBy,
    ],
  );
}

/** Writes what changed about a payment besides its state: refunds and disputes. */
export async function storeFacts(tx: Tx, payment: Payment): Promise<void> {
  await tx.query(
    `UPDATE payments.payments SET refunded = $2, dispute = $3, updated_at = $4 WHERE id = $1`,
    [payment.id, payment.refunded.toString(), payment.dispute, payment.updatedAt],
  );
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

export async function findPayments(db: Database, ids: readonly string[]): Promise<Payment[]> {
  const found = await rows<PaymentRow>(db, 'SELECT * FROM payments.payments WHERE id = ANY($1)', [
    ids,
  ]);
  return found.map(toPayment);
}

/** A person's payments, both ways, newest first; those before the id `before`, if given. */
export async function paymentsOf(
  db: Database,
  personId: string,
  before: string | null,
  limit: number,
): Promise<Payment[]> {
  // Two index scans, each cut at the limit, instead of one over everything the person ever did.
  // A payment that failed to be funded is the payer's own business.
  const side = (column: string, visible: string): string => `
    (SELECT * FROM payments.payments
      WHERE ${column} = $1 AND ($2::text IS NULL OR id < $2) ${visible} ORDER BY id DESC LIMIT $3)`;
  const found = await rows<PaymentRow>(
    db,
    `SELECT * FROM (${side('payer_id', '')} UNION ALL
                    ${side('payee_id', "AND (state NOT IN ('funding', 'authenticating', 'failed') OR review_by IS NOT NULL)")}) p
      ORDER BY id DESC LIMIT $3`,
    [personId, before, limit],
  );
  return found.map(toPayment);
}
