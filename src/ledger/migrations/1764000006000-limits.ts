import { hashStoredEntries } from './hash-stored-entries.js';
import type { MigrationInterface, QueryRunner } from 'typeorm';

// What accounts may do beside their floor, what makes an entry verifiable and correctable, what
// became of holds in parts, which attempts were refused, and which periods are closed.
export class Limits1764000006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TYPE ledger.account_state AS ENUM ('open', 'debit_only', 'frozen', 'closed');

      -- incoming: pending holds whose money would come here. It counts against the ceiling, so that
      -- a hold that was granted can always be posted.
      ALTER TABLE ledger.accounts
        ADD COLUMN state ledger.account_state NOT NULL DEFAULT 'open',
        ADD COLUMN ceiling bigint,
        ADD COLUMN incoming bigint NOT NULL DEFAULT 0
          CONSTRAINT accounts_incoming_not_negative CHECK (incoming >= 0),
        ADD CONSTRAINT accounts_below_ceiling CHECK (ceiling IS NULL OR balance + incoming <= ceiling),
        ADD CONSTRAINT accounts_closed_is_empty
          CHECK (state <> 'closed' OR (balance = 0 AND held = 0 AND incoming = 0)),
        DROP CONSTRAINT accounts_append_only_untouched,
        ADD CONSTRAINT accounts_append_only_untouched
          CHECK (NOT append_only OR (balance = 0 AND held = 0 AND incoming = 0 AND version = 0
                                     AND floor IS NULL AND ceiling IS NULL AND state = 'open'));
      UPDATE ledger.accounts a SET incoming = h.total
        FROM (SELECT h.counter_account_id AS id, sum(h.amount) AS total FROM ledger.holds h
               WHERE NOT EXISTS (SELECT FROM ledger.hold_endings e WHERE e.hold_id = h.id)
               GROUP BY h.counter_account_id) h
       WHERE a.id = h.id AND NOT a.append_only;
      CREATE INDEX holds_counter_account ON ledger.holds (counter_account_id);
      -- Few accounts have anything on hold at a time; whoever looks for holds that are over begins here.
      CREATE INDEX accounts_holding ON ledger.accounts (id) WHERE held > 0;
      GRANT UPDATE (incoming, state, floor, ceiling) ON ledger.accounts TO tenner_app;

      -- Who changed what an account may do, and why; its row has only the outcome.
      CREATE TABLE ledger.account_changes (
        account_id   text        NOT NULL CONSTRAINT account_changes_account REFERENCES ledger.accounts (id),
        number       integer     NOT NULL,
        state        ledger.account_state NOT NULL,
        floor        bigint,
        ceiling      bigint,
        reason       text        NOT NULL,
        changed_by   text        NOT NULL,
        recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT account_changes_pk PRIMARY KEY (account_id, number)
      );
      GRANT SELECT, INSERT ON ledger.account_changes TO tenner_app;

      -- linked_to: the first entry of the group this one stands or falls with.
      ALTER TABLE ledger.entries
        ADD COLUMN linked_to   text CONSTRAINT entries_linked_to REFERENCES ledger.entries (id),
        ADD COLUMN reverses    text CONSTRAINT entries_reverses REFERENCES ledger.entries (id),
        ADD COLUMN reason      text,
        ADD COLUMN recorded_by text,
        ADD COLUMN approved_by text,
        ADD COLUMN salt        bytea,
        ADD COLUMN hash        bytea,
        ALTER COLUMN recorded_at DROP DEFAULT,
        ADD CONSTRAINT entries_correction_is_approved
          CHECK ((reverses IS NULL AND template <> 'P15')
                 OR (reason IS NOT NULL AND recorded_by IS NOT NULL AND approved_by IS NOT NULL
                     AND approved_by <> recorded_by));
      CREATE INDEX entries_linked_to ON ledger.entries (linked_to) WHERE linked_to IS NOT NULL;
      -- An entry is reversed once.
      CREATE UNIQUE INDEX entries_reverses_unique ON ledger.entries (reverses) WHERE reverses IS NOT NULL;

      -- amount: the part that was posted; the rest of the hold went back. ended_at: when by the
      -- ledger's time, which for an expired hold is the moment it expired.
      ALTER TABLE ledger.hold_endings
        ADD COLUMN amount   bigint,
        ADD COLUMN ended_at timestamptz;

      -- What was refused stays refused: a retry gets the same answer, and no entry.
      CREATE TABLE ledger.attempts (
        reference    text        NOT NULL CONSTRAINT attempts_pk PRIMARY KEY,
        body_hash    bytea       NOT NULL,
        code         text        NOT NULL,
        detail       text        NOT NULL,
        recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      GRANT SELECT, INSERT ON ledger.attempts TO tenner_app;

      -- The books are closed up to the newest of these moments: nothing that occurred before it is
      -- written any more. position: what the closed books consist of.
      CREATE TABLE ledger.closings (
        number         integer     NOT NULL CONSTRAINT closings_pk PRIMARY KEY,
        through        timestamptz NOT NULL,
        position       bigint      NOT NULL,
        balances_hash  bytea       NOT NULL,
        reason         text        NOT NULL,
        closed_by      text        NOT NULL,
        closed_at      timestamptz NOT NULL,
        previous_hash  bytea       NOT NULL,
        hash           bytea       NOT NULL,
        key_id         text        NOT NULL,
        signature      bytea       NOT NULL
      );
      GRANT SELECT, INSERT ON ledger.closings TO tenner_app;
    `);
    await runner.query(FILL_AND_TIGHTEN.before);
    await hashStoredEntries(runner);
    await runner.query(FILL_AND_TIGHTEN.after);
    await runner.query(GUARDS);
    for (const table of ['account_changes', 'attempts', 'closings']) {
      await runner.query(`
        CREATE TRIGGER ${table}_insert_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.${table}
          FOR EACH STATEMENT EXECUTE FUNCTION shared.refuse_change();
      `);
    }
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}

// What was written before entries had a hash gets one now, once, by the owner of the schema.
const FILL_AND_TIGHTEN = {
  before: `
    ALTER TABLE ledger.entries DISABLE TRIGGER entries_insert_only;
    ALTER TABLE ledger.hold_endings DISABLE TRIGGER hold_endings_insert_only;
    UPDATE ledger.entries SET recorded_at = date_trunc('milliseconds', recorded_at),
                              occurred_at = date_trunc('milliseconds', occurred_at);
    UPDATE ledger.hold_endings e SET amount = CASE outcome WHEN 'posted' THEN h.amount ELSE 0 END,
                                     ended_at = e.recorded_at
      FROM ledger.holds h WHERE h.id = e.hold_id;
  `,
  after: `
    ALTER TABLE ledger.entries ENABLE TRIGGER entries_insert_only;
    ALTER TABLE ledger.hold_endings ENABLE TRIGGER hold_endings_insert_only;
    ALTER TABLE ledger.entries
      ALTER COLUMN salt SET NOT NULL,
      ALTER COLUMN hash SET NOT NULL,
      ADD CONSTRAINT entries_hash_is_sha256 CHECK (octet_length(hash) = 32);
    ALTER TABLE ledger.hold_endings
      ALTER COLUMN amount SET NOT NULL,
      ALTER COLUMN ended_at SET NOT NULL,
      ADD CONSTRAINT hold_endings_amount_is_posted CHECK ((outcome = 'posted') = (amount > 0));
  `,
};

// Statement triggers look at all new rows at once: one join each, whatever the number of rows. They
// do what foreign keys would (accounts and entries are never removed), at a fraction of the cost of
// a look-up per row and without locking the account's row for every line.
const GUARDS = `
  CREATE TRIGGER accounts_never_removed BEFORE DELETE OR TRUNCATE ON ledger.accounts
    FOR EACH STATEMENT EXECUTE FUNCTION shared.refuse_change();

  -- Has the references to itself until the transaction ends, and says what is known of them. Two
  -- statements, so that the second sees what the last holder of a reference committed.
  CREATE FUNCTION ledger.reserve(wanted text[])
    RETURNS TABLE (open_from timestamptz, posted text[], refused jsonb) LANGUAGE plpgsql AS $$
  BEGIN
    -- Whoever closes the books waits from here on, so a time that is open now stays open for us.
    PERFORM pg_advisory_xact_lock_shared(7105521);
    PERFORM pg_advisory_xact_lock(k.key)
       FROM (SELECT DISTINCT hashtextextended(r, 0) AS key FROM UNNEST(wanted) r ORDER BY 1) k;
    -- One look-up for each reference: this plan is kept for as long as the connection, and asked for
    -- all at once it would be made for the small table of the first day and read all of a large one.
    RETURN QUERY
    SELECT (SELECT c.through FROM ledger.closings c ORDER BY c.number DESC LIMIT 1),
           ARRAY(SELECT r FROM UNNEST(wanted) r
                  WHERE (SELECT e.id FROM ledger.entries e WHERE e.reference = r) IS NOT NULL),
           (SELECT jsonb_agg(t.attempt)
              FROM (SELECT (SELECT jsonb_build_object('reference', a.reference, 'code', a.code,
                                   'detail', a.detail, 'body', encode(a.body_hash, 'hex'))
                              FROM ledger.attempts a WHERE a.reference = r) AS attempt
                      FROM UNNEST(wanted) r) t
             WHERE t.attempt IS NOT NULL);
  END $$;
  REVOKE ALL ON FUNCTION ledger.reserve(text[]) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION ledger.reserve(text[]) TO tenner_app;

  CREATE FUNCTION ledger.entries_in_open_period() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    fault text;
  BEGIN
    -- Whoever closes a period takes this lock alone, and so waits for every entry under way.
    PERFORM pg_advisory_xact_lock_shared(7105521);
    SELECT format('journal entry %s occurred %s, before the books were closed at %s',
                  n.id, n.occurred_at, c.through) INTO fault
      FROM new_entries n,
           (SELECT through FROM ledger.closings ORDER BY number DESC LIMIT 1) c
     WHERE n.occurred_at < c.through
     LIMIT 1;
    IF fault IS NOT NULL THEN
      RAISE EXCEPTION '%', fault USING ERRCODE = 'check_violation', CONSTRAINT = 'entries_in_open_period';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER entries_in_open_period AFTER INSERT ON ledger.entries
    REFERENCING NEW TABLE AS new_entries FOR EACH STATEMENT EXECUTE FUNCTION ledger.entries_in_open_period();

  -- One pass over the new lines; words are looked for only when something is wrong. Accounts and
  -- entries are looked up one by one, so that the planner takes their indexes: joined to the new
  -- lines as a whole, it would read all there are.
  CREATE OR REPLACE FUNCTION ledger.lines_must_balance() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    wrong text;
    fault text;
  BEGIN
    SELECT g.entry_id INTO wrong
      FROM (SELECT n.entry_id, count(*) AS lines,
                   sum(CASE n.side WHEN 'debit' THEN n.amount ELSE -n.amount END) AS difference,
                   bool_and(coalesce((
                     SELECT a.currency = n.currency
                            AND (a.state = 'open' OR (a.state = 'debit_only' AND n.side = 'debit'))
                       FROM ledger.accounts a WHERE a.id = n.account_id), false)) AS in_account
              FROM new_lines n GROUP BY n.entry_id, n.currency) g
     GROUP BY g.entry_id
    HAVING bool_or(g.difference <> 0) OR NOT bool_and(g.in_account)
        OR sum(g.lines) IS DISTINCT FROM
           (SELECT e.line_count FROM ledger.entries e WHERE e.id = g.entry_id)
     LIMIT 1;
    IF wrong IS NULL THEN
      RETURN NULL;
    END IF;
    SELECT CASE
             WHEN (SELECT bool_or(c.difference <> 0)
                     FROM (SELECT sum(CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END) AS difference
                             FROM new_lines l WHERE l.entry_id = wrong GROUP BY l.currency) c)
               THEN 'its lines do not balance'
             WHEN count(*) IS DISTINCT FROM (SELECT e.line_count FROM ledger.entries e WHERE e.id = wrong)
               THEN format('it has %s lines, not %s', (SELECT e.line_count FROM ledger.entries e
                                                        WHERE e.id = wrong), count(*))
             ELSE 'an account is in another currency, or not open to its line'
           END INTO fault
      FROM new_lines n WHERE n.entry_id = wrong;
    RAISE EXCEPTION 'journal entry %: %', wrong, fault
      USING ERRCODE = 'check_violation', CONSTRAINT = 'lines_must_balance';
  END $$;
  ALTER TABLE ledger.lines
    DROP CONSTRAINT lines_entry,
    DROP CONSTRAINT lines_account_in_currency;
`;
