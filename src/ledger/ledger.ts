// The verbs of the ledger: open, lock, write, and the reads. A caller locks the accounts, decides in
// the Books, and writes what was decided, all in the transaction it carries. Locking accounts is ONE
// function, always in the order of their ids, whoever pays whom: two people who pay each other at
// the same moment then queue up instead of waiting for one another for ever.
import { Injectable } from '@nestjs/common';
import { type Database, rows, type Tx } from '../shared/database.js';
import { newId } from '../shared/ids.js';
import { present } from '../shared/refusal.js';
import { Books, type LockedAccount, type PendingHold } from './books.js';
import { type AccountRef, addressOf, CHART, normalSide } from './chart.js';

interface AccountRow {
  id: string;
  address: string;
  floor: string | null;
  balance: string;
  held: string;
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
    const unique = [...new Map(refs.map((ref) => [addressOf(ref), ref])).values()];
    const guarded = unique.filter((ref) => CHART[ref.name].guarded);
    const appendOnly = unique.filter((ref) => !CHART[ref.name].guarded);
    let locked = await this.lockGuarded(tx, guarded);
    if (locked.length < guarded.length) {
      await this.open(tx, guarded);
      locked = await this.lockGuarded(tx, guarded);
    }
    const platform = await this.appendOnly(tx, appendOnly);
    // The pending holds are read by a later statement than the lock, so that this read sees what
    // whoever held the lock before us has committed.
    const pending = holds.length === 0 ? [] : await this.pendingHolds(tx, holds);
    return new Books([...locked, ...platform], pending);
  }

  /** Writes what was decided: entries, lines, holds, endings and balances, each in one statement. */
  async write(tx: Tx, books: Books): Promise<void> {
    await this.insertEntries(tx, books);
    await this.insertHolds(tx, books);
    await this.insertEndings(tx, books);
    await this.updateBalances(tx, books);
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

  private async lockGuarded(tx: Tx, refs: readonly AccountRef[]): Promise<LockedAccount[]> {
    if (refs.length === 0) return [];
    const byAddress = new Map(refs.map((ref) => [addressOf(ref), ref]));
    const found = await rows<AccountRow>(
      tx,
      `SELECT id, address, floor, balance, held, version FROM ledger.accounts
        WHERE address = ANY($1) ORDER BY id FOR NO KEY UPDATE`,
      [[...byAddress.keys()]],
    );
    return found.map((row) => ({
      id: row.id,
      ref: present(byAddress.get(row.address), 'an account that was asked for'),
      guarded: true,
      floor: row.floor === null ? null : BigInt(row.floor),
      balance: BigInt(row.balance),
      held: BigInt(row.held),
      version: BigInt(row.version),
    }));
  }

  private async appendOnly(tx: Tx, refs: readonly AccountRef[]): Promise<LockedAccount[]> {
    const unknown = refs.filter((ref) => !this.platformIds.has(addressOf(ref)));
    const ids = new Map(this.platformIds);
    if (unknown.length > 0) {
      await this.open(tx, unknown);
      const found = await rows<{ id: string; address: string; committed: boolean }>(
        tx,
        `SELECT id, address, xmin::text <> pg_current_xact_id()::xid::text AS committed
           FROM ledger.accounts WHERE address = ANY($1)`,
        [unknown.map(addressOf)],
      );
      for (const row of found) {
        ids.set(row.address, row.id);
        // An account opened by this very transaction vanishes if it rolls back; remember it later.
        if (row.committed) this.platformIds.set(row.address, row.id);
      }
    }
    return refs.map((ref) => ({
      id: present(ids.get(addressOf(ref)), 'an append-only account exists once opened'),
      ref,
      guarded: false,
      floor: null,
      balance: 0n,
      held: 0n,
      version: 0n,
    }));
  }

  private async pendingHolds(tx: Tx, references: readonly string[]): Promise<PendingHold[]> {
    const found = await rows<{ id: string; reference: string; account_id: string; amount: string }>(
      tx,
      `SELECT h.id, h.reference, h.account_id, h.amount FROM ledger.holds h
        WHERE h.reference = ANY($1)
          AND NOT EXISTS (SELECT FROM ledger.hold_endings e WHERE e.hold_id = h.id)`,
      [references],
    );
    return found.map((row) => ({
      id: row.id,
      reference: row.reference,
      accountId: row.account_id,
      amount: BigInt(row.amount),
    }));
  }

  private async insertEntries(tx: Tx, { entries, lines }: Books): Promise<void> {
    if (entries.length === 0) return;
    await tx.query(
      `INSERT INTO ledger.entries (id, reference, template, line_count, occurred_at)
       SELECT * FROM UNNEST($1::text[], $2::text[], $3::text[], $4::smallint[], $5::timestamptz[])`,
      [
        entries.map((entry) => entry.id),
        entries.map((entry) => entry.draft.reference),
        entries.map((entry) => entry.draft.template),
        entries.map((entry) => entry.draft.lines.length),
        entries.map((entry) => entry.draft.occurredAt.toISOString()),
      ],
    );
    await tx.query(
      `INSERT INTO ledger.lines
         (entry_id, number, account_id, side, amount, currency, account_version, balance_after)
       SELECT * FROM UNNEST($1::text[], $2::smallint[], $3::text[], $4::ledger.side[], $5::bigint[],
                            $6::text[], $7::bigint[], $8::bigint[])`,
      [
        lines.map((line) => line.entryId),
        lines.map((line) => line.number),
        lines.map((line) => line.accountId),
        lines.map((line) => line.side),
        lines.map((line) => line.amount.toString()),
        lines.map((line) => line.currency),
        lines.map((line) => line.accountVersion?.toString() ?? null),
        lines.map((line) => line.balanceAfter?.toString() ?? null),
      ],
    );
  }

  private async insertHolds(tx: Tx, { holds }: Books): Promise<void> {
    if (holds.length === 0) return;
    await tx.query(
      `INSERT INTO ledger.holds
         (id, reference, account_id, counter_account_id, amount, currency, reason, expires_at)
       SELECT d.id, d.reference, a.id, c.id, d.amount, a.currency, d.reason, d.expires_at
         FROM UNNEST($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[],
                     $7::timestamptz[])
              AS d (id, reference, account, counter_account, amount, reason, expires_at)
         JOIN ledger.accounts a ON a.address = d.account
         JOIN ledger.accounts c ON c.address = d.counter_account`,
      [
        holds.map((hold) => hold.id),
        holds.map((hold) => hold.reference),
        holds.map((hold) => addressOf(hold.account)),
        holds.map((hold) => addressOf(hold.counterAccount)),
        holds.map((hold) => hold.amount.toString()),
        holds.map((hold) => hold.reason),
        holds.map((hold) => hold.expiresAt?.toISOString() ?? null),
      ],
    );
  }

  private async insertEndings(tx: Tx, { endings }: Books): Promise<void> {
    if (endings.length === 0) return;
    await tx.query(
      `INSERT INTO ledger.hold_endings (hold_id, outcome, entry_id)
       SELECT * FROM UNNEST($1::text[], $2::ledger.hold_outcome[], $3::text[])`,
      [
        endings.map((ending) => ending.holdId),
        endings.map((ending) => ending.outcome),
        endings.map((ending) => ending.entryId),
      ],
    );
  }

  private async updateBalances(tx: Tx, { touched }: Books): Promise<void> {
    if (touched.size === 0) return;
    const accounts = [...touched];
    await tx.query(
      `UPDATE ledger.accounts a SET balance = n.balance, held = n.held, version = n.version
         FROM UNNEST($1::text[], $2::bigint[], $3::bigint[], $4::bigint[])
              AS n (id, balance, held, version)
        WHERE a.id = n.id`,
      [
        accounts.map((account) => account.id),
        accounts.map((account) => account.balance.toString()),
        accounts.map((account) => account.held.toString()),
        accounts.map((account) => account.version.toString()),
      ],
    );
  }
}
