import type { MigrationInterface, QueryRunner } from 'typeorm';

// Top-ups: a person's own card fills their own balance. A charge, and whatever comes back of it, is of a
// payment or of a top-up; which of the two its id says, and a reference for each keeps it true.
const OWNED = ['charges', 'refunds', 'disputes', 'fraud_warnings'];

const ownedBy = (table: string): string => `
  ALTER TABLE payments.${table} DROP CONSTRAINT ${table}_payment;
  ALTER TABLE payments.${table}
    ADD COLUMN of_payment text GENERATED ALWAYS AS
      (CASE WHEN starts_with(payment_id, 'pay_') THEN payment_id END) STORED
      CONSTRAINT ${table}_of_payment REFERENCES payments.payments (id),
    ADD COLUMN of_top_up text GENERATED ALWAYS AS
      (CASE WHEN starts_with(payment_id, 'top_') THEN payment_id END) STORED
      CONSTRAINT ${table}_of_top_up REFERENCES payments.top_ups (id),
    ADD CONSTRAINT ${table}_of_one CHECK (num_nonnulls(of_payment, of_top_up) = 1);
`;

export class TopUps1764000017400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TYPE payments.top_up_state AS ENUM ('charging', 'authenticating', 'completed', 'failed');

      CREATE TABLE payments.top_ups (
        id              text        NOT NULL CONSTRAINT top_ups_pk PRIMARY KEY,
        person_id       text        NOT NULL CONSTRAINT top_ups_person REFERENCES identity.people (id),
        card_id         text        NOT NULL CONSTRAINT top_ups_card REFERENCES payments.cards (id),
        amount          bigint      NOT NULL CONSTRAINT top_ups_amount CHECK (amount > 0),
        currency        text        NOT NULL,
        state           payments.top_up_state NOT NULL,
        failure_code    text,
        authenticate_by timestamptz,
        -- Minor units that went back to the card, or are on their way there.
        refunded        bigint      NOT NULL DEFAULT 0
          CONSTRAINT top_ups_refunded CHECK (refunded BETWEEN 0 AND amount),
        dispute         text,
        created_at      timestamptz NOT NULL,
        updated_at      timestamptz NOT NULL,
        CONSTRAINT top_ups_failed CHECK ((state = 'failed') = (failure_code IS NOT NULL)),
        CONSTRAINT top_ups_asked CHECK ((state = 'authenticating') = (authenticate_by IS NOT NULL))
      );
      CREATE INDEX top_ups_of_person ON payments.top_ups (person_id, id DESC);
      CREATE INDEX top_ups_asked ON payments.top_ups (authenticate_by) WHERE state = 'authenticating';
      GRANT SELECT, INSERT, UPDATE (state, failure_code, authenticate_by, refunded, dispute, updated_at)
        ON payments.top_ups TO tenner_app;
      GRANT SELECT (id, person_id, amount, currency, state, refunded, dispute, created_at)
        ON payments.top_ups TO tenner_readonly, tenner_auditor;
      ${OWNED.map(ownedBy).join('')}
      GRANT SELECT (of_payment, of_top_up) ON payments.charges, payments.refunds, payments.disputes
        TO tenner_readonly, tenner_auditor;

      -- The processor's events about top-ups of somebody who has left lose what is personal, too.
      ALTER FUNCTION payments.erase_events(text) RENAME TO erase_payment_events;
      CREATE FUNCTION payments.erase_events(who text) RETURNS void
        LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM payments.erase_payment_events(who);
        UPDATE payments.processor_events e SET payload = payments.bare_event(e.payload), last_error = NULL
         WHERE e.object_id = ANY (ARRAY(
                 SELECT unnest(ARRAY[h.intent_id, h.charge_id])
                   FROM payments.top_ups t JOIN payments.charges h ON h.payment_id = t.id
                  WHERE t.person_id = who
                 UNION ALL SELECT r.processor_id
                   FROM payments.top_ups t JOIN payments.refunds r ON r.payment_id = t.id
                  WHERE t.person_id = who
                 UNION ALL SELECT d.processor_id
                   FROM payments.top_ups t JOIN payments.disputes d ON d.payment_id = t.id
                  WHERE t.person_id = who));
        UPDATE payments.refunds r SET reason = '-' FROM payments.top_ups t
         WHERE t.person_id = who AND r.payment_id = t.id AND r.asked_by = who;
        UPDATE payments.disputes d SET evidence = NULL FROM payments.top_ups t
         WHERE t.person_id = who AND d.payment_id = t.id AND d.evidence IS NOT NULL;
      END $$;
      REVOKE ALL ON FUNCTION payments.erase_events(text) FROM PUBLIC;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
