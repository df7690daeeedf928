// Who does not hear what is said: those who have muted a thread, and those who have not read it yet.
import { type Database, preparedRows, rows } from '../../shared/database.js';

export interface Listening {
  readonly personId: string;
  readonly threadId: string;
}

/** Those of the pairs in which the person has muted the thread now, as `<thread> <person>`. */
export async function mutedBy(db: Database, pairs: readonly Listening[]): Promise<Set<string>> {
  if (pairs.length === 0) return new Set();
  const found = await preparedRows<{ key: string }>(
    db,
    `SELECT p.thread_id || ' ' || p.person_id AS key FROM chat.participants p
       JOIN UNNEST($1::text[], $2::text[]) AS l (thread_id, person_id) USING (thread_id, person_id)
      WHERE p.muted_until > now()`,
    [pairs.map(({ threadId }) => threadId), pairs.map(({ personId }) => personId)],
  );
  return new Set(found.map(({ key }) => key));
}

/** What somebody has not read yet. */
export interface Unread extends Listening {
  /** Who said the first of it. */
  readonly authorId: string;
  /** How far they have read: the same until they read on. */
  readonly readSequence: string;
}

/** What people said in a stretch of time and others have not read, each thread of a person once. */
export function unreadBetween(db: Database, from: Date, to: Date): Promise<Unread[]> {
  return rows<Unread>(
    db,
    `SELECT DISTINCT ON (p.thread_id, p.person_id) p.thread_id AS "threadId", p.person_id AS "personId",
            m.author_id AS "authorId", p.read_sequence::text AS "readSequence"
       FROM chat.messages m JOIN chat.participants p ON p.thread_id = m.thread_id
      WHERE m.created_at > $1 AND m.created_at <= $2
        AND m.event IS NULL AND m.card_id IS NULL AND m.deleted_at IS NULL
        AND p.person_id <> m.author_id AND p.read_sequence < m.sequence
        AND p.joined_sequence < m.sequence
      ORDER BY p.thread_id, p.person_id, m.sequence`,
    [from, to],
  );
}
