import type { MigrationInterface, QueryRunner } from 'typeorm';

// Payments between people, the cards that fund them, and everything that makes a retry harmless:
// the idempotency keys of our own interface, the calls to the processor, and its events.
export class Payments1764000005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA payments;
      GRANT USAGE ON SCHEMA payments TO tenner_app;
      CREATE TYPE payments.state AS ENUM
        ('funding', 'held', 'capturing', 'cancelling', 'completed', 'failed', 'rejected');
      CREATE TYPE payments.leg AS ENUM ('charge', 'capture', 'cancel');

      -- A person as the processor knows them. The simulator, Stripe's test mode and its live mode
      -- are three processors: what one of them calls a customer or a card means nothing to another.
      CREATE TABLE payments.customers (
        person_id     text NOT NULL CONSTRAINT customers_person REFERENCES identity.people (id),
        processor     text NOT NULL
          CONSTRAINT customers_processor_known CHECK (processor IN ('simulator', 'stripe_test', 'stripe_live')),
        processor_id  text NOT NULL CONSTRAINT customers_processor_unique UNIQUE,
        CONSTRAINT customers_pk PRIMARY KEY (person_id, processor)
      );
      GRANT SELECT, INSERT ON payments.customers TO tenner_app;

      -- A saved card is a token and what may be shown of it. The number was never here.
      CREATE TABLE payments.cards (
        id            text        NOT NULL CONSTRAINT cards_pk PRIMARY KEY,
        person_id     text        NOT NULL,
        processor     text        NOT NULL,
        token         text        NOT NULL CONSTRAINT cards_token_unique UNIQUE,
        brand         text        NOT NULL,
        last4         text        NOT NULL CONSTRAINT cards_last4_shape CHECK (last4 ~ '^[0-9]{4}$'),
        expiry_month  smallint    NOT NULL,
        expiry_year   smallint    NOT NULL,
        funding       text        NOT NULL,
        country       text,
        fingerprint   text        NOT NULL,
        created_at    timestamptz NOT NULL DEFAULT now(),
        removed_at    timestamptz,
        CONSTRAINT cards_customer FOREIGN KEY (person_id, processor)
          REFERENCES payments.customers (person_id, processor)
      );
      CREATE UNIQUE INDEX cards_person_fingerprint ON payments.cards (person_id, processor, fingerprint)
        WHERE removed_at IS NULL;
      GRANT SELECT, INSERT, UPDATE ON payments.cards TO tenner_app;

      CREATE TABLE payments.payments (
        id            text           NOT NULL CONSTRAINT payments_pk PRIMARY KEY,
        thread_id     text           NOT NULL CONSTRAINT payments_thread REFERENCES chat.threads (id),
        payer_id      text           NOT NULL CONSTRAINT payments_payer REFERENCES identity.people (id),
        payee_id      text           NOT NULL CONSTRAINT payments_payee REFERENCES identity.people (id),
        amount        bigint         NOT NULL
          CONSTRAINT payments_amount_range CHECK (amount BETWEEN 1 AND 1000000000000000),
        currency      text           NOT NULL,
        note          text CONSTRAINT payments_note_length CHECK (length(note) BETWEEN 1 AND 280),
        card_id       text CONSTRAINT payments_card REFERENCES payments.cards (id),
        state         payments.state NOT NULL,
        moves         smallint       NOT NULL,
        failure_code  text,
        review_by     timestamptz,
        created_at    timestamptz    NOT NULL,
        updated_at    timestamptz    NOT NULL,
        CONSTRAINT payments_two_people CHECK (payer_id <> payee_id),
        CONSTRAINT payments_failed_says_why CHECK ((state = 'failed') = (failure_code IS NOT NULL)),
        CONSTRAINT payments_card_states
          CHECK (card_id IS NOT NULL OR state IN ('held', 'completed', 'rejected'))
      ) WITH (fillfactor = 90);
      CREATE INDEX payments_of_payer ON payments.payments (payer_id, id DESC);
      CREATE INDEX payments_of_payee ON payments.payments (payee_id, id DESC);
      GRANT SELECT, INSERT, UPDATE (state, moves, failure_code, review_by, updated_at)
        ON payments.payments TO tenner_app;

      -- Who moved a payment to which state, and why.
      CREATE TABLE payments.transitions (
        payment_id   text           NOT NULL CONSTRAINT transitions_payment REFERENCES payments.payments (id),
        number       smallint       NOT NULL,
        state        payments.state NOT NULL,
        actor        text           NOT NULL,
        cause        text           NOT NULL,
        occurred_at  timestamptz    NOT NULL,
        CONSTRAINT transitions_pk PRIMARY KEY (payment_id, number)
      );
      CREATE TRIGGER transitions_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payments.transitions
        FOR EACH STATEMENT EXECUTE FUNCTION shared.refuse_change();
      GRANT SELECT, INSERT ON payments.transitions TO tenner_app;

      -- One row for each thing we ask the processor to do about a payment, written before it is
      -- asked. Whoever holds the lease may ask; the key makes asking twice harmless.
      CREATE TABLE payments.processor_calls (
        payment_id    text         NOT NULL CONSTRAINT processor_calls_payment REFERENCES payments.payments (id),
        leg           payments.leg NOT NULL,
        key           text         NOT NULL CONSTRAINT processor_calls_key_unique UNIQUE,
        manual        boolean      NOT NULL,
        lease_until   timestamptz  NOT NULL,
        attempts      smallint     NOT NULL DEFAULT 1,
        created_at    timestamptz  NOT NULL DEFAULT now(),
        concluded_at  timestamptz,
        CONSTRAINT processor_calls_pk PRIMARY KEY (payment_id, leg)
      );
      CREATE INDEX processor_calls_open ON payments.processor_calls (lease_until) WHERE concluded_at IS NULL;
      GRANT SELECT, INSERT, UPDATE (lease_until, attempts, concluded_at) ON payments.processor_calls TO tenner_app;

      -- What the processor says became of the money. settled_at: when it became available there.
      CREATE TABLE payments.charges (
        payment_id    text NOT NULL CONSTRAINT charges_pk PRIMARY KEY
          CONSTRAINT charges_payment REFERENCES payments.payments (id),
        intent_id     text NOT NULL CONSTRAINT charges_intent_unique UNIQUE,
        charge_id     text CONSTRAINT charges_charge_unique UNIQUE,
        gross         bigint,
        fee           bigint,
        available_on  timestamptz,
        settled_at    timestamptz
      );
      CREATE INDEX charges_unsettled ON payments.charges (available_on) WHERE settled_at IS NULL;
      GRANT SELECT, INSERT, UPDATE (charge_id, gross, fee, available_on, settled_at) ON payments.charges TO tenner_app;

      -- status and body are the first answer, byte for byte; null while it is being worked on.
      CREATE TABLE payments.idempotency_keys (
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
      CREATE UNIQUE INDEX idempotency_keys_waiting ON payments.idempotency_keys (subject_id)
        WHERE status IS NULL AND subject_id IS NOT NULL;
      GRANT SELECT, INSERT, UPDATE (subject_id, status, body) ON payments.idempotency_keys TO tenner_app;

      -- The processor's events, each once, as they came.
      CREATE TABLE payments.processor_events (
        id           text        NOT NULL CONSTRAINT processor_events_pk PRIMARY KEY,
        type         text        NOT NULL,
        payload      jsonb       NOT NULL,
        received_at  timestamptz NOT NULL DEFAULT now(),
        applied_at   timestamptz
      );
      GRANT SELECT, INSERT, UPDATE (applied_at) ON payments.processor_events TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
