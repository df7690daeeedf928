// Accounts as a reader of the books looks for them: by code, owner and state, in pages by address.
// A guarded account carries its balance; that of an append-only account is a report of its own.
import { type Database, rows } from '../../shared/database.js';
import type { AccountState } from '../books/account.js';
import type { Side } from '../chart.js';
import { refuseLedger } from '../refusals.js';

export interface ReportAccount {
  readonly id: string;
  readonly address: string;
  readonly code: number;
  readonly owner: string;
  readonly currency: string;
  readonly normalSide: Side;
  readonly appendOnly: boolean;
  readonly state: AccountState;
  /** Minor units, as are the next four; null has no floor. */
  readonly floor: bigint | null;
  readonly ceiling: bigint | null;
  /** Zero on append-only accounts; so is what they hold. */
  readonly balance: bigint;
  readonly held: bigint;
  readonly version: bigint;
}

export interface AccountSearch {
  readonly code: number | null;
  readonly owner: string | null;
  readonly state: AccountState | null;
  /** The address that the page follows. */
  readonly after: string | null;
  readonly limit: number;
}

/** One change of what an account may do, as it was recorded. */
export interface AccountChange {
  readonly number: number;
  readonly state: AccountState;
  readonly floor: bigint | null;
  readonly ceiling: bigint | null;
  readonly reason: string;
  readonly changedBy: string;
  readonly recordedAt: Date;
}

type Stored<T> = { [Key in keyof T]: bigint extends T[Key] ? string | null : T[Key] };

const COLUMNS = `id, address, code, owner, currency, normal_side AS "normalSide",
  append_only AS "appendOnly", state, floor, ceiling, balance, held, version`;

/** The account with that address. Refuses `account_unknown`. */
export async function accountAt(db: Database, address: string): Promise<ReportAccount> {
  const [row] = await rows<Stored<ReportAccount>>(
    db,
    `SELECT ${COLUMNS} FROM ledger.accounts WHERE address = $1`,
    [address],
  );
  if (row === undefined) throw refuseLedger('account_unknown');
  return toAccount(row);
}

/** Accounts in the order of their addresses. */
export async function accountsPage(db: Database, search: AccountSearch): Promise<ReportAccount[]> {
  const found = await rows<Stored<ReportAccount>>(
    db,
    `SELECT ${COLUMNS} FROM ledger.accounts
      WHERE ($1::smallint IS NULL OR code = $1) AND ($2::text IS NULL OR owner = $2)
        AND ($3::ledger.account_state IS NULL OR state = $3) AND ($4::text IS NULL OR address > $4)
      ORDER BY address LIMIT $5`,
    [search.code, search.owner, search.state, search.after, search.limit],
  );
  return found.map(toAccount);
}

/** Who changed what the account may do, newest first. */
export async function changesOf(db: Database, accountId: string): Promise<AccountChange[]> {
  const found = await rows<Stored<AccountChange>>(
    db,
    `SELECT number, state, floor, ceiling, reason, changed_by AS "changedBy",
            recorded_at AS "recordedAt"
       FROM ledger.account_changes WHERE account_id = $1 ORDER BY number DESC LIMIT 100`,
    [accountId],
  );
  return found.map((row) => ({ ...row, floor: minor(row.floor), ceiling: minor(row.ceiling) }));
}

const toAccount = (row: Stored<ReportAccount>): ReportAccount => ({
  ...row,
  floor: minor(row.floor),
  ceiling: minor(row.ceiling),
  balance: BigInt(row.balance ?? 0),
  held: BigInt(row.held ?? 0),
  version: BigInt(row.version ?? 0),
});

const minor = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
