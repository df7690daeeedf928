// When a person signed in, for whoever must show that they were there.
import { type Database, rows } from '../../shared/database.js';

/** The last times a person signed in before a moment, newest first. */
export async function signIns(
  db: Database,
  personId: string,
  before: Date,
  limit: number,
): Promise<Date[]> {
  const found = await rows<{ at: Date }>(
    db,
    `SELECT created_at AS at FROM identity.sessions
      WHERE person_id = $1 AND created_at <= $2 ORDER BY created_at DESC LIMIT $3`,
    [personId, before, limit],
  );
  return found.map(({ at }) => at);
}
