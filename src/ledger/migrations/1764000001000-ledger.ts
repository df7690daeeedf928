import type { MigrationInterface, QueryRunner } from 'typeorm';

// The books. What is written in entries, lines, holds and hold_endings is never changed: by grants
// for the application, by triggers for everybody. The balance on an account is a projection of its
// lines, kept under the account's row lock.
export class Ledger1764000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA ledger;
      GRANT USAGE ON SCHEMA ledger TO tenner_app;
      CREATE TYPE ledger.side AS ENUM ('debit', 'credit');
      CREATE TYPE ledger.hold_outcome AS ENUM ('posted', 'voided', 'expired');

      -- A guarded account can refuse (a person's): it is locked, and its row carries the balance.
      -- An append-only account never refuses (fees, processor): its row is never touched, so it is
      -- never hot, and its balance is the sum of its lines.
      CREATE TABLE ledger.accounts (
        id           text        NOT NULL CONSTRAINT accounts_pk PRIMARY KEY,
        address      text        NOT NULL CONSTRAINT accounts_address_unique UNIQUE,
        code         smallint    NOT NULL,
        owner        text        NOT NULL,
        currency     text        NOT NULL CONSTRAINT accounts_currency_shape CHECK (currency ~ '^[A-Z]{3}$'),
        normal_side  ledger.side NOT NULL,
        append_only  boolean     NOT NULL,
        floor        bigint,
        balance      bigint      NOT NULL DEFAULT 0,
        held         bigint      NOT NULL DEFAULT 0 CONSTRAINT accounts_held_not_negative CHECK (held >= 0),
        version      bigint      NOT NULL DEFAULT 0,
        opened_at    timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT accounts_id_currency_unique UNIQUE (id, currency),
        CONSTRAINT accounts_available_above_floor CHECK (floor IS NULL OR balance - held >= floor),
        CONSTRAINT accounts_append_only_untouched
          CHECK (NOT append_only OR (balance = 0 AND held = 0 AND version = 0 AND floor IS NULL))
      ) WITH (fillfactor = 70);
      CREATE INDEX accounts_owner ON ledger.accounts (owner, code);
      GRANT SELECT, INSERT, UPDATE (balance, held, version) ON ledger.accounts TO tenner_app;

      -- line_count makes an entry whole: its lines come in one statement, and never any more.
      CREATE TABLE ledger.entries (
        id           text        NOT NULL CONSTRAINT entries_pk PRIMARY KEY,
        reference    text        NOT NULL CONSTRAINT entries_reference_unique UNIQUE,
        template     text        NOT NULL,
        line_count   smallint    NOT NULL CONSTRAINT entries_line_count_range CHECK (line_count BETWEEN 2 AND 500),
        occurred_at  timestamptz NOT NULL,
        recorded_at  timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      GRANT SELECT, INSERT ON ledger.entries TO tenner_app;

      -- account_version and balance_after are null on append-only accounts.
      CREATE TABLE ledger.lines (
        entry_id         text        NOT NULL CONSTRAINT lines_entry REFERENCES ledger.entries (id),
        number           smallint    NOT NULL,
        account_id       text        NOT NULL,
        side             ledger.side NOT NULL,
        amount           bigint      NOT NULL
          CONSTRAINT lines_amount_range CHECK (amount BETWEEN 1 AND 1000000000000000),
        currency         text        NOT NULL,
        account_version  bigint,
        balance_after    bigint,
        CONSTRAINT lines_pk PRIMARY KEY (entry_id, number),
        CONSTRAINT lines_account_version_unique UNIQUE (account_id, account_version),
        CONSTRAINT lines_account_in_currency
          FOREIGN KEY (account_id, currency) REFERENCES ledger.accounts (id, currency)
      );
      GRANT SELECT, INSERT ON ledger.lines TO tenner_app;

      CREATE TABLE ledger.holds (
        id                  text        NOT NULL CONSTRAINT holds_pk PRIMARY KEY,
        reference           text        NOT NULL CONSTRAINT holds_reference_unique UNIQUE,
        account_id          text        NOT NULL,
        counter_account_id  text        NOT NULL,
        amount              bigint      NOT NULL
          CONSTRAINT holds_amount_range CHECK (amount BETWEEN 1 AND 1000000000000000),
        currency            text        NOT NULL,
        reason              text        NOT NULL,
        recorded_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
        expires_at          timestamptz,
        CONSTRAINT holds_account_in_currency
          FOREIGN KEY (account_id, currency) REFERENCES ledger.accounts (id, currency),
        CONSTRAINT holds_counter_account_in_currency
          FOREIGN KEY (counter_account_id, currency) REFERENCES ledger.accounts (id, currency)
      );
      CREATE INDEX holds_account ON ledger.holds (account_id);
      GRANT SELECT, INSERT ON ledger.holds TO tenner_app;

      -- A hold ends once: its id is the key, so of two rivals the second cannot write.
      CREATE TABLE ledger.hold_endings (
        hold_id      text                NOT NULL CONSTRAINT hold_endings_pk PRIMARY KEY
          CONSTRAINT hold_endings_hold REFERENCES ledger.holds (id),
        outcome      ledger.hold_outcome NOT NULL,
        entry_id     text CONSTRAINT hold_endings_entry REFERENCES ledger.entries (id),
        recorded_at  timestamptz         NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT hold_endings_posted_has_entry CHECK ((outcome = 'posted') = (entry_id IS NOT NULL))
      );
      GRANT SELECT, INSERT ON ledger.hold_endings TO tenner_app;

      CREATE FUNCTION ledger.lines_must_balance() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        fault text;
      BEGIN
        SELECT format('journal entry %s does not balance in %s', entry_id, currency) INTO fault
          FROM new_lines
         GROUP BY entry_id, currency
        HAVING sum(CASE side WHEN 'debit' THEN amount ELSE -amount END) <> 0
         LIMIT 1;
        IF fault IS NOT NULL THEN
          RAISE EXCEPTION '%', fault USING ERRCODE = 'check_violation', CONSTRAINT = 'lines_balance';
        END IF;
        SELECT format('journal entry %s has %s lines, not %s', e.id, e.line_count, n.lines) INTO fault
          FROM (SELECT entry_id, count(*) AS lines FROM new_lines GROUP BY entry_id) n
          JOIN ledger.entries e ON e.id = n.entry_id
         WHERE e.line_count <> n.lines
         LIMIT 1;
        IF fault IS NOT NULL THEN
          RAISE EXCEPTION '%', fault USING ERRCODE = 'check_violation', CONSTRAINT = 'lines_whole';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER lines_must_balance AFTER INSERT ON ledger.lines
        REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION ledger.lines_must_balance();
    `);
    for (const table of ['entries', 'lines', 'holds', 'hold_endings']) {
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
