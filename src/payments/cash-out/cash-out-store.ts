// Cash-outs as rows.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { CashOutMethod } from './contract.js';
import type { PayoutStatus } from '../processor/payouts.js';
import type { CashOut, CashOutState } from './cash-out.js';

interface CashOutRow extends Omit<CashOut, 'amount' | 'fee'> {
  readonly amount: string;
  readonly fee: string;
  readonly currency: string;
  readonly method: CashOutMethod;
  readonly state: CashOutState;
  readonly payoutStatus: PayoutStatus | null;
}

const COLUMNS = `id, person_id AS "personId", account_id AS "accountId", amount, fee, currency, method,
  destination, destination_id AS "destinationId", state, transfer_id AS "transferId",
  payout_id AS "payoutId", payout_status AS "payoutStatus", reversal_id AS "reversalId",
  expected_on AS "expectedOn", failure_code AS "failureCode", moves, created_at AS "createdAt",
  updated_at AS "updatedAt"`;

async function find(db: Database, condition: string, parameters: unknown[]): Promise<CashOut[]> {
  const found = await rows<CashOutRow>(
    db,
    `SELECT ${COLUMNS} FROM payments.cash_outs WHERE ${condition}`,
    parameters,
  );
  return found.map(({ amount, fee, currency, ...rest }) => ({
    ...rest,
    amount: { minor: BigInt(amount), currency },
    fee: BigInt(fee),
  }));
}

export async function findCashOut(db: Database, id: string): Promise<CashOut | undefined> {
  const [found] = await find(db, 'id = $1', [id]);
  return found;
}

export function findCashOuts(db: Database, ids: readonly string[]): Promise<CashOut[]> {
  return find(db, 'id = ANY($1)', [ids]);
}

export async function lockCashOut(tx: Tx, id: string): Promise<CashOut | undefined> {
  const [found] = await find(tx, 'id = $1 FOR NO KEY UPDATE', [id]);
  return found;
}

/** A person's cash-outs, newest first. */
export function cashOutsOf(
  db: Database,
  personId: string,
  before: string | null,
  limit: number,
): Promise<CashOut[]> {
  return find(db, 'person_id = $1 AND ($2::text IS NULL OR id < $2) ORDER BY id DESC LIMIT $3', [
    personId,
    before,
    limit,
  ]);
}

/** What a person cashed out since then, or is about to, in minor units. */
export async function cashedOutSince(
  tx: Tx,
  personId: string,
  currency: string,
  since: Date,
): Promise<bigint> {
  const [row] = await rows<{ total: string }>(
    tx,
    `SELECT coalesce(sum(amount), 0) AS total FROM payments.cash_outs
      WHERE person_id = $1 AND currency = $2 AND created_at > $3
        AND state NOT IN ('failed', 'cancelled')`,
    [personId, currency, since],
  );
  return BigInt(row?.total ?? 0);
}

export async function insertCashOut(tx: Tx, cashOut: CashOut): Promise<void> {
  const { amount } = cashOut;
  await tx.query(
    `INSERT INTO payments.cash_outs (id, person_id, account_id, amount, fee, currency, method,
                                     destination, destination_id, state, moves, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)`,
    [
      cashOut.id,
      cashOut.personId,
      cashOut.accountId,
      amount.minor.toString(),
      cashOut.fee.toString(),
      amount.currency,
      cashOut.method,
      cashOut.destination,
      cashOut.destinationId,
      cashOut.state,
      cashOut.moves,
      cashOut.createdAt,
    ],
  );
}

/** Writes what of a locked cash-out has changed. */
export async function storeCashOut(tx: Tx, cashOut: CashOut): Promise<void> {
  await tx.query(
    `UPDATE payments.cash_outs
        SET state = $2, transfer_id = $3, payout_id = $4, payout_status = $5, reversal_id = $6,
            expected_on = $7, failure_code = $8, moves = $9, updated_at = $10
      WHERE id = $1`,
    [
      cashOut.id,
      cashOut.state,
      cashOut.transferId,
      cashOut.payoutId,
      cashOut.payoutStatus,
      cashOut.reversalId,
      cashOut.expectedOn,
      cashOut.failureCode,
      cashOut.moves,
      cashOut.updatedAt,
    ],
  );
}

// A bank may send money back for five business days after it was paid.
const MAY_COME_BACK = "interval '10 days'";

/**
 * Takes cash-outs about which news is missing: those that should have arrived, every hour; and those
 * that arrived and may yet come back, every day.
 */
export function takeOverdue(
  db: Database,
  limit: number,
): Promise<Pick<CashOut, 'id' | 'accountId' | 'payoutId'>[]> {
  return rows(
    db,
    `UPDATE payments.cash_outs c SET looked_at = now()
       FROM (SELECT id FROM payments.cash_outs
              WHERE payout_id IS NOT NULL
                AND ((state IN ('in_transit', 'cancelling')
                      AND expected_on < now() - CASE method WHEN 'instant' THEN interval '1 hour'
                                                            ELSE interval '1 day' END
                      AND coalesce(looked_at, '-infinity') < now() - interval '1 hour')
                  OR (state = 'paid' AND expected_on > now() - ${MAY_COME_BACK}
                      AND coalesce(looked_at, updated_at) < now() - interval '1 day'))
              ORDER BY expected_on LIMIT $1 FOR UPDATE SKIP LOCKED) due
      WHERE c.id = due.id
  RETURNING c.id, c.account_id AS "accountId", c.payout_id AS "payoutId"`,
    [limit],
  );
}
