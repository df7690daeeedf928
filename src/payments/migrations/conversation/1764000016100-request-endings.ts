import type { MigrationInterface, QueryRunner } from 'typeorm';

// A payer is told once that a request is about to end.
export class RequestEndings1764000016100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payments.requests ADD COLUMN ending_told boolean NOT NULL DEFAULT false;
      GRANT UPDATE (ending_told) ON payments.requests TO tenner_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payments.requests DROP COLUMN ending_told');
  }
}
