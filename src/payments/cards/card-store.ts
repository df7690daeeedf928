// Saved cards as rows: a token and what may be shown of it. The number was never here.
import { type Database, rows, type Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { present } from '../../shared/refusal.js';
import type { ProcessorCard } from '../processor/cards.js';

/** Its token is the card at the processor, and never leaves the server. */
export interface SavedCard extends Omit<ProcessorCard, 'customerId'> {
  readonly id: string;
  readonly personId: string;
  readonly preferred: boolean;
}

const COLUMNS = `id, person_id AS "personId", token, brand, last4, expiry_month AS "expiryMonth",
  expiry_year AS "expiryYear", funding, country, fingerprint, preferred`;

/** A person's cards, the preferred one first, then oldest first. */
export function cardsOf(db: Database, personId: string, processor: string): Promise<SavedCard[]> {
  return find(
    db,
    'person_id = $1 AND processor = $2 AND removed_at IS NULL ORDER BY preferred DESC, id',
    [personId, processor],
  );
}

/** Cards by id, removed ones too, for showing what a payment was made with. */
export async function cardsById(db: Database, ids: readonly string[]): Promise<SavedCard[]> {
  return ids.length === 0 ? [] : find(db, 'id = ANY($1)', [ids]);
}

/** Cards that can still pay. */
export async function usableCards(
  db: Database,
  ids: readonly string[],
  processor: string,
): Promise<SavedCard[]> {
  if (ids.length === 0) return [];
  return find(db, 'id = ANY($1) AND processor = $2 AND removed_at IS NULL', [ids, processor]);
}

/** How many other people have saved the same card. */
export async function othersWith(
  db: Database,
  { fingerprint }: Pick<SavedCard, 'fingerprint'>,
  personId: string,
  processor: string,
): Promise<number> {
  const [row] = await rows<{ others: number }>(
    db,
    `SELECT count(DISTINCT person_id)::int AS others FROM payments.cards
      WHERE processor = $1 AND fingerprint = $2 AND person_id <> $3 AND removed_at IS NULL`,
    [processor, fingerprint, personId],
  );
  return present(row, 'a count').others;
}

/** How many other people have saved the card of each payment; one that no card pays is left out. */
export async function othersByPayment(
  db: Database,
  paymentIds: readonly string[],
): Promise<Map<string, number>> {
  const found = await rows<{ paymentId: string; others: number }>(
    db,
    `SELECT p.id AS "paymentId", count(DISTINCT o.person_id)::int AS others
       FROM payments.payments p
       JOIN payments.cards k ON k.id = p.card_id
       LEFT JOIN payments.cards o ON o.processor = k.processor AND o.fingerprint = k.fingerprint
                                 AND o.person_id <> k.person_id AND o.removed_at IS NULL
      WHERE p.id = ANY($1) GROUP BY p.id`,
    [paymentIds],
  );
  return new Map(found.map(({ paymentId, others }) => [paymentId, others]));
}

/** Saves a card, or renews the row of the same card; the first one is preferred. */
export async function saveCard(
  tx: Tx,
  personId: string,
  processor: string,
  card: ProcessorCard,
): Promise<SavedCard> {
  const [saved] = await rows<SavedCard>(
    tx,
    `INSERT INTO payments.cards (id, person_id, processor, token, brand, last4, expiry_month, expiry_year,
                                 funding, country, fingerprint, preferred)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
             NOT EXISTS (SELECT FROM payments.cards
                          WHERE person_id = $2 AND processor = $3 AND removed_at IS NULL AND preferred))
     ON CONFLICT (person_id, processor, fingerprint) WHERE removed_at IS NULL
     DO UPDATE SET token = EXCLUDED.token, expiry_month = EXCLUDED.expiry_month,
                   expiry_year = EXCLUDED.expiry_year
     RETURNING ${COLUMNS}`,
    [
      newId('crd'),
      personId,
      processor,
      card.token,
      card.brand,
      card.last4,
      card.expiryMonth,
      card.expiryYear,
      card.funding,
      card.country,
      card.fingerprint,
    ],
  );
  return present(saved, 'an inserted or renewed card');
}

/** Brings a card up to date with what the processor says of it. */
export async function renewCard(db: Database, card: ProcessorCard): Promise<void> {
  await db.query(
    `UPDATE payments.cards
        SET last4 = $2, expiry_month = $3, expiry_year = $4, brand = $5
      WHERE token = $1 AND removed_at IS NULL`,
    [card.token, card.last4, card.expiryMonth, card.expiryYear, card.brand],
  );
}

/** Forgets a card here; the oldest of the others becomes the preferred one. */
export async function forgetCard(
  tx: Tx,
  condition: {
    readonly column: 'id' | 'token';
    readonly value: string;
    readonly personId?: string;
  },
): Promise<SavedCard | undefined> {
  const [removed] = await rows<SavedCard>(
    tx,
    `UPDATE payments.cards SET removed_at = now(), preferred = false
      WHERE ${condition.column} = $1 AND removed_at IS NULL AND ($2::text IS NULL OR person_id = $2)
      RETURNING ${COLUMNS}, processor`,
    [condition.value, condition.personId ?? null],
  );
  if (removed === undefined) return undefined;
  await tx.query(
    `UPDATE payments.cards SET preferred = true
      WHERE id = (SELECT id FROM payments.cards c
                   WHERE person_id = $1 AND removed_at IS NULL
                     AND processor = (SELECT processor FROM payments.cards WHERE id = $2)
                     AND NOT EXISTS (SELECT FROM payments.cards p
                                      WHERE p.person_id = c.person_id AND p.processor = c.processor
                                        AND p.preferred AND p.removed_at IS NULL)
                   ORDER BY id LIMIT 1)`,
    [removed.personId, removed.id],
  );
  return removed;
}

/** Makes a card the preferred one; false when it is not one of the person's. */
export async function preferCard(
  tx: Tx,
  personId: string,
  processor: string,
  cardId: string,
): Promise<boolean> {
  const mine = await rows<{ id: string }>(
    tx,
    `SELECT id FROM payments.cards
      WHERE person_id = $1 AND processor = $2 AND removed_at IS NULL ORDER BY id FOR UPDATE`,
    [personId, processor],
  );
  if (!mine.some(({ id }) => id === cardId)) return false;
  const all = [personId, processor];
  await tx.query(
    `UPDATE payments.cards SET preferred = false
      WHERE person_id = $1 AND processor = $2 AND preferred`,
    all,
  );
  await tx.query('UPDATE payments.cards SET preferred = true WHERE id = $1', [cardId]);
  return true;
}

const find = (db: Database, condition: string, parameters: unknown[]): Promise<SavedCard[]> =>
  rows<SavedCard>(db, `SELECT ${COLUMNS} FROM payments.cards WHERE ${condition}`, parameters);
