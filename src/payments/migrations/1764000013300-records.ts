import type { MigrationInterface, QueryRunner } from 'typeorm';

// What a person keeps of their payments. A receipt's code is nowhere in the database, only the hash it
// is found by. Notes are searched by tokens that are keyed for each of the two people; those that have
// none yet wait in a list, which costs a payment nothing to be put on.
export class Records1764000013300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payments.receipt_codes (
        code_hash   bytea       NOT NULL CONSTRAINT receipt_codes_pk PRIMARY KEY
          CONSTRAINT receipt_codes_hash_length CHECK (octet_length(code_hash) = 32),
        payment_id  text        NOT NULL CONSTRAINT receipt_codes_payment REFERENCES payments.payments (id)
          CONSTRAINT receipt_codes_payment_unique UNIQUE,
        created_at  timestamptz NOT NULL DEFAULT now()
      );
      GRANT SELECT, INSERT ON payments.receipt_codes TO tenner_app;

      CREATE TABLE payments.note_words (
        person_id   text   NOT NULL,
        payment_id  text   NOT NULL CONSTRAINT note_words_payment REFERENCES payments.payments (id),
        tokens      text[] NOT NULL,
        CONSTRAINT note_words_pk PRIMARY KEY (person_id, payment_id)
      );
      CREATE INDEX note_words_tokens ON payments.note_words USING gin (tokens);
      GRANT SELECT, INSERT ON payments.note_words TO tenner_app;

      CREATE TABLE payments.notes_unread (
        person_id   text NOT NULL,
        payment_id  text NOT NULL,
        CONSTRAINT notes_unread_pk PRIMARY KEY (person_id, payment_id)
      );
      INSERT INTO payments.notes_unread
      SELECT payer_id, id FROM payments.payments WHERE note IS NOT NULL
      UNION ALL SELECT payee_id, id FROM payments.payments WHERE note IS NOT NULL;
      GRANT SELECT, INSERT, DELETE ON payments.notes_unread TO tenner_app;

      -- What came back of somebody's payments is found without reading all of them.
      CREATE INDEX payments_refunded_payer ON payments.payments (payer_id, id DESC) WHERE refunded > 0;
      CREATE INDEX payments_refunded_payee ON payments.payments (payee_id, id DESC) WHERE refunded > 0;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
