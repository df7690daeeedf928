// Cases in which a person decides between two others, as rows. Whoever changes one has locked its payment.
import { type Database, rows, type Tx } from '../../../shared/database.js';
import { newId } from '../../../shared/ids.js';
import type { Verdict } from '../contract.js';
import type { ContestCaseView } from './contract.js';

export interface ContestCase {
  readonly id: string;
  readonly paymentId: string;
  readonly kind: ContestCaseView['kind'];
  /** The ask-back, the report, or the rejected payment. */
  readonly subjectId: string;
  readonly number: number;
  readonly broughtBy: string;
  readonly words: string;
  readonly state: ContestCaseView['state'];
  readonly dueBy: Date;
  readonly extendedBy: string | null;
  readonly extensionReason: string | null;
  readonly proposed: Verdict | null;
  readonly proposedBy: string | null;
  readonly proposedWords: string | null;
  readonly verdict: Verdict | null;
  readonly decidedBy: string | null;
  readonly confirmedBy: string | null;
  readonly decidedAt: Date | null;
  readonly decisionWords: string | null;
  readonly openedAt: Date;
}

export type NewCase = Pick<
  ContestCase,
  'paymentId' | 'kind' | 'subjectId' | 'number' | 'broughtBy' | 'words' | 'dueBy' | 'openedAt'
>;

const COLUMNS = `id, payment_id AS "paymentId", kind, subject_id AS "subjectId", number,
  brought_by AS "broughtBy", words, state, due_by AS "dueBy", extended_by AS "extendedBy",
  extension_reason AS "extensionReason", proposed, proposed_by AS "proposedBy",
  proposed_words AS "proposedWords", verdict, decided_by AS "decidedBy",
  confirmed_by AS "confirmedBy", decided_at AS "decidedAt", decision_words AS "decisionWords",
  opened_at AS "openedAt"`;

export async function openCase(tx: Tx, made: NewCase): Promise<string> {
  const id = newId('ctc');
  const { paymentId, kind, subjectId, number, broughtBy, words, dueBy, openedAt } = made;
  await tx.query(
    `INSERT INTO payments.contest_cases
       (id, payment_id, kind, subject_id, number, brought_by, words, due_by, opened_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, paymentId, kind, subjectId, number, broughtBy, words, dueBy, openedAt],
  );
  return id;
}

export async function storeCase(tx: Tx, it: ContestCase): Promise<void> {
  await tx.query(
    `UPDATE payments.contest_cases
        SET state = $2, due_by = $3, extended_by = $4, extension_reason = $5, proposed = $6,
            proposed_by = $7, proposed_words = $8, verdict = $9, decided_by = $10,
            confirmed_by = $11, decided_at = $12, decision_words = $13
      WHERE id = $1`,
    [
      it.id,
      it.state,
      it.dueBy,
      it.extendedBy,
      it.extensionReason,
      it.proposed,
      it.proposedBy,
      it.proposedWords,
      it.verdict,
      it.decidedBy,
      it.confirmedBy,
      it.decidedAt,
      it.decisionWords,
    ],
  );
}

export async function findCase(db: Database, id: string): Promise<ContestCase | undefined> {
  return (await find(db, 'id = $1', [id]))[0];
}

/** The cases of payments, in the order in which they were opened. */
export function casesOf(db: Database, paymentIds: readonly string[]): Promise<ContestCase[]> {
  return find(db, 'payment_id = ANY($1) ORDER BY id', [paymentIds]);
}

/** The desk: those that must be decided soonest come first; ended ones newest first. */
export function deskOf(
  db: Database,
  state: 'open' | 'closed',
  limit: number,
): Promise<ContestCase[]> {
  return state === 'open'
    ? find(db, `state = 'open' ORDER BY due_by, id LIMIT $1`, [limit])
    : find(db, `state <> 'open' ORDER BY decided_at DESC, id DESC LIMIT $1`, [limit]);
}

/** Open cases whose time has passed. */
export function overdueCases(db: Database, at: Date, limit: number): Promise<ContestCase[]> {
  return find(db, `state = 'open' AND due_by <= $1 ORDER BY due_by LIMIT $2`, [at, limit]);
}

/** Ends the open cases of a payment that nobody has to decide any more. */
export async function settleCases(
  tx: Tx,
  paymentId: string,
  kind: ContestCase['kind'],
  at: Date,
): Promise<void> {
  await tx.query(
    `UPDATE payments.contest_cases SET state = 'settled', decided_at = $3
      WHERE payment_id = $1 AND kind = $2 AND state = 'open'`,
    [paymentId, kind, at],
  );
}

function find(db: Database, condition: string, parameters: unknown[]): Promise<ContestCase[]> {
  return rows<ContestCase>(
    db,
    `SELECT ${COLUMNS} FROM payments.contest_cases WHERE ${condition}`,
    parameters,
  );
}
