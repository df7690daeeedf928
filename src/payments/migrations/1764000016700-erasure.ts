import type { MigrationInterface, QueryRunner } from 'typeorm';

// Payments outlive those who made them: amounts, states and times are the other one's too, and the law's.
// What a person wrote to them, what their cards and banks were called and what the processor told of
// them goes.
export class PaymentErasure1764000016700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- All that the inbox needs of an event once nothing personal may stay in it.
      CREATE FUNCTION payments.bare_event(payload jsonb) RETURNS jsonb
        LANGUAGE sql IMMUTABLE SET search_path = pg_catalog AS $$
        SELECT jsonb_build_object('data', jsonb_build_object('object', jsonb_strip_nulls(jsonb_build_object(
          'object', payload->'data'->'object'->'object',
          'payment_intent', payload->'data'->'object'->'payment_intent'))))
      $$;
      CREATE INDEX processor_events_customer
        ON payments.processor_events ((payload->'data'->'object'->>'customer'))
        WHERE payload->'data'->'object'->>'customer' IS NOT NULL;
      CREATE INDEX processor_events_account
        ON payments.processor_events (account) WHERE account IS NOT NULL;
      CREATE INDEX cards_of_person ON payments.cards (person_id, id);
      CREATE INDEX disputes_of_payment ON payments.disputes (payment_id);

      -- The processor goes on telling of people who have left: that their card was let go, for one.
      CREATE FUNCTION payments.bare_event_of_erased() RETURNS trigger
        LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        IF EXISTS (
          SELECT FROM shared.personal_keys k
           WHERE k.destroyed_at IS NOT NULL AND k.person_id IN (
             SELECT c.person_id FROM payments.customers c
              WHERE c.processor_id IN (NEW.object_id, NEW.payload->'data'->'object'->>'customer')
             UNION ALL SELECT c.person_id FROM payments.cards c WHERE c.token = NEW.object_id
             UNION ALL SELECT a.person_id FROM payments.payout_accounts a WHERE a.account_id = NEW.account)
        ) THEN
          NEW.payload := payments.bare_event(NEW.payload);
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER processor_events_of_erased BEFORE INSERT ON payments.processor_events
        FOR EACH ROW EXECUTE FUNCTION payments.bare_event_of_erased();

      CREATE FUNCTION payments.erase_events(who text) RETURNS void
        LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        UPDATE payments.processor_events e SET payload = payments.bare_event(e.payload), last_error = NULL
         WHERE e.payload->'data'->'object'->>'customer' = ANY (ARRAY(
                 SELECT c.processor_id FROM payments.customers c WHERE c.person_id = who));
        UPDATE payments.processor_events e SET payload = payments.bare_event(e.payload), last_error = NULL
         WHERE e.account = ANY (ARRAY(
                 SELECT a.account_id FROM payments.payout_accounts a WHERE a.person_id = who));
        UPDATE payments.processor_events e SET payload = payments.bare_event(e.payload), last_error = NULL
         WHERE e.object_id = ANY (ARRAY(
                 SELECT c.token FROM payments.cards c WHERE c.person_id = who
                 UNION ALL SELECT c.processor_id FROM payments.customers c WHERE c.person_id = who
                 UNION ALL SELECT unnest(ARRAY[h.intent_id, h.charge_id])
                   FROM payments.payments p JOIN payments.charges h ON h.payment_id = p.id
                  WHERE p.payer_id = who
                 UNION ALL SELECT r.processor_id
                   FROM payments.payments p JOIN payments.refunds r ON r.payment_id = p.id
                  WHERE p.payer_id = who
                 UNION ALL SELECT d.processor_id
                   FROM payments.payments p JOIN payments.disputes d ON d.payment_id = p.id
                  WHERE who IN (p.payer_id, p.payee_id)));
      END $$;
      REVOKE ALL ON FUNCTION payments.erase_events(text) FROM PUBLIC;

      CREATE FUNCTION payments.erase_person(who text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM shared.require_key_destroyed(who);
        -- The words of a note are indexed for both of its people.
        DELETE FROM payments.note_words w USING payments.payments p
         WHERE p.payer_id = who AND w.payment_id = p.id;
        DELETE FROM payments.notes_unread u USING payments.payments p
         WHERE p.payer_id = who AND u.payment_id = p.id;
        DELETE FROM payments.note_words WHERE person_id = who;
        DELETE FROM payments.notes_unread WHERE person_id = who;
        UPDATE payments.payments SET note = NULL WHERE payer_id = who AND note IS NOT NULL;
        UPDATE payments.requests SET note = NULL WHERE requester_id = who AND note IS NOT NULL;
        UPDATE payments.refunds r SET reason = '-' FROM payments.payments p
         WHERE who IN (p.payer_id, p.payee_id) AND r.payment_id = p.id AND r.asked_by = who;
        UPDATE payments.disputes d SET evidence = NULL FROM payments.payments p
         WHERE who IN (p.payer_id, p.payee_id) AND d.payment_id = p.id AND d.evidence IS NOT NULL;
        -- The keys stay claimed; what they were answered with names people and carries notes.
        UPDATE payments.idempotency_keys k SET body = '{}' WHERE k.person_id = who AND k.body IS NOT NULL;
        UPDATE payments.idempotency_keys k SET body = '{}'
          FROM (SELECT p.id, unnest(ARRAY[p.payer_id, p.payee_id]) AS person_id FROM payments.payments p
                 WHERE who IN (p.payer_id, p.payee_id)
                UNION ALL
                SELECT q.id, unnest(ARRAY[q.payer_id, q.requester_id]) FROM payments.requests q
                 WHERE who IN (q.payer_id, q.requester_id)) s
         WHERE k.person_id = s.person_id AND k.subject_id = s.id AND k.body IS NOT NULL;
        PERFORM payments.erase_events(who);
        UPDATE payments.cards
           SET last4 = '0000', brand = 'card', expiry_month = 1, expiry_year = 2000, country = NULL,
               fingerprint = id, preferred = false, removed_at = coalesce(removed_at, now())
         WHERE person_id = who;
        UPDATE payments.cash_outs SET destination = '-', destination_id = '-' WHERE person_id = who;
        UPDATE payments.payout_accounts
           SET destination = NULL, destination_id = NULL, disabled_reason = NULL WHERE person_id = who;
        DELETE FROM payments.trusted_contacts WHERE who IN (person_id, contact_id);
      END $$;
      REVOKE ALL ON FUNCTION payments.erase_person(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION payments.erase_person(text) TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
