// Finding payments by their note. What is kept of a note are tokens, as chat keeps them of a message: its
// words and their beginnings, folded, keyed with the key of each of its two people, so that the table
// tells nobody a word and each searches their own. A note is read when its person next searches: most
// never do, and a payment should not wait for it.
import { Injectable } from '@nestjs/common';
import { rows, Transactor } from '../../shared/database.js';
import { Vault } from '../../shared/vault.js';
import { indexedWords, wordsOf } from '../../shared/words.js';

const WORDS_ASKED_MAX = 8;
const READ_AT_ONCE = 500;

@Injectable()
export class NoteSearch {
  constructor(
    private readonly transactor: Transactor,
    private readonly vault: Vault,
  ) {}

  /** The tokens that a payment of this person must have for a note with all the words of a text. */
  async tokensOf(personId: string, text: string): Promise<string[]> {
    while (await this.readSome(personId));
    const ring = await this.vault.open(this.transactor.reader, [personId]);
    return wordsOf(text)
      .slice(0, WORDS_ASKED_MAX)
      .flatMap((word) => ring.token(personId, word) ?? []);
  }

  /** Reads some of the notes that wait; false when none do. Somebody else may read the same meanwhile. */
  private async readSome(personId: string): Promise<boolean> {
    const [waiting] = await rows(
      this.transactor.reader,
      'SELECT 1 FROM payments.notes_unread WHERE person_id = $1 LIMIT 1',
      [personId],
    );
    if (waiting === undefined) return false;
    await this.transactor.run(async (tx) => {
      const ring = await this.vault.issue(tx, [personId]);
      const taken = await rows<{ id: string; note: string }>(
        tx,
        `WITH taken AS (
           DELETE FROM payments.notes_unread u
            USING (SELECT payment_id FROM payments.notes_unread WHERE person_id = $1
                    ORDER BY payment_id LIMIT $2) next
            WHERE u.person_id = $1 AND u.payment_id = next.payment_id RETURNING u.payment_id)
         SELECT p.id, p.note FROM taken t JOIN payments.payments p ON p.id = t.payment_id`,
        [personId, READ_AT_ONCE],
      );
      const tokens = taken.map(({ note }) =>
        indexedWords(note).flatMap((word) => ring.token(personId, word) ?? []),
      );
      await tx.query(
        `INSERT INTO payments.note_words (person_id, payment_id, tokens)
         SELECT $1, n.id, string_to_array(n.tokens, ' ')
           FROM UNNEST($2::text[], $3::text[]) AS n (id, tokens) ON CONFLICT DO NOTHING`,
        [personId, taken.map(({ id }) => id), tokens.map((each) => each.join(' '))],
      );
    });
    return true;
  }
}
