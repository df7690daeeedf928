import type { MigrationInterface, QueryRunner } from 'typeorm';

// What two people settle at once: requests both ways, of which one payment pays the difference and the
// rest is set off. Two who are even settle without a payment.
export class Between1764000017700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payments.settlements (
        id          text        NOT NULL CONSTRAINT settlements_pk PRIMARY KEY,
        thread_id   text        NOT NULL,
        payer_id    text        NOT NULL,
        payee_id    text        NOT NULL,
        currency    text        NOT NULL,
        -- What its payment pays; of nothing there is no payment.
        amount      bigint      NOT NULL CONSTRAINT settlements_amount CHECK (amount >= 0),
        created_at  timestamptz NOT NULL,
        CONSTRAINT settlements_two_people CHECK (payer_id <> payee_id)
      );
      CREATE INDEX settlements_of_payer ON payments.settlements (payer_id);
      CREATE INDEX settlements_of_payee ON payments.settlements (payee_id);
      GRANT SELECT, INSERT ON payments.settlements TO tenner_app;
      GRANT SELECT ON payments.settlements TO tenner_readonly, tenner_auditor;

      CREATE TABLE payments.settlement_items (
        settlement_id text    NOT NULL
          CONSTRAINT settlement_items_settlement REFERENCES payments.settlements (id),
        request_id    text    NOT NULL
          CONSTRAINT settlement_items_request REFERENCES payments.requests (id),
        -- How much of the request the payment pays, and how much is set off.
        paid          bigint  NOT NULL CONSTRAINT settlement_items_paid CHECK (paid >= 0),
        set_off       bigint  NOT NULL CONSTRAINT settlement_items_set_off CHECK (set_off >= 0),
        CONSTRAINT settlement_items_pk PRIMARY KEY (settlement_id, request_id),
        CONSTRAINT settlement_items_of_something CHECK (paid + set_off > 0)
      );
      CREATE INDEX settlement_items_of_request ON payments.settlement_items (request_id);
      GRANT SELECT, INSERT ON payments.settlement_items TO tenner_app;
      GRANT SELECT ON payments.settlement_items TO tenner_readonly, tenner_auditor;

      ALTER TABLE payments.payments ADD COLUMN settlement_id text
        CONSTRAINT payments_settlement REFERENCES payments.settlements (id);
      CREATE UNIQUE INDEX payments_of_settlement ON payments.payments (settlement_id)
        WHERE settlement_id IS NOT NULL;
      GRANT SELECT (settlement_id) ON payments.payments TO tenner_readonly, tenner_auditor;

      CREATE INDEX requests_open_in_thread ON payments.requests (thread_id) WHERE state = 'open';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
