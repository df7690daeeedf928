// Reports as rows. Whoever changes one has locked its payment.
import { type Database, rows, type Tx } from '../../../shared/database.js';
import type { Report } from './report.js';

type ReportRow = Omit<Report, 'frozen' | 'returned'> & { frozen: string; returned: string };

const COLUMNS = `id, payment_id AS "paymentId", kind, words, state, frozen, holds, holding, returned,
  answer_by AS "answerBy", answered_at AS "answeredAt", answer_words AS "answerWords",
  appeal_by AS "appealBy", payer_appealed AS "payerAppealed", payee_appealed AS "payeeAppealed",
  created_at AS "createdAt", updated_at AS "updatedAt"`;

const toReport = (row: ReportRow): Report => ({
  ...row,
  frozen: BigInt(row.frozen),
  returned: BigInt(row.returned),
});

export async function insertReport(tx: Tx, report: Report): Promise<void> {
  await tx.query(
    `INSERT INTO payments.reports
       (id, payment_id, kind, words, state, frozen, holds, holding, answer_by, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
    [
      report.id,
      report.paymentId,
      report.kind,
      report.words,
      report.state,
      report.frozen.toString(),
      report.holds,
      report.holding,
      report.answerBy,
      report.createdAt,
    ],
  );
}

export async function storeReport(tx: Tx, report: Report): Promise<void> {
  await tx.query(
    `UPDATE payments.reports
        SET state = $2, frozen = $3, holds = $4, holding = $5, returned = $6, answered_at = $7,
            answer_words = $8, appeal_by = $9, payer_appealed = $10, payee_appealed = $11,
            updated_at = $12
      WHERE id = $1`,
    [
      report.id,
      report.state,
      report.frozen.toString(),
      report.holds,
      report.holding,
      report.returned.toString(),
      report.answeredAt,
      report.answerWords,
      report.appealBy,
      report.payerAppealed,
      report.payeeAppealed,
      report.updatedAt,
    ],
  );
}

export async function reportOf(db: Database, paymentId: string): Promise<Report | undefined> {
  return (await find(db, 'payment_id = ANY($1)', [[paymentId]]))[0];
}

export function reportsOf(db: Database, paymentIds: readonly string[]): Promise<Report[]> {
  return find(db, 'payment_id = ANY($1)', [paymentIds]);
}

export async function findReport(db: Database, id: string): Promise<Report | undefined> {
  return (await find(db, 'id = $1', [id]))[0];
}

/** Reports whose time to be appealed has passed. */
export function unappealed(db: Database, at: Date, limit: number): Promise<Report[]> {
  return find(db, 'appeal_by <= $1 ORDER BY appeal_by LIMIT $2', [at, limit]);
}

async function find(db: Database, condition: string, parameters: unknown[]): Promise<Report[]> {
  const found = await rows<ReportRow>(
    db,
    `SELECT ${COLUMNS} FROM payments.reports WHERE ${condition}`,
    parameters,
  );
  return found.map(toReport);
}
