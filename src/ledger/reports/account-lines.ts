// The lines of one account in the order of the books, either way, with the account's balance after
// each of them. A guarded account's lines carry version and balance. An append-only account's are
// found by position, and only where a snapshot says that the account moved, so that one page costs
// the same however long the account's history is.
import { type Database, rows } from '../../shared/database.js';
import type { Side } from '../chart.js';
import { appendOnlyBalance } from '../seals/snapshots.js';
import type { ReportAccount } from './accounts.js';

export interface AccountLine {
  /** Null on append-only accounts. */
  readonly version: bigint | null;
  /** Null while the entry waits for the sealer. */
  readonly position: bigint | null;
  /** The line's place in its entry. */
  readonly number: number;
  readonly entryId: string;
  readonly reference: string;
  readonly template: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly side: Side;
  /** Minor units, more than zero. */
  readonly amount: bigint;
  /** The account's balance after the line, on its normal side. */
  readonly balance: bigint;
}

/** A place between two lines of an append-only account. */
export interface LinePlace {
  readonly position: bigint;
  readonly number: number;
}

/** `up` reads from the oldest to the newest, `down` the other way round. */
export type Direction = 'up' | 'down';

export interface StoredLine extends Omit<
  AccountLine,
  'version' | 'position' | 'amount' | 'balance'
> {
  readonly version: string | null;
  readonly position: string | null;
  readonly amount: string;
  readonly balance: string | null;
}

export const LINE_COLUMNS = `
  l.account_version AS version, l.number, e.id AS "entryId", e.reference, e.template,
  e.occurred_at AS "occurredAt", e.recorded_at AS "recordedAt", l.side, l.amount`;

export const toLine = (row: StoredLine, balance: bigint): AccountLine => ({
  ...row,
  version: row.version === null ? null : BigInt(row.version),
  position: row.position === null ? null : BigInt(row.position),
  amount: BigInt(row.amount),
  balance,
});

/** The effect of a line on the balance of the account. */
export const changeOf = (
  { normalSide }: Pick<ReportAccount, 'normalSide'>,
  { side, amount }: { side: Side; amount: bigint | string },
): bigint => (side === normalSide ? BigInt(amount) : -BigInt(amount));

/** Lines of a guarded account with versions from `first` to `last`, at most `limit`. */
export async function guardedLines(
  db: Database,
  account: ReportAccount,
  { first, last }: { first: bigint; last: bigint },
  direction: Direction,
  limit: number,
): Promise<AccountLine[]> {
  const order = direction === 'up' ? 'ASC' : 'DESC';
  const found = await rows<StoredLine>(
    db,
    `SELECT ${LINE_COLUMNS}, l.balance_after AS balance,
            (SELECT p.position FROM ledger.positions p WHERE p.entry_id = l.entry_id) AS position
       FROM (SELECT * FROM ledger.lines
              WHERE account_id = $1 AND account_version BETWEEN $2 AND $3
              ORDER BY account_version ${order} LIMIT $4) l
       JOIN ledger.entries e ON e.id = l.entry_id
      ORDER BY l.account_version ${order}`,
    [account.id, first.toString(), last.toString(), limit],
  );
  return found.map((row) => toLine(row, BigInt(row.balance ?? 0)));
}

/**
 * Lines of an append-only account strictly between two places, at most `limit`. The `end` is a
 * position that the books have reached.
 */
export async function appendOnlyLines(
  db: Database,
  account: ReportAccount,
  { start, end }: { start: LinePlace; end: LinePlace },
  direction: Direction,
  limit: number,
): Promise<AccountLine[]> {
  const windows = await windowsOf(db, account.id, start.position, end.position);
  if (direction === 'down') windows.reverse();
  const found: StoredLine[] = [];
  // Twice as many windows each time: a dense account fills a page from the first, a sparse one is
  // not asked for one window after the other.
  for (let next = 0, size = 1; next < windows.length && found.length < limit; size *= 2) {
    const some = windows.slice(next, next + size);
    next += size;
    const order = direction === 'up' ? 'ASC' : 'DESC';
    found.push(
      ...(await rows<StoredLine>(db, appendOnlyLinesSql(order), [
        account.id,
        some.map(({ low }) => low.toString()),
        some.map(({ high }) => high.toString()),
        start.position.toString(),
        start.number,
        end.position.toString(),
        end.number,
        limit - found.length,
      ])),
    );
  }
  return withBalances(db, account, found, direction);
}

interface Window {
  /** The position before the window. */
  readonly low: bigint;
  /** Its last position. */
  readonly high: bigint;
}

// A snapshot at a position says that the account moved after the snapshots before. What came after
// the newest snapshots is one more window.
async function windowsOf(
  db: Database,
  accountId: string,
  start: bigint,
  end: bigint,
): Promise<Window[]> {
  const found = await rows<{ low: string; high: string }>(
    db,
    `SELECT greatest(w.low, $2::bigint - 1) AS low, least(w.high, $3::bigint) AS high
       FROM (SELECT coalesce((SELECT max(b.snapshot_position) FROM ledger.seals b
                               WHERE b.snapshot_position < s.position), 0) AS low,
                    s.position AS high
               FROM ledger.snapshots s WHERE s.account_id = $1 AND s.position >= $2
             UNION ALL
             SELECT coalesce(max(snapshot_position), 0), $3 FROM ledger.seals) w
      WHERE w.low < $3 AND w.high >= $2 ORDER BY high`,
    [accountId, start.toString(), end.toString()],
  );
  return found
    .map(({ low, high }) => ({ low: BigInt(low), high: BigInt(high) }))
    .filter(({ low, high }) => low < high);
}

/**
 * One page of an append-only account. The fence (OFFSET 0) keeps the look-up a look-up by each
 * entry's own key: as a join it could be planned the other way round, from the whole history.
 */
export const appendOnlyLinesSql = (order: 'ASC' | 'DESC'): string => `
  SELECT ${LINE_COLUMNS}, i.position, NULL AS balance
    FROM (SELECT p.position, p.entry_id, f.number
            FROM UNNEST($2::bigint[], $3::bigint[]) AS w (low, high)
            JOIN ledger.positions p ON p.position > w.low AND p.position <= w.high
           CROSS JOIN LATERAL (SELECT number FROM ledger.lines l
                                WHERE l.entry_id = p.entry_id AND l.account_id = $1 OFFSET 0) f
           WHERE (p.position, f.number) > ($4::bigint, $5::int)
             AND (p.position, f.number) < ($6::bigint, $7::int)
           ORDER BY p.position ${order}, f.number ${order} LIMIT $8) i
    JOIN ledger.lines l ON l.entry_id = i.entry_id AND l.number = i.number
    JOIN ledger.entries e ON e.id = i.entry_id
   ORDER BY i.position ${order}, i.number ${order}`;

async function withBalances(
  db: Database,
  account: ReportAccount,
  found: readonly StoredLine[],
  direction: Direction,
): Promise<AccountLine[]> {
  const [first] = found;
  if (first === undefined) return [];
  let balance = await balanceAfter(db, account, first);
  let before: StoredLine | undefined;
  return found.map((row) => {
    if (before !== undefined) {
      balance += direction === 'up' ? changeOf(account, row) : -changeOf(account, before);
    }
    before = row;
    return toLine(row, balance);
  });
}

// The snapshot and its tail up to the entry before, and the entry's lines up to this one.
async function balanceAfter(
  db: Database,
  account: ReportAccount,
  { entryId, position, number }: StoredLine,
): Promise<bigint> {
  const before = await appendOnlyBalance(db, account, BigInt(position ?? 0) - 1n);
  const [own] = await rows<{ change: string }>(
    db,
    `SELECT coalesce(sum(CASE WHEN side = $3::ledger.side THEN amount ELSE -amount END), 0) AS change
       FROM ledger.lines WHERE entry_id = $1 AND account_id = $2 AND number <= $4`,
    [entryId, account.id, account.normalSide, number],
  );
  return before + BigInt(own?.change ?? 0);
}
