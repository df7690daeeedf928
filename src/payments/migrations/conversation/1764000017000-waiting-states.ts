import type { MigrationInterface, QueryRunner } from 'typeorm';

// A payment may wait between its payer's yes and its end: a moment in which it can be undone, a time at
// which it arrives, a payee who has yet to say yes. A value of a type can be used only once it is committed.
export class WaitingStates1764000017000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TYPE payments.state ADD VALUE 'sending' AFTER 'asking';
      ALTER TYPE payments.state ADD VALUE 'undone' AFTER 'sending';
      ALTER TYPE payments.state ADD VALUE 'arriving' AFTER 'held';
      ALTER TYPE payments.state ADD VALUE 'waiting' AFTER 'arriving';
      ALTER TYPE payments.state ADD VALUE 'returned' AFTER 'completed';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
