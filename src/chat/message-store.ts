// Messages as rows: the statements that lock threads and write messages, each set-based. A thread's
// counters are read and written under its row lock, so sequence and revision have no gaps.
import { rows, type Tx } from '../shared/database.js';
import type { MessageRow } from './messages.js';

/** Where a locked thread stands, and who is in it. */
export interface LockedThread {
  sequence: number;
  revision: number;
  readonly personIds: readonly string[];
}

/** What names a message on its author's side. */
interface ClientMessage {
  readonly threadId: string;
  readonly authorId: string;
  readonly clientId?: string;
}

/** Locks threads, in the order of their ids. */
export async function lockThreads(
  tx: Tx,
  threadIds: readonly string[],
): Promise<Map<string, LockedThread>> {
  const found = await rows<{
    id: string;
    last_sequence: string;
    last_revision: string;
    person_ids: string[];
  }>(
    tx,
    `SELECT t.id, t.last_sequence, t.last_revision,
            (SELECT array_agg(p.person_id) FROM chat.participants p
              WHERE p.thread_id = t.id) AS person_ids
       FROM chat.threads t WHERE t.id = ANY($1) ORDER BY t.id FOR NO KEY UPDATE OF t`,
    [[...new Set(threadIds)]],
  );
  return new Map(
    found.map((row) => [
      row.id,
      {
        sequence: Number(row.last_sequence),
        revision: Number(row.last_revision),
        personIds: row.person_ids,
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
  await tx.query(
    `WITH counted AS (
       UPDATE chat.threads t SET last_sequence = c.sequence, last_revision = c.revision
         FROM UNNEST($1::text[], $2::bigint[], $3::bigint[]) AS c (id, sequence, revision)
        WHERE t.id = c.id)
     INSERT INTO chat.messages (id, thread_id, sequence, revision, author_id, body, client_id,
                                card_kind, card_id, card_data, audience, created_at)
     SELECT id, thread_id, sequence, revision, author_id, body, client_id, card_kind, card_id,
            card_data, string_to_array(audience, ' '), created_at
       FROM UNNEST($4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::text[], $9::text[],
                   $10::text[], $11::text[], $12::text[], $13::jsonb[], $14::text[], $15::timestamptz[])
            AS m (id, thread_id, sequence, revision, author_id, body, client_id, card_kind,
                  card_id, card_data, audience, created_at)`,
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
      messages.map(cardJson),
      messages.map((message) => message.audience?.join(' ') ?? null),
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
      messages.map(cardJson),
      messages.map((message) => message.audience?.join(' ') ?? null),
    ],
  );
}

/** Names a client's own message. */
export const clientKey = ({ threadId, authorId, clientId }: ClientMessage): string =>
  keyOf(threadId, authorId, clientId ?? null);

const keyOf = (threadId: string, authorId: string, clientId: string | null): string =>
  `${threadId} ${authorId} ${clientId ?? ''}`;

const cardJson = (message: MessageRow): string | null =>
  message.card_data === null ? null : JSON.stringify(message.card_data);

const counterColumns = (threads: Map<string, LockedThread>): unknown[] => [
  [...threads.keys()],
  [...threads.values()].map((thread) => String(thread.sequence)),
  [...threads.values()].map((thread) => String(thread.revision)),
];
