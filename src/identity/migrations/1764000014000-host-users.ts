import type { MigrationInterface, QueryRunner } from 'typeorm';

// The users of a host: people who sign in with a token of their own product and have no password
// here. A token is remembered, by its digest, for as long as it would be accepted.
export class HostUsers1764000014000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE identity.people ALTER COLUMN password_hash DROP NOT NULL;

      CREATE TABLE identity.host_users (
        issuer      text        NOT NULL CONSTRAINT host_users_issuer_length CHECK (length(issuer) BETWEEN 1 AND 500),
        subject     text        NOT NULL CONSTRAINT host_users_subject_length CHECK (length(subject) BETWEEN 1 AND 255),
        person_id   text        NOT NULL CONSTRAINT host_users_person REFERENCES identity.people (id),
        created_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT host_users_pk PRIMARY KEY (issuer, subject),
        CONSTRAINT host_users_person_unique UNIQUE (person_id)
      );
      GRANT SELECT, INSERT ON identity.host_users TO tenner_app;

      CREATE TABLE identity.host_tokens_used (
        digest      bytea       NOT NULL CONSTRAINT host_tokens_used_pk PRIMARY KEY,
        expires_at  timestamptz NOT NULL
      );
      CREATE INDEX host_tokens_used_expires ON identity.host_tokens_used (expires_at);
      GRANT SELECT, INSERT, DELETE ON identity.host_tokens_used TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
