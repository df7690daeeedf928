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

// Exchange: mid-market rates that two people of finance set, prices named to a person for a minute, and what
// was exchanged at them.
export class Exchange1764000017450 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TYPE payments.rate_state AS ENUM ('proposed', 'approved', 'declined');

      CREATE TABLE payments.rates (
        id            text        NOT NULL CONSTRAINT rates_pk PRIMARY KEY,
        -- One unit of base is worth this many of the other.
        base          text        NOT NULL,
        counter       text        NOT NULL,
        rate          numeric     NOT NULL CONSTRAINT rates_positive CHECK (rate > 0),
        source        text        NOT NULL CONSTRAINT rates_source CHECK (length(source) BETWEEN 1 AND 200),
        quoted_at     timestamptz NOT NULL,
        valid_until   timestamptz NOT NULL,
        state         payments.rate_state NOT NULL DEFAULT 'proposed',
        proposed_by   text        NOT NULL,
        proposed_at   timestamptz NOT NULL,
        decided_by    text,
        decided_at    timestamptz,
        CONSTRAINT rates_two_currencies CHECK (base <> counter),
        CONSTRAINT rates_two_people CHECK (decided_by <> proposed_by),
        CONSTRAINT rates_ends_later CHECK (valid_until > quoted_at),
        CONSTRAINT rates_decided CHECK ((state = 'proposed') = (decided_by IS NULL)
                                        AND (decided_by IS NULL) = (decided_at IS NULL))
      );
      CREATE INDEX rates_of_pair
        ON payments.rates (least(base, counter), greatest(base, counter), decided_at DESC, id DESC)
        WHERE state = 'approved';
      GRANT SELECT, INSERT, UPDATE (state, decided_by, decided_at) ON payments.rates TO tenner_app;
      GRANT SELECT ON payments.rates TO tenner_readonly, tenner_auditor;

      CREATE TABLE payments.quotes (
        id            text        NOT NULL CONSTRAINT quotes_pk PRIMARY KEY,
        person_id     text        NOT NULL,
        -- Null: the person exchanges their own money.
        payee_id      text,
        thread_id     text,
        card_id       text,
        sent          bigint      NOT NULL CONSTRAINT quotes_sent CHECK (sent > 0),
        sent_currency text        NOT NULL,
        received      bigint      NOT NULL CONSTRAINT quotes_received CHECK (received > 0),
        received_currency text    NOT NULL,
        -- What we keep, in minor units of what is received.
        spread        bigint      NOT NULL CONSTRAINT quotes_spread CHECK (spread >= 0),
        rate_id       text        CONSTRAINT quotes_rate REFERENCES payments.rates (id),
        mid           text,
        rate          text,
        spread_basis_points integer NOT NULL,
        created_at    timestamptz NOT NULL,
        expires_at    timestamptz NOT NULL,
        used_at       timestamptz,
        CONSTRAINT quotes_place CHECK ((payee_id IS NULL) = (thread_id IS NULL)),
        CONSTRAINT quotes_exchange CHECK ((sent_currency = received_currency) = (rate_id IS NULL)
          AND (sent_currency <> received_currency OR (sent = received AND spread = 0)))
      );
      CREATE INDEX quotes_of_person ON payments.quotes (person_id);
      CREATE INDEX quotes_ended ON payments.quotes (expires_at) WHERE used_at IS NULL;
      GRANT SELECT, INSERT, UPDATE (used_at), DELETE ON payments.quotes TO tenner_app;
      GRANT SELECT (id, rate_id, expires_at, used_at) ON payments.quotes
        TO tenner_readonly, tenner_auditor;

      CREATE TABLE payments.exchanges (
        id            text        NOT NULL CONSTRAINT exchanges_pk PRIMARY KEY,
        quote_id      text        NOT NULL CONSTRAINT exchanges_quote_unique UNIQUE
                                  CONSTRAINT exchanges_quote REFERENCES payments.quotes (id),
        person_id     text        NOT NULL,
        -- Null: the person exchanged their own money.
        payment_id    text        CONSTRAINT exchanges_payment_unique UNIQUE
                                  CONSTRAINT exchanges_payment REFERENCES payments.payments (id),
        sent          bigint      NOT NULL CONSTRAINT exchanges_sent CHECK (sent > 0),
        sent_currency text        NOT NULL,
        received      bigint      NOT NULL CONSTRAINT exchanges_received CHECK (received > 0),
        received_currency text    NOT NULL,
        spread        bigint      NOT NULL CONSTRAINT exchanges_spread CHECK (spread >= 0),
        rate_id       text        NOT NULL CONSTRAINT exchanges_rate REFERENCES payments.rates (id),
        mid           text        NOT NULL,
        rate          text        NOT NULL,
        created_at    timestamptz NOT NULL,
        CONSTRAINT exchanges_two_currencies CHECK (sent_currency <> received_currency)
      );
      CREATE INDEX exchanges_of_person ON payments.exchanges (person_id, id DESC);
      GRANT SELECT, INSERT ON payments.exchanges TO tenner_app;
      GRANT SELECT ON payments.exchanges TO tenner_readonly, tenner_auditor;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
