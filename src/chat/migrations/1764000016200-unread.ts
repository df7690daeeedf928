import type { MigrationInterface, QueryRunner } from 'typeorm';

// Messages that nobody has read for a while are looked for by their time. Rows lie in the order in which
// they were written, so a block-range index finds them and costs a new message next to nothing.
export class ChatUnread1764000016200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX messages_created ON chat.messages USING brin (created_at)
        WITH (pages_per_range = 16, autosummarize = on);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX chat.messages_created');
  }
}
