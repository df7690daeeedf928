import type { MigrationInterface, QueryRunner } from 'typeorm';

// Until when a payment waits and for what, how it went back, and whether its payee has ever been shown it.
// What a person chose about all that is theirs alone, and goes with them.
export class Waits1764000017010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payments.payments
        ADD COLUMN sends_at    timestamptz,
        ADD COLUMN arrives_at  timestamptz,
        ADD COLUMN to_accept   boolean NOT NULL DEFAULT false,
        ADD COLUMN expires_at  timestamptz,
        ADD COLUMN expiry_told boolean NOT NULL DEFAULT false,
        ADD COLUMN returned    text CONSTRAINT payments_returned_known
          CHECK (returned IN ('recalled', 'cancelled', 'declined', 'expired', 'undeliverable')),
        ADD COLUMN shown       boolean NOT NULL DEFAULT false,
        DROP CONSTRAINT payments_card_states,
        DROP CONSTRAINT payments_balance_states,
        ADD CONSTRAINT payments_balance_states CHECK (card_id IS NOT NULL
          OR state NOT IN ('funding', 'authenticating', 'capturing', 'cancelling')),
        ADD CONSTRAINT payments_sending CHECK (sends_at IS NOT NULL OR state NOT IN ('sending', 'undone')),
        ADD CONSTRAINT payments_arriving CHECK (arrives_at IS NOT NULL OR state <> 'arriving'),
        ADD CONSTRAINT payments_waiting CHECK (state <> 'waiting' OR (expires_at IS NOT NULL AND to_accept)),
        ADD CONSTRAINT payments_returned_says_why CHECK (state <> 'returned' OR returned IS NOT NULL);
      UPDATE payments.payments SET shown = true
       WHERE state NOT IN ('asking', 'funding', 'authenticating', 'failed') OR review_by IS NOT NULL;
      CREATE INDEX payments_sends_at ON payments.payments (sends_at) WHERE state = 'sending';
      CREATE INDEX payments_arrives_at ON payments.payments (arrives_at) WHERE state = 'arriving';
      CREATE INDEX payments_expires_at ON payments.payments (expires_at) WHERE state = 'waiting';
      GRANT UPDATE (sends_at, arrives_at, to_accept, expires_at, expiry_told, returned, shown)
        ON payments.payments TO tenner_app;
      GRANT SELECT (sends_at, arrives_at, to_accept, expires_at, expiry_told, returned, shown)
        ON payments.payments TO tenner_readonly, tenner_auditor;

      CREATE TABLE payments.settings (
        person_id    text     NOT NULL CONSTRAINT settings_pk PRIMARY KEY
          CONSTRAINT settings_person REFERENCES identity.people (id),
        undo_seconds smallint CONSTRAINT settings_undo_known CHECK (undo_seconds IN (0, 10, 15, 30, 60)),
        accept_each  boolean  NOT NULL DEFAULT false
      );
      GRANT SELECT, INSERT, UPDATE ON payments.settings TO tenner_app;

      CREATE FUNCTION payments.erase_settings(who text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM shared.require_key_destroyed(who);
        DELETE FROM payments.settings WHERE person_id = who;
      END $$;
      REVOKE ALL ON FUNCTION payments.erase_settings(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION payments.erase_settings(text) TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
