import type { MigrationInterface, QueryRunner } from 'typeorm';

// What those who only read may read beyond the ledger, column by column. Reports: no password, no
// session, no card token, nothing that people wrote to each other. The auditor: what the checks of
// payments compare with the books, and nothing else.
export class Readers1764000007500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT USAGE ON SCHEMA identity, chat, fraud, payments TO tenner_readonly;
      GRANT SELECT (id, handle, name, roles, created_at) ON identity.people TO tenner_readonly;
      GRANT SELECT (id, kind, last_sequence, created_at) ON chat.threads TO tenner_readonly;
      GRANT SELECT (thread_id, person_id, joined_at) ON chat.participants TO tenner_readonly;
      GRANT SELECT (id, thread_id, sequence, author_id, card_kind, card_id, created_at)
        ON chat.messages TO tenner_readonly;
      GRANT SELECT ON fraud.assessments, fraud.cases TO tenner_readonly;
      GRANT SELECT (id, thread_id, payer_id, payee_id, amount, currency, card_id, state, moves,
                    failure_code, review_by, created_at, updated_at)
        ON payments.payments TO tenner_readonly;
      GRANT SELECT ON payments.transitions, payments.charges TO tenner_readonly;
      GRANT SELECT (id, person_id, processor, brand, last4, funding, country, created_at, removed_at)
        ON payments.cards TO tenner_readonly;
      GRANT SELECT (id, type, received_at, applied_at) ON payments.processor_events TO tenner_readonly;

      GRANT USAGE ON SCHEMA chat, fraud, payments TO tenner_auditor;
      GRANT SELECT (id, thread_id, amount, card_id, state, moves, failure_code, review_by)
        ON payments.payments TO tenner_auditor;
      GRANT SELECT (payment_id, number, state) ON payments.transitions TO tenner_auditor;
      GRANT SELECT (payment_id, charge_id, gross, fee, settled_at) ON payments.charges TO tenner_auditor;
      GRANT SELECT (subject_id, status) ON payments.idempotency_keys TO tenner_auditor;
      GRANT SELECT (thread_id, card_id, card_data) ON chat.messages TO tenner_auditor;
      GRANT SELECT (id, candidate_id, state) ON fraud.cases TO tenner_auditor;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
