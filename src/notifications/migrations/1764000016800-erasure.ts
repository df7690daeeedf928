import type { MigrationInterface, QueryRunner } from 'typeorm';

// What somebody was told goes with them. Others are still told of "somebody who left": a notification
// names people by their ids alone.
export class NotificationErasure1764000016800 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION notifications.erase_person(who text) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
      BEGIN
        PERFORM shared.require_key_destroyed(who);
        DELETE FROM notifications.notifications WHERE person_id = who;
        DELETE FROM notifications.switches WHERE person_id = who;
      END $$;
      REVOKE ALL ON FUNCTION notifications.erase_person(text) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION notifications.erase_person(text) TO tenner_app;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations only go up'));
  }
}
