import type { MigrationInterface, QueryRunner } from 'typeorm';

// What payers said of payments after they had made them, and what a reviewer found: facts to judge
// later payments by. Nothing that anybody wrote is among them.
export class ReportedPayments1764000017210 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE fraud.reported_payments (
        candidate_id  text        NOT NULL CONSTRAINT reported_payments_pk PRIMARY KEY,
        payer_id      text        NOT NULL,
        payee_id      text        NOT NULL,
        kind          text        NOT NULL,
        amount        bigint      NOT NULL,
        currency      text        NOT NULL,
        reported_at   timestamptz NOT NULL,
        -- Null until somebody decided; the last decision counts.
        outcome       text CONSTRAINT reported_payments_outcome CHECK (outcome IN ('granted', 'denied')),
        decided_at    timestamptz,
        CONSTRAINT reported_payments_decided_whole CHECK ((outcome IS NULL) = (decided_at IS NULL))
      );
      CREATE INDEX reported_payments_payee ON fraud.reported_payments (payee_id, reported_at);
      CREATE INDEX reported_payments_payer ON fraud.reported_payments (payer_id, reported_at);
      GRANT SELECT, INSERT, UPDATE (outcome, decided_at) ON fraud.reported_payments TO tenner_app;
      GRANT SELECT ON fraud.reported_payments TO tenner_readonly;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
