// Bills as rows. What was paid of one is read with its requests, under its lock where it matters.
import { type Database, rows, type Tx } from '../../shared/database.js';
import { lockRequests, requestsOfSplits } from '../requests/request-store.js';
import type { SplitWay } from './contract.js';
import type { Round, Split } from './split.js';

interface SplitRow {
  id: string;
  thread_id: string;
  maker_id: string;
  currency: string;
  created_at: Date;
}

interface RoundRow {
  split_id: string;
  number: number;
  title: string | null;
  total: string;
  way: SplitWay;
  items: { name: string; minor: string; personIds: string[] }[] | null;
  from_person_id: string | null;
  created_at: Date;
  portions: { personId: string; minor: string; odd: boolean; requestId: string | null }[];
}

const toRound = (row: RoundRow): Round => ({
  number: row.number,
  title: row.title,
  total: BigInt(row.total),
  way: row.way,
  items: row.items?.map((item) => ({ ...item, minor: BigInt(item.minor) })) ?? null,
  fromPersonId: row.from_person_id,
  createdAt: row.created_at,
  portions: row.portions.map((portion) => ({ ...portion, minor: BigInt(portion.minor) })),
});

export async function insertSplit(
  tx: Tx,
  split: Omit<Split, 'rounds' | 'requests'>,
): Promise<void> {
  await tx.query(
    `INSERT INTO payments.splits (id, thread_id, maker_id, currency, created_at)
     VALUES ($1, $2, $3, $4, $5)`,
    [split.id, split.threadId, split.makerId, split.currency, split.createdAt],
  );
}

/** Writes a round and its portions, whose requests are written already. */
export async function insertRound(tx: Tx, splitId: string, round: Round): Promise<void> {
  const { number, portions } = round;
  const items = round.items?.map(({ minor, ...item }) => ({ ...item, minor: minor.toString() }));
  await tx.query(
    `INSERT INTO payments.split_rounds (split_id, number, title, total, way, items, from_person_id,
                                        created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      splitId,
      number,
      round.title,
      round.total.toString(),
      round.way,
      items === undefined ? null : JSON.stringify(items),
      round.fromPersonId,
      round.createdAt,
    ],
  );
  await tx.query(
    `INSERT INTO payments.split_portions (split_id, number, person_id, amount, odd, request_id)
     SELECT $1, $2, p.* FROM UNNEST($3::text[], $4::bigint[], $5::boolean[], $6::text[])
                             AS p (person_id, amount, odd, request_id)`,
    [
      splitId,
      number,
      portions.map(({ personId }) => personId),
      portions.map(({ minor }) => minor.toString()),
      portions.map(({ odd }) => odd),
      portions.map(({ requestId }) => requestId),
    ],
  );
}

/**
 * Locks a bill for whoever changes it. The first round is locked before all else, so that nobody adds
 * requests meanwhile; then the requests and then the bill, in which order payments lock them too.
 */
export async function lockSplit(tx: Tx, id: string): Promise<Split | undefined> {
  const sql = `SELECT FROM payments.split_rounds WHERE split_id = $1 AND number = 1 FOR NO KEY UPDATE`;
  await tx.query(sql, [id]);
  const requests = await requestsOfSplits(tx, [id]);
  await lockRequests(
    tx,
    requests.map((request) => request.id),
  );
  const [split] = await lockSplits(tx, [id]);
  return split;
}

/**
 * Locks bills in the order of their ids and answers them as they are by then: whoever changed a share of
 * theirs before has committed.
 */
export async function lockSplits(tx: Tx, ids: readonly string[]): Promise<Split[]> {
  const sql = 'SELECT FROM payments.splits WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE';
  await tx.query(sql, [ids]);
  return findSplits(tx, ids);
}

export async function findSplits(db: Database, ids: readonly string[]): Promise<Split[]> {
  const [splits, rounds, requests] = await Promise.all([
    rows<SplitRow>(db, 'SELECT * FROM payments.splits WHERE id = ANY($1) ORDER BY id', [ids]),
    roundsOf(db, ids),
    requestsOfSplits(db, ids),
  ]);
  return splits.map((row) => ({
    id: row.id,
    threadId: row.thread_id,
    makerId: row.maker_id,
    currency: row.currency,
    createdAt: row.created_at,
    rounds: rounds.filter(({ split_id }) => split_id === row.id).map(toRound),
    requests: requests.filter(({ splitId }) => splitId === row.id),
  }));
}

function roundsOf(db: Database, ids: readonly string[]): Promise<RoundRow[]> {
  return rows<RoundRow>(
    db,
    `SELECT r.*, p.portions
       FROM payments.split_rounds r
       CROSS JOIN LATERAL (
            SELECT json_agg(json_build_object('personId', p.person_id, 'minor', p.amount::text,
                              'odd', p.odd, 'requestId', p.request_id) ORDER BY p.person_id) AS portions
              FROM payments.split_portions p
             WHERE p.split_id = r.split_id AND p.number = r.number) p
      WHERE r.split_id = ANY($1) ORDER BY r.split_id, r.number`,
    [ids],
  );
}
