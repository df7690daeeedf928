import type { MigrationInterface, QueryRunner } from 'typeorm';

// Corrections of the books, which two people stand for: proposed by one, approved or declined by
// another. What was decided is never changed, and nothing is ever removed.
export class Finance1764000008000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA finance;
      GRANT USAGE ON SCHEMA finance TO tenner_app, tenner_readonly, tenner_auditor;
      CREATE TYPE finance.correction_kind AS ENUM ('reversal', 'entry');
      CREATE TYPE finance.correction_state AS ENUM ('proposed', 'approved', 'declined');

      -- lines: [{"account", "side", "amount" in minor units, "currency"}]. refusal_*: why the books
      -- refused the last approval, which left the correction open.
      CREATE TABLE finance.corrections (
        id               text        NOT NULL CONSTRAINT corrections_pk PRIMARY KEY,
        kind             finance.correction_kind NOT NULL,
        entry_id         text,
        lines            jsonb,
        reason           text        NOT NULL,
        occurred_at      timestamptz,
        state            finance.correction_state NOT NULL DEFAULT 'proposed',
        proposed_by      text        NOT NULL CONSTRAINT corrections_proposer REFERENCES identity.people (id),
        proposed_at      timestamptz NOT NULL,
        decided_by       text CONSTRAINT corrections_decider REFERENCES identity.people (id),
        decided_at       timestamptz,
        decision_reason  text,
        refusal_code     text,
        refusal_detail   text,
        refused_at       timestamptz,
        CONSTRAINT corrections_kind_whole CHECK ((kind = 'reversal') = (entry_id IS NOT NULL)
                                             AND (kind = 'entry') = (lines IS NOT NULL)),
        CONSTRAINT corrections_decided_whole CHECK ((state = 'proposed') = (decided_by IS NULL)
                                                AND (state = 'proposed') = (decided_at IS NULL)),
        CONSTRAINT corrections_two_people CHECK (decided_by <> proposed_by)
      );
      CREATE INDEX corrections_state ON finance.corrections (state, id DESC);
      GRANT SELECT, INSERT ON finance.corrections TO tenner_app;
      GRANT UPDATE (state, decided_by, decided_at, decision_reason, refusal_code, refusal_detail,
                    refused_at) ON finance.corrections TO tenner_app;
      CREATE TRIGGER corrections_never_removed BEFORE DELETE OR TRUNCATE ON finance.corrections
        FOR EACH STATEMENT EXECUTE FUNCTION shared.refuse_change();
      CREATE TRIGGER corrections_decided_once BEFORE UPDATE ON finance.corrections
        FOR EACH ROW WHEN (OLD.state <> 'proposed') EXECUTE FUNCTION shared.refuse_change();

      CREATE TABLE finance.idempotency_keys (
        person_id    text        NOT NULL,
        key          text        NOT NULL,
        fingerprint  bytea       NOT NULL,
        subject_id   text,
        status       smallint,
        body         text,
        created_at   timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT idempotency_keys_pk PRIMARY KEY (person_id, key),
        CONSTRAINT idempotency_keys_answer_whole CHECK ((status IS NULL) = (body IS NULL))
      );
      GRANT SELECT, INSERT, UPDATE (subject_id, status, body) ON finance.idempotency_keys TO tenner_app;
      GRANT SELECT ON finance.corrections TO tenner_readonly, tenner_auditor;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
