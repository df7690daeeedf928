// The threads of a person, as a list shows them: who is in each, and the last message that the
// person may see.
import { Injectable } from '@nestjs/common';
import { type Database, rows } from '../shared/database.js';
import { People, type Profile } from '../shared/people.js';
import { refuse } from './chat.js';
import type { ThreadView } from './contract.js';
import { type MessageRow, toMessageView } from './messages.js';

interface ThreadRow {
  id: string;
  kind: 'direct' | 'group';
  title: string | null;
  last_sequence: string;
  last_revision: string;
  participants: { personId: string; readSequence: number }[];
  last_message: (Omit<MessageRow, 'created_at'> & { created_at: string }) | null;
}

@Injectable()
export class Threads {
  constructor(private readonly people: People) {}

  /** The viewer's threads, the one that changed last first. */
  async list(db: Database, viewerId: string): Promise<ThreadView[]> {
    return this.find(db, viewerId, null);
  }

  /** One thread. Refuses `thread_unknown` also for a thread of other people. */
  async one(db: Database, viewerId: string, threadId: string): Promise<ThreadView> {
    const [thread] = await this.find(db, viewerId, threadId);
    if (thread === undefined) throw refuse('thread_unknown');
    return thread;
  }

  private async find(
    db: Database,
    viewerId: string,
    threadId: string | null,
  ): Promise<ThreadView[]> {
    const found = await rows<ThreadRow>(
      db,
      `SELECT t.id, t.kind, t.title, t.last_sequence, t.last_revision,
              (SELECT jsonb_agg(jsonb_build_object('personId', p.person_id,
                                                   'readSequence', p.read_sequence) ORDER BY p.person_id)
                 FROM chat.participants p WHERE p.thread_id = t.id) AS participants,
              to_jsonb(last) AS last_message
         FROM chat.participants mine
         JOIN chat.threads t ON t.id = mine.thread_id
         LEFT JOIN LATERAL (
              SELECT m.* FROM chat.messages m
               WHERE m.thread_id = t.id AND (m.audience IS NULL OR $1 = ANY(m.audience))
               ORDER BY m.sequence DESC LIMIT 1) last ON true
        WHERE mine.person_id = $1 AND ($2::text IS NULL OR t.id = $2)
        ORDER BY last.created_at DESC NULLS LAST, t.id LIMIT 100`,
      [viewerId, threadId],
    );
    const profiles = await this.people.profiles(
      db,
      found.flatMap((thread) => thread.participants.map((participant) => participant.personId)),
    );
    return found.map((thread) => toThreadView(thread, profiles));
  }
}

function toThreadView(row: ThreadRow, profiles: Map<string, Profile>): ThreadView {
  const last = row.last_message;
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    participants: row.participants.map(({ personId, readSequence }) => ({
      personId,
      name: profiles.get(personId)?.name ?? 'Somebody',
      handle: profiles.get(personId)?.handle ?? '',
      readSequence,
    })),
    lastSequence: Number(last?.sequence ?? 0),
    revision: Number(row.last_revision),
    lastMessage:
      last === null ? null : toMessageView({ ...last, created_at: new Date(last.created_at) }),
  };
}
