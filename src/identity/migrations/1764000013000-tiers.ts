import type { MigrationInterface, QueryRunner } from 'typeorm';

// How well a person is known, which decides how much they may send. Whoever was here before was let
// in by hand, so nobody who could send yesterday is stopped today.
export class Tiers1764000013000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE identity.people ADD COLUMN tier text NOT NULL DEFAULT 'new'
        CONSTRAINT people_tier_known CHECK (tier IN ('new', 'confirmed', 'verified'));
      UPDATE identity.people SET tier = 'verified';

      CREATE TABLE identity.tier_changes (
        person_id   text        NOT NULL CONSTRAINT tier_changes_person REFERENCES identity.people (id),
        tier        text        NOT NULL,
        changed_by  text        NOT NULL,
        reason      text        NOT NULL,
        changed_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT tier_changes_pk PRIMARY KEY (person_id, tier)
      );
      CREATE TRIGGER tier_changes_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON identity.tier_changes
        FOR EACH STATEMENT EXECUTE FUNCTION shared.refuse_change();
      GRANT SELECT, INSERT ON identity.tier_changes TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
