// Finding messages by their words. This file is the only home of the index: what is kept of a text are
// its words and their beginnings, folded so that case and accents do not matter, and a search asks
// for messages that have them all. Who may see a message is asked of the message itself, every time.
import { rows, type Database, type Tx } from '../../shared/database.js';
import type { FoundMessages } from '../contract.js';
import { type MessageRow, toMessageView, VISIBLE } from './messages.js';

// Beginnings shorter than this match nearly everything; words longer than this are found by their
// beginning.
const BEGINNING_MIN = 2;
const WORD_MAX = 24;
const WORDS_ASKED_MAX = 8;

/** The words of a text, folded. */
export function wordsOf(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  const words = folded.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words.map((word) => Array.from(word).slice(0, WORD_MAX).join('')))];
}

/** The words and their beginnings, each once. */
export function indexedWords(text: string): string[] {
  const all = wordsOf(text).flatMap((word) => {
    const letters = Array.from(word);
    const lengths = Array.from({ length: letters.length }, (_, index) => index + 1);
    return lengths
      .filter((length) => length >= BEGINNING_MIN || length === letters.length)
      .map((length) => letters.slice(0, length).join(''));
  });
  return [...new Set(all)];
}

/** Keeps the index in step with messages that were written or changed. */
export async function indexMessages(tx: Tx, messages: readonly MessageRow[]): Promise<void> {
  const worded = messages.filter(({ body }) => body !== null);
  const wordless = messages.filter(({ deleted_at }) => deleted_at !== null);
  if (worded.length > 0) {
    await tx.query(
      `INSERT INTO chat.message_words (message_id, words)
       SELECT id, string_to_array(words, ' ') FROM UNNEST($1::text[], $2::text[]) AS m (id, words)
       ON CONFLICT (message_id) DO UPDATE SET words = excluded.words`,
      [worded.map(({ id }) => id), worded.map(({ body }) => indexedWords(body ?? '').join(' '))],
    );
  }
  if (wordless.length > 0) {
    await tx.query('DELETE FROM chat.message_words WHERE message_id = ANY($1)', [
      wordless.map(({ id }) => id),
    ]);
  }
}

export interface Search {
  readonly text: string;
  /** Only in this thread; null searches all of the viewer's. */
  readonly threadId: string | null;
  /** Only messages older than the one with this id. */
  readonly before: string | null;
  readonly limit: number;
}

/** Messages that the viewer may see and that have all the words, newest first. */
export async function searchMessages(
  db: Database,
  viewerId: string,
  { text, threadId, before, limit }: Search,
): Promise<FoundMessages> {
  const words = wordsOf(text).slice(0, WORDS_ASKED_MAX);
  if (words.length === 0) return { messages: [], next: null };
  const found = await rows<MessageRow>(
    db,
    `SELECT m.* FROM chat.message_words w JOIN chat.messages m ON m.id = w.message_id
      WHERE w.words @> $3::text[] AND ($1::text IS NULL OR m.thread_id = $1) AND ${VISIBLE}
        AND ($4::text IS NULL OR m.id < $4)
      ORDER BY m.id DESC LIMIT $5`,
    [threadId, viewerId, words, before, limit + 1],
  );
  const messages = found.slice(0, limit).map(toMessageView);
  return {
    messages,
    next: found.length > limit ? (messages.at(-1)?.id ?? null) : null,
  };
}
