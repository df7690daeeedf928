// Trusted contacts as rows, with what of them has cooled off by now taken for done.
import { type Database, rows, type Tx } from '../../../shared/database.js';
import type { Money } from '../../../shared/money.js';

export interface TrustedContact {
  readonly personId: string;
  readonly contactId: string;
  readonly accepted: boolean;
  readonly limit: Money;
  /** What will be once it has cooled off; a limit of null is the end of it. */
  readonly change: { readonly limit: Money | null; readonly at: Date } | null;
}

interface Row {
  personId: string;
  contactId: string;
  accepted: boolean;
  amount: string;
  currency: string;
  nextAmount: string | null;
  nextCurrency: string | null;
  changesAt: Date | null;
  due: boolean;
}

const COLUMNS = `person_id AS "personId", contact_id AS "contactId", accepted_at IS NOT NULL AS accepted,
  amount, currency, next_amount AS "nextAmount", next_currency AS "nextCurrency",
  changes_at AS "changesAt", coalesce(changes_at <= now(), false) AS due`;
const STANDS = 'NOT (ends AND changes_at <= now())';

const moneyIn = (amount: string, currency: string): Money => ({ minor: BigInt(amount), currency });

function toContact(row: Row): TrustedContact {
  const { personId, contactId, accepted, due, changesAt, nextAmount, nextCurrency } = row;
  const next =
    nextAmount === null || nextCurrency === null ? null : moneyIn(nextAmount, nextCurrency);
  return {
    personId,
    contactId,
    accepted,
    limit: due && next !== null ? next : moneyIn(row.amount, row.currency),
    change: changesAt === null || due ? null : { limit: next, at: changesAt },
  };
}

/** Whom somebody named; undefined when nobody. */
export async function contactOf(
  db: Database,
  personId: string,
): Promise<TrustedContact | undefined> {
  const [row] = await rows<Row>(
    db,
    `SELECT ${COLUMNS} FROM payments.trusted_contacts WHERE person_id = $1 AND ${STANDS}`,
    [personId],
  );
  return row && toContact(row);
}

/** The same, locked, so that nothing of it changes meanwhile. */
export async function lockContact(tx: Tx, personId: string): Promise<TrustedContact | undefined> {
  const [row] = await rows<Row>(
    tx,
    `SELECT ${COLUMNS} FROM payments.trusted_contacts WHERE person_id = $1 AND ${STANDS} FOR UPDATE`,
    [personId],
  );
  return row && toContact(row);
}

/** Those who named this person. */
export async function namedBy(db: Database, contactId: string): Promise<TrustedContact[]> {
  const found = await rows<Row>(
    db,
    `SELECT ${COLUMNS} FROM payments.trusted_contacts WHERE contact_id = $1 AND ${STANDS}
      ORDER BY created_at`,
    [contactId],
  );
  return found.map(toContact);
}

/** Writes a contact in place of whatever there was. */
export async function storeContact(tx: Tx, contact: TrustedContact): Promise<void> {
  const { personId, contactId, accepted, limit, change } = contact;
  const next = change?.limit ?? null;
  await tx.query(
    `INSERT INTO payments.trusted_contacts AS t (person_id, contact_id, amount, currency, accepted_at,
            next_amount, next_currency, ends, changes_at)
     VALUES ($1, $2, $3, $4, CASE WHEN $5 THEN now() END, $6, $7, $8, $9)
     ON CONFLICT ON CONSTRAINT trusted_contacts_pk DO UPDATE
        SET contact_id = $2, amount = $3, currency = $4,
            accepted_at = CASE WHEN $5 THEN coalesce(t.accepted_at, now()) END,
            created_at = CASE WHEN t.contact_id = $2 THEN t.created_at ELSE now() END,
            next_amount = $6, next_currency = $7, ends = $8, changes_at = $9`,
    [
      personId,
      contactId,
      limit.minor.toString(),
      limit.currency,
      accepted,
      next?.minor.toString() ?? null,
      next?.currency ?? null,
      change !== null && next === null,
      change?.at ?? null,
    ],
  );
}

export async function removeContact(tx: Tx, personId: string): Promise<void> {
  await tx.query('DELETE FROM payments.trusted_contacts WHERE person_id = $1', [personId]);
}

/** Payments that wait for this person's word, those due soonest first. */
export async function askedOf(db: Database, contactId: string): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    `SELECT id FROM payments.payments WHERE contact_id = $1 AND state = 'asking'
      ORDER BY agree_by, id LIMIT 100`,
    [contactId],
  );
  return found.map(({ id }) => id);
}

/** Payments that waited too long. */
export async function overdueAgreements(db: Database, at: Date, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    `SELECT id FROM payments.payments WHERE state = 'asking' AND agree_by <= $1
      ORDER BY agree_by LIMIT $2`,
    [at, limit],
  );
  return found.map(({ id }) => id);
}
