import type { MigrationInterface, QueryRunner } from 'typeorm';

// A message is in a thread that exists, and threads are never removed: checked once for all messages of a
// statement, instead of by a look-up and a lock for each of them. See the same for payments.
export class KnownThreads1764000017510 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TRIGGER threads_never_removed BEFORE DELETE OR TRUNCATE ON chat.threads
        FOR EACH STATEMENT EXECUTE FUNCTION shared.refuse_change();

      CREATE FUNCTION chat.messages_know_their_thread() RETURNS trigger LANGUAGE plpgsql
        SET enable_seqscan = off AS $$
      DECLARE
        stray text;
      BEGIN
        SELECT n.thread_id INTO stray FROM new_messages n
         WHERE (SELECT t.id FROM chat.threads t WHERE t.id = n.thread_id) IS NULL LIMIT 1;
        IF stray IS NULL THEN
          RETURN NULL;
        END IF;
        RAISE foreign_key_violation
          USING MESSAGE = format('a message is in thread %s, which nobody knows', stray);
      END $$;
      ALTER TABLE chat.messages DROP CONSTRAINT messages_thread;
      CREATE TRIGGER messages_know_their_thread AFTER INSERT ON chat.messages
        REFERENCING NEW TABLE AS new_messages
        FOR EACH STATEMENT EXECUTE FUNCTION chat.messages_know_their_thread();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
