import type { MigrationInterface, QueryRunner } from 'typeorm';
import { settleOwnership } from './owner.js';

// Who owes is asked every few seconds, among all accounts. The condition names only what never
// changes about an account, so that no balance on the money path has to look at this index.
export class Owing1764000008500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX accounts_receivable ON ledger.accounts (owner) WHERE code = 1070',
    );
    await settleOwnership(runner);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
