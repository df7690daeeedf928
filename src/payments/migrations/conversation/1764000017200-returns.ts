import type { MigrationInterface, QueryRunner } from 'typeorm';

// What the two people of a payment contest about it after it ended: asked back, reported, appealed; and
// the cases in which somebody of the risk team decides between them.
export class Returns1764000017200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payments.ask_backs (
        id            text        NOT NULL CONSTRAINT ask_backs_pk PRIMARY KEY,
        payment_id    text        NOT NULL
          CONSTRAINT ask_backs_payment REFERENCES payments.payments (id),
        number        smallint    NOT NULL CONSTRAINT ask_backs_number CHECK (number BETWEEN 1 AND 2),
        reason        text        NOT NULL
          CONSTRAINT ask_backs_reason CHECK (reason IN ('wrong_person', 'wrong_amount', 'other')),
        words         text        CONSTRAINT ask_backs_words CHECK (length(words) <= 500),
        state         text        NOT NULL CONSTRAINT ask_backs_state CHECK (state IN (
          'asked', 'kept', 'unanswered', 'escalated', 'returned', 'stands', 'overtaken')),
        answer_by     timestamptz NOT NULL,
        answered_at   timestamptz,
        answer_words  text        CONSTRAINT ask_backs_answer CHECK (length(answer_words) <= 500),
        -- Until when the payer may bring it to a person; null unless they may.
        escalate_by   timestamptz,
        created_at    timestamptz NOT NULL,
        updated_at    timestamptz NOT NULL,
        CONSTRAINT ask_backs_twice UNIQUE (payment_id, number)
      );
      CREATE UNIQUE INDEX ask_backs_one_open ON payments.ask_backs (payment_id)
        WHERE state IN ('asked', 'escalated');
      CREATE INDEX ask_backs_ending ON payments.ask_backs (answer_by) WHERE state = 'asked';

      CREATE TABLE payments.reports (
        id            text        NOT NULL CONSTRAINT reports_pk PRIMARY KEY,
        payment_id    text        NOT NULL CONSTRAINT reports_once UNIQUE
          CONSTRAINT reports_payment REFERENCES payments.payments (id),
        kind          text        NOT NULL CONSTRAINT reports_kind CHECK (kind IN (
          'not_by_me', 'tricked', 'not_as_promised', 'threatened')),
        words         text        NOT NULL CONSTRAINT reports_words CHECK (length(words) <= 2000),
        state         text        NOT NULL CONSTRAINT reports_state CHECK (state IN (
          'examined', 'granted', 'denied', 'lapsed', 'appealed', 'returned', 'released', 'overtaken')),
        -- Minor units of the payee's money that were frozen last, and how many holds there were.
        frozen        bigint      NOT NULL CONSTRAINT reports_frozen CHECK (frozen >= 0),
        holds         smallint    NOT NULL,
        holding       boolean     NOT NULL,
        -- Minor units that the decision gave back.
        returned      bigint      NOT NULL DEFAULT 0,
        answer_by     timestamptz NOT NULL,
        answered_at   timestamptz,
        answer_words  text        CONSTRAINT reports_answer CHECK (length(answer_words) <= 2000),
        -- Until when the one who lost the last decision may appeal it; null unless they may.
        appeal_by     timestamptz,
        payer_appealed boolean    NOT NULL DEFAULT false,
        payee_appealed boolean    NOT NULL DEFAULT false,
        created_at    timestamptz NOT NULL,
        updated_at    timestamptz NOT NULL,
        CONSTRAINT reports_answered_whole CHECK ((answered_at IS NULL) = (answer_words IS NULL)),
        CONSTRAINT reports_holding CHECK (NOT holding OR (frozen > 0 AND holds > 0))
      );
      CREATE INDEX reports_ending ON payments.reports (appeal_by) WHERE appeal_by IS NOT NULL;

      CREATE TABLE payments.contest_cases (
        id              text        NOT NULL CONSTRAINT contest_cases_pk PRIMARY KEY,
        payment_id      text        NOT NULL
          CONSTRAINT contest_cases_payment REFERENCES payments.payments (id),
        kind            text        NOT NULL
          CONSTRAINT contest_cases_kind CHECK (kind IN ('ask_back', 'report', 'rejection')),
        -- The ask-back, the report, or the rejected payment.
        subject_id      text        NOT NULL,
        -- 1 is the first decision; what follows are appeals of the one before.
        number          smallint    NOT NULL CONSTRAINT contest_cases_number CHECK (number BETWEEN 1 AND 3),
        brought_by      text        NOT NULL,
        words           text        NOT NULL CONSTRAINT contest_cases_words CHECK (length(words) <= 2000),
        state           text        NOT NULL DEFAULT 'open' CONSTRAINT contest_cases_state
          CHECK (state IN ('open', 'decided', 'lapsed', 'settled')),
        due_by          timestamptz NOT NULL,
        extended_by     text,
        extension_reason text       CONSTRAINT contest_cases_extension CHECK (length(extension_reason) <= 500),
        -- What a first person would decide, above the limit at which a second one must agree.
        proposed        text        CONSTRAINT contest_cases_proposed CHECK (proposed IN ('granted', 'denied')),
        proposed_by     text,
        proposed_words  text,
        verdict         text        CONSTRAINT contest_cases_verdict CHECK (verdict IN ('granted', 'denied')),
        decided_by      text,
        confirmed_by    text,
        decided_at      timestamptz,
        decision_words  text,
        opened_at       timestamptz NOT NULL,
        CONSTRAINT contest_cases_once UNIQUE (subject_id, number),
        CONSTRAINT contest_cases_decided_whole CHECK (
          (state = 'decided') = (verdict IS NOT NULL) AND (verdict IS NULL) = (decided_by IS NULL)
          AND (state = 'open') = (decided_at IS NULL)),
        CONSTRAINT contest_cases_two_people CHECK (confirmed_by <> decided_by),
        CONSTRAINT contest_cases_extended_whole CHECK ((extended_by IS NULL) = (extension_reason IS NULL))
      );
      CREATE INDEX contest_cases_queue ON payments.contest_cases (state, due_by);
      CREATE INDEX contest_cases_of_payment ON payments.contest_cases (payment_id);

      -- An overturned rejection lets the same amount go to the same person once without the same review.
      CREATE TABLE payments.send_exemptions (
        case_id     text        NOT NULL CONSTRAINT send_exemptions_pk PRIMARY KEY
          CONSTRAINT send_exemptions_case REFERENCES payments.contest_cases (id),
        payer_id    text        NOT NULL,
        payee_id    text        NOT NULL,
        amount      bigint      NOT NULL,
        currency    text        NOT NULL,
        -- The rules whose word does not count.
        rules       text[]      NOT NULL,
        expires_at  timestamptz NOT NULL,
        payment_id  text        CONSTRAINT send_exemptions_payment REFERENCES payments.payments (id)
          CONSTRAINT send_exemptions_once UNIQUE,
        used_at     timestamptz,
        CONSTRAINT send_exemptions_used_whole CHECK ((payment_id IS NULL) = (used_at IS NULL))
      );

      GRANT SELECT, INSERT, UPDATE (state, answered_at, answer_words, escalate_by, updated_at)
        ON payments.ask_backs TO tenner_app;
      GRANT SELECT, INSERT, UPDATE (state, frozen, holds, holding, returned, answered_at, answer_words,
                                    appeal_by, payer_appealed, payee_appealed, updated_at)
        ON payments.reports TO tenner_app;
      GRANT SELECT, INSERT, UPDATE (state, due_by, extended_by, extension_reason, proposed, proposed_by,
                                    proposed_words, verdict, decided_by, confirmed_by, decided_at,
                                    decision_words)
        ON payments.contest_cases TO tenner_app;
      GRANT SELECT, INSERT, UPDATE (payment_id, used_at) ON payments.send_exemptions TO tenner_app;
      GRANT SELECT (id, payment_id, number, reason, state, answer_by, answered_at, created_at)
        ON payments.ask_backs TO tenner_readonly, tenner_auditor;
      GRANT SELECT (id, payment_id, kind, state, frozen, holds, holding, returned, created_at, updated_at)
        ON payments.reports TO tenner_readonly, tenner_auditor;
      GRANT SELECT (id, payment_id, kind, subject_id, number, state, verdict, due_by, decided_at, opened_at)
        ON payments.contest_cases TO tenner_readonly, tenner_auditor;
      GRANT SELECT ON payments.send_exemptions TO tenner_readonly, tenner_auditor;

      -- What a person wrote goes with them; what was decided, and when, stays.
      CREATE FUNCTION payments.erase_contests(who text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM shared.require_key_destroyed(who);
        UPDATE payments.ask_backs a SET words = NULL FROM payments.payments p
         WHERE p.payer_id = who AND a.payment_id = p.id AND a.words IS NOT NULL;
        UPDATE payments.ask_backs a SET answer_words = NULL FROM payments.payments p
         WHERE p.payee_id = who AND a.payment_id = p.id AND a.answer_words IS NOT NULL;
        UPDATE payments.reports r SET words = '-' FROM payments.payments p
         WHERE p.payer_id = who AND r.payment_id = p.id;
        UPDATE payments.reports r SET answer_words = '-' FROM payments.payments p
         WHERE p.payee_id = who AND r.payment_id = p.id AND r.answer_words IS NOT NULL;
        UPDATE payments.contest_cases SET words = '-' WHERE brought_by = who;
        -- What a reviewer wrote to the two of them may repeat what they said.
        UPDATE payments.contest_cases c SET proposed_words = NULL, decision_words = '-',
               extension_reason = CASE WHEN c.extension_reason IS NULL THEN NULL ELSE '-' END
          FROM payments.payments p
         WHERE who IN (p.payer_id, p.payee_id) AND c.payment_id = p.id;
      END $$;
      REVOKE ALL ON FUNCTION payments.erase_contests(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION payments.erase_contests(text) TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
