// The threads of a person, as a list shows them: who is in each, what the person has chosen for it,
// and the last message that the person may see.
import { Injectable } from '@nestjs/common';
import { type Database, rows, type Tx } from '../../shared/database.js';
import { Outbox } from '../../shared/outbox.js';
import { People, type Profile } from '../../shared/people.js';
import type { ThreadRole, ThreadSettingsView, ThreadView } from '../contract.js';
import { fromJson, type MessageJson, toMessageView } from '../messages/messages.js';
import { refuse } from '../refusals.js';
import { Blocks } from './blocks.js';
import { tellChoices } from './choices.js';

interface ThreadRow {
  id: string;
  kind: 'direct' | 'group';
  title: string | null;
  last_revision: string;
  muted_until: string | null;
  suggests_money: boolean;
  participants: { personId: string; readSequence: number; role: ThreadRole }[];
  last_message: MessageJson | null;
}

/** How muting is written in the database. */
const FOREVER = 'infinity';

@Injectable()
export class Threads {
  constructor(
    private readonly people: People,
    private readonly blocks: Blocks,
    private readonly outbox: Outbox,
  ) {}

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

  /** Changes what the viewer has chosen for a thread. Refuses `thread_unknown`. */
  async choose(
    tx: Tx,
    viewerId: string,
    threadId: string,
    { mutedUntil, suggestsMoney }: ThreadSettingsView,
  ): Promise<void> {
    const changed = await rows(
      tx,
      `UPDATE chat.participants SET muted_until = $3, suggests_money = $4
        WHERE thread_id = $1 AND person_id = $2 RETURNING person_id`,
      [threadId, viewerId, mutedUntil === 'forever' ? FOREVER : mutedUntil, suggestsMoney],
    );
    if (changed.length === 0) throw refuse('thread_unknown');
    await tellChoices(this.outbox, tx, viewerId);
  }

  private async find(
    db: Database,
    viewerId: string,
    threadId: string | null,
  ): Promise<ThreadView[]> {
    const found = await rows<ThreadRow>(
      db,
      `SELECT t.id, t.kind, t.title, t.last_revision, mine.suggests_money,
              CASE WHEN mine.muted_until > now() THEN to_jsonb(mine.muted_until) #>> '{}' END
                AS muted_until,
              (SELECT jsonb_agg(jsonb_build_object('personId', p.person_id, 'role', p.role,
                                                   'readSequence', p.read_sequence)
                                ORDER BY p.person_id)
                 FROM chat.participants p WHERE p.thread_id = t.id) AS participants,
              to_jsonb(last) AS last_message
         FROM chat.participants mine
         JOIN chat.threads t ON t.id = mine.thread_id
         LEFT JOIN LATERAL (
              SELECT m.* FROM chat.messages m
               WHERE m.thread_id = t.id AND (m.audience IS NULL OR $1 = ANY(m.audience))
                 AND m.sequence > mine.joined_sequence
               ORDER BY m.sequence DESC LIMIT 1) last ON true
        WHERE mine.person_id = $1 AND ($2::text IS NULL OR t.id = $2)
        ORDER BY coalesce(last.created_at, mine.joined_at) DESC, t.id LIMIT 100`,
      [viewerId, threadId],
    );
    const profiles = await this.people.profiles(
      db,
      found.flatMap((thread) => [...idsIn(thread), ...namedLast(thread)]),
    );
    const blocked = new Set(await this.blocks.idsOf(db, viewerId));
    return found.map((thread) => toThreadView(thread, profiles, blocked));
  }
}

function toThreadView(
  row: ThreadRow,
  profiles: ReadonlyMap<string, Profile>,
  blocked: ReadonlySet<string>,
): ThreadView {
  const last = row.last_message === null ? null : toMessageView(fromJson(row.last_message));
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    participants: row.participants.map(({ personId, readSequence, role }) => ({
      personId,
      name: profiles.get(personId)?.name ?? 'Somebody',
      handle: profiles.get(personId)?.handle ?? '',
      readSequence,
      role,
      blocked: blocked.has(personId),
    })),
    settings: { mutedUntil: mutedUntilOf(row), suggestsMoney: row.suggests_money },
    lastSequence: last?.sequence ?? 0,
    revision: Number(row.last_revision),
    lastMessage: last,
    former: [...new Set(namedLast(row))]
      .filter((id) => !row.participants.some(({ personId }) => personId === id))
      .flatMap((id) => profiles.get(id) ?? [])
      .map(({ id, handle, name }) => ({ id, handle, name })),
  };
}

const idsIn = ({ participants }: ThreadRow): string[] =>
  participants.map(({ personId }) => personId);

const namedLast = ({ last_message: last }: ThreadRow): string[] =>
  last === null ? [] : [last.author_id, ...(last.event?.personIds ?? [])];

function mutedUntilOf({ muted_until }: ThreadRow): string | null {
  if (muted_until === null) return null;
  return muted_until === FOREVER ? 'forever' : new Date(muted_until).toISOString();
}
