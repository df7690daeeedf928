// Who is in a thread, remembered under the roster's name. The database gives a roster a new name with
// every change of it, so what is remembered is never wrong and need not be asked again: not by those who
// write under the thread's lock, and not by those who carry a message to five hundred people.
import { type Database, preparedRows } from '../../shared/database.js';
import type { ThreadRole } from '../contract.js';

export interface Member {
  readonly personId: string;
  readonly role: ThreadRole;
  /** What has this sequence or a lower one was said before this person joined. */
  readonly joinedSequence: number;
}

/** In the order in which they joined. */
export type Members = readonly Member[];

// Some 20 MB; the threads that are not written to for longest are forgotten first.
const MEMBERS_MAX = 200_000;

const remembered = new Map<string, Members>();
let membersRemembered = 0;

/** The people of threads whose rosters have these names, by name; `rosters` names them by thread. */
export async function membersOf(
  db: Database,
  rosters: ReadonlyMap<string, string>,
): Promise<Map<string, Members>> {
  const unknown = [...rosters].filter(([, roster]) => !remembered.has(roster));
  const read = await readMembers(
    db,
    unknown.map(([threadId]) => threadId),
  );
  for (const [threadId, roster] of unknown) {
    const members = read.get(threadId) ?? { roster, members: [] };
    // Where the thread is not locked it may have changed meanwhile; then this is somebody else's name.
    remember(members.roster, members.members);
  }
  return new Map(
    [...rosters].map(([threadId, roster]) => [
      threadId,
      remembered.get(roster) ?? read.get(threadId)?.members ?? [],
    ]),
  );
}

interface RosterRow {
  id: string;
  roster: string;
  members: [string, ThreadRole, number][] | null;
}

async function readMembers(
  db: Database,
  threadIds: readonly string[],
): Promise<Map<string, { roster: string; members: Members }>> {
  if (threadIds.length === 0) return new Map();
  const found = await preparedRows<RosterRow>(
    db,
    `SELECT t.id, t.roster,
            (SELECT jsonb_agg(jsonb_build_array(p.person_id, p.role, p.joined_sequence)
                              ORDER BY p.joined_at, p.person_id)
               FROM chat.participants p WHERE p.thread_id = t.id) AS members
       FROM chat.threads t WHERE t.id = ANY($1)`,
    [threadIds],
  );
  return new Map(
    found.map(({ id, roster, members }) => [
      id,
      {
        roster,
        members: (members ?? []).map(([personId, role, joinedSequence]) => ({
          personId,
          role,
          joinedSequence,
        })),
      },
    ]),
  );
}

function remember(roster: string, members: Members): void {
  if (remembered.has(roster)) return;
  remembered.set(roster, members);
  membersRemembered += members.length;
  for (const [oldest, { length }] of remembered) {
    if (membersRemembered <= MEMBERS_MAX) break;
    remembered.delete(oldest);
    membersRemembered -= length;
  }
}
