// Why an account has the balance it has: every line from the newest back to the first, each with its
// entry and the balance after it, and every held amount with its reason and release. What the lines
// and the pending holds do not explain is the residue, and it is zero.
import { type Database, rows } from '../../shared/database.js';
import { cut } from '../../shared/pages.js';
import { refuseRequest } from '../../shared/http.js';
import { appendOnlyBalance } from '../seals/snapshots.js';
import { newestSeal } from '../seals/seal-store.js';
import { type AccountLine, appendOnlyLines, guardedLines } from './account-lines.js';
import { accountAt, type ReportAccount } from './accounts.js';

export interface ExplainedHold {
  readonly reference: string;
  readonly reason: string;
  /** Minor units. */
  readonly amount: bigint;
  readonly since: Date;
  /** Null waits for somebody's word. */
  readonly releasingAt: Date | null;
}

export interface Explanation {
  readonly account: ReportAccount;
  /** Minor units on the normal side, as are all amounts here. */
  readonly balance: bigint;
  readonly held: bigint;
  /** Newest first. */
  readonly lines: readonly AccountLine[];
  /** Hand it back as `before`; null after the account's first line. */
  readonly next: string | null;
  readonly holds: readonly ExplainedHold[];
  /** The balance less the sum of all lines, and what is held less the sum of all pending holds. */
  readonly residue: { readonly balance: bigint; readonly held: bigint };
}

/**
 * Explains the balance, one page of lines at a time. `db` is a snapshot, so that balance, lines and
 * holds are of one moment. An append-only account is explained up to the newest position. Refuses
 * `account_unknown`.
 */
export async function explanation(
  db: Database,
  address: string,
  before: string | null,
  limit: number,
): Promise<Explanation> {
  const { account, position, lines, next } = await explainedLines(db, address, before, limit);
  const balance = account.appendOnly
    ? await appendOnlyBalance(db, account, position)
    : account.balance;
  const holds = account.appendOnly ? [] : await pendingHolds(db, account.id);
  const explained = holds.reduce((sum, { amount }) => sum + amount, 0n);
  return {
    account,
    balance,
    held: account.held,
    lines,
    next,
    holds,
    residue: {
      balance: balance - (await sumOfLines(db, account, position)),
      held: account.held - explained,
    },
  };
}

/** The lines behind a balance alone, newest first, up to the newest position. */
export async function explainedLines(
  db: Database,
  address: string,
  before: string | null,
  limit: number,
): Promise<Pick<Explanation, 'account' | 'lines' | 'next'> & { readonly position: bigint }> {
  const account = await accountAt(db, address);
  const position = (await newestSeal(db))?.lastPosition ?? 0n;
  const found = account.appendOnly
    ? await platformLines(db, account, position, before, limit + 1)
    : await personLines(db, account, before, limit + 1);
  const { rows: lines, next } = cut(found, limit, placeOf);
  return { account, position, lines, next };
}

const placeOf = ({ version, position, number }: AccountLine): string =>
  version === null ? `${String(position)}.${String(number)}` : String(version);

function personLines(
  db: Database,
  account: ReportAccount,
  before: string | null,
  limit: number,
): Promise<AccountLine[]> {
  if (before?.includes('.') === true) throw wrongPlace();
  const last = before === null ? account.version : BigInt(before) - 1n;
  return guardedLines(db, account, { first: 1n, last }, 'down', limit);
}

function platformLines(
  db: Database,
  account: ReportAccount,
  position: bigint,
  before: string | null,
  limit: number,
): Promise<AccountLine[]> {
  const [place, number] = before?.split('.') ?? [String(position + 1n), '0'];
  if (place === undefined || number === undefined) throw wrongPlace();
  const end = { position: BigInt(place), number: Number(number) };
  return appendOnlyLines(db, account, { start: { position: 1n, number: 0 }, end }, 'down', limit);
}

const wrongPlace = () => refuseRequest('request_invalid', 'before is of another list.');

async function sumOfLines(
  db: Database,
  { id, normalSide, appendOnly }: ReportAccount,
  position: bigint,
): Promise<bigint> {
  const [found] = await rows<{ total: string }>(
    db,
    `SELECT coalesce(sum(CASE WHEN l.side = $2::ledger.side THEN l.amount ELSE -l.amount END), 0)
              AS total
       FROM ledger.lines l
      WHERE l.account_id = $1
        AND ($3::bigint IS NULL
             OR EXISTS (SELECT FROM ledger.positions p
                         WHERE p.entry_id = l.entry_id AND p.position <= $3))`,
    [id, normalSide, appendOnly ? position.toString() : null],
  );
  return BigInt(found?.total ?? 0);
}

async function pendingHolds(db: Database, accountId: string): Promise<ExplainedHold[]> {
  const found = await rows<Omit<ExplainedHold, 'amount'> & { amount: string }>(
    db,
    `SELECT h.reference, h.reason, h.amount, h.recorded_at AS since, h.expires_at AS "releasingAt"
       FROM ledger.holds h
      WHERE h.account_id = $1
        AND NOT EXISTS (SELECT FROM ledger.hold_endings e WHERE e.hold_id = h.id)
      ORDER BY h.recorded_at, h.id`,
    [accountId],
  );
  return found.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}
