import type { MigrationInterface, QueryRunner } from 'typeorm';

// Gifts to a group, whose parts are drawn when they are made. Whoever only reads sees neither the seed nor
// the words; parts nobody has opened are nobody's business either before it has ended.
export class Gifts1764000017600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payments.gifts (
        id          text        NOT NULL CONSTRAINT gifts_pk PRIMARY KEY,
        thread_id   text        NOT NULL,
        giver_id    text        NOT NULL,
        amount      bigint      NOT NULL CONSTRAINT gifts_amount CHECK (amount > 0),
        currency    text        NOT NULL,
        way         text        NOT NULL CONSTRAINT gifts_way CHECK (way IN ('equally', 'luck')),
        note        text        CONSTRAINT gifts_note CHECK (length(note) <= 280),
        -- Who else was in the thread when it was made; only they may open it.
        member_ids  text[]      NOT NULL,
        -- What everything was drawn from; told once the gift has ended.
        seed        bytea       NOT NULL CONSTRAINT gifts_seed CHECK (length(seed) = 32),
        -- SHA-256 of the seed and the terms; told from the beginning.
        commitment  bytea       NOT NULL CONSTRAINT gifts_commitment CHECK (length(commitment) = 32),
        state       text        NOT NULL CONSTRAINT gifts_state CHECK (state IN ('open', 'ended')),
        ends_at     timestamptz NOT NULL,
        created_at  timestamptz NOT NULL,
        updated_at  timestamptz NOT NULL
      );
      CREATE INDEX gifts_of_giver ON payments.gifts (giver_id, id DESC);
      CREATE INDEX gifts_due ON payments.gifts (ends_at) WHERE state = 'open';
      GRANT SELECT, INSERT, UPDATE (state, note, updated_at) ON payments.gifts TO tenner_app;
      GRANT SELECT (id, thread_id, giver_id, amount, currency, way, commitment, state, ends_at, created_at,
                    updated_at)
        ON payments.gifts TO tenner_readonly, tenner_auditor;

      CREATE TABLE payments.gift_parts (
        gift_id     text        NOT NULL CONSTRAINT gift_parts_gift REFERENCES payments.gifts (id),
        -- In the order in which they are opened.
        number      smallint    NOT NULL,
        amount      bigint      NOT NULL CONSTRAINT gift_parts_amount CHECK (amount > 0),
        -- Who opened it; null while nobody has.
        person_id   text,
        opened_at   timestamptz,
        CONSTRAINT gift_parts_pk PRIMARY KEY (gift_id, number),
        CONSTRAINT gift_parts_once UNIQUE (gift_id, person_id),
        CONSTRAINT gift_parts_opened CHECK ((person_id IS NULL) = (opened_at IS NULL))
      );
      CREATE INDEX gift_parts_of_person ON payments.gift_parts (person_id) WHERE person_id IS NOT NULL;
      GRANT SELECT, INSERT, UPDATE (person_id, opened_at) ON payments.gift_parts TO tenner_app;
      GRANT SELECT ON payments.gift_parts TO tenner_readonly, tenner_auditor;

      CREATE FUNCTION payments.erase_gifts(who text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM shared.require_key_destroyed(who);
        UPDATE payments.gifts SET note = NULL WHERE giver_id = who AND note IS NOT NULL;
        -- The answer that the giver was given has the words in it.
        UPDATE payments.idempotency_keys k SET body = '{}'
          FROM payments.gifts g
         WHERE g.giver_id = who AND k.person_id = who AND k.subject_id = g.id AND k.body IS NOT NULL;
      END $$;
      REVOKE ALL ON FUNCTION payments.erase_gifts(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION payments.erase_gifts(text) TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
