// The verbs of the ledger: open, lock, write, and the reads. A caller locks the accounts, decides in
// the Books, and writes what was decided, all in the transaction it carries. Locking accounts is ONE
// function, always in the order of their ids, whoever pays whom: two people who pay each other at
// the same moment then queue up instead of waiting for one another for ever.
import { Injectable } from '@nestjs/common';
import { Clock } from '../shared/clock.js';
import { type Database, preparedRows, rows, type Tx } from '../shared/database.js';
import { newId } from '../shared/ids.js';
import type { AccountState, LockedAccount } from './books/account.js';
import { Books } from './books/books.js';
import { refusedByClosing, writeBooks } from './books/books-store.js';
import { type AccountRef, addressOf, CHART, normalSide, refOfRow } from './chart.js';
import type { PendingHold } from './books/staged.js';

interface AccountRow {
  id: string;
  code: number;
  owner: string;
  currency: string;
  state: AccountState;
  floor: string | null;
  ceiling: string | null;
  balance: string;
  held: string;
  incoming: string;
  version: string;
}

export interface AccountBalance {
  readonly currency: string;
  /** Minor units. */
  readonly balance: bigint;
  readonly held: bigint;
}

@Injectable()
export class Ledger {
  // The id of an append-only account never changes and its row is never locked, so it is worth
  // remembering: the money path then asks only for what it must lock.
  private readonly platformIds = new Map<string, string>();

  constructor(private readonly clock: Clock) {}

  /** Opens the accounts that do not exist yet. Opening one twice is harmless. */
  async open(tx: Tx, accounts: readonly AccountRef[]): Promise<void> {
    // In one order for everybody: two who open the same accounts would else wait for each other.
    const refs = [...accounts].sort((a, b) => (addressOf(a) < addressOf(b) ? -1 : 1));
    await tx.query(
      `INSERT INTO ledger.accounts (id, address, code, owner, currency, normal_side, append_only, floor)
       SELECT * FROM UNNEST($1::text[], $2::text[], $3::smallint[], $4::text[], $5::text[],
                            $6::ledger.side[], $7::boolean[], $8::bigint[])
       ON CONFLICT ON CONSTRAINT accounts_address_unique DO NOTHING`,
      [
        refs.map(() => newId('acc')),
        refs.map(addressOf),
        refs.map((ref) => CHART[ref.name].code),
        refs.map((ref) => ref.owner),
        refs.map((ref) => ref.currency),
        refs.map((ref) => normalSide(CHART[ref.name].kind)),
        refs.map((ref) => !CHART[ref.name].guarded),
        refs.map((ref) => (CHART[ref.name].guarded ? 0 : null)),
      ],
    );
  }

  /**
   * Locks the guarded accounts among `refs`, opening those that are missing, and answers the books
   * to decide in. Holds named by reference are loaded if they are still pending; their accounts
   * must be among `refs`.
   */
  async lock(tx: Tx, refs: readonly AccountRef[], holds: readonly string[] = []): Promise<Books> {
    const { guarded, appendOnly } = sorted(refs);
    let locked = await this.lockGuarded(tx, guarded);
    if (locked.length < guarded.length) {
      await this.open(tx, guarded);
      locked = await this.lockGuarded(tx, guarded);
    }
    return this.books(tx, locked, await this.appendOnly(tx, appendOnly, 'open'), holds);
  }

  /** The same, but opens nothing: an account that does not exist is then refused by the books. */
  async lockKnown(
    tx: Tx,
    refs: readonly AccountRef[],
    holds: readonly string[] = [],
  ): Promise<Books> {
    const { guarded, appendOnly } = sorted(refs);
    const locked = await this.lockGuarded(tx, guarded);
    return this.books(tx, locked, await this.appendOnly(tx, appendOnly, 'known'), holds);
  }

  /**
   * Writes what was decided: entries, lines, holds, endings and balances. Refuses `period_closed`
   * when the books were closed meanwhile for the time of one of the entries.
   */
  async write(tx: Tx, books: Books): Promise<void> {
    try {
      await writeBooks(tx, books);
    } catch (error) {
      throw refusedByClosing(error) ?? error;
    }
  }

  /** What an owner has under one account name, for each currency. */
  async balances(db: Database, name: AccountRef['name'], owner: string): Promise<AccountBalance[]> {
    const found = await rows<{ currency: string; balance: string; held: string }>(
      db,
      `SELECT currency, balance, held FROM ledger.accounts
        WHERE owner = $1 AND code = $2 ORDER BY currency`,
      [owner, CHART[name].code],
    );
    return found.map(({ currency, balance, held }) => ({
      currency,
      balance: BigInt(balance),
      held: BigInt(held),
    }));
  }

  private async books(
    tx: Tx,
    guarded: readonly LockedAccount[],
    appendOnly: readonly LockedAccount[],
    holds: readonly string[],
  ): Promise<Books> {
    const now = this.clock.now();
    // The holds are read by a later statement than the lock, so that this read sees what whoever held
    // the lock before us has committed. Holds that have expired by the ledger's time end here,
    // whether or not anybody has come by to end them.
    const concerned = guarded.filter(({ held, incoming }) => held + incoming > 0n);
    if (holds.length + concerned.length === 0) return new Books([...guarded, ...appendOnly], now);
    const ids = concerned.map(({ id }) => id);
    const { pending, expired } = await findHolds(tx, holds, ids, now);
    const locked = [...guarded, ...(await this.counterparts(tx, guarded, pending, holds))];
    const have = new Set(locked.map(({ id }) => id));
    const ours = pending.filter(
      (hold) => holds.includes(hold.reference) || sidesOf(hold).every((id) => have.has(id)),
    );
    return new Books([...locked, ...appendOnly], now, ours, expired);
  }

  // An expired hold counts on two accounts, as held and as incoming, and we may have come for one of
  // them. The other row is locked out of order, so when somebody else has it, it is left alone: its
  // hold is ended a moment later by the next who comes.
  private async counterparts(
    tx: Tx,
    locked: readonly LockedAccount[],
    pending: readonly PendingHold[],
    named: readonly string[],
  ): Promise<LockedAccount[]> {
    const have = new Set(locked.map(({ id }) => id));
    const missing = pending
      .filter(({ reference }) => !named.includes(reference))
      .flatMap(sidesOf)
      .filter((id) => !have.has(id));
    if (missing.length === 0) return [];
    const found = await rows<AccountRow>(
      tx,
      `SELECT ${ACCOUNT_COLUMNS} FROM ledger.accounts
        WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED`,
      [missing],
    );
    return found.map(guardedAccount);
  }

  private async lockGuarded(tx: Tx, refs: readonly AccountRef[]): Promise<LockedAccount[]> {
    if (refs.length === 0) return [];
    const found = await preparedRows<AccountRow>(
      tx,
      `SELECT ${ACCOUNT_COLUMNS} FROM ledger.accounts
        WHERE address = ANY($1) ORDER BY id FOR NO KEY UPDATE`,
      [refs.map(addressOf)],
    );
    return found.map(guardedAccount);
  }

  private async appendOnly(
    tx: Tx,
    refs: readonly AccountRef[],
    missing: 'open' | 'known',
  ): Promise<LockedAccount[]> {
    const unknown = refs.filter((ref) => !this.platformIds.has(addressOf(ref)));
    const ids = new Map(this.platformIds);
    if (unknown.length > 0) {
      if (missing === 'open') await this.open(tx, unknown);
      const found = await rows<{ id: string; address: string; committed: boolean }>(
        tx,
        `SELECT id, address, age(xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid) AS committed
           FROM ledger.accounts WHERE address = ANY($1)`,
        [unknown.map(addressOf)],
      );
      for (const row of found) {
        ids.set(row.address, row.id);
        // An account opened by this very transaction, or a part of it that is undone, vanishes again.
        // Only what is older than every transaction under way is there for good.
        if (row.committed) this.platformIds.set(row.address, row.id);
      }
    }
    return refs.flatMap((ref) => {
      const id = ids.get(addressOf(ref));
      return id === undefined ? [] : [appendOnlyAccount(id, ref)];
    });
  }
}

function sorted(refs: readonly AccountRef[]): { guarded: AccountRef[]; appendOnly: AccountRef[] } {
  const unique = [...new Map(refs.map((ref) => [addressOf(ref), ref])).values()];
  return {
    guarded: unique.filter((ref) => CHART[ref.name].guarded),
    appendOnly: unique.filter((ref) => !CHART[ref.name].guarded),
  };
}

const ACCOUNT_COLUMNS =
  'id, code, owner, currency, state, floor, ceiling, balance, held, incoming, version';

const guardedAccount = (row: AccountRow): LockedAccount => ({
  id: row.id,
  ref: refOfRow(row),
  guarded: true,
  state: row.state,
  floor: row.floor === null ? null : BigInt(row.floor),
  ceiling: row.ceiling === null ? null : BigInt(row.ceiling),
  balance: BigInt(row.balance),
  held: BigInt(row.held),
  incoming: BigInt(row.incoming),
  version: BigInt(row.version),
});

const appendOnlyAccount = (id: string, ref: AccountRef): LockedAccount => ({
  id,
  ref,
  guarded: false,
  state: 'open',
  floor: null,
  ceiling: null,
  balance: 0n,
  held: 0n,
  incoming: 0n,
  version: 0n,
});

const sidesOf = ({ accountId, counterAccountId }: PendingHold): string[] =>
  [accountId, counterAccountId].filter((id) => id !== null);

/**
 * The holds named by reference that are pending, those of the accounts, on either side, that have
 * expired and not been ended, and the references of the named ones that expired and were ended.
 */
async function findHolds(
  tx: Tx,
  references: readonly string[],
  accountIds: readonly string[],
  now: Date,
): Promise<{ pending: PendingHold[]; expired: string[] }> {
  const found = await rows<{
    id: string;
    reference: string;
    account_id: string | null;
    counter_account_id: string | null;
    amount: string;
    expires_at: Date | null;
    ended: boolean;
  }>(
    tx,
    `SELECT h.id, h.reference, h.amount, h.expires_at, e.hold_id IS NOT NULL AS ended,
            CASE WHEN NOT a.append_only THEN a.id END AS account_id,
            CASE WHEN NOT c.append_only THEN c.id END AS counter_account_id
       FROM ledger.holds h
       JOIN ledger.accounts a ON a.id = h.account_id
       JOIN ledger.accounts c ON c.id = h.counter_account_id
       LEFT JOIN ledger.hold_endings e ON e.hold_id = h.id
      WHERE (h.reference = ANY($1)
             OR ((h.account_id = ANY($2) OR h.counter_account_id = ANY($2)) AND h.expires_at <= $3))
        AND (e.hold_id IS NULL OR (e.outcome = 'expired' AND h.reference = ANY($1)))`,
    [references, accountIds, now],
  );
  const pending = found
    .filter(({ ended }) => !ended)
    .map((row) => ({
      id: row.id,
      reference: row.reference,
      accountId: row.account_id,
      counterAccountId: row.counter_account_id,
      amount: BigInt(row.amount),
      expiresAt: row.expires_at,
    }));
  const expired = found.filter(({ ended }) => ended).map(({ reference }) => reference);
  return { pending, expired };
}
