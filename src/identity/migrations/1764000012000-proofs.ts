import type { MigrationInterface, QueryRunner } from 'typeorm';

// How people prove that it is them: when a session last saw such a proof, PINs, passkeys, and the
// confirmations they give with them.
export class Proofs1764000012000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A session is known outside by an id of its own, never by the hash of its token.
      ALTER TABLE identity.sessions
        ADD COLUMN id text NOT NULL DEFAULT 'ses_' || replace(gen_random_uuid()::text, '-', '')
          CONSTRAINT sessions_id_unique UNIQUE,
        ADD COLUMN proven_at timestamptz NOT NULL DEFAULT now();

      CREATE TABLE identity.pins (
        person_id     text        NOT NULL CONSTRAINT pins_pk PRIMARY KEY
          CONSTRAINT pins_person REFERENCES identity.people (id),
        pin_hash      text        NOT NULL,
        -- Tries begun since the last right one. The fifth locks for a while, the tenth for good.
        tries         smallint    NOT NULL DEFAULT 0
          CONSTRAINT pins_tries_bounded CHECK (tries BETWEEN 0 AND 10),
        locked_until  timestamptz,
        changed_at    timestamptz NOT NULL DEFAULT now()
      );
      GRANT SELECT, INSERT, UPDATE ON identity.pins TO tenner_app;

      -- After a recovery, until when money may leave only in small amounts.
      CREATE TABLE identity.cooling_off (
        person_id  text        NOT NULL CONSTRAINT cooling_off_pk PRIMARY KEY
          CONSTRAINT cooling_off_person REFERENCES identity.people (id),
        began_at   timestamptz NOT NULL,
        ends_at    timestamptz NOT NULL CONSTRAINT cooling_off_forward CHECK (ends_at > began_at)
      );
      GRANT SELECT, INSERT, UPDATE ON identity.cooling_off TO tenner_app;

      CREATE TABLE identity.passkeys (
        id             text        NOT NULL CONSTRAINT passkeys_pk PRIMARY KEY,
        person_id      text        NOT NULL CONSTRAINT passkeys_person REFERENCES identity.people (id),
        credential_id  text        NOT NULL CONSTRAINT passkeys_credential_unique UNIQUE,
        public_key     bytea       NOT NULL,
        counter        bigint      NOT NULL CONSTRAINT passkeys_counter_positive CHECK (counter >= 0),
        transports     text[]      NOT NULL,
        -- Whether it travels with the person's account at its maker, or stays on one device.
        synced         boolean     NOT NULL,
        name           text        NOT NULL CONSTRAINT passkeys_name_length CHECK (length(name) BETWEEN 1 AND 60),
        created_at     timestamptz NOT NULL DEFAULT now(),
        last_used_at   timestamptz
      );
      CREATE INDEX passkeys_person_id ON identity.passkeys (person_id);
      GRANT SELECT, INSERT, UPDATE, DELETE ON identity.passkeys TO tenner_app;

      -- A challenge handed to a browser, taken away by whoever answers it first.
      CREATE TABLE identity.passkey_ceremonies (
        id          text        NOT NULL CONSTRAINT passkey_ceremonies_pk PRIMARY KEY,
        purpose     text        NOT NULL CONSTRAINT passkey_ceremonies_purpose CHECK (purpose IN ('register', 'sign_in', 'prove')),
        -- Nobody yet, where somebody is about to sign in.
        person_id   text        CONSTRAINT passkey_ceremonies_person REFERENCES identity.people (id),
        challenge   text        NOT NULL,
        expires_at  timestamptz NOT NULL
      );
      CREATE INDEX passkey_ceremonies_expires_at ON identity.passkey_ceremonies (expires_at);
      GRANT SELECT, INSERT, DELETE ON identity.passkey_ceremonies TO tenner_app;

      CREATE TABLE identity.confirmations (
        id          text        NOT NULL CONSTRAINT confirmations_pk PRIMARY KEY,
        person_id   text        NOT NULL CONSTRAINT confirmations_person REFERENCES identity.people (id),
        digest      bytea       NOT NULL CONSTRAINT confirmations_digest_length CHECK (length(digest) = 32),
        nonce       bytea       NOT NULL CONSTRAINT confirmations_nonce_length CHECK (length(nonce) = 32),
        created_at  timestamptz NOT NULL DEFAULT now(),
        expires_at  timestamptz NOT NULL,
        proven_by   text        CONSTRAINT confirmations_proven_by CHECK (proven_by IN ('passkey', 'pin')),
        proven_at   timestamptz,
        used_at     timestamptz,
        CONSTRAINT confirmations_proven_once CHECK ((proven_by IS NULL) = (proven_at IS NULL)),
        CONSTRAINT confirmations_used_after_proof CHECK (used_at IS NULL OR proven_at IS NOT NULL)
      );
      CREATE INDEX confirmations_person_id ON identity.confirmations (person_id);
      GRANT SELECT, INSERT ON identity.confirmations TO tenner_app;
      GRANT UPDATE (proven_by, proven_at, used_at) ON identity.confirmations TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
