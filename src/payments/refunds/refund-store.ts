// Refunds as rows.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { Refund } from './refund.js';

type RefundRow = Omit<Refund, 'amount' | 'shortfall'> & { amount: string; shortfall: string };

const COLUMNS = `id, payment_id AS "paymentId", amount, shortfall, destination, state, reason,
  asked_by AS "askedBy", processor_id AS "processorId", moved, came_back AS "cameBack",
  failure_code AS "failureCode", created_at AS "createdAt", updated_at AS "updatedAt"`;

const toRefund = (row: RefundRow): Refund => ({
  ...row,
  amount: BigInt(row.amount),
  shortfall: BigInt(row.shortfall),
});

export async function insertRefund(tx: Tx, refund: Refund): Promise<void> {
  await tx.query(
    `INSERT INTO payments.refunds (id, payment_id, amount, shortfall, destination, state, reason,
                                   asked_by, processor_id, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
    [
      refund.id,
      refund.paymentId,
      refund.amount.toString(),
      refund.shortfall.toString(),
      refund.destination,
      refund.state,
      refund.reason,
      refund.askedBy,
      refund.processorId,
      refund.createdAt,
    ],
  );
}

export async function storeRefund(tx: Tx, refund: Refund): Promise<void> {
  await tx.query(
    `UPDATE payments.refunds
        SET state = $2, processor_id = $3, moved = $4, came_back = $5, failure_code = $6, updated_at = $7
      WHERE id = $1`,
    [
      refund.id,
      refund.state,
      refund.processorId,
      refund.moved,
      refund.cameBack,
      refund.failureCode,
      refund.updatedAt,
    ],
  );
}

export async function findRefund(db: Database, id: string): Promise<Refund | undefined> {
  const [row] = await find(db, 'id = $1', [id]);
  return row;
}

/** The refund that the processor knows by that name. */
export async function findRefundAt(db: Database, processorId: string): Promise<Refund | undefined> {
  const [row] = await find(db, 'processor_id = $1', [processorId]);
  return row;
}

/** The refunds of payments, oldest first. */
export function refundsOf(db: Database, paymentIds: readonly string[]): Promise<Refund[]> {
  return find(db, 'payment_id = ANY($1) ORDER BY id', [paymentIds]);
}

export function findRefunds(db: Database, ids: readonly string[]): Promise<Refund[]> {
  return find(db, 'id = ANY($1)', [ids]);
}

async function find(db: Database, condition: string, parameters: unknown[]): Promise<Refund[]> {
  const found = await rows<RefundRow>(
    db,
    `SELECT ${COLUMNS} FROM payments.refunds WHERE ${condition}`,
    parameters,
  );
  return found.map(toRefund);
}
