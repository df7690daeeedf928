// What lets a payment be sent again after its rejection was overturned, as rows.
import { type Database, rows, type Tx } from '../../../shared/database.js';
import type { Payment } from '../../payment/payment.js';

export interface Exemption {
  readonly caseId: string;
  readonly payerId: string;
  readonly payeeId: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly currency: string;
  /** The rules whose word does not count. */
  readonly rules: readonly string[];
  readonly expiresAt: Date;
  /** The payment it was used for; null while it can be used. */
  readonly paymentId: string | null;
}

const COLUMNS = `case_id AS "caseId", payer_id AS "payerId", payee_id AS "payeeId", amount, currency,
  rules, expires_at AS "expiresAt", payment_id AS "paymentId"`;

type ExemptionRow = Omit<Exemption, 'amount'> & { amount: string };

const toExemption = (row: ExemptionRow): Exemption => ({ ...row, amount: BigInt(row.amount) });

export async function exempt(
  tx: Tx,
  caseId: string,
  { payerId, payeeId, amount }: Payment,
  rules: readonly string[],
  expiresAt: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO payments.send_exemptions
       (case_id, payer_id, payee_id, amount, currency, rules, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [caseId, payerId, payeeId, amount.minor.toString(), amount.currency, rules, expiresAt],
  );
}

export async function exemptionOf(db: Database, caseId: string): Promise<Exemption | undefined> {
  const [found] = await rows<ExemptionRow>(
    db,
    `SELECT ${COLUMNS} FROM payments.send_exemptions WHERE case_id = $1`,
    [caseId],
  );
  return found === undefined ? undefined : toExemption(found);
}

/** Locks exemptions, in the order of their ids. */
export async function lockExemptions(
  tx: Tx,
  caseIds: readonly string[],
): Promise<Map<string, Exemption>> {
  if (caseIds.length === 0) return new Map();
  const found = await rows<ExemptionRow>(
    tx,
    `SELECT ${COLUMNS} FROM payments.send_exemptions WHERE case_id = ANY($1)
      ORDER BY case_id FOR NO KEY UPDATE`,
    [caseIds],
  );
  return new Map(found.map((row) => [row.caseId, toExemption(row)]));
}

/** The exemptions that payments were made with, by payment. */
export async function exemptionsUsed(
  tx: Tx,
  paymentIds: readonly string[],
): Promise<Map<string, Exemption>> {
  const found = await rows<ExemptionRow>(
    tx,
    `SELECT ${COLUMNS} FROM payments.send_exemptions WHERE payment_id = ANY($1)`,
    [paymentIds],
  );
  return new Map(found.map((row) => [row.paymentId ?? '', toExemption(row)]));
}

/** Writes down what each exemption was used for. */
export async function useExemptions(
  tx: Tx,
  used: readonly { readonly caseId: string; readonly payment: Payment }[],
): Promise<void> {
  if (used.length === 0) return;
  await tx.query(
    `UPDATE payments.send_exemptions e SET payment_id = u.payment_id, used_at = u.at
       FROM UNNEST($1::text[], $2::text[], $3::timestamptz[]) AS u (case_id, payment_id, at)
      WHERE e.case_id = u.case_id`,
    [
      used.map(({ caseId }) => caseId),
      used.map(({ payment }) => payment.id),
      used.map(({ payment }) => payment.createdAt.toISOString()),
    ],
  );
}
