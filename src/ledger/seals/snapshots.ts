// Balances of append-only accounts, which have none on their row: a snapshot the sealer wrote, and
// the lines since. The tail is found by position, so a balance costs the same however long the
// account's history is.
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { Side } from '../chart.js';

/**
 * Writes the balance after `last` of every append-only account that has a line after `before`,
 * where the snapshots before stand.
 */
export async function writeSnapshots(tx: Tx, before: bigint, last: bigint): Promise<void> {
  // OFFSET 0 keeps this one look-up for each position: the planner might read all lines there are.
  await tx.query(
    `INSERT INTO ledger.snapshots (account_id, position, balance)
     SELECT s.account_id, $2, s.change + coalesce(
              (SELECT balance FROM ledger.snapshots o
                WHERE o.account_id = s.account_id AND o.position <= $1
                ORDER BY o.position DESC LIMIT 1), 0)
       FROM (SELECT l.account_id,
                    sum(CASE WHEN l.side = a.normal_side THEN l.amount ELSE -l.amount END) AS change
               FROM ledger.positions p
              CROSS JOIN LATERAL (SELECT * FROM ledger.lines WHERE entry_id = p.entry_id OFFSET 0) l
               JOIN ledger.accounts a ON a.id = l.account_id AND a.append_only
              WHERE p.position > $1 AND p.position <= $2
              GROUP BY l.account_id) s`,
    [before.toString(), last.toString()],
  );
}

// The newest snapshots that are complete and not later than the position.
const BASE = `
  WITH base AS MATERIALIZED (
    SELECT coalesce(max(snapshot_position), 0) AS position FROM ledger.seals
     WHERE snapshot_position <= $2::bigint)`;

const SNAPSHOT = `
  coalesce((SELECT s.balance FROM ledger.snapshots s
             WHERE s.account_id = $1 AND s.position <= (SELECT position FROM base)
             ORDER BY s.position DESC LIMIT 1), 0)`;

// One look-up for each entry of the tail, by its own key, which OFFSET 0 makes sure of: without it
// the planner may read the account's whole history, once for each entry.
const CHANGE = `
  (SELECT sum(CASE WHEN l.side = $3::ledger.side THEN l.amount ELSE -l.amount END)
     FROM (SELECT * FROM ledger.lines WHERE entry_id = i.entry_id OFFSET 0) l
    WHERE l.account_id = $1)`;

const TAIL = `
  coalesce((SELECT sum(${CHANGE}) FROM ledger.positions i
             WHERE i.position > (SELECT position FROM base) AND i.position <= $2::bigint), 0)`;

const WAITING = `
  coalesce((SELECT sum(${CHANGE})
              FROM ledger.unsealed u CROSS JOIN UNNEST(u.entry_ids) AS i (entry_id)), 0)`;

/** Balance, in minor units on its normal side, of an append-only account after that position. */
export const SNAPSHOT_BALANCE_AT = `${BASE} SELECT ${SNAPSHOT} + ${TAIL} AS balance`;

/** The same with all that is committed; the position is then the highest there can be. */
export const SNAPSHOT_BALANCE_NOW = `${BASE} SELECT ${SNAPSHOT} + ${TAIL} + ${WAITING} AS balance`;

const LAST = 9_223_372_036_854_775_807n;

export async function appendOnlyBalance(
  db: Database,
  account: { id: string; normalSide: Side },
  position: bigint | 'now',
): Promise<bigint> {
  const [found] = await rows<{ balance: string }>(
    db,
    position === 'now' ? SNAPSHOT_BALANCE_NOW : SNAPSHOT_BALANCE_AT,
    [account.id, (position === 'now' ? LAST : position).toString(), account.normalSide],
  );
  return BigInt(found?.balance ?? 0);
}
