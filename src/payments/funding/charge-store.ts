// What the processor said about a charge, as a row of our own.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { ProcessorCharge } from '../processor/charges.js';

/** What we know of a payment's charge. */
export interface StoredCharge {
  readonly intentId: string;
  readonly chargeId: string | null;
  /** Minor units that were charged; null until they were. */
  readonly gross: bigint | null;
  /** What the processor keeps, in minor units; null while it has not said. */
  readonly fee: bigint | null;
}

export async function findCharge(
  db: Database,
  paymentId: string,
): Promise<StoredCharge | undefined> {
  const [row] = await rows<{
    intentId: string;
    chargeId: string | null;
    gross: string | null;
    fee: string | null;
  }>(
    db,
    `SELECT intent_id AS "intentId", charge_id AS "chargeId", gross, fee
       FROM payments.charges WHERE payment_id = $1`,
    [paymentId],
  );
  if (row === undefined) return undefined;
  const minor = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
  return { ...row, gross: minor(row.gross), fee: minor(row.fee) };
}

/** Keeps the newest of what is known about a payment's charge. `fee` in minor units. */
export async function storeCharge(
  tx: Tx,
  paymentId: string,
  charge: ProcessorCharge,
  fee: bigint | null,
): Promise<void> {
  const captured = charge.status === 'succeeded';
  await tx.query(
    `INSERT INTO payments.charges (payment_id, intent_id, charge_id, gross, fee, available_on,
                                   capture_before, authentication)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT ON CONSTRAINT charges_pk DO UPDATE
        SET intent_id = EXCLUDED.intent_id,
            charge_id = coalesce(EXCLUDED.charge_id, charges.charge_id),
            gross = coalesce(EXCLUDED.gross, charges.gross),
            fee = coalesce(EXCLUDED.fee, charges.fee),
            available_on = coalesce(EXCLUDED.available_on, charges.available_on),
            capture_before = coalesce(EXCLUDED.capture_before, charges.capture_before),
            authentication = coalesce(EXCLUDED.authentication, charges.authentication)`,
    [
      paymentId,
      charge.intentId,
      charge.chargeId ?? null,
      captured ? charge.amount.toString() : null,
      captured ? (fee?.toString() ?? null) : null,
      captured ? (charge.movement?.availableOn ?? null) : null,
      charge.captureBefore ?? null,
      charge.authentication ?? null,
    ],
  );
}

/** Whose card pays, as the processor knows them; undefined when no card does. */
export async function customerCharged(tx: Tx, cardId: string | null): Promise<string | undefined> {
  const [row] = await rows<{ processor_id: string }>(
    tx,
    `SELECT u.processor_id FROM payments.cards k
       JOIN payments.customers u ON u.person_id = k.person_id AND u.processor = k.processor
      WHERE k.id = $1`,
    [cardId],
  );
  return row?.processor_id;
}

/** The intent of a payment whose card was charged. */
export async function chargedIntent(db: Database, paymentId: string): Promise<string | undefined> {
  const [row] = await rows<{ intentId: string }>(
    db,
    `SELECT intent_id AS "intentId" FROM payments.charges
      WHERE payment_id = $1 AND gross IS NOT NULL`,
    [paymentId],
  );
  return row?.intentId;
}

/** Those of the payments whose cards were charged. */
export async function chargedAmong(db: Database, ids: readonly string[]): Promise<Set<string>> {
  const found = await rows<{ id: string }>(
    db,
    'SELECT payment_id AS id FROM payments.charges WHERE payment_id = ANY($1) AND gross IS NOT NULL',
    [ids],
  );
  return new Set(found.map(({ id }) => id));
}

/**
 * The payment that an intent was made for; whether its charge is in our books, and whether all that
 * the processor has to tell of it is.
 */
export async function paymentOfIntent(
  db: Database,
  intentId: string,
): Promise<{ paymentId: string; charged: boolean; told: boolean } | undefined> {
  const [row] = await rows<{ paymentId: string; charged: boolean; told: boolean }>(
    db,
    `SELECT payment_id AS "paymentId", gross IS NOT NULL AS charged,
            gross IS NOT NULL AND available_on IS NOT NULL AS told
       FROM payments.charges WHERE intent_id = $1`,
    [intentId],
  );
  return row;
}

/** Payments whose payer has not answered their bank in time. */
export async function unanswered(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT id FROM payments.payments
      WHERE state = 'authenticating' AND authenticate_by <= $1
        AND NOT EXISTS (SELECT FROM payments.processor_calls c
                         WHERE c.subject_id = payments.id AND c.leg = 'cancel')
      ORDER BY authenticate_by LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`,
    [at, limit],
  );
  return found.map(({ id }) => id);
}

export interface DueCharge {
  readonly chargeId: string;
  readonly currency: string;
  /** Minor units that became available: gross less fee. */
  readonly net: bigint;
}

/** Takes charges whose money is available at the processor by now, and marks them settled. */
export async function takeDueCharges(tx: Tx, limit: number): Promise<DueCharge[]> {
  const due = await rows<{ chargeId: string; currency: string; net: string }>(
    tx,
    `UPDATE payments.charges c SET settled_at = now()
       FROM (SELECT payment_id FROM payments.charges
              WHERE settled_at IS NULL AND available_on <= now()
              ORDER BY available_on LIMIT $1 FOR UPDATE SKIP LOCKED) due
      WHERE c.payment_id = due.payment_id
  RETURNING c.charge_id AS "chargeId", c.gross - coalesce(c.fee, 0) AS net,
            coalesce((SELECT p.currency FROM payments.payments p WHERE p.id = c.of_payment),
                     (SELECT t.currency FROM payments.top_ups t WHERE t.id = c.of_top_up)) AS currency`,
    [limit],
  );
  return due.map((row) => ({ ...row, net: BigInt(row.net) }));
}
