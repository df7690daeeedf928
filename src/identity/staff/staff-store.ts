// What staff see of people: the list of those who work here, and one person for support.
import { type Database, rows } from '../../shared/database.js';
import type { Tier } from '../../shared/limits-config.js';
import type { Role } from '../contract.js';
import { STAFF_ROLES } from '../roles.js';

export interface StaffMember {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly roles: Role[];
  readonly hasSecondFactor: boolean;
}

export interface SupportedPerson {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly tier: Tier;
  readonly createdAt: Date;
  readonly hasPassword: boolean;
  readonly passkeys: number;
  readonly hasPin: boolean;
  readonly pinLocked: boolean;
}

const MEMBER = `
  SELECT p.id, p.handle, p.name, p.roles,
         EXISTS (SELECT FROM identity.totp t WHERE t.person_id = p.id AND t.confirmed_at IS NOT NULL)
      OR EXISTS (SELECT FROM identity.passkeys k WHERE k.person_id = p.id) AS "hasSecondFactor"
    FROM identity.people p`;

/** Everybody who works here. */
export const staffMembers = (db: Database): Promise<StaffMember[]> =>
  rows<StaffMember>(db, `${MEMBER} WHERE p.roles && $1 ORDER BY p.handle`, [STAFF_ROLES]);

/** One person by handle, for whoever hands out roles. */
export async function memberByHandle(
  db: Database,
  handle: string,
): Promise<StaffMember | undefined> {
  return (await rows<StaffMember>(db, `${MEMBER} WHERE p.handle = $1`, [handle]))[0];
}

/** One person, by id or handle, as support sees them. */
export async function supportedPerson(
  db: Database,
  idOrHandle: string,
): Promise<SupportedPerson | undefined> {
  const [person] = await rows<SupportedPerson>(
    db,
    `SELECT p.id, p.handle, p.name, p.email, p.email_verified_at IS NOT NULL AS "emailVerified",
            p.tier, p.created_at AS "createdAt", p.password_hash IS NOT NULL AS "hasPassword",
            (SELECT count(*)::int FROM identity.passkeys k WHERE k.person_id = p.id) AS passkeys,
            n.person_id IS NOT NULL AS "hasPin",
            COALESCE(n.locked_until > now() OR n.tries >= 10, false) AS "pinLocked"
       FROM identity.people p LEFT JOIN identity.pins n ON n.person_id = p.id
      WHERE p.id = $1 OR p.handle = $1`,
    [idOrHandle],
  );
  return person;
}

/** An address of which only its owner recognises it: `a…@e….org`. */
export function maskedEmail(email: string): string {
  const [name = '', domain = ''] = email.split('@');
  const end = domain.slice(domain.lastIndexOf('.'));
  return `${name.slice(0, 1)}…@${domain.slice(0, 1)}…${end}`;
}
