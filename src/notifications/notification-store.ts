// Notifications as rows.
import type { NotificationKind } from '../shared/contract.js';
import { type Database, preparedRows, rows, type Tx } from '../shared/database.js';
import type { Happening } from '../shared/happenings.js';
import { newId } from '../shared/ids.js';
import { parseMoney } from '../shared/money.js';

export interface NotificationRow {
  id: string;
  person_id: string;
  kind: NotificationKind;
  detail: string | null;
  other_id: string | null;
  thread_id: string | null;
  subject_id: string | null;
  amount: string | null;
  currency: string | null;
  created_at: Date;
  read_at: Date | null;
}

/** A happening for one person, by the channels that carry it. */
export interface NewNotification {
  readonly personId: string;
  readonly happening: Happening;
  readonly inApp: boolean;
  readonly byMail: boolean;
}

export interface Written {
  id: string;
  personId: string;
  inApp: boolean;
  byMail: boolean;
}

/** Writes those that were not written before, and answers them. */
export async function insertNotifications(
  tx: Tx,
  wanted: readonly NewNotification[],
): Promise<Written[]> {
  if (wanted.length === 0) return [];
  const drafts = wanted.map(({ personId, happening, inApp, byMail }) => {
    const { event, kind, detail, otherId, threadId, subjectId, amount } = happening;
    return {
      id: newId('ntf'),
      ...{ person_id: personId, event, kind, detail, other_id: otherId, thread_id: threadId },
      subject_id: subjectId,
      amount: amount === null ? null : parseMoney(amount).minor.toString(),
      currency: amount?.currency ?? null,
      ...{ in_app: inApp, by_mail: byMail },
    };
  });
  return preparedRows<Written>(
    tx,
    `INSERT INTO notifications.notifications (id, person_id, event, kind, detail, other_id, thread_id,
                                              subject_id, amount, currency, in_app, by_mail)
     SELECT * FROM jsonb_to_recordset($1) AS d (id text, person_id text, event text, kind text,
              detail text, other_id text, thread_id text, subject_id text, amount bigint,
              currency text, in_app boolean, by_mail boolean)
     ON CONFLICT ON CONSTRAINT notifications_once DO NOTHING
     RETURNING id, person_id AS "personId", in_app AS "inApp", by_mail AS "byMail"`,
    [JSON.stringify(drafts)],
  );
}

const COLUMNS = `id, person_id, kind, detail, other_id, thread_id, subject_id, amount, currency,
  created_at, read_at`;

/** A person's, newest first. */
export function notificationsOf(
  db: Database,
  personId: string,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<NotificationRow[]> {
  return rows<NotificationRow>(
    db,
    `SELECT ${COLUMNS} FROM notifications.notifications
      WHERE person_id = $1 AND in_app AND ($2::text IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [personId, before, limit],
  );
}

/** How many a person has not read, counted up to `most`. */
export async function countUnread(db: Database, personId: string, most: number): Promise<number> {
  const [found] = await rows<{ unread: number }>(
    db,
    `SELECT count(*)::int AS unread
       FROM (SELECT FROM notifications.notifications
              WHERE person_id = $1 AND in_app AND read_at IS NULL LIMIT $2) unread`,
    [personId, most],
  );
  return found?.unread ?? 0;
}

/** Marks one as read; false when the person has none of that id. */
export async function readOne(tx: Tx, personId: string, id: string): Promise<boolean> {
  const found = await rows(
    tx,
    `UPDATE notifications.notifications SET read_at = coalesce(read_at, now())
      WHERE person_id = $1 AND id = $2 AND in_app RETURNING id`,
    [personId, id],
  );
  return found.length === 1;
}

/** Marks all as read up to one, that one included. */
export async function readUpTo(tx: Tx, personId: string, id: string): Promise<void> {
  await tx.query(
    `UPDATE notifications.notifications SET read_at = now()
      WHERE person_id = $1 AND in_app AND read_at IS NULL AND id <= $2`,
    [personId, id],
  );
}

/** One whose letter was not sent yet. */
export async function unmailed(db: Database, id: string): Promise<NotificationRow | undefined> {
  const [found] = await rows<NotificationRow>(
    db,
    `SELECT ${COLUMNS} FROM notifications.notifications
      WHERE id = $1 AND by_mail AND mailed_at IS NULL`,
    [id],
  );
  return found;
}

export async function noteMailed(db: Database, id: string): Promise<void> {
  await db.query('UPDATE notifications.notifications SET mailed_at = now() WHERE id = $1', [id]);
}
