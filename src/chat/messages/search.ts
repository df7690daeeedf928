// Finding messages by their words. This file is the only home of the index. What is kept of a text are
// tokens: its words and their beginnings, folded so that case and accents do not matter, each keyed
// with its author's key, so that the table tells nobody a word and erasing the author erases them. A
// search asks for messages that have all tokens of their author; who may see a message is asked of the
// message itself, every time.
import { Injectable } from '@nestjs/common';
import { rows, type Database, type Tx } from '../../shared/database.js';
import { cut } from '../../shared/pages.js';
import { Vault } from '../../shared/vault.js';
import type { FoundMessages } from '../contract.js';
import { type MessageRow, toMessageView, VISIBLE } from './messages.js';
import { indexedWords, wordsOf } from '../../shared/words.js';

const WORDS_ASKED_MAX = 8;

export interface Search {
  readonly text: string;
  /** Only in this thread; null searches all of the viewer's. */
  readonly threadId: string | null;
  /** Only messages older than the one with this id. */
  readonly before: string | null;
  readonly limit: number;
}

@Injectable()
export class MessageSearch {
  constructor(private readonly vault: Vault) {}

  /** Keeps the index in step with messages that were written or changed. */
  async index(tx: Tx, messages: readonly MessageRow[]): Promise<void> {
    const worded = messages.filter(({ body }) => body !== null);
    const emptied = messages.filter(({ deleted_at }) => deleted_at !== null);
    if (worded.length > 0) await this.insert(tx, worded);
    if (emptied.length > 0) {
      await tx.query('DELETE FROM chat.message_words WHERE message_id = ANY($1)', [
        emptied.map(({ id }) => id),
      ]);
    }
  }

  /** Messages that the viewer may see and that have all the words, newest first. */
  async find(
    db: Database,
    viewerId: string,
    { text, threadId, before, limit }: Search,
  ): Promise<FoundMessages> {
    const words = wordsOf(text).slice(0, WORDS_ASKED_MAX);
    const asked =
      words.length === 0 ? [] : await this.tokensByAuthor(db, viewerId, threadId, words);
    if (asked.length === 0) return { messages: [], next: null };
    const found = await rows<MessageRow>(
      db,
      `SELECT m.*
         FROM UNNEST($3::text[], $4::text[]) AS a (author_id, tokens)
         JOIN chat.message_words w
           ON w.author_id = a.author_id AND w.tokens @> string_to_array(a.tokens, ' ')
         JOIN chat.messages m ON m.id = w.message_id
        WHERE ($1::text IS NULL OR w.thread_id = $1) AND ${VISIBLE}
          AND ($5::text IS NULL OR m.id < $5)
        ORDER BY m.id DESC LIMIT $6`,
      [
        threadId,
        viewerId,
        asked.map(({ authorId }) => authorId),
        asked.map(({ tokens }) => tokens),
        before,
        limit + 1,
      ],
    );
    const page = cut(found, limit, ({ id }) => id);
    return { messages: page.rows.map(toMessageView), next: page.next };
  }

  private async insert(tx: Tx, messages: readonly MessageRow[]): Promise<void> {
    const ring = await this.vault.issue(
      tx,
      messages.map(({ author_id }) => author_id),
    );
    const tokens = messages.map(({ author_id, body }) =>
      indexedWords(body ?? '').flatMap((word) => ring.token(author_id, word) ?? []),
    );
    await tx.query(
      `INSERT INTO chat.message_words (message_id, thread_id, author_id, tokens)
       SELECT message_id, thread_id, author_id, string_to_array(tokens, ' ')
         FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[])
              AS m (message_id, thread_id, author_id, tokens)
       ON CONFLICT (message_id) DO UPDATE SET tokens = excluded.tokens`,
      [
        messages.map(({ id }) => id),
        messages.map(({ thread_id }) => thread_id),
        messages.map(({ author_id }) => author_id),
        tokens.map((each) => each.join(' ')),
      ],
    );
  }

  /** The words in the token of each author who ever wrote in the viewer's threads. */
  private async tokensByAuthor(
    db: Database,
    viewerId: string,
    threadId: string | null,
    words: readonly string[],
  ): Promise<{ authorId: string; tokens: string }[]> {
    const authorIds = await authorsAround(db, viewerId, threadId);
    const ring = await this.vault.open(db, authorIds);
    return authorIds.flatMap((authorId) => {
      const tokens = words.flatMap((word) => ring.token(authorId, word) ?? []);
      return tokens.length === 0 ? [] : [{ authorId, tokens: tokens.join(' ') }];
    });
  }
}

// From one author of a thread the index leads straight to the next, so a thread of a million messages
// costs as many steps as it has authors.
async function authorsAround(
  db: Database,
  viewerId: string,
  threadId: string | null,
): Promise<string[]> {
  const found = await rows<{ author_id: string }>(
    db,
    `WITH RECURSIVE authors AS (
       SELECT p.thread_id, (SELECT min(w.author_id) FROM chat.message_words w
                             WHERE w.thread_id = p.thread_id) AS author_id
         FROM chat.participants p
        WHERE p.person_id = $1 AND ($2::text IS NULL OR p.thread_id = $2)
       UNION ALL
       SELECT a.thread_id, (SELECT min(w.author_id) FROM chat.message_words w
                             WHERE w.thread_id = a.thread_id AND w.author_id > a.author_id)
         FROM authors a WHERE a.author_id IS NOT NULL)
     SELECT DISTINCT author_id FROM authors WHERE author_id IS NOT NULL`,
    [viewerId, threadId],
  );
  return found.map(({ author_id }) => author_id);
}
