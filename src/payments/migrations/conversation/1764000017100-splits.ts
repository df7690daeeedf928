import type { MigrationInterface, QueryRunner } from 'typeorm';

// Bills that one person paid and others owe a share of. What somebody owes is a request like any other;
// a bill has rounds, each divided among people, and says which request asks for which portion.
export class Splits1764000017100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payments.splits (
        id          text        NOT NULL CONSTRAINT splits_pk PRIMARY KEY,
        thread_id   text        NOT NULL,
        -- Who paid the bill, and is paid back.
        maker_id    text        NOT NULL,
        currency    text        NOT NULL,
        created_at  timestamptz NOT NULL
      );
      CREATE INDEX splits_of_maker ON payments.splits (maker_id, id DESC);
      GRANT SELECT, INSERT ON payments.splits TO tenner_app;
      -- A row can be locked only by who may change something of it; nothing of a bill itself changes.
      GRANT UPDATE (created_at) ON payments.splits TO tenner_app;
      GRANT SELECT ON payments.splits TO tenner_readonly, tenner_auditor;

      ALTER TABLE payments.requests
        ADD COLUMN split_id text CONSTRAINT requests_split REFERENCES payments.splits (id);
      CREATE INDEX requests_of_split ON payments.requests (split_id) WHERE split_id IS NOT NULL;
      -- A share that grows by another round is open longer.
      GRANT UPDATE (expires_at) ON payments.requests TO tenner_app;
      GRANT SELECT (split_id) ON payments.requests TO tenner_readonly, tenner_auditor;

      CREATE TABLE payments.split_rounds (
        split_id    text        NOT NULL CONSTRAINT split_rounds_split REFERENCES payments.splits (id),
        number      smallint    NOT NULL CONSTRAINT split_rounds_number CHECK (number BETWEEN 1 AND 20),
        title       text        CONSTRAINT split_rounds_title CHECK (length(title) <= 80),
        total       bigint      NOT NULL CONSTRAINT split_rounds_total CHECK (total > 0),
        way         text        NOT NULL
          CONSTRAINT split_rounds_way CHECK (way IN ('equally', 'exactly', 'shares', 'percent', 'items')),
        -- The items, when it was divided by items; what each was called goes with its maker.
        items       jsonb       CONSTRAINT split_rounds_items CHECK ((way = 'items') = (items IS NOT NULL)),
        -- Whose share it is that is divided anew; null for money that was spent.
        from_person_id text,
        created_at  timestamptz NOT NULL,
        CONSTRAINT split_rounds_pk PRIMARY KEY (split_id, number)
      );
      GRANT SELECT, INSERT, UPDATE (title, items) ON payments.split_rounds TO tenner_app;
      GRANT SELECT (split_id, number, total, way, from_person_id, created_at)
        ON payments.split_rounds TO tenner_readonly, tenner_auditor;

      CREATE TABLE payments.split_portions (
        split_id    text        NOT NULL,
        number      smallint    NOT NULL,
        person_id   text        NOT NULL,
        amount      bigint      NOT NULL CONSTRAINT split_portions_amount CHECK (amount >= 0),
        -- Bears one minor unit more than a division without remainder would give.
        odd         boolean     NOT NULL,
        -- What asks for it; the maker's own and a portion of nothing are asked of nobody.
        request_id  text        CONSTRAINT split_portions_request REFERENCES payments.requests (id),
        CONSTRAINT split_portions_pk PRIMARY KEY (split_id, number, person_id),
        CONSTRAINT split_portions_round FOREIGN KEY (split_id, number)
          REFERENCES payments.split_rounds (split_id, number)
      );
      CREATE INDEX split_portions_of_person ON payments.split_portions (person_id);
      GRANT SELECT, INSERT ON payments.split_portions TO tenner_app;
      GRANT SELECT ON payments.split_portions TO tenner_readonly, tenner_auditor;

      CREATE FUNCTION payments.erase_splits(who text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM shared.require_key_destroyed(who);
        UPDATE payments.split_rounds r
           SET title = NULL,
               items = CASE WHEN r.items IS NOT NULL THEN (
                 SELECT jsonb_agg(jsonb_set(i.item, '{name}', '"-"') ORDER BY i.place)
                   FROM jsonb_array_elements(r.items) WITH ORDINALITY AS i (item, place)) END
          FROM payments.splits s
         WHERE s.maker_id = who AND r.split_id = s.id;
        -- The answer that the maker was given names everybody in the bill.
        UPDATE payments.idempotency_keys k SET body = '{}'
          FROM payments.splits s JOIN payments.split_portions p ON p.split_id = s.id
         WHERE who IN (s.maker_id, p.person_id) AND k.person_id = s.maker_id AND k.subject_id = s.id
           AND k.body IS NOT NULL;
      END $$;
      REVOKE ALL ON FUNCTION payments.erase_splits(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION payments.erase_splits(text) TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
