import type { MigrationInterface, QueryRunner } from 'typeorm';

// Staff: finer roles, handed out only on record; the second factor by code; and the record of whose
// data they looked at, and why.
export class Staff1764000014500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE identity.people DROP CONSTRAINT people_roles_known;
      UPDATE identity.people SET roles = array_cat(array_remove(roles, 'risk'), '{risk_analyst,risk_approver}')
       WHERE 'risk' = ANY(roles);
      -- Nobody is both: an administrator names the approvers.
      UPDATE identity.people SET roles = array_append(array_remove(roles, 'finance'), 'finance_operator')
       WHERE 'finance' = ANY(roles);
      ALTER TABLE identity.people
        ADD CONSTRAINT people_roles_known CHECK (roles <@ '{person,support,risk_analyst,risk_approver,finance_operator,finance_approver,auditor,admin}'),
        ADD CONSTRAINT people_finance_two_people CHECK (NOT roles @> '{finance_operator,finance_approver}'),
        ADD CONSTRAINT people_admin_no_money CHECK (NOT ('admin' = ANY(roles)
          AND roles && '{risk_approver,finance_operator,finance_approver}'));

      CREATE TABLE identity.role_changes (
        id          text        NOT NULL CONSTRAINT role_changes_pk PRIMARY KEY,
        person_id   text        NOT NULL CONSTRAINT role_changes_person REFERENCES identity.people (id),
        role        text        NOT NULL,
        change      text        NOT NULL CONSTRAINT role_changes_change CHECK (change IN ('grant', 'revoke')),
        reason      text        NOT NULL CONSTRAINT role_changes_reason CHECK (length(reason) >= 3),
        changed_by  text        NOT NULL CONSTRAINT role_changes_changer REFERENCES identity.people (id),
        changed_at  timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT role_changes_two_people CHECK (changed_by <> person_id)
      );
      CREATE INDEX role_changes_person_id ON identity.role_changes (person_id, id DESC);
      GRANT SELECT, INSERT ON identity.role_changes TO tenner_app;
      CREATE TRIGGER role_changes_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON identity.role_changes
        FOR EACH STATEMENT EXECUTE FUNCTION shared.refuse_change();

      -- Roles change by a row of the record and in no other way: the application may not write them.
      CREATE FUNCTION identity.apply_role_change() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        IF NOT EXISTS (SELECT FROM identity.people WHERE id = NEW.changed_by AND 'admin' = ANY(roles)) THEN
          RAISE EXCEPTION 'only an administrator changes roles' USING ERRCODE = 'check_violation';
        END IF;
        UPDATE identity.people SET roles = CASE NEW.change
            WHEN 'grant' THEN array_append(array_remove(roles, NEW.role), NEW.role)
            ELSE array_remove(roles, NEW.role) END
          WHERE id = NEW.person_id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER role_changes_applied AFTER INSERT ON identity.role_changes
        FOR EACH ROW EXECUTE FUNCTION identity.apply_role_change();
      REVOKE UPDATE ON identity.people FROM tenner_app;
      GRANT UPDATE (name, password_hash, email, email_verified_at, tier) ON identity.people TO tenner_app;

      CREATE TABLE identity.totp (
        person_id      text        NOT NULL CONSTRAINT totp_pk PRIMARY KEY
          CONSTRAINT totp_person REFERENCES identity.people (id),
        -- Sealed with a key that the database does not have.
        sealed_secret  bytea       NOT NULL,
        confirmed_at   timestamptz,
        -- The half minute of the last code that was used: it and those before it are spent.
        last_step      bigint      NOT NULL DEFAULT 0
      );
      GRANT SELECT, INSERT, UPDATE ON identity.totp TO tenner_app;

      ALTER TABLE identity.sessions
        ADD COLUMN second_factor_at timestamptz,
        ADD COLUMN second_factor_tries smallint NOT NULL DEFAULT 0
          CONSTRAINT sessions_second_factor_tries CHECK (second_factor_tries BETWEEN 0 AND 5);

      CREATE TABLE identity.data_views (
        id          text        NOT NULL CONSTRAINT data_views_pk PRIMARY KEY,
        viewer_id   text        NOT NULL CONSTRAINT data_views_viewer REFERENCES identity.people (id),
        subject_id  text        NOT NULL CONSTRAINT data_views_subject REFERENCES identity.people (id),
        reason      text        NOT NULL CONSTRAINT data_views_reason CHECK (length(reason) >= 3),
        viewed_at   timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX data_views_subject_id ON identity.data_views (subject_id, id DESC);
      CREATE INDEX data_views_viewer_id ON identity.data_views (viewer_id, id DESC);
      GRANT SELECT, INSERT ON identity.data_views TO tenner_app;
      CREATE TRIGGER data_views_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON identity.data_views
        FOR EACH STATEMENT EXECUTE FUNCTION shared.refuse_change();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
