import type { MigrationInterface, QueryRunner } from 'typeorm';

// What people are told of, and what they have switched. A kind that somebody has not switched goes by its
// default, which is no row.
export class Notifications1764000016000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE SCHEMA notifications;
      GRANT USAGE ON SCHEMA notifications TO tenner_app;

      -- One row for a person and an event, however often the event is delivered. in_app and by_mail are
      -- the switches as they were when it happened. Times are the database's.
      CREATE TABLE notifications.notifications (
        id          text        NOT NULL CONSTRAINT notifications_pk PRIMARY KEY,
        person_id   text        NOT NULL,
        event       text        NOT NULL,
        kind        text        NOT NULL,
        detail      text,
        other_id    text,
        thread_id   text,
        subject_id  text,
        amount      bigint,
        currency    text,
        in_app      boolean     NOT NULL,
        by_mail     boolean     NOT NULL,
        created_at  timestamptz NOT NULL DEFAULT now(),
        read_at     timestamptz,
        mailed_at   timestamptz,
        CONSTRAINT notifications_once UNIQUE (person_id, event),
        CONSTRAINT notifications_amount CHECK ((amount IS NULL) = (currency IS NULL)),
        CONSTRAINT notifications_somewhere CHECK (in_app OR by_mail)
      );
      CREATE INDEX notifications_list ON notifications.notifications (person_id, id DESC) WHERE in_app;
      CREATE INDEX notifications_unread ON notifications.notifications (person_id, id)
        WHERE in_app AND read_at IS NULL;
      GRANT SELECT, INSERT, UPDATE (read_at, mailed_at) ON notifications.notifications TO tenner_app;

      CREATE TABLE notifications.switches (
        person_id   text    NOT NULL,
        kind        text    NOT NULL,
        channel     text    NOT NULL CONSTRAINT switches_channel CHECK (channel IN ('app', 'email')),
        is_on       boolean NOT NULL,
        CONSTRAINT switches_pk PRIMARY KEY (person_id, kind, channel)
      );
      GRANT SELECT, INSERT, UPDATE (is_on) ON notifications.switches TO tenner_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP SCHEMA notifications CASCADE');
  }
}
