// What the processor said about a charge, as a row of our own, and the end of our asking.
import { rows, type Tx } from '../../shared/database.js';
import type { ProcessorCharge } from '../processor/processor.js';

/** Keeps the newest of what is known about a payment's charge. */
export async function storeCharge(
  tx: Tx,
  paymentId: string,
  charge: ProcessorCharge,
): Promise<void> {
  const captured = charge.status === 'succeeded';
  await tx.query(
    `INSERT INTO payments.charges (payment_id, intent_id, charge_id, gross, fee, available_on)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT ON CONSTRAINT charges_pk DO UPDATE
        SET charge_id = coalesce(EXCLUDED.charge_id, charges.charge_id),
            gross = coalesce(EXCLUDED.gross, charges.gross),
            fee = coalesce(EXCLUDED.fee, charges.fee),
            available_on = coalesce(EXCLUDED.available_on, charges.available_on)`,
    [
      paymentId,
      charge.intentId,
      charge.chargeId ?? null,
      captured ? charge.amount.toString() : null,
      captured ? (charge.fee?.toString() ?? null) : null,
      captured ? (charge.availableOn ?? null) : null,
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

/** Nobody needs to ask the processor about this payment any more. */
export async function concludeCalls(tx: Tx, paymentId: string): Promise<void> {
  await tx.query(
    `UPDATE payments.processor_calls SET concluded_at = now()
      WHERE payment_id = $1 AND concluded_at IS NULL`,
    [paymentId],
  );
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
              ORDER BY available_on LIMIT $1 FOR UPDATE SKIP LOCKED) due, payments.payments p
      WHERE c.payment_id = due.payment_id AND p.id = c.payment_id
  RETURNING c.charge_id AS "chargeId", p.currency, c.gross - coalesce(c.fee, 0) AS net`,
    [limit],
  );
  return due.map((row) => ({ ...row, net: BigInt(row.net) }));
}
