// After somebody recovered an account or a PIN, a day in which money leaves only in small amounts:
// whoever took an account over by its mailbox wins nothing before its owner has read the notice.
import { type Database, rows, type Tx } from '../shared/database.js';

const COOLING_OFF = "interval '24 hours'";

/** Until when each of these people is cooling off; who is not, is absent. */
export async function coolingOff(
  db: Database,
  personIds: readonly string[],
): Promise<Map<string, Date>> {
  const found = await rows<{ person_id: string; ends_at: Date }>(
    db,
    `SELECT person_id, ends_at FROM identity.cooling_off
      WHERE person_id = ANY($1) AND ends_at > now()`,
    [personIds],
  );
  return new Map(found.map(({ person_id, ends_at }) => [person_id, ends_at]));
}

/** Begins it, anew if it runs already. */
export async function beginCoolingOff(tx: Tx, personId: string): Promise<void> {
  await tx.query(
    `INSERT INTO identity.cooling_off (person_id, began_at, ends_at)
     VALUES ($1, now(), now() + ${COOLING_OFF})
     ON CONFLICT (person_id) DO UPDATE SET began_at = now(), ends_at = now() + ${COOLING_OFF}`,
    [personId],
  );
}
