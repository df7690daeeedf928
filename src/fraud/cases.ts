// The review queue. A case is opened in the same transaction that holds the money, and decided in
// the same transaction that releases or returns it. A case is decided once: of two reviewers the
// second is told so.
import { Injectable } from '@nestjs/common';
import { type Database, rows, type Tx } from '../shared/database.js';
import { newId } from '../shared/ids.js';
import { refusals } from '../shared/refusal.js';

export const refuse = refusals({
  case_unknown: { kind: 'missing', title: 'There is no such case.' },
  case_already_decided: { kind: 'conflict', title: 'This case has been decided already.' },
});

export type CaseState = 'open' | 'released' | 'rejected';

export interface ReviewCase {
  readonly id: string;
  readonly candidateId: string;
  readonly state: CaseState;
  readonly openedAt: Date;
  readonly reviewBy: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly decisionReason: string | null;
}

export interface CaseDecision {
  readonly caseId: string;
  readonly state: 'released' | 'rejected';
  readonly reviewerId: string;
  readonly reason: string;
}

const COLUMNS = `id, candidate_id AS "candidateId", state, opened_at AS "openedAt",
  review_by AS "reviewBy", decided_by AS "decidedBy", decided_at AS "decidedAt",
  decision_reason AS "decisionReason"`;

@Injectable()
export class Cases {
  /** Opens a case for each candidate that is held. */
  async open(tx: Tx, held: readonly { candidateId: string; reviewBy: Date }[]): Promise<void> {
    if (held.length === 0) return;
    await tx.query(
      `INSERT INTO fraud.cases (id, candidate_id, review_by)
       SELECT * FROM UNNEST($1::text[], $2::text[], $3::timestamptz[])`,
      [
        held.map(() => newId('cas')),
        held.map((item) => item.candidateId),
        held.map((item) => item.reviewBy.toISOString()),
      ],
    );
  }

  /** Locks an open case. Refuses `case_unknown` and `case_already_decided`. */
  async lockOpen(tx: Tx, caseId: string): Promise<ReviewCase> {
    const [found] = await rows<ReviewCase>(
      tx,
      `SELECT ${COLUMNS} FROM fraud.cases WHERE id = $1 FOR NO KEY UPDATE`,
      [caseId],
    );
    if (found === undefined) throw refuse('case_unknown');
    if (found.state !== 'open') throw refuse('case_already_decided', `It was ${found.state}.`);
    return found;
  }

  async decide(tx: Tx, { caseId, state, reviewerId, reason }: CaseDecision): Promise<void> {
    await tx.query(
      `UPDATE fraud.cases SET state = $2, decided_by = $3, decision_reason = $4, decided_at = now()
        WHERE id = $1 AND state = 'open'`,
      [caseId, state, reviewerId, reason],
    );
  }

  /**
   * Ends the open case of a candidate whose money went away without a reviewer's word: at the processor, or
   * by whoever is named.
   */
  async close(tx: Tx, candidateId: string, reason: string, by = 'processor'): Promise<void> {
    await tx.query(
      `UPDATE fraud.cases SET state = 'rejected', decided_by = $3, decision_reason = $2,
              decided_at = now()
        WHERE candidate_id = $1 AND state = 'open'`,
      [candidateId, reason, by],
    );
  }

  /** Open cases whose deadline has passed, the oldest first. */
  overdue(db: Database, at: Date, limit: number): Promise<ReviewCase[]> {
    return rows<ReviewCase>(
      db,
      `SELECT ${COLUMNS} FROM fraud.cases
        WHERE state = 'open' AND review_by < $1 ORDER BY review_by LIMIT $2`,
      [at, limit],
    );
  }

  async one(db: Database, caseId: string): Promise<ReviewCase> {
    const [found] = await rows<ReviewCase>(db, `SELECT ${COLUMNS} FROM fraud.cases WHERE id = $1`, [
      caseId,
    ]);
    if (found === undefined) throw refuse('case_unknown');
    return found;
  }

  /** The queue: those that must be decided soonest come first; decided ones newest first. */
  list(db: Database, state: CaseState, limit: number): Promise<ReviewCase[]> {
    const order = state === 'open' ? 'review_by, id' : 'decided_at DESC, id DESC';
    return rows<ReviewCase>(
      db,
      `SELECT ${COLUMNS} FROM fraud.cases WHERE state = $1 ORDER BY ${order} LIMIT $2`,
      [state, limit],
    );
  }
}
