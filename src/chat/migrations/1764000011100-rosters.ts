import type { MigrationInterface, QueryRunner } from 'typeorm';

// Who is in a thread, under a name: whoever knows the name need not read the people again.
export class ChatRosters1764000011100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- roster: names the people of a thread, their roles and when each joined, as they are. Any change
      -- of one of these gives it a name that was never used before, so what is remembered under a name
      -- stays right for ever, also when the change is rolled back.
      ALTER TABLE chat.threads ADD COLUMN roster uuid NOT NULL DEFAULT gen_random_uuid();
      GRANT UPDATE (roster) ON chat.threads TO tenner_app;

      CREATE FUNCTION chat.rename_rosters() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE chat.threads SET roster = gen_random_uuid()
         WHERE id IN (SELECT thread_id FROM changed);
        RETURN NULL;
      END $$;
      CREATE FUNCTION chat.rename_roster() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE chat.threads SET roster = gen_random_uuid() WHERE id = NEW.thread_id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER participants_joined AFTER INSERT ON chat.participants
        REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION chat.rename_rosters();
      CREATE TRIGGER participants_left AFTER DELETE ON chat.participants
        REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION chat.rename_rosters();
      -- What people read and choose is written often and is no part of it.
      CREATE TRIGGER participants_changed AFTER UPDATE OF role, joined_sequence ON chat.participants
        FOR EACH ROW EXECUTE FUNCTION chat.rename_roster();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER participants_changed ON chat.participants;
      DROP TRIGGER participants_left ON chat.participants;
      DROP TRIGGER participants_joined ON chat.participants;
      DROP FUNCTION chat.rename_roster();
      DROP FUNCTION chat.rename_rosters();
      ALTER TABLE chat.threads DROP COLUMN roster;
    `);
  }
}
