import type { MigrationInterface, QueryRunner } from 'typeorm';

// A payment that waits for the payer's trusted contact. A new value can be used once it is committed, so
// it comes in a migration of its own.
export class Asking1764000013400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("ALTER TYPE payments.state ADD VALUE 'asking' BEFORE 'funding'");
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
