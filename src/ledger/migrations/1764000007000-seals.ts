import type { MigrationInterface, QueryRunner } from 'typeorm';
import { settleOwnership } from './owner.js';

// Positions, seals, snapshots and keys: what makes the past of the books the same for ever, and
// provable to a stranger. And the roles that keep apart who owns the books, who changes the schema,
// who writes entries, and who only reads.
export class Seals1764000007000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ROLES);
    await runner.query(`
      -- Entries that wait for their position. A row becomes visible with its transaction and not
      -- before, and its number is drawn while the accounts' rows are locked: of two transactions
      -- that touched the same account the earlier one has the lower number, and is seen first.
      CREATE TABLE ledger.unsealed (
        number     bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT unsealed_pk PRIMARY KEY,
        entry_ids  text[] NOT NULL
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

      CREATE TABLE ledger.positions (
        position  bigint NOT NULL CONSTRAINT positions_pk PRIMARY KEY
          CONSTRAINT positions_begin_at_one CHECK (position >= 1),
        entry_id  text   NOT NULL CONSTRAINT positions_entry_unique UNIQUE
      );

      CREATE TABLE ledger.signing_keys (
        id          text        NOT NULL CONSTRAINT signing_keys_pk PRIMARY KEY,
        public_key  bytea       NOT NULL,
        since       timestamptz NOT NULL
      );

      -- snapshot_position: up to where the snapshots of all append-only accounts are complete.
      CREATE TABLE ledger.seals (
        number             bigint      NOT NULL CONSTRAINT seals_pk PRIMARY KEY,
        first_position     bigint      NOT NULL CONSTRAINT seals_first_unique UNIQUE,
        last_position      bigint      NOT NULL CONSTRAINT seals_last_unique UNIQUE,
        root               bytea       NOT NULL CONSTRAINT seals_root_is_sha256 CHECK (octet_length(root) = 32),
        sealed_at          timestamptz NOT NULL,
        previous_hash      bytea       NOT NULL,
        hash               bytea       NOT NULL CONSTRAINT seals_hash_is_sha256 CHECK (octet_length(hash) = 32),
        key_id             text        NOT NULL CONSTRAINT seals_key REFERENCES ledger.signing_keys (id),
        signature          bytea       NOT NULL,
        snapshot_position  bigint      NOT NULL,
        CONSTRAINT seals_range CHECK (first_position <= last_position),
        CONSTRAINT seals_snapshot_whole
          CHECK (snapshot_position < first_position OR snapshot_position = last_position)
      );
      CREATE INDEX seals_sealed_at ON ledger.seals (sealed_at);
      CREATE INDEX seals_snapshot_position ON ledger.seals (snapshot_position);

      -- The balance of an append-only account, on its normal side, after the entry at the position.
      CREATE TABLE ledger.snapshots (
        account_id  text    NOT NULL CONSTRAINT snapshots_account REFERENCES ledger.accounts (id),
        position    bigint  NOT NULL,
        balance     numeric NOT NULL,
        CONSTRAINT snapshots_pk PRIMARY KEY (account_id, position)
      );

      GRANT SELECT ON ledger.unsealed, ledger.positions TO tenner_app;
      GRANT SELECT, INSERT ON ledger.signing_keys, ledger.seals, ledger.snapshots TO tenner_app;
    `);
    await runner.query(FUNCTIONS);
    for (const table of ['positions', 'signing_keys', 'seals', 'snapshots']) {
      await runner.query(`
        CREATE TRIGGER ${table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.${table}
          FOR EACH STATEMENT EXECUTE FUNCTION shared.refuse_change();
      `);
    }
    // What was written before there were positions waits for one now, in the order it was recorded.
    await runner.query(`
      INSERT INTO ledger.unsealed (entry_ids)
      SELECT array_agg(id ORDER BY place)
        FROM (SELECT id, row_number() OVER (ORDER BY recorded_at, id) AS place FROM ledger.entries) e
       GROUP BY (place - 1) / 500 ORDER BY min(place);
    `);
    await settleOwnership(runner);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}

// Roles belong to the whole server, so another database may have made them already, or an operator
// whose migrations may not make roles. The owner has no login: whoever migrates is a member.
const ROLES = `
  DO $$
  DECLARE
    wanted text;
  BEGIN
    FOREACH wanted IN ARRAY ARRAY['tenner_ledger_owner', 'tenner_migrator', 'tenner_readonly', 'tenner_auditor'] LOOP
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
        BEGIN
          EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
      END IF;
    END LOOP;
    FOREACH wanted IN ARRAY ARRAY['tenner_ledger_owner', 'tenner_app'] LOOP
      IF NOT pg_has_role('tenner_migrator', wanted, 'USAGE') THEN
        EXECUTE format('GRANT %I TO tenner_migrator', wanted);
      END IF;
      IF NOT pg_has_role(CURRENT_USER, wanted, 'USAGE') THEN
        EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
      END IF;
    END LOOP;
  END $$;
`;

// The two functions that touch the queue act as the owner of the books, with a fixed search path, so
// that the application itself needs no right to it: it can neither forge a position nor skip one.
const FUNCTIONS = `
  CREATE FUNCTION ledger.entries_wait_for_position() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    INSERT INTO ledger.unsealed (entry_ids)
    SELECT array_agg(id ORDER BY place)
      FROM (SELECT id, row_number() OVER () AS place FROM new_entries) n
     GROUP BY (place - 1) / 500 ORDER BY min(place);
    RETURN NULL;
  END $$;
  REVOKE ALL ON FUNCTION ledger.entries_wait_for_position() FROM PUBLIC;
  CREATE TRIGGER entries_wait_for_position AFTER INSERT ON ledger.entries
    REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION ledger.entries_wait_for_position();

  CREATE TRIGGER unsealed_never_edited BEFORE UPDATE OR TRUNCATE ON ledger.unsealed
    FOR EACH STATEMENT EXECUTE FUNCTION shared.refuse_change();

  -- Gives the next positions to at most so many waiting entries, in order. One caller at a time,
  -- whichever process it is in, until that caller's transaction ends.
  CREATE FUNCTION ledger.give_positions(at_most integer)
    RETURNS TABLE ("position" bigint, entry_id text, hash bytea)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  #variable_conflict use_column
  DECLARE
    given_before bigint;
  BEGIN
    PERFORM pg_advisory_xact_lock(7105522);
    -- Later statements than the lock, so that they see what its last holder committed.
    SELECT coalesce(max(p."position"), 0) INTO given_before FROM ledger.positions p;
    RETURN QUERY
    WITH waiting AS (
      SELECT u.number, u.entry_ids,
             sum(cardinality(u.entry_ids)) OVER (ORDER BY u.number) AS up_to_here
        FROM (SELECT * FROM ledger.unsealed ORDER BY number LIMIT at_most) u
    ), taken AS (
      DELETE FROM ledger.unsealed u USING waiting w
       WHERE u.number = w.number AND (w.up_to_here <= at_most OR w.up_to_here = cardinality(w.entry_ids))
      RETURNING u.number, u.entry_ids
    ), given AS (
      INSERT INTO ledger.positions ("position", entry_id)
      SELECT given_before + row_number() OVER (ORDER BY t.number, i.place), i.id
        FROM taken t, UNNEST(t.entry_ids) WITH ORDINALITY AS i (id, place)
      RETURNING "position", entry_id
    )
    -- One look-up for each: joined as a whole, the planner would read every entry there is.
    SELECT g."position", g.entry_id, (SELECT e.hash FROM ledger.entries e WHERE e.id = g.entry_id)
      FROM given g ORDER BY g."position";
  END $$;
  REVOKE ALL ON FUNCTION ledger.give_positions(integer) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION ledger.give_positions(integer) TO tenner_app;

  -- A seal goes on where the last one ended and covers every position there is.
  CREATE FUNCTION ledger.seal_follows() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    last ledger.seals;
  BEGIN
    SELECT * INTO last FROM ledger.seals ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(last.number, 0) + 1
       OR NEW.first_position <> coalesce(last.last_position, 0) + 1
       OR NEW.last_position IS DISTINCT FROM (SELECT max(position) FROM ledger.positions)
       OR NEW.previous_hash <> coalesce(last.hash, decode(repeat('00', 32), 'hex'))
       OR NEW.sealed_at < last.sealed_at
       OR NEW.snapshot_position < last.snapshot_position THEN
      RAISE EXCEPTION 'seal % does not follow seal %', NEW.number, coalesce(last.number, 0)
        USING ERRCODE = 'check_violation', CONSTRAINT = 'seals_follow';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER seals_follow BEFORE INSERT ON ledger.seals
    FOR EACH ROW EXECUTE FUNCTION ledger.seal_follows();
`;
