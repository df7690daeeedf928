import type { MigrationInterface, QueryRunner } from 'typeorm';

// Requests: one person asks another for money in their thread. What was paid of one is never stored; it
// is the sum of the payments that say they are for it.
export class Requests1764000015000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TYPE payments.request_state AS ENUM ('open', 'paid', 'declined', 'cancelled', 'expired');

      CREATE TABLE payments.requests (
        id            text        NOT NULL CONSTRAINT requests_pk PRIMARY KEY,
        thread_id     text        NOT NULL,
        requester_id  text        NOT NULL,
        payer_id      text        NOT NULL,
        currency      text        NOT NULL,
        amount        bigint      NOT NULL CONSTRAINT requests_amount CHECK (amount > 0),
        note          text        CONSTRAINT requests_note CHECK (length(note) <= 280),
        state         payments.request_state NOT NULL DEFAULT 'open',
        -- Counts what the payer was shown: whoever pays names the one they saw.
        revision      integer     NOT NULL DEFAULT 1,
        reminders     smallint    NOT NULL DEFAULT 0
          CONSTRAINT requests_reminders CHECK (reminders BETWEEN 0 AND 3),
        reminded_at   timestamptz,
        expires_at    timestamptz NOT NULL,
        created_at    timestamptz NOT NULL,
        updated_at    timestamptz NOT NULL,
        CONSTRAINT requests_two_people CHECK (requester_id <> payer_id),
        CONSTRAINT requests_ends_later CHECK (expires_at > created_at)
      );
      CREATE INDEX requests_of_requester ON payments.requests (requester_id, id DESC);
      CREATE INDEX requests_of_payer ON payments.requests (payer_id, id DESC);
      CREATE INDEX requests_ending ON payments.requests (expires_at) WHERE state = 'open';
      GRANT SELECT, INSERT, UPDATE (amount, note, state, revision, reminders, reminded_at, updated_at)
        ON payments.requests TO tenner_app;
      GRANT SELECT (id, thread_id, requester_id, payer_id, currency, amount, state, expires_at, created_at)
        ON payments.requests TO tenner_readonly, tenner_auditor;

      ALTER TABLE payments.payments
        ADD COLUMN request_id text CONSTRAINT payments_request REFERENCES payments.requests (id);
      GRANT SELECT (request_id, payee_id) ON payments.payments TO tenner_readonly, tenner_auditor;
      CREATE INDEX payments_of_request ON payments.payments (request_id) WHERE request_id IS NOT NULL;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
