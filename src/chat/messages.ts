// A message's row and its view, and the reads of a thread. A reader sees what his audience allows:
// a card that is meant for one person alone does not exist for the others.
import { type Database, rows } from '../shared/database.js';
import type { CardView, MessagePage, MessageView } from './contract.js';

export interface MessageRow {
  id: string;
  thread_id: string;
  sequence: string;
  revision: string;
  author_id: string;
  body: string | null;
  client_id: string | null;
  card_kind: string | null;
  card_id: string | null;
  card_data: unknown;
  audience: string[] | null;
  created_at: Date;
}

export function toMessageView(row: MessageRow): MessageView {
  const card: CardView | null =
    row.card_id === null ? null : { kind: 'payment', id: row.card_id, data: row.card_data };
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
  };
}

const VISIBLE = '(audience IS NULL OR $2 = ANY(audience))';

/** Messages before a sequence, or the newest: the last `limit` of them, in reading order. */
export async function messagesBefore(
  db: Database,
  threadId: string,
  viewerId: string,
  before: number | undefined,
  limit: number,
): Promise<MessagePage> {
  // The revision is read first: a message committed between the two reads is then asked for again,
  // and not missed.
  const revision = await revisionOf(db, threadId);
  const found = await rows<MessageRow>(
    db,
    `SELECT * FROM chat.messages
      WHERE thread_id = $1 AND ${VISIBLE} AND ($3::bigint IS NULL OR sequence < $3)
      ORDER BY sequence DESC LIMIT $4`,
    [threadId, viewerId, before ?? null, limit + 1],
  );
  const page = found.slice(0, limit).reverse();
  return { messages: page.map(toMessageView), revision, hasBefore: found.length > limit };
}

/** What was added or changed after a revision, oldest change first. */
export async function messagesAfter(
  db: Database,
  threadId: string,
  viewerId: string,
  after: number,
  limit: number,
): Promise<MessagePage> {
  const current = await revisionOf(db, threadId);
  const found = await rows<MessageRow>(
    db,
    `SELECT * FROM chat.messages
      WHERE thread_id = $1 AND ${VISIBLE} AND revision > $3
      ORDER BY revision LIMIT $4`,
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

async function revisionOf(db: Database, threadId: string): Promise<number> {
  const [thread] = await rows<{ last_revision: string }>(
    db,
    'SELECT last_revision FROM chat.threads WHERE id = $1',
    [threadId],
  );
  return Number(thread?.last_revision ?? 0);
}
