import type { MigrationInterface, QueryRunner } from 'typeorm';

// What payers were warned of before they paid, and what each did then.
export class ShownWarnings1764000013200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE fraud.shown_warnings (
        id           text        NOT NULL CONSTRAINT shown_warnings_pk PRIMARY KEY,
        payer_id     text        NOT NULL,
        payee_id     text        NOT NULL,
        codes        text[]      NOT NULL CONSTRAINT shown_warnings_some CHECK (cardinality(codes) > 0),
        amount       bigint      NOT NULL,
        currency     text        NOT NULL,
        shown_at     timestamptz NOT NULL DEFAULT now(),
        answer       text CONSTRAINT shown_warnings_answer_known
          CHECK (answer IN ('went_on', 'turned_back', 'cooled_off')),
        answered_at  timestamptz,
        CONSTRAINT shown_warnings_answered_whole CHECK ((answer IS NULL) = (answered_at IS NULL))
      );
      CREATE INDEX shown_warnings_payer ON fraud.shown_warnings (payer_id, payee_id, shown_at);
      CREATE INDEX shown_warnings_time ON fraud.shown_warnings (shown_at);
      GRANT SELECT, INSERT, UPDATE (amount, currency, answer, answered_at)
        ON fraud.shown_warnings TO tenner_app;
      GRANT SELECT ON fraud.shown_warnings TO tenner_readonly;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
