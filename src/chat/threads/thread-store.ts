// Threads and their people as rows: how a thread comes to be, and who is in it.
import { type Database, preparedRows, rows, type Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { present } from '../../shared/refusal.js';
import type { ThreadRole } from '../contract.js';
import { refuse } from '../refusals.js';

export interface NewThread {
  readonly title: string | null;
  readonly personIds: readonly string[];
}

/** Who is in a thread. */
export interface Roster {
  readonly threadId: string;
  readonly kind: 'direct' | 'group';
  readonly personIds: readonly string[];
}

/** Creates threads, or finds the direct thread of two people. */
export async function createThreads(tx: Tx, threads: readonly NewThread[]): Promise<string[]> {
  const ids: string[] = [];
  for (const { title, personIds } of threads) {
    const people = [...new Set(personIds)];
    if (people.length < 2) throw refuse('thread_needs_people');
    const direct = title === null && people.length === 2;
    const [created] = await rows<{ id: string }>(
      tx,
      `INSERT INTO chat.threads (id, kind, title, pair_key) VALUES ($1, $2, $3, $4)
       ON CONFLICT ON CONSTRAINT threads_pair_unique DO UPDATE SET kind = 'direct' RETURNING id`,
      [
        newId('thr'),
        direct ? 'direct' : 'group',
        direct ? null : (title ?? 'Group'),
        direct ? people.toSorted().join(':') : null,
      ],
    );
    const { id } = present(created, 'a thread was created or found');
    await insertParticipants(tx, id, people, 0, direct ? null : (people[0] ?? null));
    ids.push(id);
  }
  return ids;
}

/** Puts people into a thread; they see what comes after `joinedSequence`. */
export async function insertParticipants(
  tx: Tx,
  threadId: string,
  personIds: readonly string[],
  joinedSequence: number,
  ownerId: string | null = null,
): Promise<void> {
  await tx.query(
    `INSERT INTO chat.participants (thread_id, person_id, joined_sequence, read_sequence, role)
     SELECT $1, person_id, $3, $3, CASE WHEN person_id = $4 THEN 'owner' ELSE 'member' END
       FROM UNNEST($2::text[]) AS p (person_id) ON CONFLICT DO NOTHING`,
    [threadId, personIds, joinedSequence, ownerId],
  );
}

/** Takes a person out of a thread, with what they had chosen for it. */
export async function deleteParticipant(tx: Tx, threadId: string, personId: string): Promise<void> {
  await tx.query('DELETE FROM chat.participants WHERE thread_id = $1 AND person_id = $2', [
    threadId,
    personId,
  ]);
}

export async function updateRole(
  tx: Tx,
  threadId: string,
  personId: string,
  role: ThreadRole,
): Promise<void> {
  await tx.query('UPDATE chat.participants SET role = $3 WHERE thread_id = $1 AND person_id = $2', [
    threadId,
    personId,
    role,
  ]);
}

export async function updateTitle(tx: Tx, threadId: string, title: string): Promise<void> {
  await tx.query('UPDATE chat.threads SET title = $2 WHERE id = $1', [threadId, title]);
}

/** Whether exactly these people have a thread of that title already. */
export async function threadExists(
  db: Database,
  personIds: readonly string[],
  title: string | null,
): Promise<boolean> {
  const found = await rows(
    db,
    `SELECT FROM chat.threads t
      WHERE t.title IS NOT DISTINCT FROM $2
        AND (SELECT array_agg(p.person_id ORDER BY p.person_id) FROM chat.participants p
              WHERE p.thread_id = t.id) = $1::text[]`,
    [[...personIds].sort(), title],
  );
  return found.length > 0;
}

/** Who is in these threads. Unknown threads are absent. */
export async function rosters(
  db: Database,
  threadIds: readonly string[],
): Promise<Map<string, Roster>> {
  const found = await preparedRows<Roster>(
    db,
    `SELECT t.id AS "threadId", t.kind, array_agg(p.person_id) AS "personIds"
       FROM chat.threads t JOIN chat.participants p ON p.thread_id = t.id
      WHERE t.id = ANY($1) GROUP BY t.id`,
    [[...new Set(threadIds)]],
  );
  return new Map(found.map((roster) => [roster.threadId, roster]));
}

/** Where the thread stood when the viewer joined; undefined when the viewer is not in it. */
export async function joinedSequence(
  db: Database,
  threadId: string,
  viewerId: string,
): Promise<number | undefined> {
  const [found] = await rows<{ joined_sequence: string }>(
    db,
    'SELECT joined_sequence FROM chat.participants WHERE thread_id = $1 AND person_id = $2',
    [threadId, viewerId],
  );
  return found === undefined ? undefined : Number(found.joined_sequence);
}
