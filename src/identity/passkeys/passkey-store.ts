// Rows of passkeys and of the ceremonies in which browsers answer a challenge.
import { type Database, rows, type Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';

export type Purpose = 'register' | 'sign_in' | 'prove';

export interface Passkey {
  readonly id: string;
  readonly personId: string;
  readonly credentialId: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: string[];
  readonly synced: boolean;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

export type NewPasskey = Omit<Passkey, 'id' | 'createdAt' | 'lastUsedAt'>;

// A person needs a minute to find the key; five leave room for a second try.
const CEREMONY = "interval '5 minutes'";

const SELECT = `
  SELECT id, person_id AS "personId", credential_id AS "credentialId", public_key AS "publicKey",
         counter::float8 AS counter, transports, synced, name, created_at AS "createdAt",
         last_used_at AS "lastUsedAt"
    FROM identity.passkeys`;

export const passkeysOf = (db: Database, personId: string): Promise<Passkey[]> =>
  rows<Passkey>(db, `${SELECT} WHERE person_id = $1 ORDER BY created_at, id`, [personId]);

export async function passkeyOf(db: Database, credentialId: string): Promise<Passkey | undefined> {
  return (await rows<Passkey>(db, `${SELECT} WHERE credential_id = $1`, [credentialId]))[0];
}

/** Adds a passkey and answers its id; undefined when the credential is somebody's already. */
export async function addPasskey(tx: Tx, passkey: NewPasskey): Promise<string | undefined> {
  const { personId, credentialId, publicKey, counter, transports, synced, name } = passkey;
  const [added] = await rows<{ id: string }>(
    tx,
    `INSERT INTO identity.passkeys
       (id, person_id, credential_id, public_key, counter, transports, synced, name)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (credential_id) DO NOTHING RETURNING id`,
    [newId('psk'), personId, credentialId, publicKey, counter, transports, synced, name],
  );
  return added?.id;
}

/**
 * Notes that it was used. False when the counter did not go forward: a copy of the key is about.
 * Keys that travel between devices count nothing and always say 0.
 */
export async function notePasskeyUse(db: Database, id: string, counter: number): Promise<boolean> {
  const noted = await rows(
    db,
    `UPDATE identity.passkeys SET counter = $2, last_used_at = now()
      WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0)) RETURNING 1`,
    [id, counter],
  );
  return noted.length === 1;
}

export async function renamePasskey(
  tx: Tx,
  personId: string,
  id: string,
  name: string,
): Promise<boolean> {
  const renamed = await rows(
    tx,
    'UPDATE identity.passkeys SET name = $3 WHERE person_id = $1 AND id = $2 RETURNING 1',
    [personId, id, name],
  );
  return renamed.length === 1;
}

export async function removePasskey(tx: Tx, personId: string, id: string): Promise<boolean> {
  const removed = await rows(
    tx,
    'DELETE FROM identity.passkeys WHERE person_id = $1 AND id = $2 RETURNING 1',
    [personId, id],
  );
  return removed.length === 1;
}

/** Keeps a challenge and answers the ceremony's id. What nobody answered is swept up on the way. */
export async function openCeremony(
  tx: Tx,
  purpose: Purpose,
  personId: string | null,
  challenge: string,
): Promise<string> {
  await tx.query('DELETE FROM identity.passkey_ceremonies WHERE expires_at < now()');
  const id = newId('cer');
  await tx.query(
    `INSERT INTO identity.passkey_ceremonies (id, purpose, person_id, challenge, expires_at)
     VALUES ($1, $2, $3, $4, now() + ${CEREMONY})`,
    [id, purpose, personId, challenge],
  );
  return id;
}

/** Takes the challenge away, so that it is answered once; undefined when there is none. */
export async function closeCeremony(
  db: Database,
  id: string,
  purpose: Purpose,
  personId: string | null,
): Promise<string | undefined> {
  const [closed] = await rows<{ challenge: string }>(
    db,
    `DELETE FROM identity.passkey_ceremonies
      WHERE id = $1 AND purpose = $2 AND person_id IS NOT DISTINCT FROM $3 AND expires_at > now()
  RETURNING challenge`,
    [id, purpose, personId],
  );
  return closed?.challenge;
}
