// Corrections as rows. A decision is a guarded update: of two people who decide at once, exactly one
// finds the correction still open.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { CorrectionState } from '../contract.js';
import type { Correction } from './correction.js';

const COLUMNS = `id, kind, entry_id AS "entryId", lines, reason, occurred_at AS "occurredAt", state,
  proposed_by AS "proposedBy", proposed_at AS "proposedAt", decided_by AS "decidedBy",
  decided_at AS "decidedAt", decision_reason AS "decisionReason", refusal_code AS "refusalCode",
  refusal_detail AS "refusalDetail", refused_at AS "refusedAt"`;

export async function insertCorrection(tx: Tx, correction: Correction): Promise<void> {
  await tx.query(
    `INSERT INTO finance.corrections
       (id, kind, entry_id, lines, reason, occurred_at, proposed_by, proposed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      correction.id,
      correction.kind,
      correction.entryId,
      correction.lines === null ? null : JSON.stringify(correction.lines),
      correction.reason,
      correction.occurredAt?.toISOString() ?? null,
      correction.proposedBy,
      correction.proposedAt.toISOString(),
    ],
  );
}

export interface Decision {
  readonly id: string;
  readonly state: Exclude<CorrectionState, 'proposed'>;
  readonly decidedBy: string;
  readonly decidedAt: Date;
  readonly reason: string | null;
}

/** Decides a correction that is still open and answers it; undefined when it is not. */
export async function decideCorrection(
  tx: Tx,
  { id, state, decidedBy, decidedAt, reason }: Decision,
): Promise<Correction | undefined> {
  const [row] = await rows<Correction>(
    tx,
    `UPDATE finance.corrections
        SET state = $2, decided_by = $3, decided_at = $4, decision_reason = $5,
            refusal_code = NULL, refusal_detail = NULL, refused_at = NULL
      WHERE id = $1 AND state = 'proposed' RETURNING ${COLUMNS}`,
    [id, state, decidedBy, decidedAt.toISOString(), reason],
  );
  return row;
}

/** Notes why the books refused an approval, while the correction is still open. */
export async function noteRefusal(
  tx: Tx,
  id: string,
  { code, detail, at }: { code: string; detail: string; at: Date },
): Promise<void> {
  await tx.query(
    `UPDATE finance.corrections SET refusal_code = $2, refusal_detail = $3, refused_at = $4
      WHERE id = $1 AND state = 'proposed'`,
    [id, code, detail, at.toISOString()],
  );
}

export async function findCorrection(db: Database, id: string): Promise<Correction | undefined> {
  const [row] = await rows<Correction>(
    db,
    `SELECT ${COLUMNS} FROM finance.corrections WHERE id = $1`,
    [id],
  );
  return row;
}

/** Corrections, newest first; those before the id `before`, if given. */
export async function correctionsPage(
  db: Database,
  state: CorrectionState | null,
  before: string | null,
  limit: number,
): Promise<Correction[]> {
  return rows<Correction>(
    db,
    `SELECT ${COLUMNS} FROM finance.corrections
      WHERE ($1::finance.correction_state IS NULL OR state = $1) AND ($2::text IS NULL OR id < $2)
      ORDER BY id DESC LIMIT $3`,
    [state, before, limit],
  );
}
