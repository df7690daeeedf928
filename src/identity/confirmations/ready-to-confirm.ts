// Who has set up something to confirm with.
import { type Database, rows } from '../../shared/database.js';

/** Those of these people who have a PIN or a passkey. */
export async function readyToConfirm(
  db: Database,
  personIds: readonly string[],
): Promise<Set<string>> {
  const found = await rows<{ id: string }>(
    db,
    `SELECT person_id AS id FROM identity.pins WHERE person_id = ANY($1)
     UNION SELECT person_id FROM identity.passkeys WHERE person_id = ANY($1)`,
    [personIds],
  );
  return new Set(found.map(({ id }) => id));
}
