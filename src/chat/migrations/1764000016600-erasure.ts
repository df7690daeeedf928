import type { MigrationInterface, QueryRunner } from 'typeorm';

// What a person said and sent goes with them; that they said something, and when, stays as for a message
// they had deleted. A group's name is the group's, whoever gave it.
export class ChatErasure1764000016600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX messages_of_author ON chat.messages (author_id, id);
      CREATE INDEX pictures_of_owner ON chat.pictures (owner_id, id);

      CREATE FUNCTION chat.erase_person(who text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM shared.require_key_destroyed(who);
        -- In the order in which everybody locks threads.
        PERFORM FROM chat.threads t
          WHERE t.id IN (SELECT m.thread_id FROM chat.messages m WHERE m.author_id = who)
          ORDER BY t.id FOR NO KEY UPDATE;
        DELETE FROM chat.message_words w USING chat.messages m
         WHERE m.author_id = who AND w.message_id = m.id;
        DELETE FROM chat.pictures WHERE owner_id = who;
        -- Each message moves the revision, so that whoever has it on screen learns that it is gone.
        WITH mine AS (
          SELECT m.id, m.thread_id, row_number() OVER (PARTITION BY m.thread_id ORDER BY m.sequence) AS n
            FROM chat.messages m WHERE m.author_id = who AND m.deleted_at IS NULL
             AND (m.body IS NOT NULL OR m.picture IS NOT NULL OR m.card_data ? 'note' OR m.event ? 'title')
        ), moved AS (
          UPDATE chat.threads t SET last_revision = t.last_revision + c.n
            FROM (SELECT thread_id, max(n) AS n FROM mine GROUP BY thread_id) c
           WHERE t.id = c.thread_id
          RETURNING t.id, t.last_revision - c.n AS before
        )
        UPDATE chat.messages m
           SET revision = v.before + mine.n,
               body = NULL, picture = NULL, mentions = '{}', edited_at = NULL,
               reactions = CASE WHEN m.card_id IS NULL AND m.event IS NULL THEN '{}' ELSE m.reactions END,
               deleted_at = CASE WHEN m.card_id IS NULL AND m.event IS NULL THEN now() END,
               card_data = CASE WHEN m.card_data ? 'note'
                                THEN jsonb_set(m.card_data, '{note}', 'null') ELSE m.card_data END,
               event = CASE WHEN m.event ? 'title'
                            THEN jsonb_set(m.event, '{title}', '"…"') ELSE m.event END
          FROM mine JOIN moved v ON v.id = mine.thread_id
         WHERE m.id = mine.id;
        UPDATE chat.messages SET client_id = NULL WHERE author_id = who AND client_id IS NOT NULL;
        UPDATE chat.invites SET revoked_at = now() WHERE creator_id = who AND revoked_at IS NULL;
        DELETE FROM chat.blocks WHERE blocker_id = who;
        -- Nothing of theirs has been under way for a day; what still lies here nobody will deliver.
        DELETE FROM shared.outbox o
         WHERE o.topic LIKE 'chat.%' AND o.run_at < now() - interval '1 hour'
           AND position(who IN o.payload::text) > 0;
      END $$;
      REVOKE ALL ON FUNCTION chat.erase_person(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION chat.erase_person(text) TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
