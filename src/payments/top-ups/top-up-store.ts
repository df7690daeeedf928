// Top-ups as rows.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { Tier } from '../../shared/limits-config.js';
import type { Known, Sent } from '../trust/limits.js';
import type { TopUp } from './top-up.js';

type TopUpRow = Omit<TopUp, 'amount' | 'refunded'> & {
  readonly minor: string;
  readonly currency: string;
  readonly refunded: string;
};

const COLUMNS = `id, person_id AS "personId", card_id AS "cardId", amount AS minor, currency, state,
  failure_code AS "failureCode", authenticate_by AS "authenticateBy", refunded, dispute,
  created_at AS "createdAt", updated_at AS "updatedAt"`;

async function find(db: Database, condition: string, parameters: unknown[]): Promise<TopUp[]> {
  const found = await rows<TopUpRow>(
    db,
    `SELECT ${COLUMNS} FROM payments.top_ups WHERE ${condition}`,
    parameters,
  );
  return found.map(({ minor, currency, refunded, ...rest }) => ({
    ...rest,
    amount: { minor: BigInt(minor), currency },
    refunded: BigInt(refunded),
  }));
}

export function findTopUps(db: Database, ids: readonly string[]): Promise<TopUp[]> {
  return find(db, 'id = ANY($1)', [ids]);
}

export async function lockTopUp(tx: Tx, id: string): Promise<TopUp | undefined> {
  const [found] = await find(tx, 'id = $1 FOR NO KEY UPDATE', [id]);
  return found;
}

/** A person's top-ups, newest first. */
export function topUpsOf(
  db: Database,
  personId: string,
  before: string | null,
  limit: number,
): Promise<TopUp[]> {
  return find(db, 'person_id = $1 AND ($2::text IS NULL OR id < $2) ORDER BY id DESC LIMIT $3', [
    personId,
    before,
    limit,
  ]);
}

export async function insertTopUp(tx: Tx, topUp: TopUp): Promise<void> {
  const { id, personId, cardId, amount, state, createdAt } = topUp;
  await tx.query(
    `INSERT INTO payments.top_ups (id, person_id, card_id, amount, currency, state, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
    [id, personId, cardId, amount.minor.toString(), amount.currency, state, createdAt],
  );
}

/** Writes what of a locked top-up has changed. */
export async function storeTopUp(tx: Tx, topUp: TopUp): Promise<void> {
  await tx.query(
    `UPDATE payments.top_ups SET state = $2, failure_code = $3, authenticate_by = $4, refunded = $5,
            dispute = $6, updated_at = $7
      WHERE id = $1`,
    [
      topUp.id,
      topUp.state,
      topUp.failureCode,
      topUp.authenticateBy,
      topUp.refunded.toString(),
      topUp.dispute,
      topUp.updatedAt,
    ],
  );
}

/** Top-ups whose person has not answered their bank in time. */
export async function unansweredTopUps(tx: Tx, at: Date, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    tx,
    `SELECT id FROM payments.top_ups t
      WHERE state = 'authenticating' AND authenticate_by <= $1
        AND NOT EXISTS (SELECT FROM payments.processor_calls c
                         WHERE c.subject_id = t.id AND c.leg = 'top_up_cancel')
      ORDER BY authenticate_by LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`,
    [at, limit],
  );
  return found.map(({ id }) => id);
}

/** How well the person is known, and what they added in each window, or are about to. */
export async function added(
  db: Database,
  personId: string,
  currencies: readonly string[],
  at: Date,
): Promise<{ readonly known: Known; readonly sums: ReadonlyMap<string, Sent> }> {
  const [known] = await rows<Known>(
    db,
    `SELECT p.tier, coalesce((SELECT c.ends_at > now() FROM identity.cooling_off c
                               WHERE c.person_id = p.id), false) AS "coolingOff"
       FROM identity.people p WHERE p.id = $1`,
    [personId],
  );
  const sums = await rows<{ currency: string; day: string; week: string; month: string }>(
    db,
    `SELECT c.currency, coalesce(sum(t.amount) FILTER (WHERE t.created_at > $3::timestamptz - interval '1 day'), 0) AS day,
            coalesce(sum(t.amount) FILTER (WHERE t.created_at > $3::timestamptz - interval '7 days'), 0) AS week,
            coalesce(sum(t.amount), 0) AS month
       FROM UNNEST($2::text[]) AS c (currency)
       LEFT JOIN payments.top_ups t
         ON t.person_id = $1 AND t.currency = c.currency AND t.state <> 'failed'
        AND t.created_at > $3::timestamptz - interval '30 days'
      GROUP BY 1`,
    [personId, currencies, at],
  );
  return {
    known: known ?? { tier: 'new' satisfies Tier, coolingOff: false },
    sums: new Map(
      sums.map(({ currency, day, week, month }) => [
        currency,
        { day: BigInt(day), week: BigInt(week), month: BigInt(month) },
      ]),
    ),
  };
}
