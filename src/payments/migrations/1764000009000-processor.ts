import type { MigrationInterface, QueryRunner } from 'typeorm';

// All that can happen at the processor after a card was charged: authentication, refunds, disputes,
// warnings of fraud, cash-outs; and the way its news come in: events, movements, and what of them
// nobody can explain.
export class Processor1764000009000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FUNDING);
    await runner.query(REFUNDS);
    await runner.query(DISPUTES);
    await runner.query(CASH_OUTS);
    await runner.query(NEWS);
    await runner.query(READERS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}

const FUNDING = `
  ALTER TYPE payments.state ADD VALUE 'authenticating' AFTER 'funding';
  -- refunded: what was given back or is on its way back, never more than was paid. dispute: how the
  -- payer's bank stands to it, for whoever looks at the payment.
  ALTER TABLE payments.payments
    ADD COLUMN authenticate_by timestamptz,
    ADD COLUMN refunded bigint NOT NULL DEFAULT 0
      CONSTRAINT payments_refunded_range CHECK (refunded BETWEEN 0 AND amount),
    ADD COLUMN dispute text;
  GRANT UPDATE (authenticate_by, refunded, dispute) ON payments.payments TO tenner_app;
  CREATE INDEX payments_authenticating ON payments.payments (authenticate_by)
    WHERE authenticate_by IS NOT NULL;

  -- A call may be about a refund, a cash-out or a dispute as well, so it names its subject by id.
  ALTER TABLE payments.processor_calls DROP CONSTRAINT processor_calls_payment;
  ALTER TABLE payments.processor_calls RENAME COLUMN payment_id TO subject_id;
  ALTER TABLE payments.processor_calls ALTER COLUMN leg TYPE text USING leg::text;
  UPDATE payments.processor_calls SET leg = 'authorise' WHERE leg = 'charge' AND manual;
  ALTER TABLE payments.processor_calls DROP COLUMN manual;
  DROP TYPE payments.leg;

  -- capture_before: when the bank lets go of what it authorised. authentication: how the payer was
  -- recognised by the bank, as the processor told.
  ALTER TABLE payments.charges
    ADD COLUMN capture_before timestamptz,
    ADD COLUMN authentication text;
  GRANT UPDATE (intent_id, capture_before, authentication) ON payments.charges TO tenner_app;

  ALTER TABLE payments.cards ADD COLUMN preferred boolean NOT NULL DEFAULT false;
  CREATE UNIQUE INDEX cards_preferred ON payments.cards (person_id, processor)
    WHERE preferred AND removed_at IS NULL;
  CREATE INDEX cards_fingerprint ON payments.cards (processor, fingerprint);
`;

const REFUNDS = `
  CREATE TYPE payments.refund_state AS ENUM ('requested', 'pending', 'succeeded', 'failed', 'withdrawn');
  -- shortfall: what the payee no longer had, and owes since. moved and came_back name the
  -- processor's movements that took the money and, when it failed, brought it back.
  CREATE TABLE payments.refunds (
    id            text                  NOT NULL CONSTRAINT refunds_pk PRIMARY KEY,
    payment_id    text                  NOT NULL CONSTRAINT refunds_payment REFERENCES payments.payments (id),
    amount        bigint                NOT NULL CONSTRAINT refunds_amount_positive CHECK (amount > 0),
    shortfall     bigint                NOT NULL
      CONSTRAINT refunds_shortfall_range CHECK (shortfall BETWEEN 0 AND amount),
    destination   text                  NOT NULL
      CONSTRAINT refunds_destination_known CHECK (destination IN ('card', 'balance')),
    state         payments.refund_state NOT NULL,
    reason        text                  NOT NULL
      CONSTRAINT refunds_reason_length CHECK (length(reason) BETWEEN 1 AND 500),
    asked_by      text                  NOT NULL,
    processor_id  text CONSTRAINT refunds_processor_unique UNIQUE,
    moved         text,
    came_back     text,
    failure_code  text,
    created_at    timestamptz           NOT NULL,
    updated_at    timestamptz           NOT NULL
  );
  CREATE INDEX refunds_payment_id ON payments.refunds (payment_id);
  GRANT SELECT, INSERT, UPDATE (state, processor_id, moved, came_back, failure_code, updated_at)
    ON payments.refunds TO tenner_app;
`;

const DISPUTES = `
  CREATE TYPE payments.dispute_state AS ENUM ('inquiry', 'open', 'won', 'lost', 'prevented', 'closed');
  -- status: the processor's own word. withdrawn, fee: what it took. held: what was set aside of the
  -- money of whoever had been paid (holder_id). returned: what came back.
  CREATE TABLE payments.disputes (
    id             text                   NOT NULL CONSTRAINT disputes_pk PRIMARY KEY,
    payment_id     text                   NOT NULL CONSTRAINT disputes_payment REFERENCES payments.payments (id),
    processor_id   text                   NOT NULL CONSTRAINT disputes_processor_unique UNIQUE,
    holder_id      text                   NOT NULL,
    amount         bigint                 NOT NULL,
    currency       text                   NOT NULL,
    reason         text                   NOT NULL,
    status         text                   NOT NULL,
    state          payments.dispute_state NOT NULL,
    withdrawn      bigint                 NOT NULL DEFAULT 0,
    fee            bigint                 NOT NULL DEFAULT 0,
    held           bigint                 NOT NULL DEFAULT 0,
    returned       bigint                 NOT NULL DEFAULT 0,
    due_by         timestamptz,
    opened_at      timestamptz            NOT NULL,
    closed_at      timestamptz,
    updated_at     timestamptz            NOT NULL,
    -- What we said to the bank, as it was said; null until somebody did.
    evidence       jsonb,
    evidence_by    text,
    evidence_at    timestamptz,
    submitted_at   timestamptz
  );
  CREATE INDEX disputes_payment_id ON payments.disputes (payment_id);
  GRANT SELECT, INSERT, UPDATE (amount, reason, status, state, withdrawn, fee, held, returned, due_by,
    closed_at, updated_at, evidence, evidence_by, evidence_at, submitted_at) ON payments.disputes TO tenner_app;

  -- The card's bank believes that a charge was fraud. No money moves; it often becomes a dispute.
  CREATE TABLE payments.fraud_warnings (
    processor_id  text        NOT NULL CONSTRAINT fraud_warnings_pk PRIMARY KEY,
    payment_id    text        NOT NULL CONSTRAINT fraud_warnings_payment REFERENCES payments.payments (id),
    fraud_type    text        NOT NULL,
    actionable    boolean     NOT NULL,
    warned_at     timestamptz NOT NULL,
    handled_by    text,
    handled_at    timestamptz,
    word          text
  );
  GRANT SELECT, INSERT, UPDATE (actionable, handled_by, handled_at, word) ON payments.fraud_warnings TO tenner_app;
`;

const CASH_OUTS = `
  -- Where a person's money may be paid out: an account in their name at the processor, which knows
  -- them and their bank. Nothing of that is kept here but what must be shown or asked for.
  CREATE TABLE payments.payout_accounts (
    person_id        text        NOT NULL CONSTRAINT payout_accounts_person REFERENCES identity.people (id),
    processor        text        NOT NULL,
    account_id       text        NOT NULL CONSTRAINT payout_accounts_account_unique UNIQUE,
    payouts_enabled  boolean     NOT NULL DEFAULT false,
    transfers        text        NOT NULL DEFAULT 'inactive',
    details_given    boolean     NOT NULL DEFAULT false,
    currently_due    text[]      NOT NULL DEFAULT '{}',
    past_due         text[]      NOT NULL DEFAULT '{}',
    disabled_reason  text,
    currency         text,
    destination      text,
    destination_id   text,
    instant          boolean     NOT NULL DEFAULT false,
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT payout_accounts_pk PRIMARY KEY (person_id, processor)
  );
  GRANT SELECT, INSERT, UPDATE ON payments.payout_accounts TO tenner_app;

  CREATE TYPE payments.cash_out_state AS ENUM
    ('requested', 'moved', 'in_transit', 'paid', 'failed', 'cancelling', 'cancelled');
  -- payout_status: the processor's own word. looked_at: when a payout was last asked for unbidden.
  CREATE TABLE payments.cash_outs (
    id            text                    NOT NULL CONSTRAINT cash_outs_pk PRIMARY KEY,
    person_id     text                    NOT NULL CONSTRAINT cash_outs_person REFERENCES identity.people (id),
    account_id    text                    NOT NULL
      CONSTRAINT cash_outs_account REFERENCES payments.payout_accounts (account_id),
    amount        bigint                  NOT NULL CONSTRAINT cash_outs_amount_positive CHECK (amount > 0),
    fee           bigint                  NOT NULL CONSTRAINT cash_outs_fee_range CHECK (fee >= 0),
    currency      text                    NOT NULL,
    method        text                    NOT NULL
      CONSTRAINT cash_outs_method_known CHECK (method IN ('standard', 'instant')),
    destination   text                    NOT NULL,
    destination_id text                   NOT NULL,
    state         payments.cash_out_state NOT NULL,
    transfer_id   text CONSTRAINT cash_outs_transfer_unique UNIQUE,
    payout_id     text CONSTRAINT cash_outs_payout_unique UNIQUE,
    payout_status text,
    reversal_id   text,
    expected_on   timestamptz,
    failure_code  text,
    moves         smallint                NOT NULL,
    looked_at     timestamptz,
    created_at    timestamptz             NOT NULL,
    updated_at    timestamptz             NOT NULL
  );
  CREATE INDEX cash_outs_of_person ON payments.cash_outs (person_id, id DESC);
  CREATE INDEX cash_outs_expected ON payments.cash_outs (expected_on)
    WHERE state IN ('in_transit', 'cancelling', 'paid');
  GRANT SELECT, INSERT, UPDATE (state, transfer_id, payout_id, payout_status, reversal_id, expected_on,
    failure_code, moves, looked_at, updated_at) ON payments.cash_outs TO tenner_app;

  -- A call that was refused for now is made again with another key, which then lives anew.
  GRANT UPDATE (key, created_at) ON payments.processor_calls TO tenner_app;
`;

const NEWS = `
  -- The inbox. object_digest is over what the event says about its object: the same news under
  -- another id is a duplicate. A dead letter waits for a person, and can be replayed.
  CREATE TYPE payments.event_state AS ENUM ('waiting', 'applied', 'ignored', 'duplicate', 'dead');
  ALTER TABLE payments.processor_events
    ADD COLUMN account       text,
    ADD COLUMN object_id     text,
    ADD COLUMN object_digest bytea,
    ADD COLUMN occurred_at   timestamptz,
    ADD COLUMN found_by      text                 NOT NULL DEFAULT 'webhook',
    ADD COLUMN state         payments.event_state NOT NULL DEFAULT 'applied',
    ADD COLUMN attempts      smallint             NOT NULL DEFAULT 0,
    ADD COLUMN next_at       timestamptz,
    ADD COLUMN last_error    text;
  ALTER TABLE payments.processor_events ALTER COLUMN state SET DEFAULT 'waiting';
  CREATE UNIQUE INDEX processor_events_object_state
    ON payments.processor_events (object_id, type, object_digest) WHERE state <> 'duplicate';
  CREATE INDEX processor_events_waiting ON payments.processor_events (next_at) WHERE state = 'waiting';
  CREATE INDEX processor_events_received ON payments.processor_events (received_at DESC, id DESC);
  GRANT UPDATE (state, attempts, next_at, last_error) ON payments.processor_events TO tenner_app;

  -- How many events were refused, and why. What they said is not kept: it was not the processor's.
  CREATE TABLE payments.event_refusals (
    reason   text        NOT NULL CONSTRAINT event_refusals_pk PRIMARY KEY,
    count    bigint      NOT NULL,
    last_at  timestamptz NOT NULL
  );
  GRANT SELECT, INSERT, UPDATE (count, last_at) ON payments.event_refusals TO tenner_app;

  -- Each movement of money at the processor, as it lists them. entry: the reference of the entry in
  -- the books that it stands behind; null while nobody knows.
  CREATE TABLE payments.movements (
    id            text        NOT NULL CONSTRAINT movements_pk PRIMARY KEY,
    type          text        NOT NULL,
    source        text,
    amount        bigint      NOT NULL,
    fee           bigint      NOT NULL,
    currency      text        NOT NULL,
    available_on  timestamptz NOT NULL,
    occurred_at   timestamptz NOT NULL,
    seen_at       timestamptz NOT NULL DEFAULT now(),
    entry         text
  );
  CREATE INDEX movements_unexplained ON payments.movements (seen_at) WHERE entry IS NULL;
  GRANT SELECT, INSERT, UPDATE (entry) ON payments.movements TO tenner_app;

  -- A movement that nobody can explain: booked to suspense, and waiting for finance.
  CREATE TABLE payments.breaks (
    movement_id  text        NOT NULL CONSTRAINT breaks_pk PRIMARY KEY
      CONSTRAINT breaks_movement REFERENCES payments.movements (id),
    why          text        NOT NULL,
    opened_at    timestamptz NOT NULL,
    closed_at    timestamptz,
    resolution   text
  );
  CREATE INDEX breaks_open ON payments.breaks (opened_at) WHERE closed_at IS NULL;
  GRANT SELECT, INSERT, UPDATE (closed_at, resolution) ON payments.breaks TO tenner_app;

  -- Up to when the processor's lists have been read.
  CREATE TABLE payments.feed_positions (
    feed        text        NOT NULL CONSTRAINT feed_positions_pk PRIMARY KEY,
    read_until  timestamptz NOT NULL
  );
  GRANT SELECT, INSERT, UPDATE (read_until) ON payments.feed_positions TO tenner_app;
`;

const READERS = `
  GRANT SELECT (authenticate_by, refunded, dispute) ON payments.payments TO tenner_readonly, tenner_auditor;
  GRANT SELECT ON payments.refunds, payments.fraud_warnings, payments.cash_outs, payments.movements,
    payments.breaks, payments.event_refusals, payments.feed_positions TO tenner_readonly;
  GRANT SELECT (id, payment_id, processor_id, holder_id, amount, currency, reason, status, state,
    withdrawn, fee, held, returned, due_by, opened_at, closed_at, updated_at, evidence_by, evidence_at,
    submitted_at) ON payments.disputes TO tenner_readonly;
  GRANT SELECT (state, attempts, next_at, account, object_id, occurred_at, found_by)
    ON payments.processor_events TO tenner_readonly;
  GRANT SELECT (id, payment_id, amount, shortfall, destination, state, moved, came_back)
    ON payments.refunds TO tenner_auditor;
  GRANT SELECT (id, payment_id, holder_id, currency, state, withdrawn, fee, held, returned)
    ON payments.disputes TO tenner_auditor;
  GRANT SELECT (id, account_id, amount, fee, currency, state, transfer_id, payout_id, reversal_id)
    ON payments.cash_outs TO tenner_auditor;
  GRANT SELECT (id, amount, fee, currency, entry) ON payments.movements TO tenner_auditor;
  GRANT SELECT (movement_id, closed_at) ON payments.breaks TO tenner_auditor;
`;
