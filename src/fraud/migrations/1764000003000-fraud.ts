import type { MigrationInterface, QueryRunner } from 'typeorm';

// What the judge knows and said. An assessment is written for every attempt, also for one that was
// refused in the end (not enough money, say), and is never changed.
export class Fraud1764000003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA fraud;
      GRANT USAGE ON SCHEMA fraud TO tenner_app;
      CREATE TYPE fraud.decision AS ENUM ('allow', 'challenge', 'review', 'block');
      CREATE TYPE fraud.case_state AS ENUM ('open', 'released', 'rejected');

      CREATE TABLE fraud.assessments (
        candidate_id  text           NOT NULL CONSTRAINT assessments_pk PRIMARY KEY,
        payer_id      text           NOT NULL,
        payee_id      text           NOT NULL,
        amount        bigint         NOT NULL,
        currency      text           NOT NULL,
        occurred_at   timestamptz    NOT NULL,
        decision      fraud.decision NOT NULL,
        reasons       jsonb          NOT NULL,
        signals       jsonb          NOT NULL,
        refused       boolean        NOT NULL
      );
      CREATE INDEX assessments_payer ON fraud.assessments (payer_id, occurred_at) INCLUDE (currency, amount, refused);
      CREATE TRIGGER assessments_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON fraud.assessments
        FOR EACH STATEMENT EXECUTE FUNCTION shared.refuse_change();
      GRANT SELECT, INSERT ON fraud.assessments TO tenner_app;

      CREATE TABLE fraud.cases (
        id               text             NOT NULL CONSTRAINT cases_pk PRIMARY KEY,
        candidate_id     text             NOT NULL CONSTRAINT cases_candidate_unique UNIQUE
          CONSTRAINT cases_assessment REFERENCES fraud.assessments (candidate_id),
        state            fraud.case_state NOT NULL DEFAULT 'open',
        opened_at        timestamptz      NOT NULL DEFAULT now(),
        review_by        timestamptz      NOT NULL,
        decided_by       text,
        decided_at       timestamptz,
        decision_reason  text,
        CONSTRAINT cases_decided_whole CHECK (
          (state = 'open') = (decided_by IS NULL)
          AND (decided_by IS NULL) = (decided_at IS NULL)
          AND (decided_by IS NULL) = (decision_reason IS NULL))
      );
      CREATE INDEX cases_queue ON fraud.cases (state, review_by);
      GRANT SELECT, INSERT, UPDATE (state, decided_by, decided_at, decision_reason) ON fraud.cases TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
