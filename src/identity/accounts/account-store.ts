// Rows of accounts: how somebody signs in, and where mail reaches them. The one place that reads and
// writes e-mail addresses of people.
import { type Database, preparedRows, rows, type Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { present } from '../../shared/refusal.js';

export interface Account {
  readonly id: string;
  readonly handle: string;
  readonly roles: string[];
  readonly passwordHash: string | null;
  readonly email: string | null;
  readonly emailVerified: boolean;
}

const SELECT = `
  SELECT id, handle, roles, password_hash AS "passwordHash", email,
         email_verified_at IS NOT NULL AS "emailVerified"
    FROM identity.people`;

const one = async (db: Database, where: string, value: string): Promise<Account | undefined> =>
  (await rows<Account>(db, `${SELECT} WHERE ${where}`, [value]))[0];

export const accountById = (db: Database, id: string) => one(db, 'id = $1', id);

export const accountByHandle = (db: Database, handle: string) => one(db, 'handle = $1', handle);

/** The one account that has shown that this address is its own. */
export const accountByEmail = (db: Database, email: string) =>
  one(db, 'lower(email) = lower($1) AND email_verified_at IS NOT NULL', email);

/** Adds an account and answers its id; undefined when the handle is taken. */
export async function addAccount(
  tx: Tx,
  account: { handle: string; name: string; email: string; passwordHash: string | null },
): Promise<string | undefined> {
  const { handle, name, email, passwordHash } = account;
  const [added] = await rows<{ id: string }>(
    tx,
    `INSERT INTO identity.people (id, handle, name, email, password_hash)
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (handle) DO NOTHING RETURNING id`,
    [newId('usr'), handle, name, email, passwordHash],
  );
  return added?.id;
}

export async function setPasswordHash(tx: Tx, id: string, passwordHash: string): Promise<void> {
  await tx.query('UPDATE identity.people SET password_hash = $2 WHERE id = $1', [id, passwordHash]);
}

/**
 * The person has shown that the address is theirs. Answers the verified address it replaces, if any;
 * throws a unique violation (23505) when it is another account's.
 */
export async function setVerifiedEmail(tx: Tx, id: string, email: string): Promise<string | null> {
  const [before] = await rows<{ email: string | null }>(
    tx,
    `SELECT CASE WHEN email_verified_at IS NOT NULL AND lower(email) <> lower($2) THEN email END AS email
       FROM identity.people WHERE id = $1 FOR UPDATE`,
    [id, email],
  );
  await tx.query('UPDATE identity.people SET email = $2, email_verified_at = now() WHERE id = $1', [
    id,
    email,
  ]);
  return before?.email ?? null;
}

/** Which of these people have shown that their e-mail address is theirs. */
export async function emailVerified(db: Database, ids: readonly string[]): Promise<Set<string>> {
  const found = await preparedRows<{ id: string }>(
    db,
    'SELECT id FROM identity.people WHERE id = ANY($1) AND email_verified_at IS NOT NULL',
    [ids],
  );
  return new Set(found.map(({ id }) => id));
}

/** Where a person gets letters; null without an address that is shown to be theirs. */
export async function verifiedEmailOf(db: Database, id: string): Promise<string | null> {
  const [found] = await rows<{ email: string }>(
    db,
    'SELECT email FROM identity.people WHERE id = $1 AND email_verified_at IS NOT NULL',
    [id],
  );
  return found?.email ?? null;
}

/** What a person has set up besides a password. */
export async function secondFactors(
  db: Database,
  id: string,
): Promise<{ totp: boolean; passkey: boolean }> {
  const [found] = await rows<{ totp: boolean; passkey: boolean }>(
    db,
    `SELECT EXISTS (SELECT FROM identity.totp WHERE person_id = $1 AND confirmed_at IS NOT NULL) AS totp,
            EXISTS (SELECT FROM identity.passkeys WHERE person_id = $1) AS passkey`,
    [id],
  );
  return present(found, 'a question of existence has an answer');
}
