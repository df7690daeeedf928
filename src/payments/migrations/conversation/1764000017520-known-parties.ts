import type { MigrationInterface, QueryRunner } from 'typeorm';

// A foreign key looks each row's parents up one by one and writes a lock into every one of them, which was
// a third of what the database spent on a send. Parents that are never removed need no lock: that they
// exist is checked once for all rows of a statement, and that they stay is refused to be changed. The plan is
// kept for a connection, and one made while a table was empty would read it from end to end ever after.
export class KnownParties1764000017520 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TRIGGER payments_never_removed BEFORE DELETE OR TRUNCATE ON payments.payments
        FOR EACH STATEMENT EXECUTE FUNCTION shared.refuse_change();

      CREATE FUNCTION payments.payments_know_their_parties() RETURNS trigger LANGUAGE plpgsql
        SET enable_seqscan = off AS $$
      DECLARE
        stray text;
      BEGIN
        SELECT n.id INTO stray FROM new_payments n
         WHERE (SELECT p.id FROM identity.people p WHERE p.id = n.payer_id) IS NULL
            OR (SELECT p.id FROM identity.people p WHERE p.id = n.payee_id) IS NULL
            OR (n.chat_thread_id IS NOT NULL
                AND (SELECT t.id FROM chat.threads t WHERE t.id = n.chat_thread_id) IS NULL)
         LIMIT 1;
        IF stray IS NULL THEN
          RETURN NULL;
        END IF;
        RAISE foreign_key_violation
          USING MESSAGE = format('payment %s is of people or a thread that nobody knows', stray);
      END $$;
      ALTER TABLE payments.payments
        DROP CONSTRAINT payments_payer, DROP CONSTRAINT payments_payee, DROP CONSTRAINT payments_thread;
      CREATE TRIGGER payments_know_their_parties AFTER INSERT ON payments.payments
        REFERENCING NEW TABLE AS new_payments
        FOR EACH STATEMENT EXECUTE FUNCTION payments.payments_know_their_parties();

      CREATE FUNCTION payments.transitions_know_their_payment() RETURNS trigger LANGUAGE plpgsql
        SET enable_seqscan = off AS $$
      DECLARE
        stray text;
      BEGIN
        SELECT n.payment_id INTO stray FROM new_transitions n
         WHERE (SELECT p.id FROM payments.payments p WHERE p.id = n.payment_id) IS NULL LIMIT 1;
        IF stray IS NULL THEN
          RETURN NULL;
        END IF;
        RAISE foreign_key_violation
          USING MESSAGE = format('a transition is of payment %s, which nobody knows', stray);
      END $$;
      ALTER TABLE payments.transitions DROP CONSTRAINT transitions_payment;
      CREATE TRIGGER transitions_know_their_payment AFTER INSERT ON payments.transitions
        REFERENCING NEW TABLE AS new_transitions
        FOR EACH STATEMENT EXECUTE FUNCTION payments.transitions_know_their_payment();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
