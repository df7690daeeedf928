// Messages as rows: the statements that lock threads and write messages, each set-based. A thread's
// counters are read and written under its row lock, so sequence and revision have no gaps.
import { preparedRows, rows, type Tx } from '../../shared/database.js';
import { type Members, membersOf } from '../threads/rosters.js';
import type { MessageRow } from './messages.js';

/** Where a locked thread stands, and who is in it. */
export interface LockedThread {
  readonly kind: 'direct' | 'group';
  sequence: number;
  revision: number;
  /** The name under which its people are remembered. */
  readonly roster: string;
  readonly participants: Members;
}

/** What names a message on its author's side. */
interface ClientMessage {
  readonly threadId: string;
  readonly authorId: string;
  readonly clientId?: string;
}

interface ThreadLockRow {
  id: string;
  kind: 'direct' | 'group';
  last_sequence: string;
  last_revision: string;
  roster: string;
}

/** Locks threads, in the order of their ids. */
export async function lockThreads(
  tx: Tx,
  threadIds: readonly string[],
): Promise<Map<string, LockedThread>> {
  const found = await preparedRows<ThreadLockRow>(
    tx,
    `SELECT t.id, t.kind, t.last_sequence, t.last_revision, t.roster
       FROM chat.threads t WHERE t.id = ANY($1) ORDER BY t.id FOR NO KEY UPDATE`,
    [[...new Set(threadIds)]],
  );
  // People come and go under this lock alone, so those read now are those of the roster just read.
  const members = await membersOf(tx, new Map(found.map(({ id, roster }) => [id, roster])));
  return new Map(
    found.map(({ id, kind, last_sequence, last_revision, roster }) => [
      id,
      {
        kind,
        sequence: Number(last_sequence),
        revision: Number(last_revision),
        roster,
        participants: members.get(id) ?? [],
      },
    ]),
  );
}

/** Messages that were appended before under the drafts' client ids, by `clientKey`. */
export async function knownMessages(
  tx: Tx,
  drafts: readonly ClientMessage[],
): Promise<Map<string, MessageRow>> {
  const withId = drafts.filter((draft) => draft.clientId !== undefined);
  if (withId.length === 0) return new Map();
  const found = await rows<MessageRow>(
    tx,
    `SELECT m.* FROM chat.messages m
       JOIN UNNEST($1::text[], $2::text[], $3::text[]) AS d (thread_id, author_id, client_id)
      USING (thread_id, author_id, client_id)`,
    [
      withId.map((draft) => draft.threadId),
      withId.map((draft) => draft.authorId),
      withId.map((draft) => draft.clientId),
    ],
  );
  return new Map(found.map((row) => [keyOf(row.thread_id, row.author_id, row.client_id), row]));
}

/** Writes new messages and the counters of their threads. */
export async function insertMessages(
  tx: Tx,
  messages: readonly MessageRow[],
  threads: Map<string, LockedThread>,
): Promise<void> {
  if (messages.length === 0) return;
  await preparedRows(
    tx,
    `WITH counted AS (
       UPDATE chat.threads t SET last_sequence = c.sequence, last_revision = c.revision
         FROM UNNEST($1::text[], $2::bigint[], $3::bigint[]) AS c (id, sequence, revision)
        WHERE t.id = c.id)
     INSERT INTO chat.messages (id, thread_id, sequence, revision, author_id, body, client_id,
                                card_kind, card_id, card_data, audience, event, picture,
                                reply_to, mentions, created_at)
     SELECT id, thread_id, sequence, revision, author_id, body, client_id, card_kind, card_id,
            card_data, string_to_array(audience, ' '), event, picture, reply_to,
            string_to_array(mentions, ' '), created_at
       FROM UNNEST($4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::text[], $9::text[],
                   $10::text[], $11::text[], $12::text[], $13::jsonb[], $14::text[], $15::jsonb[],
                   $16::jsonb[], $17::text[], $18::text[], $19::timestamptz[])
            AS m (id, thread_id, sequence, revision, author_id, body, client_id, card_kind,
                  card_id, card_data, audience, event, picture, reply_to, mentions, created_at)`,
    [
      ...counterColumns(threads),
      messages.map((message) => message.id),
      messages.map((message) => message.thread_id),
      messages.map((message) => message.sequence),
      messages.map((message) => message.revision),
      messages.map((message) => message.author_id),
      messages.map((message) => message.body),
      messages.map((message) => message.client_id),
      messages.map((message) => message.card_kind),
      messages.map((message) => message.card_id),
      messages.map((message) => json(message.card_data)),
      messages.map((message) => message.audience?.join(' ') ?? null),
      messages.map((message) => json(message.event)),
      messages.map((message) => json(message.picture)),
      messages.map((message) => message.reply_to),
      messages.map((message) => message.mentions.join(' ')),
      messages.map((message) => message.created_at.toISOString()),
    ],
  );
}

/** Writes changed cards and the counters of their threads. */
export async function updateCards(
  tx: Tx,
  messages: readonly MessageRow[],
  threads: Map<string, LockedThread>,
): Promise<void> {
  await tx.query(
    `WITH counted AS (
       UPDATE chat.threads t SET last_sequence = c.sequence, last_revision = c.revision
         FROM UNNEST($1::text[], $2::bigint[], $3::bigint[]) AS c (id, sequence, revision)
        WHERE t.id = c.id)
     UPDATE chat.messages m
        SET revision = n.revision, card_data = n.card_data, audience = string_to_array(n.audience, ' ')
       FROM UNNEST($4::text[], $5::bigint[], $6::jsonb[], $7::text[])
            AS n (id, revision, card_data, audience)
      WHERE m.id = n.id`,
    [
      ...counterColumns(threads),
      messages.map((message) => message.id),
      messages.map((message) => message.revision),
      messages.map((message) => json(message.card_data)),
      messages.map((message) => message.audience?.join(' ') ?? null),
    ],
  );
}

/** Writes what people may change of their messages, and the counters of their threads. */
export async function updateTexts(
  tx: Tx,
  messages: readonly MessageRow[],
  threads: Map<string, LockedThread>,
): Promise<void> {
  await tx.query(
    `WITH counted AS (
       UPDATE chat.threads t SET last_sequence = c.sequence, last_revision = c.revision
         FROM UNNEST($1::text[], $2::bigint[], $3::bigint[]) AS c (id, sequence, revision)
        WHERE t.id = c.id)
     UPDATE chat.messages m
        SET revision = n.revision, body = n.body, picture = n.picture, reactions = n.reactions,
            mentions = string_to_array(n.mentions, ' '), edited_at = n.edited_at,
            deleted_at = n.deleted_at
       FROM UNNEST($4::text[], $5::bigint[], $6::text[], $7::jsonb[], $8::jsonb[], $9::text[],
                   $10::timestamptz[], $11::timestamptz[])
            AS n (id, revision, body, picture, reactions, mentions, edited_at, deleted_at)
      WHERE m.id = n.id`,
    [
      ...counterColumns(threads),
      messages.map((message) => message.id),
      messages.map((message) => message.revision),
      messages.map((message) => message.body),
      messages.map((message) => json(message.picture)),
      messages.map((message) => json(message.reactions)),
      messages.map((message) => message.mentions.join(' ')),
      messages.map((message) => message.edited_at?.toISOString() ?? null),
      messages.map((message) => message.deleted_at?.toISOString() ?? null),
    ],
  );
}

/** Names a client's own message. */
export const clientKey = ({ threadId, authorId, clientId }: ClientMessage): string =>
  keyOf(threadId, authorId, clientId ?? null);

const keyOf = (threadId: string, authorId: string, clientId: string | null): string =>
  `${threadId} ${authorId} ${clientId ?? ''}`;

const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

const counterColumns = (threads: Map<string, LockedThread>): unknown[] => [
  [...threads.keys()],
  [...threads.values()].map((thread) => String(thread.sequence)),
  [...threads.values()].map((thread) => String(thread.revision)),
];
