import type { MigrationInterface, QueryRunner } from 'typeorm';

// Scheduled payments: what was agreed (terms, never changed), where each schedule stands, and every
// occurrence that was taken in hand. The primary key of occurrences is what makes each be sent once.
export class Schedules1764000017300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TYPE payments.schedule_state AS ENUM ('active', 'paused', 'stopped', 'finished');
      CREATE TYPE payments.occurrence_state AS ENUM ('claimed', 'sent', 'refused', 'missed', 'skipped');

      CREATE TABLE payments.schedules (
        id           text        NOT NULL CONSTRAINT schedules_pk PRIMARY KEY,
        thread_id    text        NOT NULL,
        payer_id     text        NOT NULL,
        payee_id     text        NOT NULL,
        currency     text        NOT NULL,
        state        payments.schedule_state NOT NULL DEFAULT 'active',
        paused_by    text        CONSTRAINT schedules_paused_by CHECK (paused_by IN ('payer', 'refusals')),
        revision     integer     NOT NULL DEFAULT 1,
        next_number  integer     NOT NULL DEFAULT 1,
        next_at      timestamptz,
        notice_at    timestamptz,
        counts_from  integer     NOT NULL DEFAULT 1,
        created_at   timestamptz NOT NULL,
        updated_at   timestamptz NOT NULL,
        CONSTRAINT schedules_two_people CHECK (payer_id <> payee_id),
        CONSTRAINT schedules_paused CHECK ((state = 'paused') = (paused_by IS NOT NULL)),
        CONSTRAINT schedules_next CHECK (state NOT IN ('active', 'paused') OR next_at IS NOT NULL)
      );
      CREATE INDEX schedules_of_payer ON payments.schedules (payer_id, id DESC);
      CREATE INDEX schedules_of_payee ON payments.schedules (payee_id);
      CREATE INDEX schedules_due ON payments.schedules (next_at) WHERE state = 'active';
      CREATE INDEX schedules_to_tell ON payments.schedules (notice_at)
        WHERE state = 'active' AND notice_at IS NOT NULL;
      GRANT SELECT, INSERT, UPDATE (state, paused_by, revision, next_number, next_at, notice_at, counts_from,
                                    updated_at)
        ON payments.schedules TO tenner_app;
      GRANT SELECT (id, thread_id, payer_id, payee_id, currency, state, next_at, created_at)
        ON payments.schedules TO tenner_readonly, tenner_auditor;

      -- The plan is a text, because the payer's confirmation is bound to it letter by letter.
      CREATE TABLE payments.schedule_terms (
        schedule_id  text        NOT NULL CONSTRAINT schedule_terms_schedule REFERENCES payments.schedules (id),
        revision     integer     NOT NULL,
        amount       bigint      NOT NULL CONSTRAINT schedule_terms_amount CHECK (amount > 0),
        card_id      text        CONSTRAINT schedule_terms_card REFERENCES payments.cards (id),
        note         text        CONSTRAINT schedule_terms_note CHECK (length(note) <= 280),
        plan         text        NOT NULL CONSTRAINT schedule_terms_plan CHECK (plan::jsonb ? 'zone'),
        first_number integer     NOT NULL,
        mandate      bytea       CONSTRAINT schedule_terms_mandate CHECK (length(mandate) = 32),
        made_at      timestamptz NOT NULL,
        CONSTRAINT schedule_terms_pk PRIMARY KEY (schedule_id, revision)
      );
      GRANT SELECT, INSERT ON payments.schedule_terms TO tenner_app;
      GRANT SELECT (schedule_id, revision, amount, plan, first_number, made_at)
        ON payments.schedule_terms TO tenner_readonly, tenner_auditor;

      -- Leases are the database's time, because several processes must agree on them.
      CREATE TABLE payments.schedule_occurrences (
        schedule_id  text        NOT NULL,
        number       integer     NOT NULL,
        revision     integer     NOT NULL,
        due_at       timestamptz NOT NULL,
        state        payments.occurrence_state NOT NULL,
        late         boolean     NOT NULL DEFAULT false,
        payment_id   text        CONSTRAINT schedule_occurrences_payment REFERENCES payments.payments (id),
        refusal      text,
        leased_until timestamptz,
        updated_at   timestamptz NOT NULL,
        CONSTRAINT schedule_occurrences_pk PRIMARY KEY (schedule_id, number),
        CONSTRAINT schedule_occurrences_terms FOREIGN KEY (schedule_id, revision)
          REFERENCES payments.schedule_terms (schedule_id, revision),
        CONSTRAINT schedule_occurrences_one_payment UNIQUE (payment_id),
        CONSTRAINT schedule_occurrences_sent CHECK (state <> 'sent' OR payment_id IS NOT NULL),
        CONSTRAINT schedule_occurrences_refused CHECK ((state = 'refused') = (refusal IS NOT NULL)),
        CONSTRAINT schedule_occurrences_lease CHECK ((state = 'claimed') = (leased_until IS NOT NULL))
      );
      CREATE INDEX schedule_occurrences_claimed ON payments.schedule_occurrences (leased_until)
        WHERE state = 'claimed';
      GRANT SELECT, INSERT, UPDATE (state, late, payment_id, refusal, leased_until, updated_at)
        ON payments.schedule_occurrences TO tenner_app;
      GRANT SELECT (schedule_id, number, revision, due_at, state, late, payment_id, refusal)
        ON payments.schedule_occurrences TO tenner_readonly, tenner_auditor;

      -- Nobody leaves with a schedule of their own that is open; those to them end here.
      CREATE FUNCTION payments.erase_schedules(who text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM shared.require_key_destroyed(who);
        UPDATE payments.schedule_terms t SET note = NULL FROM payments.schedules s
         WHERE s.payer_id = who AND t.schedule_id = s.id AND t.note IS NOT NULL;
        UPDATE payments.schedules SET state = 'stopped', paused_by = NULL, updated_at = now()
         WHERE payee_id = who AND state IN ('active', 'paused');
        -- What its making was answered with names the payee.
        UPDATE payments.idempotency_keys k SET body = '{}' FROM payments.schedules s
         WHERE s.payee_id = who AND k.person_id = s.payer_id AND k.subject_id = s.id AND k.body IS NOT NULL;
      END $$;
      REVOKE ALL ON FUNCTION payments.erase_schedules(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION payments.erase_schedules(text) TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
