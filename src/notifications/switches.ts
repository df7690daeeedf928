// What people have switched. Kept are choices alone, so that a new kind, or a better default, reaches
// everybody who has made none.
import type { NotificationKind } from '../shared/contract.js';
import { type Database, preparedRows, type Tx } from '../shared/database.js';
import type { NotificationChannel } from './contract.js';

export interface Switch {
  readonly kind: NotificationKind;
  readonly channel: NotificationChannel;
  readonly on: boolean;
}

/** What people chose, by `<person> <kind> <channel>`. */
export async function switchesOf(
  db: Database,
  personIds: readonly string[],
): Promise<Map<string, boolean>> {
  const found = await preparedRows<{ key: string; is_on: boolean }>(
    db,
    `SELECT person_id || ' ' || kind || ' ' || channel AS key, is_on
       FROM notifications.switches WHERE person_id = ANY($1)`,
    [personIds],
  );
  return new Map(found.map(({ key, is_on }) => [key, is_on]));
}

export const switchKey = (
  personId: string,
  kind: NotificationKind,
  channel: NotificationChannel,
): string => `${personId} ${kind} ${channel}`;

export async function storeSwitch(tx: Tx, personId: string, turned: Switch): Promise<void> {
  await tx.query(
    `INSERT INTO notifications.switches (person_id, kind, channel, is_on) VALUES ($1, $2, $3, $4)
     ON CONFLICT ON CONSTRAINT switches_pk DO UPDATE SET is_on = $4`,
    [personId, turned.kind, turned.channel, turned.on],
  );
}
