import type { MigrationInterface, QueryRunner } from 'typeorm';

// Leaving for good. The application may not write over what people are called or said; it may erase all
// of one person at once, after their key has been destroyed and in no other way.
export class Erasures1764000016500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION shared.require_key_destroyed(who text) RETURNS void
        LANGUAGE plpgsql SET search_path = pg_catalog AS $$
      BEGIN
        IF NOT EXISTS (SELECT FROM shared.personal_keys k
                        WHERE k.person_id = who AND k.destroyed_at IS NOT NULL) THEN
          RAISE EXCEPTION 'the key of % is not destroyed', who USING ERRCODE = 'restrict_violation';
        END IF;
      END $$;

      -- erased_at is null while the day of waiting runs; until then it can be called off.
      CREATE TABLE identity.erasures (
        person_id  text        NOT NULL CONSTRAINT erasures_pk PRIMARY KEY
          CONSTRAINT erasures_person REFERENCES identity.people (id),
        asked_at   timestamptz NOT NULL DEFAULT now(),
        due_at     timestamptz NOT NULL,
        erased_at  timestamptz,
        CONSTRAINT erasures_forward CHECK (due_at > asked_at)
      );
      CREATE INDEX erasures_due ON identity.erasures (due_at) WHERE erased_at IS NULL;
      -- To lock a row one must be allowed to change something of it.
      GRANT SELECT, INSERT, DELETE, UPDATE (due_at) ON identity.erasures TO tenner_app;
      CREATE TRIGGER erasures_are_for_good BEFORE UPDATE OR DELETE ON identity.erasures
        FOR EACH ROW WHEN (OLD.erased_at IS NOT NULL) EXECUTE FUNCTION shared.refuse_change();

      -- Handles of people who left, as hashes that lead to nobody: who takes one would be taken for them.
      CREATE TABLE identity.reserved_handles (
        digest  bytea NOT NULL CONSTRAINT reserved_handles_pk PRIMARY KEY,
        CONSTRAINT reserved_handles_digest_length CHECK (length(digest) = 32)
      );
      -- A reserved handle is passed over like one that somebody has.
      CREATE FUNCTION identity.pass_over_reserved() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF EXISTS (SELECT FROM identity.reserved_handles r
                    WHERE r.digest = sha256(convert_to('tenner handle ' || NEW.handle, 'UTF8'))) THEN
          RETURN NULL;
        END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER people_reserved_handles BEFORE INSERT ON identity.people
        FOR EACH ROW EXECUTE FUNCTION identity.pass_over_reserved();

      CREATE FUNCTION identity.erase_person(who text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM shared.require_key_destroyed(who);
        INSERT INTO identity.reserved_handles (digest)
        SELECT sha256(convert_to('tenner handle ' || p.handle, 'UTF8'))
          FROM identity.people p WHERE p.id = who ON CONFLICT DO NOTHING;
        DELETE FROM identity.mail_codes c USING identity.people p
         WHERE p.id = who AND (c.person_id = who OR lower(c.email) = lower(p.email));
        UPDATE identity.people
           SET name = 'Somebody who left', handle = 'left_' || right(id, 20), email = NULL,
               email_verified_at = NULL, password_hash = NULL, roles = '{}'
         WHERE id = who;
        DELETE FROM identity.sessions WHERE person_id = who;
        DELETE FROM identity.passkeys WHERE person_id = who;
        DELETE FROM identity.passkey_ceremonies WHERE person_id = who;
        DELETE FROM identity.pins WHERE person_id = who;
        DELETE FROM identity.totp WHERE person_id = who;
        DELETE FROM identity.confirmations WHERE person_id = who;
        DELETE FROM identity.cooling_off WHERE person_id = who;
        DELETE FROM identity.notices WHERE person_id = who;
        DELETE FROM identity.host_users WHERE person_id = who;
        UPDATE identity.erasures SET erased_at = now() WHERE person_id = who AND erased_at IS NULL;
      END $$;
      REVOKE ALL ON FUNCTION identity.erase_person(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION identity.erase_person(text) TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
