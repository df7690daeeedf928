import type { MigrationInterface, QueryRunner } from 'typeorm';

// Hosts, the keys by which their servers ask, and the webhooks by which they are told. A key is kept as
// its SHA-256; a webhook's secret is not kept at all, since it follows from the endpoint and a number.
// Events and deliveries are written by the transaction that changes the payment.
export class Platform1764000014200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA platform;
      GRANT USAGE ON SCHEMA platform TO tenner_app;

      CREATE TABLE platform.hosts (
        id          text        NOT NULL CONSTRAINT hosts_pk PRIMARY KEY,
        name        text        NOT NULL CONSTRAINT hosts_name_unique UNIQUE
          CONSTRAINT hosts_name_length CHECK (length(name) BETWEEN 1 AND 80),
        created_by  text        NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now()
      );
      -- The name is never changed; the right to do it is the right to lock the row.
      GRANT SELECT, INSERT, UPDATE (name) ON platform.hosts TO tenner_app;

      CREATE TABLE platform.api_keys (
        id            text        NOT NULL CONSTRAINT api_keys_pk PRIMARY KEY,
        host_id       text        NOT NULL CONSTRAINT api_keys_host REFERENCES platform.hosts (id),
        digest        bytea       NOT NULL CONSTRAINT api_keys_digest_unique UNIQUE
          CONSTRAINT api_keys_digest_length CHECK (length(digest) = 32),
        hint          text        NOT NULL,
        scopes        text[]      NOT NULL CONSTRAINT api_keys_scopes_known CHECK (
          cardinality(scopes) > 0
          AND scopes <@ '{payments:read,threads:read,receipts:read,webhooks:manage}'),
        created_by    text        NOT NULL,
        created_at    timestamptz NOT NULL DEFAULT now(),
        expires_at    timestamptz NOT NULL,
        revoked_at    timestamptz,
        last_used_at  timestamptz
      );
      CREATE INDEX api_keys_host_id ON platform.api_keys (host_id);
      GRANT SELECT, INSERT, UPDATE (expires_at, revoked_at, last_used_at) ON platform.api_keys TO tenner_app;

      -- failures and open_until are the circuit: how often it failed in a row, and until when it is
      -- left alone.
      CREATE TABLE platform.webhook_endpoints (
        id              text        NOT NULL CONSTRAINT webhook_endpoints_pk PRIMARY KEY,
        host_id         text        NOT NULL CONSTRAINT webhook_endpoints_host REFERENCES platform.hosts (id),
        url             text        NOT NULL CONSTRAINT webhook_endpoints_url_length CHECK (length(url) <= 500),
        events          text[]      NOT NULL CONSTRAINT webhook_endpoints_events_some CHECK (cardinality(events) > 0),
        state           text        NOT NULL DEFAULT 'enabled'
          CONSTRAINT webhook_endpoints_state_known CHECK (state IN ('enabled', 'disabled', 'removed')),
        secret_number   integer     NOT NULL DEFAULT 1,
        previous_until  timestamptz,
        failures        integer     NOT NULL DEFAULT 0,
        open_until      timestamptz,
        created_at      timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX webhook_endpoints_host_id ON platform.webhook_endpoints (host_id);
      GRANT SELECT, INSERT, UPDATE (state, secret_number, previous_until, failures, open_until)
        ON platform.webhook_endpoints TO tenner_app;

      -- body: the very bytes that are signed and sent.
      CREATE TABLE platform.webhook_events (
        id          text        NOT NULL CONSTRAINT webhook_events_pk PRIMARY KEY,
        type        text        NOT NULL,
        payment_id  text        NOT NULL CONSTRAINT webhook_events_payment REFERENCES payments.payments (id),
        body        text        NOT NULL,
        created_at  timestamptz NOT NULL
      );
      GRANT SELECT, INSERT ON platform.webhook_events TO tenner_app;

      CREATE TABLE platform.webhook_deliveries (
        endpoint_id   text        NOT NULL CONSTRAINT webhook_deliveries_endpoint REFERENCES platform.webhook_endpoints (id),
        event_id      text        NOT NULL CONSTRAINT webhook_deliveries_event REFERENCES platform.webhook_events (id),
        payment_id    text        NOT NULL,
        state         text        NOT NULL DEFAULT 'pending'
          CONSTRAINT webhook_deliveries_state_known CHECK (state IN ('pending', 'delivered', 'dead')),
        attempts      integer     NOT NULL DEFAULT 0,
        next_at       timestamptz NOT NULL DEFAULT now(),
        give_up_at    timestamptz NOT NULL DEFAULT now() + interval '24 hours',
        leased_until  timestamptz,
        delivered_at  timestamptz,
        CONSTRAINT webhook_deliveries_pk PRIMARY KEY (endpoint_id, event_id)
      ) WITH (fillfactor = 80);
      CREATE INDEX webhook_deliveries_waiting ON platform.webhook_deliveries (endpoint_id, event_id)
        WHERE state = 'pending';
      GRANT SELECT, INSERT, UPDATE ON platform.webhook_deliveries TO tenner_app;

      CREATE TABLE platform.webhook_attempts (
        endpoint_id  text        NOT NULL,
        event_id     text        NOT NULL,
        at           timestamptz NOT NULL DEFAULT clock_timestamp(),
        ms           integer     NOT NULL,
        status       integer,
        error        text,
        CONSTRAINT webhook_attempts_delivery FOREIGN KEY (endpoint_id, event_id)
          REFERENCES platform.webhook_deliveries (endpoint_id, event_id)
      );
      CREATE INDEX webhook_attempts_of ON platform.webhook_attempts (endpoint_id, event_id, at);
      GRANT SELECT, INSERT ON platform.webhook_attempts TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
