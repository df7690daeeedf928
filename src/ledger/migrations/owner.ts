// Whom the ledger's objects belong to: a role that nobody logs in as. Every migration that makes an
// object in the schema ledger ends with this, so that it is never left to whoever ran it.
import type { QueryRunner } from 'typeorm';

/** Hands all of the schema to tenner_ledger_owner, and lets those who only read, read it. */
export async function settleOwnership(runner: QueryRunner): Promise<void> {
  await runner.query(`
    ALTER SCHEMA ledger OWNER TO tenner_ledger_owner;
    GRANT USAGE ON SCHEMA ledger TO tenner_readonly, tenner_auditor;
    GRANT SELECT ON ALL TABLES IN SCHEMA ledger TO tenner_readonly, tenner_auditor;
    DO $$
    DECLARE
      command text;
    BEGIN
      FOR command IN
        SELECT format('ALTER TABLE %s OWNER TO tenner_ledger_owner', c.oid::regclass)
          FROM pg_class c
         WHERE c.relnamespace = 'ledger'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
        UNION ALL
        SELECT format('ALTER ROUTINE %s OWNER TO tenner_ledger_owner', p.oid::regprocedure)
          FROM pg_proc p WHERE p.pronamespace = 'ledger'::regnamespace
        UNION ALL
        SELECT format('ALTER TYPE %s OWNER TO tenner_ledger_owner', t.oid::regtype)
          FROM pg_type t WHERE t.typnamespace = 'ledger'::regnamespace AND t.typtype IN ('e', 'd')
      LOOP
        EXECUTE command;
      END LOOP;
    END $$;
  `);
}
