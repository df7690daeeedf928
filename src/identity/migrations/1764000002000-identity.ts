import type { MigrationInterface, QueryRunner } from 'typeorm';

// People, and the sessions they hold. A session's token is stored as its hash only, so that whoever
// reads this table cannot act as anybody.
export class Identity1764000002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA identity;
      GRANT USAGE ON SCHEMA identity TO tenner_app;

      CREATE TABLE identity.people (
        id             text        NOT NULL CONSTRAINT people_pk PRIMARY KEY,
        handle         text        NOT NULL CONSTRAINT people_handle_unique UNIQUE
          CONSTRAINT people_handle_shape CHECK (handle ~ '^[a-z0-9_]{2,30}$'),
        name           text        NOT NULL CONSTRAINT people_name_length CHECK (length(name) BETWEEN 1 AND 80),
        roles          text[]      NOT NULL DEFAULT '{person}'
          CONSTRAINT people_roles_known CHECK (roles <@ '{person,risk,finance}'),
        password_hash  text        NOT NULL,
        created_at     timestamptz NOT NULL DEFAULT now()
      );
      GRANT SELECT, INSERT, UPDATE ON identity.people TO tenner_app;

      CREATE TABLE identity.sessions (
        token_hash  bytea       NOT NULL CONSTRAINT sessions_pk PRIMARY KEY,
        person_id   text        NOT NULL CONSTRAINT sessions_person REFERENCES identity.people (id),
        created_at  timestamptz NOT NULL DEFAULT now(),
        expires_at  timestamptz NOT NULL,
        revoked_at  timestamptz
      );
      CREATE INDEX sessions_person_id ON identity.sessions (person_id);
      GRANT SELECT, INSERT, UPDATE ON identity.sessions TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
