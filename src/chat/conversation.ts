// What the people of a thread know of each other, without a word of what they wrote: who shares a
// thread with whom, and how soon after their first message somebody named an amount of money.
import { type Database, rows } from '../shared/database.js';

/** The people who share a thread with this person. */
export async function contactsOf(db: Database, personId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    `SELECT DISTINCT other.person_id AS id
       FROM chat.participants mine
       JOIN chat.participants other ON other.thread_id = mine.thread_id
      WHERE mine.person_id = $1 AND other.person_id <> $1 LIMIT 5000`,
    [personId],
  );
  return found.map(({ id }) => id);
}

// An amount as people write it: a currency beside a figure, or the words of asking for some.
const NAMES_MONEY =
  /(?:[€$£¥]|\b(?:eur|euros?|usd|dollars?|gbp|pounds?|chf|sek|jpy|yen|kwd)\b)\s?\d|\d\s?(?:[€$£¥]|(?:eur|euros?|usd|dollars?|gbp|pounds?|chf|sek|jpy|yen|kwd|bucks|quid)\b)|\b(?:send|lend|pay|transfer|wire)\s(?:me|us)\b/i;

/** Messages that are looked at: what is not said in the beginning was not said soon. */
const FIRST_MESSAGES = 50;

/** Minutes between an author's first message in a thread and their first that names money; null for none. */
export async function askedAfterMinutes(
  db: Database,
  threadId: string,
  authorId: string,
): Promise<number | null> {
  const found = await rows<{ body: string; at: Date }>(
    db,
    `SELECT body, created_at AS at FROM chat.messages
      WHERE thread_id = $1 AND author_id = $2 AND body IS NOT NULL ORDER BY sequence LIMIT $3`,
    [threadId, authorId, FIRST_MESSAGES],
  );
  const [first] = found;
  const asked = found.find(({ body }) => NAMES_MONEY.test(body));
  if (first === undefined || asked === undefined) return null;
  return Math.floor((asked.at.getTime() - first.at.getTime()) / 60_000);
}
