// Pictures as rows. One waits for its message until it is attached, and goes with it when the message
// is deleted.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { PictureView } from '../contract.js';
import { type MessageRow, VISIBLE } from '../messages/messages.js';
import type { EncodedPicture } from './encode-picture.js';

export interface NewPicture extends EncodedPicture {
  readonly id: string;
  readonly threadId: string;
  readonly ownerId: string;
}

/** Stores a picture that waits for its message, and forgets what its owner never sent. */
export async function insertPicture(tx: Tx, picture: NewPicture): Promise<void> {
  await tx.query(
    `DELETE FROM chat.pictures
      WHERE owner_id = $1 AND message_id IS NULL AND created_at < now() - interval '1 day'`,
    [picture.ownerId],
  );
  await tx.query(
    `INSERT INTO chat.pictures (id, thread_id, owner_id, width, height, full_size, thumbnail)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      picture.id,
      picture.threadId,
      picture.ownerId,
      picture.width,
      picture.height,
      picture.fullSize,
      picture.thumbnail,
    ],
  );
}

/** Those of the asked pictures that wait, are their author's own and belong to the thread. */
export async function waitingPictures(
  tx: Tx,
  asked: readonly { threadId: string; authorId: string; pictureId: string | null }[],
): Promise<Map<string, PictureView>> {
  if (asked.length === 0) return new Map();
  const found = await rows<PictureView>(
    tx,
    `SELECT p.id, p.width, p.height FROM chat.pictures p
       JOIN UNNEST($1::text[], $2::text[], $3::text[]) AS a (id, thread_id, owner_id)
      USING (id, thread_id, owner_id)
      WHERE p.message_id IS NULL FOR UPDATE OF p`,
    [
      asked.map(({ pictureId }) => pictureId),
      asked.map(({ threadId }) => threadId),
      asked.map(({ authorId }) => authorId),
    ],
  );
  return new Map(found.map((picture) => [picture.id, picture]));
}

/** Gives pictures to the messages that carry them; a message said before keeps its own. */
export async function attachPictures(tx: Tx, messages: readonly MessageRow[]): Promise<void> {
  if (messages.length === 0) return;
  await tx.query(
    `UPDATE chat.pictures p SET message_id = m.id
       FROM UNNEST($1::text[], $2::text[]) AS m (id, picture_id)
      WHERE p.id = m.picture_id AND p.message_id IS NULL`,
    [messages.map(({ id }) => id), messages.map(({ picture }) => picture?.id)],
  );
}

export async function deletePictures(tx: Tx, messageIds: readonly string[]): Promise<void> {
  await tx.query('DELETE FROM chat.pictures WHERE message_id = ANY($1)', [messageIds]);
}

/** The bytes of a picture that the viewer may see: his own, or one of a message he sees. */
export async function pictureBytes(
  db: Database,
  viewerId: string,
  threadId: string,
  pictureId: string,
  size: 'full_size' | 'thumbnail',
): Promise<Buffer | undefined> {
  const [found] = await rows<{ bytes: Buffer }>(
    db,
    `SELECT p.${size} AS bytes FROM chat.pictures p LEFT JOIN chat.messages m ON m.id = p.message_id
      WHERE p.id = $3 AND p.thread_id = $1 AND (
            (m.id IS NOT NULL AND ${VISIBLE})
            OR (m.id IS NULL AND p.owner_id = $2 AND EXISTS (
                  SELECT FROM chat.participants o WHERE o.thread_id = $1 AND o.person_id = $2)))`,
    [threadId, viewerId, pictureId],
  );
  return found?.bytes;
}
