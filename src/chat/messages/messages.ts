// A message's row and its view, and the reads of a thread. A reader sees what his audience allows:
// a card that is meant for one person alone does not exist for the others.
import { type Database, rows } from '../../shared/database.js';
import type {
  CardView,
  EventView,
  MessagePage,
  MessageView,
  PictureView,
  ReactionView,
} from '../contract.js';

export interface MessageRow {
  id: string;
  thread_id: string;
  sequence: string;
  revision: string;
  author_id: string;
  body: string | null;
  client_id: string | null;
  card_kind: CardView['kind'] | null;
  card_id: string | null;
  card_data: unknown;
  audience: string[] | null;
  event: EventView | null;
  picture: PictureView | null;
  reply_to: string | null;
  mentions: string[];
  /** Ids of people by emoji. */
  reactions: Record<string, string[]>;
  edited_at: Date | null;
  deleted_at: Date | null;
  created_at: Date;
}

/** A row as JSON carries it: times are texts. */
export type MessageJson = Omit<MessageRow, 'created_at' | 'edited_at' | 'deleted_at'> & {
  created_at: string;
  edited_at: string | null;
  deleted_at: string | null;
};

export const fromJson = (row: MessageJson): MessageRow => ({
  ...row,
  created_at: new Date(row.created_at),
  edited_at: row.edited_at === null ? null : new Date(row.edited_at),
  deleted_at: row.deleted_at === null ? null : new Date(row.deleted_at),
});

export function toMessageView(row: MessageRow): MessageView {
  const card: CardView | null =
    row.card_id === null || row.card_kind === null
      ? null
      : { kind: row.card_kind, id: row.card_id, data: row.card_data };
  return {
    id: row.id,
    threadId: row.thread_id,
    sequence: Number(row.sequence),
    revision: Number(row.revision),
    authorId: row.author_id,
    createdAt: row.created_at.toISOString(),
    body: row.body,
    clientId: row.client_id,
    card,
    event: row.event,
    picture: row.picture,
    replyTo: row.reply_to,
    mentions: row.mentions,
    reactions: Object.entries(row.reactions).map(([emoji, personIds]): ReactionView => ({
      emoji,
      personIds,
    })),
    editedAt: row.edited_at?.toISOString() ?? null,
    deletedAt: row.deleted_at?.toISOString() ?? null,
  };
}

/**
 * The condition that the viewer, as parameter $2, may see the message `m`: it is meant for him, and
 * he had joined the thread before it was said. Whoever left has no row and sees nothing.
 */
export const VISIBLE = `(m.audience IS NULL OR $2 = ANY(m.audience))
        AND m.sequence > (SELECT mine.joined_sequence FROM chat.participants mine
                           WHERE mine.thread_id = m.thread_id AND mine.person_id = $2)`;

/** A page before it is known who of its people has left. */
export type Messages = Omit<MessagePage, 'former'>;

/** Messages before a sequence, or the newest: the last `limit` of them, in reading order. */
export async function messagesBefore(
  db: Database,
  threadId: string,
  viewerId: string,
  before: number | undefined,
  limit: number,
): Promise<Messages> {
  // The revision is read first: a message committed between the two reads is then asked for again,
  // and not missed.
  const revision = await revisionOf(db, threadId);
  const found = await rows<MessageRow>(
    db,
    `SELECT m.* FROM chat.messages m
      WHERE m.thread_id = $1 AND ${VISIBLE} AND ($3::bigint IS NULL OR m.sequence < $3)
      ORDER BY m.sequence DESC LIMIT $4`,
    [threadId, viewerId, before ?? null, limit + 1],
  );
  const messages = found.slice(0, limit).reverse().map(toMessageView);
  return { messages, revision, hasBefore: found.length > limit };
}

/** What was added or changed after a revision, oldest change first. */
export async function messagesAfter(
  db: Database,
  threadId: string,
  viewerId: string,
  after: number,
  limit: number,
): Promise<Messages> {
  const current = await revisionOf(db, threadId);
  const found = await rows<MessageRow>(
    db,
    `SELECT m.* FROM chat.messages m
      WHERE m.thread_id = $1 AND ${VISIBLE} AND m.revision > $3
      ORDER BY m.revision LIMIT $4`,
    [threadId, viewerId, after, limit],
  );
  const messages = found.map(toMessageView);
  const last = messages.at(-1)?.revision ?? current;
  return {
    messages,
    revision: found.length < limit ? Math.max(last, current) : last,
    hasBefore: false,
  };
}

/** Ids of those who said or did something in messages of a thread and are not in it any more. */
export async function absentees(
  db: Database,
  threadId: string,
  messages: readonly MessageView[],
): Promise<string[]> {
  const named = messages.flatMap(({ authorId, event }) => [authorId, ...(event?.personIds ?? [])]);
  const found = await rows<{ id: string }>(
    db,
    `SELECT id FROM UNNEST($2::text[]) AS named (id)
      WHERE NOT EXISTS (SELECT FROM chat.participants p
                         WHERE p.thread_id = $1 AND p.person_id = named.id)`,
    [threadId, [...new Set(named)]],
  );
  return found.map(({ id }) => id);
}

/** One message that the viewer may see. */
export async function visibleMessage(
  db: Database,
  threadId: string,
  viewerId: string,
  messageId: string,
): Promise<MessageRow | undefined> {
  const [found] = await rows<MessageRow>(
    db,
    `SELECT m.* FROM chat.messages m WHERE m.thread_id = $1 AND m.id = $3 AND ${VISIBLE}`,
    [threadId, viewerId, messageId],
  );
  return found;
}

async function revisionOf(db: Database, threadId: string): Promise<number> {
  const [thread] = await rows<{ last_revision: string }>(
    db,
    'SELECT last_revision FROM chat.threads WHERE id = $1',
    [threadId],
  );
  return Number(thread?.last_revision ?? 0);
}
