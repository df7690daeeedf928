import type { MigrationInterface, QueryRunner } from 'typeorm';

// Whom a person asked to agree to their large payments, above which limit, and what of that will change
// once it has cooled off. A payment that waits remembers whom it asked, whatever changes meanwhile.
export class TrustedContacts1764000013500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payments.trusted_contacts (
        person_id      text        NOT NULL CONSTRAINT trusted_contacts_pk PRIMARY KEY
          CONSTRAINT trusted_contacts_person REFERENCES identity.people (id),
        contact_id     text        NOT NULL CONSTRAINT trusted_contacts_contact REFERENCES identity.people (id),
        amount         bigint      NOT NULL CONSTRAINT trusted_contacts_amount CHECK (amount > 0),
        currency       text        NOT NULL,
        created_at     timestamptz NOT NULL DEFAULT now(),
        accepted_at    timestamptz,
        next_amount    bigint      CONSTRAINT trusted_contacts_next_amount CHECK (next_amount > 0),
        next_currency  text,
        ends           boolean     NOT NULL DEFAULT false,
        changes_at     timestamptz,
        CONSTRAINT trusted_contacts_two_people CHECK (person_id <> contact_id),
        CONSTRAINT trusted_contacts_next_is_money CHECK ((next_amount IS NULL) = (next_currency IS NULL)),
        CONSTRAINT trusted_contacts_one_change
          CHECK ((changes_at IS NOT NULL)::int = ends::int + (next_amount IS NOT NULL)::int)
      );
      CREATE INDEX trusted_contacts_of_contact ON payments.trusted_contacts (contact_id);
      GRANT SELECT, INSERT, UPDATE, DELETE ON payments.trusted_contacts TO tenner_app;

      ALTER TABLE payments.payments
        ADD COLUMN contact_id text CONSTRAINT payments_contact REFERENCES identity.people (id),
        ADD COLUMN agree_by   timestamptz,
        ADD COLUMN agreed_at  timestamptz,
        DROP CONSTRAINT payments_card_states,
        ADD CONSTRAINT payments_card_states CHECK (card_id IS NOT NULL OR contact_id IS NOT NULL
          OR state IN ('held', 'completed', 'rejected')),
        ADD CONSTRAINT payments_balance_states CHECK (card_id IS NOT NULL
          OR state IN ('asking', 'held', 'completed', 'rejected', 'failed')),
        ADD CONSTRAINT payments_asking CHECK (state <> 'asking'
          OR (contact_id IS NOT NULL AND agree_by IS NOT NULL AND agreed_at IS NULL)),
        ADD CONSTRAINT payments_contact_is_third CHECK (contact_id NOT IN (payer_id, payee_id));
      CREATE INDEX payments_asking ON payments.payments (contact_id) WHERE state = 'asking';
      CREATE INDEX payments_agree_by ON payments.payments (agree_by) WHERE state = 'asking';
      GRANT UPDATE (agreed_at) ON payments.payments TO tenner_app;
      GRANT SELECT (contact_id, agree_by, agreed_at) ON payments.payments TO tenner_readonly, tenner_auditor;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
