// How long and how much the people of a thread have written to each other, without a word of what
// they wrote. When a bank doubts a payment, this says whether the two knew each other; the digest lets
// either of them prove later what the conversation was, should they choose to show it.
import { type Database, rows } from '../shared/database.js';

export interface Acquaintance {
  readonly since: Date;
  /** Messages of each before the moment, by person. */
  readonly messages: ReadonlyMap<string, number>;
  /** SHA-256, in hexadecimal, over those messages in their order. */
  readonly digest: string;
}

/** Which of these people have said something in a thread themselves. */
export async function wrote(
  db: Database,
  threadId: string,
  personIds: readonly string[],
): Promise<Set<string>> {
  const found = await rows<{ id: string }>(
    db,
    `SELECT w.id FROM UNNEST($2::text[]) AS w (id)
      WHERE EXISTS (SELECT FROM chat.messages m
                     WHERE m.thread_id = $1 AND m.author_id = w.id AND m.audience IS NULL
                       AND num_nonnulls(m.card_id, m.event) = 0)`,
    [threadId, personIds],
  );
  return new Set(found.map(({ id }) => id));
}

/** Which of these people are in a card's thread, and have been since before the card. */
export async function inSight(
  db: Database,
  cardId: string,
  personIds: readonly string[],
): Promise<Set<string>> {
  const found = await rows<{ id: string }>(
    db,
    `SELECT p.person_id AS id FROM chat.messages m
       JOIN chat.participants p ON p.thread_id = m.thread_id AND p.joined_sequence < m.sequence
      WHERE m.card_id = $1 AND p.person_id = ANY($2)`,
    [cardId, personIds],
  );
  return new Set(found.map(({ id }) => id));
}

/** What was written in a thread before a moment. */
export async function acquaintance(
  db: Database,
  threadId: string,
  before: Date,
): Promise<Acquaintance> {
  const found = await rows<{ authorId: string; count: number }>(
    db,
    `SELECT author_id AS "authorId", count(*)::int AS count FROM chat.messages
      WHERE thread_id = $1 AND created_at < $2 AND body IS NOT NULL AND audience IS NULL GROUP BY 1`,
    [threadId, before],
  );
  const [facts] = await rows<{ since: Date; digest: string }>(
    db,
    `SELECT t.created_at AS since,
            encode(sha256(convert_to(coalesce((SELECT string_agg(
              concat_ws(E'\\x1f', m.sequence, m.author_id, m.body), E'\\x1e' ORDER BY m.sequence)
                FROM chat.messages m
               WHERE m.thread_id = t.id AND m.created_at < $2 AND m.body IS NOT NULL
                 AND m.audience IS NULL), ''), 'UTF8')), 'hex')
              AS digest
       FROM chat.threads t WHERE t.id = $1`,
    [threadId, before],
  );
  return {
    since: facts?.since ?? before,
    messages: new Map(found.map(({ authorId, count }) => [authorId, count])),
    digest: facts?.digest ?? '',
  };
}
