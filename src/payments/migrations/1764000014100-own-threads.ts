import type { MigrationInterface, QueryRunner } from 'typeorm';

// A product that embeds this one may keep the threads. Ours are named thr_… and stay what the database
// itself knows; a thread of any other name is the business of whoever keeps it.
export class OwnThreads1764000014100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payments.payments
        DROP CONSTRAINT payments_thread,
        ADD COLUMN chat_thread_id text
          GENERATED ALWAYS AS (CASE WHEN starts_with(thread_id, 'thr_') THEN thread_id END) STORED
          CONSTRAINT payments_thread REFERENCES chat.threads (id);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
