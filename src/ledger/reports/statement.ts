// The statement of one account over a range: what it had, line by line what moved, what it had then.
// Opening and lines add up to closing. The running balance is right on every page, and a page can be
// asked for again: the range names the position as of which it is read.
import { type Database, rows } from '../../shared/database.js';
import { cut } from '../../shared/pages.js';
import { refuseRequest } from '../../shared/http.js';
import { standingAt } from '../seals/balances.js';
import { appendOnlyBalance } from '../seals/snapshots.js';
import {
  type AccountLine,
  appendOnlyLines,
  guardedLines,
  LINE_COLUMNS,
  type StoredLine,
  toLine,
} from './account-lines.js';
import type { ReportAccount } from './accounts.js';
import { isByOccurrence, type ReportRange } from './as-of.js';

export interface Totals {
  /** Minor units on the account's normal side. */
  readonly opening: bigint;
  readonly closing: bigint;
}

export interface StatementPage {
  readonly lines: readonly AccountLine[];
  /** Hand it back to get the page that follows; null after the last line. */
  readonly next: string | null;
}

/** What the account had before the range and what it had after it. */
export async function statementTotals(
  db: Database,
  account: ReportAccount,
  range: ReportRange,
): Promise<Totals> {
  if (isByOccurrence(range)) return totalsByOccurrence(db, account, range);
  const balanceAt = async (position: bigint): Promise<bigint> =>
    account.appendOnly
      ? appendOnlyBalance(db, account, position)
      : (await standingAt(db, account.id, position)).balance;
  return { opening: await balanceAt(range.after), closing: await balanceAt(range.position) };
}

/** A page of the statement's lines in order, after the place that the page before named. */
export async function statementLines(
  db: Database,
  account: ReportAccount,
  range: ReportRange,
  after: string | null,
  limit: number,
): Promise<StatementPage> {
  const read = isByOccurrence(range)
    ? linesByOccurrence
    : account.appendOnly
      ? linesByPosition
      : linesByVersion;
  const found = await read(db, account, range, after, limit + 1);
  const { rows: lines, next } = cut(found, limit, (line) => placeOf(account, range, line));
  return { lines, next };
}

function placeOf(account: ReportAccount, range: ReportRange, line: AccountLine): string {
  const place = `${String(line.position)}.${String(line.number)}`;
  if (isByOccurrence(range)) return `${String(line.occurredAt.getTime())}.${place}`;
  return account.appendOnly ? place : String(line.version);
}

/** The parts of a place that a page named; another statement's has another number of them. */
function partsOf(after: string | null, count: number): bigint[] | null {
  if (after === null) return null;
  const parts = after.split('.').map(BigInt);
  if (parts.length !== count) throw refuseRequest('request_invalid', 'after is of another list.');
  return parts;
}

async function linesByVersion(
  db: Database,
  account: ReportAccount,
  range: ReportRange,
  after: string | null,
  limit: number,
): Promise<AccountLine[]> {
  const opening = (await standingAt(db, account.id, range.after)).version;
  const { version: last } = await standingAt(db, account.id, range.position);
  const named = partsOf(after, 1)?.[0] ?? 0n;
  const first = (named > opening ? named : opening) + 1n;
  return guardedLines(db, account, { first, last }, 'up', limit);
}

async function linesByPosition(
  db: Database,
  account: ReportAccount,
  range: ReportRange,
  after: string | null,
  limit: number,
): Promise<AccountLine[]> {
  const [position = 0n, number = 0n] = partsOf(after, 2) ?? [];
  // The range begins with the first line after its position, whatever number that line has.
  const start =
    position > range.after
      ? { position, number: Number(number) }
      : { position: range.after + 1n, number: 0 };
  const end = { position: range.position + 1n, number: 0 };
  return appendOnlyLines(db, account, { start, end }, 'up', limit);
}

// By occurrence lines stand in another order than in the books, and no balance is kept in it: it is
// summed up over the account's lines.
const BY_OCCURRENCE = `
  SELECT ${LINE_COLUMNS}, p.position,
         CASE WHEN l.side = $2::ledger.side THEN l.amount ELSE -l.amount END AS change
    FROM ledger.lines l
    JOIN ledger.positions p ON p.entry_id = l.entry_id AND p.position <= $3
    JOIN ledger.entries e ON e.id = l.entry_id
   WHERE l.account_id = $1 AND ($4::timestamptz IS NULL OR e.occurred_at < $4)`;

const occurrence = (account: ReportAccount, range: ReportRange): unknown[] => [
  account.id,
  account.normalSide,
  range.position.toString(),
  range.occurredBefore?.toISOString() ?? null,
  range.after.toString(),
  range.occurredFrom?.toISOString() ?? null,
];

const BEFORE = `(position <= $5 OR ($6::timestamptz IS NOT NULL AND "occurredAt" < $6))`;

async function totalsByOccurrence(
  db: Database,
  account: ReportAccount,
  range: ReportRange,
): Promise<Totals> {
  const [found] = await rows<{ opening: string; closing: string }>(
    db,
    `SELECT coalesce(sum(change) FILTER (WHERE ${BEFORE}), 0) AS opening,
            coalesce(sum(change), 0) AS closing
       FROM (${BY_OCCURRENCE}) x`,
    occurrence(account, range),
  );
  return { opening: BigInt(found?.opening ?? 0), closing: BigInt(found?.closing ?? 0) };
}

async function linesByOccurrence(
  db: Database,
  account: ReportAccount,
  range: ReportRange,
  after: string | null,
  limit: number,
): Promise<AccountLine[]> {
  const [time = null, position = 0n, number = 0n] = partsOf(after, 3) ?? [];
  const found = await rows<StoredLine>(
    db,
    `SELECT version, number, "entryId", reference, template, "occurredAt", "recordedAt", side,
            amount, position, balance
       FROM (
       SELECT *, sum(change) OVER (ORDER BY ${BEFORE} DESC, "occurredAt", position, number) AS balance,
              ${BEFORE} AS before
         FROM (${BY_OCCURRENCE}) x) y
      WHERE NOT before AND ($7::timestamptz IS NULL
            OR ("occurredAt", position, number) > ($7::timestamptz, $8::bigint, $9::int))
      ORDER BY "occurredAt", position, number LIMIT $10`,
    [
      ...occurrence(account, range),
      time === null ? null : new Date(Number(time)).toISOString(),
      position.toString(),
      Number(number),
      limit,
    ],
  );
  return found.map((row) => toLine(row, BigInt(row.balance ?? 0)));
}
