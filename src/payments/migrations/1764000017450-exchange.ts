import type { MigrationInterface, QueryRunner } from 'typeorm';

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
