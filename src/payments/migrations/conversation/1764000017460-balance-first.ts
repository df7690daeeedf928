import type { MigrationInterface, QueryRunner } from 'typeorm';

// A payment may be paid in part by its payer's balance, and by a card for the rest.
export class BalanceFirst1764000017460 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Minor units that the balance pays of what a card pays the rest of.
      ALTER TABLE payments.payments
        ADD COLUMN from_balance bigint NOT NULL DEFAULT 0,
        ADD CONSTRAINT payments_from_balance CHECK
          (from_balance = 0 OR (card_id IS NOT NULL AND from_balance > 0 AND from_balance < amount));
      GRANT SELECT (from_balance) ON payments.payments TO tenner_readonly, tenner_auditor;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
