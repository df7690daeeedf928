import type { MigrationInterface, QueryRunner } from 'typeorm';

// What each person sent, by the hour, so that a limit of a month is the sum of a few rows and not of
// everything somebody ever paid. It is written by the statements that write payments and their ends.
export class Limits1764000013100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payments.sent_hourly (
        payer_id  text        NOT NULL,
        currency  text        NOT NULL,
        hour      timestamptz NOT NULL,
        amount    bigint      NOT NULL CONSTRAINT sent_hourly_not_negative CHECK (amount >= 0),
        CONSTRAINT sent_hourly_pk PRIMARY KEY (payer_id, currency, hour)
      ) WITH (fillfactor = 60);
      INSERT INTO payments.sent_hourly
      SELECT payer_id, currency, date_trunc('hour', created_at, 'UTC'), sum(amount)
        FROM payments.payments WHERE state NOT IN ('failed', 'rejected') GROUP BY 1, 2, 3;
      GRANT SELECT, INSERT, UPDATE (amount) ON payments.sent_hourly TO tenner_app;
      GRANT SELECT ON payments.sent_hourly TO tenner_readonly, tenner_auditor;
      GRANT SELECT (payer_id, currency, created_at) ON payments.payments TO tenner_auditor;

      -- Whether, since when and how often one person paid another.
      CREATE INDEX payments_between ON payments.payments (payer_id, payee_id, id DESC);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
