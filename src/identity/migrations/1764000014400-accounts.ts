import type { MigrationInterface, QueryRunner } from 'typeorm';

// What an account of one's own needs: an e-mail address, codes sent to it, notices of what happened to
// the account, and sessions that say which device they are on and end when nobody uses them.
export class Accounts1764000014400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE identity.people
        ADD COLUMN email text CONSTRAINT people_email_shape CHECK (email ~ '^[^@[:space:]]{1,64}@[^@[:space:]]{1,190}$'),
        ADD COLUMN email_verified_at timestamptz,
        ADD CONSTRAINT people_email_verified_whole CHECK (email_verified_at IS NULL OR email IS NOT NULL);
      -- Anybody can say that an address is theirs; only one person can have shown it.
      CREATE UNIQUE INDEX people_email_unique ON identity.people (lower(email))
        WHERE email_verified_at IS NOT NULL;

      CREATE TABLE identity.mail_codes (
        id           text        NOT NULL CONSTRAINT mail_codes_pk PRIMARY KEY,
        purpose      text        NOT NULL CONSTRAINT mail_codes_purpose
          CHECK (purpose IN ('verify_email', 'recover_account', 'recover_pin')),
        -- Nobody, where a stranger named an address that no account has: the answer is the same.
        person_id    text        CONSTRAINT mail_codes_person REFERENCES identity.people (id),
        email        text        NOT NULL,
        -- Keyed hash of the code, made when the letter is written.
        code_hash    bytea,
        tries        smallint    NOT NULL DEFAULT 0 CONSTRAINT mail_codes_tries CHECK (tries BETWEEN 0 AND 5),
        expires_at   timestamptz NOT NULL,
        used_at      timestamptz
      );
      CREATE INDEX mail_codes_person_id ON identity.mail_codes (person_id);
      CREATE INDEX mail_codes_expires_at ON identity.mail_codes (expires_at);
      GRANT SELECT, INSERT, UPDATE, DELETE ON identity.mail_codes TO tenner_app;

      CREATE TABLE identity.notices (
        id          text        NOT NULL CONSTRAINT notices_pk PRIMARY KEY,
        person_id   text        NOT NULL CONSTRAINT notices_person REFERENCES identity.people (id),
        kind        text        NOT NULL,
        -- What happened in a few words: the device, the passkey's name, the role.
        detail      text,
        -- Where it is mailed, when that is not the person's present address.
        email       text,
        created_at  timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX notices_person_id ON identity.notices (person_id, id DESC);
      GRANT SELECT, INSERT ON identity.notices TO tenner_app;

      ALTER TABLE identity.sessions
        -- The browser as it names itself, and a random cookie that tells one device from another.
        ADD COLUMN user_agent text NOT NULL DEFAULT '',
        ADD COLUMN device_hash bytea,
        ADD COLUMN last_used_at timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN idle_seconds integer NOT NULL DEFAULT 1209600
          CONSTRAINT sessions_idle_positive CHECK (idle_seconds > 0);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
