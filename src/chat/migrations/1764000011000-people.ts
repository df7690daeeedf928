import type { MigrationInterface, QueryRunner } from 'typeorm';

// Roles and settings of participants, what people do with messages, pictures, blocks, invite links,
// and the words by which messages are found.
export class ChatPeople1764000011000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- joined_sequence: where the thread stood when this person joined; what came before is not theirs
      -- to see. muted_until may be infinity. Each person says whether amounts are offered as payments.
      ALTER TABLE chat.participants
        ADD COLUMN role            text    NOT NULL DEFAULT 'member'
          CONSTRAINT participants_role_known CHECK (role IN ('owner', 'admin', 'member')),
        ADD COLUMN joined_sequence bigint  NOT NULL DEFAULT 0,
        ADD COLUMN muted_until     timestamptz,
        ADD COLUMN suggests_money  boolean NOT NULL DEFAULT true;
      UPDATE chat.participants p SET role = 'owner'
        FROM (SELECT DISTINCT ON (o.thread_id) o.thread_id, o.person_id
                FROM chat.participants o JOIN chat.threads t ON t.id = o.thread_id
               WHERE t.kind = 'group' ORDER BY o.thread_id, o.joined_at, o.person_id) first
       WHERE p.thread_id = first.thread_id AND p.person_id = first.person_id;

      -- event: what happened to the thread itself. reactions: people by emoji, kept on the row so that
      -- they change under the thread's lock and cost a reader nothing. A deleted message keeps its row.
      ALTER TABLE chat.messages
        ADD COLUMN event      jsonb,
        ADD COLUMN picture    jsonb,
        ADD COLUMN reply_to   text CONSTRAINT messages_reply_to REFERENCES chat.messages (id),
        ADD COLUMN mentions   text[] NOT NULL DEFAULT '{}',
        ADD COLUMN reactions  jsonb  NOT NULL DEFAULT '{}',
        ADD COLUMN edited_at  timestamptz,
        ADD COLUMN deleted_at timestamptz,
        DROP CONSTRAINT messages_text_or_card,
        ADD CONSTRAINT messages_card_is_whole CHECK (
          num_nonnulls(card_id, card_kind, card_data) IN (0, 3)),
        ADD CONSTRAINT messages_one_content CHECK (
          (card_id IS NOT NULL)::int + (event IS NOT NULL)::int + (deleted_at IS NOT NULL)::int
            + (body IS NOT NULL OR picture IS NOT NULL)::int = 1);
      GRANT UPDATE (picture, mentions, reactions, edited_at, deleted_at) ON chat.messages TO tenner_app;

      -- Encoded anew from what was uploaded. Without a message it is seen by its owner only.
      CREATE TABLE chat.pictures (
        id          text        NOT NULL CONSTRAINT pictures_pk PRIMARY KEY,
        thread_id   text        NOT NULL CONSTRAINT pictures_thread REFERENCES chat.threads (id),
        owner_id    text        NOT NULL,
        message_id  text CONSTRAINT pictures_message REFERENCES chat.messages (id)
          CONSTRAINT pictures_message_unique UNIQUE,
        width       int         NOT NULL,
        height      int         NOT NULL,
        full_size   bytea       NOT NULL,
        thumbnail   bytea       NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX pictures_waiting ON chat.pictures (owner_id, created_at) WHERE message_id IS NULL;
      GRANT SELECT, INSERT, DELETE, UPDATE (message_id) ON chat.pictures TO tenner_app;

      CREATE TABLE chat.blocks (
        blocker_id  text        NOT NULL,
        blocked_id  text        NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT blocks_pk PRIMARY KEY (blocker_id, blocked_id),
        CONSTRAINT blocks_somebody_else CHECK (blocker_id <> blocked_id)
      );
      GRANT SELECT, INSERT, DELETE ON chat.blocks TO tenner_app;

      -- The token is kept as its hash. Without a thread it leads to a direct thread with its creator.
      CREATE TABLE chat.invites (
        id          text        NOT NULL CONSTRAINT invites_pk PRIMARY KEY,
        token_hash  bytea       NOT NULL CONSTRAINT invites_token_unique UNIQUE,
        creator_id  text        NOT NULL,
        thread_id   text CONSTRAINT invites_thread REFERENCES chat.threads (id),
        uses        int         NOT NULL DEFAULT 0,
        uses_max    int         NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now(),
        expires_at  timestamptz NOT NULL,
        revoked_at  timestamptz,
        CONSTRAINT invites_uses_within CHECK (uses BETWEEN 0 AND uses_max)
      );
      CREATE INDEX invites_creator ON chat.invites (creator_id, id);
      GRANT SELECT, INSERT, UPDATE (uses, revoked_at) ON chat.invites TO tenner_app;

      -- What messages are found by: their words and the beginnings of them, keyed with the author's key.
      CREATE TABLE chat.message_words (
        message_id  text   NOT NULL CONSTRAINT message_words_pk PRIMARY KEY
          CONSTRAINT message_words_message REFERENCES chat.messages (id),
        thread_id   text   NOT NULL,
        author_id   text   NOT NULL,
        tokens      text[] NOT NULL
      );
      CREATE INDEX message_words_tokens ON chat.message_words USING gin (tokens);
      CREATE INDEX message_words_authors ON chat.message_words (thread_id, author_id);
      GRANT SELECT, INSERT, UPDATE, DELETE ON chat.message_words TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
