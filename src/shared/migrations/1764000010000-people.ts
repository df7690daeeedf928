import type { MigrationInterface, QueryRunner } from 'typeorm';

// The key that seals what is personal about somebody, and how often something may be done.
export class People1764000010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Wrapped with a key of the configuration. A destroyed key leaves its row, so that nobody makes a
      -- new one for somebody who asked to be forgotten.
      CREATE TABLE shared.personal_keys (
        person_id     text        NOT NULL CONSTRAINT personal_keys_pk PRIMARY KEY,
        wrapped_key   bytea,
        created_at    timestamptz NOT NULL DEFAULT now(),
        destroyed_at  timestamptz,
        CONSTRAINT personal_keys_gone_for_good CHECK ((wrapped_key IS NULL) = (destroyed_at IS NOT NULL))
      );
      CREATE FUNCTION shared.keep_destroyed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF OLD.destroyed_at IS NOT NULL THEN
          RAISE EXCEPTION 'a destroyed key stays destroyed' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER personal_keys_stay_destroyed BEFORE UPDATE ON shared.personal_keys
        FOR EACH ROW EXECUTE FUNCTION shared.keep_destroyed();
      GRANT SELECT, INSERT, UPDATE (wrapped_key, destroyed_at) ON shared.personal_keys TO tenner_app;

      -- Counts that may be lost in a crash: whoever was counted then starts anew. The key is a hash.
      CREATE UNLOGGED TABLE shared.allowances (
        key     varchar(255) NOT NULL CONSTRAINT allowances_pk PRIMARY KEY,
        points  integer      NOT NULL DEFAULT 0,
        expire  bigint
      );
      CREATE INDEX allowances_expire ON shared.allowances (expire);
      GRANT SELECT, INSERT, UPDATE, DELETE ON shared.allowances TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
