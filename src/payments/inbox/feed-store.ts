// Up to when the processor's lists have been read.
import { type Database, rows } from '../../shared/database.js';

// The processor lists events for thirty days; a first start needs none of before.
const FIRST_LOOK = "interval '1 day'";

/** Up to when a list was read. */
export async function feedPosition(db: Database, feed: string): Promise<Date> {
  const [row] = await rows<{ readUntil: Date }>(
    db,
    `SELECT coalesce((SELECT read_until FROM payments.feed_positions WHERE feed = $1),
                     now() - ${FIRST_LOOK}) AS "readUntil"`,
    [feed],
  );
  return row?.readUntil ?? new Date(0);
}

/** A list was read up to there; never back. */
export async function moveFeed(db: Database, feed: string, readUntil: Date): Promise<void> {
  await db.query(
    `INSERT INTO payments.feed_positions VALUES ($1, $2)
     ON CONFLICT ON CONSTRAINT feed_positions_pk
     DO UPDATE SET read_until = greatest(feed_positions.read_until, EXCLUDED.read_until)`,
    [feed, readUntil],
  );
}

/** Connected accounts that money is on its way to. */
export async function payoutAccountsInMotion(db: Database): Promise<string[]> {
  const found = await rows<{ account: string }>(
    db,
    `SELECT DISTINCT account_id AS account FROM payments.cash_outs
      WHERE state IN ('requested', 'moved', 'in_transit', 'cancelling') LIMIT 500`,
  );
  return found.map(({ account }) => account);
}
