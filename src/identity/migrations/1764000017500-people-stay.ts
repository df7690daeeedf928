import type { MigrationInterface, QueryRunner } from 'typeorm';

// Whoever leaves is overwritten, never removed; others may count on it without a lock on the row.
export class PeopleStay1764000017500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TRIGGER people_never_removed BEFORE DELETE OR TRUNCATE ON identity.people
        FOR EACH STATEMENT EXECUTE FUNCTION shared.refuse_change();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
