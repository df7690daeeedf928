import type { MigrationInterface, QueryRunner } from 'typeorm';

// The ground every other schema stands on: the role the application acts as, the trigger that keeps
// a table insert-only, the outbox, and the table the socket adapter needs for large messages.
export class Shared1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- The application works as tenner_app, which owns nothing: what it may do to a table is what
      -- that table's migration grants. Roles belong to the whole server, so another database may
      -- have made it already.
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'tenner_app') THEN
          CREATE ROLE tenner_app NOLOGIN;
        END IF;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END $$;
      -- Whoever logs in must be able to act as it. A member needs no grant, and may not give one.
      DO $$ BEGIN
        IF NOT pg_has_role(CURRENT_USER, 'tenner_app', 'MEMBER') THEN
          GRANT tenner_app TO CURRENT_USER;
        END IF;
      END $$;

      CREATE SCHEMA shared;
      GRANT USAGE ON SCHEMA shared TO tenner_app;

      CREATE FUNCTION shared.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'rows of %.% are never changed: % refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
          USING ERRCODE = 'restrict_violation';
      END $$;

      CREATE TABLE shared.outbox (
        id            text        NOT NULL CONSTRAINT outbox_pk PRIMARY KEY,
        topic         text        NOT NULL,
        payload       jsonb       NOT NULL,
        run_at        timestamptz NOT NULL DEFAULT now(),
        leased_until  timestamptz,
        attempts      smallint    NOT NULL DEFAULT 0
      );
      CREATE INDEX outbox_due ON shared.outbox (topic, run_at, id);
      GRANT SELECT, INSERT, UPDATE, DELETE ON shared.outbox TO tenner_app;

      CREATE TABLE shared.socket_attachments (
        id         bigserial   CONSTRAINT socket_attachments_pk PRIMARY KEY,
        created_at timestamptz DEFAULT now(),
        payload    bytea
      );
      GRANT SELECT, INSERT, DELETE ON shared.socket_attachments TO tenner_app;
      GRANT USAGE ON SEQUENCE shared.socket_attachments_id_seq TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
