// Gifts as rows, and what of them counts for their givers' limits.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { GiftState, GiftWay } from './contract.js';
import { type Gift, leftOf } from './gift.js';

interface GiftRow {
  id: string;
  thread_id: string;
  giver_id: string;
  amount: string;
  currency: string;
  way: GiftWay;
  note: string | null;
  member_ids: string[];
  seed: Buffer;
  commitment: Buffer;
  state: GiftState;
  ends_at: Date;
  created_at: Date;
  updated_at: Date;
  parts: { number: number; amount: string; personId: string | null }[];
}

const toGift = (row: GiftRow): Gift => ({
  id: row.id,
  threadId: row.thread_id,
  giverId: row.giver_id,
  amount: { minor: BigInt(row.amount), currency: row.currency },
  way: row.way,
  note: row.note,
  memberIds: row.member_ids,
  seed: row.seed,
  commitment: row.commitment,
  state: row.state,
  parts: row.parts.map((part) => ({ ...part, amount: BigInt(part.amount) })),
  endsAt: row.ends_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** Writes a new gift and its parts, and counts it for what its giver may send. */
export async function insertGift(tx: Tx, gift: Gift): Promise<void> {
  const { amount, parts } = gift;
  await tx.query(
    `INSERT INTO payments.gifts (id, thread_id, giver_id, amount, currency, way, note, member_ids, seed,
                                 commitment, state, ends_at, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'open', $11, $12, $12)`,
    [
      ...[gift.id, gift.threadId, gift.giverId, amount.minor.toString(), amount.currency, gift.way],
      ...[gift.note, gift.memberIds, gift.seed, gift.commitment, gift.endsAt, gift.createdAt],
    ],
  );
  await tx.query(
    `INSERT INTO payments.gift_parts (gift_id, number, amount)
     SELECT $1, p.* FROM UNNEST($2::smallint[], $3::bigint[]) AS p`,
    [gift.id, parts.map(({ number }) => number), parts.map((part) => part.amount.toString())],
  );
  await tx.query(
    `INSERT INTO payments.sent_hourly AS h (payer_id, currency, hour, amount)
     VALUES ($1, $2, date_trunc('hour', $3::timestamptz, 'UTC'), $4)
     ON CONFLICT ON CONSTRAINT sent_hourly_pk DO UPDATE SET amount = h.amount + EXCLUDED.amount`,
    [gift.giverId, amount.currency, gift.createdAt, amount.minor.toString()],
  );
}

/** The gift, locked to be changed, with its parts as they are by then. */
export async function lockGift(tx: Tx, id: string): Promise<Gift | undefined> {
  await tx.query('SELECT FROM payments.gifts WHERE id = $1 FOR NO KEY UPDATE', [id]);
  return findGift(tx, id);
}

export async function findGift(db: Database, id: string): Promise<Gift | undefined> {
  const [row] = await rows<GiftRow>(
    db,
    `SELECT g.*, p.parts FROM payments.gifts g
       CROSS JOIN LATERAL (
            SELECT json_agg(json_build_object('number', q.number, 'amount', q.amount::text,
                              'personId', q.person_id) ORDER BY q.number) AS parts
              FROM payments.gift_parts q WHERE q.gift_id = g.id) p
      WHERE g.id = $1`,
    [id],
  );
  return row && toGift(row);
}

/** Gifts whose time is over and that have not ended. */
export async function dueGifts(db: Database, at: Date, limit: number): Promise<string[]> {
  const found = await rows<{ id: string }>(
    db,
    `SELECT id FROM payments.gifts WHERE state = 'open' AND ends_at <= $1 ORDER BY ends_at LIMIT $2`,
    [at, limit],
  );
  return found.map(({ id }) => id);
}

/** The same gift, locked; undefined when somebody else has it or it has ended meanwhile. */
export async function takeDueGift(tx: Tx, id: string): Promise<Gift | undefined> {
  const taken = await rows(
    tx,
    `SELECT id FROM payments.gifts WHERE id = $1 AND state = 'open' FOR NO KEY UPDATE SKIP LOCKED`,
    [id],
  );
  return taken.length === 0 ? undefined : findGift(tx, id);
}

/** Somebody has opened a part: the gift as it is then, under its lock. */
export async function storeOpened(tx: Tx, gift: Gift, number: number): Promise<void> {
  const personId = gift.parts.find((part) => part.number === number)?.personId;
  await tx.query(
    `UPDATE payments.gift_parts SET person_id = $3, opened_at = $4
      WHERE gift_id = $1 AND number = $2 AND person_id IS NULL`,
    [gift.id, number, personId, gift.updatedAt],
  );
  await storeState(tx, gift);
}

/** It has ended by its time: what its giver has again does not count for their limits. */
export async function storeEnded(tx: Tx, gift: Gift): Promise<void> {
  await storeState(tx, gift);
  await tx.query(
    `UPDATE payments.sent_hourly SET amount = amount - $4
      WHERE payer_id = $1 AND currency = $2 AND hour = date_trunc('hour', $3::timestamptz, 'UTC')`,
    [gift.giverId, gift.amount.currency, gift.createdAt, leftOf(gift).toString()],
  );
}

async function storeState(tx: Tx, { id, state, updatedAt }: Gift): Promise<void> {
  const sql = 'UPDATE payments.gifts SET state = $2, updated_at = $3 WHERE id = $1';
  await tx.query(sql, [id, state, updatedAt]);
}
