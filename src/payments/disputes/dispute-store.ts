// Disputes and warnings of fraud as rows.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { DisputeEvidence, ProcessorWarning } from '../processor/disputes.js';
import type { Dispute, DisputeState } from './dispute.js';

type Minor = 'amount' | 'withdrawn' | 'fee' | 'held' | 'returned';
type DisputeRow = Omit<Dispute, Minor> & Record<Minor, string>;

const COLUMNS = `id, payment_id AS "paymentId", processor_id AS "processorId", holder_id AS "holderId",
  amount, currency, reason, status, state, withdrawn, fee, held, returned, due_by AS "dueBy",
  opened_at AS "openedAt", closed_at AS "closedAt", updated_at AS "updatedAt",
  submitted_at AS "submittedAt"`;

const toDispute = (row: DisputeRow): Dispute => ({
  ...row,
  amount: BigInt(row.amount),
  withdrawn: BigInt(row.withdrawn),
  fee: BigInt(row.fee),
  held: BigInt(row.held),
  returned: BigInt(row.returned),
});

/** Inserts a dispute, or writes it anew. */
export async function storeDispute(tx: Tx, dispute: Dispute): Promise<void> {
  await tx.query(
    `INSERT INTO payments.disputes (id, payment_id, processor_id, holder_id, amount, currency, reason,
       status, state, withdrawn, fee, held, returned, due_by, opened_at, closed_at, updated_at, submitted_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     ON CONFLICT ON CONSTRAINT disputes_pk DO UPDATE
        SET amount = EXCLUDED.amount, reason = EXCLUDED.reason, status = EXCLUDED.status,
            state = EXCLUDED.state, withdrawn = EXCLUDED.withdrawn, fee = EXCLUDED.fee,
            held = EXCLUDED.held, returned = EXCLUDED.returned, due_by = EXCLUDED.due_by,
            closed_at = EXCLUDED.closed_at, updated_at = EXCLUDED.updated_at,
            submitted_at = EXCLUDED.submitted_at`,
    [
      dispute.id,
      dispute.paymentId,
      dispute.processorId,
      dispute.holderId,
      dispute.amount.toString(),
      dispute.currency,
      dispute.reason,
      dispute.status,
      dispute.state,
      dispute.withdrawn.toString(),
      dispute.fee.toString(),
      dispute.held.toString(),
      dispute.returned.toString(),
      dispute.dueBy,
      dispute.openedAt,
      dispute.closedAt,
      dispute.updatedAt,
      dispute.submittedAt,
    ],
  );
}

export async function findDispute(db: Database, id: string): Promise<Dispute | undefined> {
  const [found] = await find(db, 'id = $1', [id]);
  return found;
}

/** Locks a dispute, so that it is answered once. */
export async function lockDispute(tx: Tx, id: string): Promise<Dispute | undefined> {
  const [found] = await find(tx, 'id = $1 FOR NO KEY UPDATE', [id]);
  return found;
}

export async function findDisputeAt(
  db: Database,
  processorId: string,
): Promise<Dispute | undefined> {
  const [found] = await find(db, 'processor_id = $1', [processorId]);
  return found;
}

export function disputesOf(db: Database, paymentId: string): Promise<Dispute[]> {
  return find(db, 'payment_id = $1 ORDER BY id', [paymentId]);
}

/** Disputes in these states, those due soonest first. */
export function disputesIn(
  db: Database,
  states: readonly DisputeState[],
  limit: number,
): Promise<Dispute[]> {
  const order = 'ORDER BY due_by NULLS LAST, id DESC LIMIT $2';
  return find(db, `state = ANY($1::payments.dispute_state[]) ${order}`, [states, limit]);
}

/** What is to be said to the bank, kept as it will be said. */
export interface StoredEvidence {
  readonly evidence: DisputeEvidence;
  readonly evidenceBy: string;
  readonly evidenceAt: Date;
}

export async function storeEvidence(
  tx: Tx,
  disputeId: string,
  { evidence, evidenceBy, evidenceAt }: StoredEvidence,
): Promise<void> {
  await tx.query(
    `UPDATE payments.disputes SET evidence = $2, evidence_by = $3, evidence_at = $4 WHERE id = $1`,
    [disputeId, JSON.stringify(evidence), evidenceBy, evidenceAt],
  );
}

/** Who gave a dispute up, and when. */
export async function storeConcession(
  tx: Tx,
  disputeId: string,
  by: string,
  at: Date,
): Promise<void> {
  await tx.query('UPDATE payments.disputes SET evidence_by = $2, evidence_at = $3 WHERE id = $1', [
    disputeId,
    by,
    at,
  ]);
}

/** Who answered a dispute, and when; undefined while nobody has. */
export async function findAnswerer(
  db: Database,
  disputeId: string,
): Promise<{ by: string; at: Date } | undefined> {
  const [row] = await rows<{ by: string; at: Date }>(
    db,
    `SELECT evidence_by AS by, evidence_at AS at FROM payments.disputes
      WHERE id = $1 AND evidence_by IS NOT NULL`,
    [disputeId],
  );
  return row;
}

export async function findEvidence(
  db: Database,
  disputeId: string,
): Promise<StoredEvidence | undefined> {
  const [row] = await rows<StoredEvidence>(
    db,
    `SELECT evidence, evidence_by AS "evidenceBy", evidence_at AS "evidenceAt"
       FROM payments.disputes WHERE id = $1 AND evidence IS NOT NULL`,
    [disputeId],
  );
  return row;
}

export interface FraudWarning extends Omit<ProcessorWarning, 'intentId'> {
  readonly paymentId: string;
  readonly handledBy: string | null;
  readonly handledAt: Date | null;
  readonly word: string | null;
}

export async function storeWarning(
  db: Database,
  paymentId: string,
  warning: ProcessorWarning,
): Promise<void> {
  await db.query(
    `INSERT INTO payments.fraud_warnings (processor_id, payment_id, fraud_type, actionable, warned_at)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT ON CONSTRAINT fraud_warnings_pk DO UPDATE SET actionable = EXCLUDED.actionable`,
    [warning.processorId, paymentId, warning.fraudType, warning.actionable, warning.warnedAt],
  );
}

/** Warnings that nobody has handled, or those that somebody has; newest first. */
export function findWarnings(
  db: Database,
  handled: boolean,
  limit: number,
): Promise<FraudWarning[]> {
  return rows<FraudWarning>(
    db,
    `SELECT processor_id AS "processorId", payment_id AS "paymentId", fraud_type AS "fraudType",
            actionable, warned_at AS "warnedAt", handled_by AS "handledBy", handled_at AS "handledAt", word
       FROM payments.fraud_warnings w
      WHERE (handled_at IS NOT NULL) = $1
        -- One whose payment was given back in full needs nobody any more.
        AND ($1 OR EXISTS (SELECT FROM payments.payments p
                            WHERE p.id = w.of_payment AND p.refunded < p.amount)
             OR EXISTS (SELECT FROM payments.top_ups t
                         WHERE t.id = w.of_top_up AND t.refunded < t.amount))
      ORDER BY warned_at DESC LIMIT $2`,
    [handled, limit],
  );
}

/** Marks a warning as handled, once; false when there is none that waits. */
export async function handleWarning(
  tx: Tx,
  processorId: string,
  by: string,
  at: Date,
  word: string,
): Promise<boolean> {
  const done = await rows(
    tx,
    `UPDATE payments.fraud_warnings SET handled_by = $2, handled_at = $3, word = $4
      WHERE processor_id = $1 AND handled_at IS NULL RETURNING processor_id`,
    [processorId, by, at, word],
  );
  return done.length > 0;
}

async function find(db: Database, condition: string, parameters: unknown[]): Promise<Dispute[]> {
  const found = await rows<DisputeRow>(
    db,
    `SELECT ${COLUMNS} FROM payments.disputes WHERE ${condition}`,
    parameters,
  );
  return found.map(toDispute);
}
