import type { MigrationInterface, QueryRunner } from 'typeorm';

// Threads, who is in them, and what was said. Sequence and revision are counted on the thread's row
// under its lock, so both are free of gaps and a reader can ask for what came "after N".
export class Chat1764000004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA chat;
      GRANT USAGE ON SCHEMA chat TO tenner_app;

      -- pair_key names the two people of a direct thread, so that they have only one.
      CREATE TABLE chat.threads (
        id             text        NOT NULL CONSTRAINT threads_pk PRIMARY KEY,
        kind           text        NOT NULL CONSTRAINT threads_kind_known CHECK (kind IN ('direct', 'group')),
        title          text,
        pair_key       text CONSTRAINT threads_pair_unique UNIQUE,
        last_sequence  bigint      NOT NULL DEFAULT 0,
        last_revision  bigint      NOT NULL DEFAULT 0,
        created_at     timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT threads_direct_is_a_pair CHECK ((kind = 'direct') = (pair_key IS NOT NULL)),
        CONSTRAINT threads_group_has_a_title CHECK ((kind = 'group') = (title IS NOT NULL))
      ) WITH (fillfactor = 70);
      GRANT SELECT, INSERT, UPDATE ON chat.threads TO tenner_app;

      CREATE TABLE chat.participants (
        thread_id      text        NOT NULL CONSTRAINT participants_thread REFERENCES chat.threads (id),
        person_id      text        NOT NULL,
        read_sequence  bigint      NOT NULL DEFAULT 0,
        joined_at      timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT participants_pk PRIMARY KEY (thread_id, person_id)
      );
      CREATE INDEX participants_person ON chat.participants (person_id);
      GRANT SELECT, INSERT, UPDATE, DELETE ON chat.participants TO tenner_app;

      -- audience: who may see it; null is everybody in the thread.
      CREATE TABLE chat.messages (
        id          text        NOT NULL CONSTRAINT messages_pk PRIMARY KEY,
        thread_id   text        NOT NULL CONSTRAINT messages_thread REFERENCES chat.threads (id),
        sequence    bigint      NOT NULL,
        revision    bigint      NOT NULL,
        author_id   text        NOT NULL,
        body        text CONSTRAINT messages_body_length CHECK (length(body) BETWEEN 1 AND 4000),
        client_id   text,
        card_kind   text,
        card_id     text,
        card_data   jsonb,
        audience    text[],
        created_at  timestamptz NOT NULL,
        CONSTRAINT messages_sequence_unique UNIQUE (thread_id, sequence),
        CONSTRAINT messages_card_unique UNIQUE (card_id),
        CONSTRAINT messages_text_or_card CHECK (
          (body IS NULL) = (card_id IS NOT NULL)
          AND (card_id IS NULL) = (card_kind IS NULL) AND (card_id IS NULL) = (card_data IS NULL))
      );
      CREATE INDEX messages_revision ON chat.messages (thread_id, revision);
      CREATE UNIQUE INDEX messages_client_unique ON chat.messages (thread_id, author_id, client_id)
        WHERE client_id IS NOT NULL;
      GRANT SELECT, INSERT, UPDATE (revision, body, card_data, audience) ON chat.messages TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
