// Ask-backs as rows. Whoever changes one has locked its payment.
import { type Database, rows, type Tx } from '../../../shared/database.js';
import type { AskBackReason, AskBackState } from '../contract.js';

export interface AskBack {
  readonly id: string;
  readonly paymentId: string;
  readonly number: number;
  readonly reason: AskBackReason;
  readonly words: string | null;
  readonly state: AskBackState;
  readonly answerBy: Date;
  readonly answeredAt: Date | null;
  readonly answerWords: string | null;
  readonly escalateBy: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A payment can be asked back this often. */
export const ASK_BACKS_MAX = 2;

export const isAskBackOpen = ({ state }: AskBack): boolean =>
  state === 'asked' || state === 'escalated';

const COLUMNS = `id, payment_id AS "paymentId", number, reason, words, state, answer_by AS "answerBy",
  answered_at AS "answeredAt", answer_words AS "answerWords", escalate_by AS "escalateBy",
  created_at AS "createdAt", updated_at AS "updatedAt"`;

export async function insertAskBack(tx: Tx, asked: AskBack): Promise<void> {
  const { id, paymentId, number, reason, words, state, answerBy, createdAt } = asked;
  await tx.query(
    `INSERT INTO payments.ask_backs
       (id, payment_id, number, reason, words, state, answer_by, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
    [id, paymentId, number, reason, words, state, answerBy, createdAt],
  );
}

export async function storeAskBack(tx: Tx, asked: AskBack): Promise<void> {
  const { id, state, answeredAt, answerWords, escalateBy, updatedAt } = asked;
  await tx.query(
    `UPDATE payments.ask_backs
        SET state = $2, answered_at = $3, answer_words = $4, escalate_by = $5, updated_at = $6
      WHERE id = $1`,
    [id, state, answeredAt, answerWords, escalateBy, updatedAt],
  );
}

/** The ask-backs of a payment, the newest first. */
export function askBacksOf(db: Database, paymentId: string): Promise<AskBack[]> {
  return rows<AskBack>(
    db,
    `SELECT ${COLUMNS} FROM payments.ask_backs WHERE payment_id = $1 ORDER BY number DESC`,
    [paymentId],
  );
}

export async function findAskBack(db: Database, id: string): Promise<AskBack | undefined> {
  const [found] = await rows<AskBack>(
    db,
    `SELECT ${COLUMNS} FROM payments.ask_backs WHERE id = $1`,
    [id],
  );
  return found;
}

/** Payments with a question whose time to be answered has passed. */
export async function unansweredAskBacks(
  db: Database,
  at: Date,
  limit: number,
): Promise<{ id: string; paymentId: string }[]> {
  return rows(
    db,
    `SELECT id, payment_id AS "paymentId" FROM payments.ask_backs
      WHERE state = 'asked' AND answer_by <= $1 ORDER BY answer_by LIMIT $2`,
    [at, limit],
  );
}
