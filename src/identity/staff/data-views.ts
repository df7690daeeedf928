// Who of the staff looked at whose data, and why. Never changed, and read by auditors.
import { type Database, rows, type Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';

export interface DataView {
  readonly viewerId: string;
  readonly subjectId: string;
  /** A sentence, or what was worked on: `case cas_…`. */
  readonly reason: string;
}

export interface RecordedView extends DataView {
  readonly id: string;
  readonly viewedAt: Date;
}

/**
 * Records views of people; what belongs to nobody, such as an account of the platform, is passed over.
 * A page that asks again every few seconds is one view: the same by the same person for the same
 * reason is written once in a quarter of an hour.
 */
export async function recordViews(tx: Tx, views: readonly DataView[]): Promise<void> {
  await tx.query(
    `INSERT INTO identity.data_views (id, viewer_id, subject_id, reason)
     SELECT v.id, v.viewer_id, v.subject_id, v.reason
       FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[]) AS v (id, viewer_id, subject_id, reason)
      WHERE EXISTS (SELECT FROM identity.people p WHERE p.id = v.subject_id)
        AND NOT EXISTS (SELECT FROM identity.data_views d
                         WHERE d.viewer_id = v.viewer_id AND d.subject_id = v.subject_id
                           AND d.reason = v.reason AND d.viewed_at > now() - interval '15 minutes')`,
    [
      views.map(() => newId('dvw')),
      views.map(({ viewerId }) => viewerId),
      views.map(({ subjectId }) => subjectId),
      views.map(({ reason }) => reason),
    ],
  );
}

/** The record, newest first. */
export function dataViews(
  db: Database,
  before: string | null,
  limit: number,
): Promise<RecordedView[]> {
  return rows<RecordedView>(
    db,
    `SELECT id, viewer_id AS "viewerId", subject_id AS "subjectId", reason, viewed_at AS "viewedAt"
       FROM identity.data_views WHERE $1::text IS NULL OR id < $1 ORDER BY id DESC LIMIT $2`,
    [before, limit],
  );
}
