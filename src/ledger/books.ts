// The decision, without a database: accounts as they were when they were locked, and what a
// transaction wants to write about them. Items are decided one after the other, so the second spend
// of a balance sees the first. A refusal is a value and leaves no trace in the books.
import { newId } from '../shared/ids.js';
import { assert, present } from '../shared/refusal.js';
import { type AccountRef, addressOf, CHART, normalSide, type Side } from './chart.js';
import type { DraftLine, EntryDraft } from './templates.js';

/** Why the books refuse an entry or a hold. */
export type BooksRefusal = 'insufficient_funds';

export interface LockedAccount {
  readonly id: string;
  readonly ref: AccountRef;
  readonly guarded: boolean;
  /** Lowest balance less holds allowed, in minor units; null has no floor. */
  readonly floor: bigint | null;
  balance: bigint;
  held: bigint;
  version: bigint;
}

export interface StagedLine {
  readonly entryId: string;
  readonly number: number;
  readonly accountId: string;
  readonly side: Side;
  readonly amount: bigint;
  readonly currency: string;
  readonly accountVersion: bigint | null;
  readonly balanceAfter: bigint | null;
}

export interface StagedEntry {
  readonly id: string;
  readonly draft: EntryDraft;
}

export interface HoldDraft {
  /** `<object>:<purpose>`, unique for ever. */
  readonly reference: string;
  /** The account whose available amount shrinks. */
  readonly account: AccountRef;
  /** Where the money would go when the hold is posted. */
  readonly counterAccount: AccountRef;
  readonly amount: bigint;
  readonly reason: string;
  readonly expiresAt: Date | null;
}

export interface StagedHold extends HoldDraft {
  readonly id: string;
}

/** A hold that is still pending, loaded under the lock of its account. */
export interface PendingHold {
  readonly id: string;
  readonly reference: string;
  readonly accountId: string;
  readonly amount: bigint;
}

export interface StagedEnding {
  readonly holdId: string;
  readonly outcome: 'posted' | 'voided' | 'expired';
  readonly entryId: string | null;
}

export class Books {
  readonly entries: StagedEntry[] = [];
  readonly lines: StagedLine[] = [];
  readonly holds: StagedHold[] = [];
  readonly endings: StagedEnding[] = [];
  /** Guarded accounts whose row changes. */
  readonly touched = new Set<LockedAccount>();
  private readonly byAddress: Map<string, LockedAccount>;
  private readonly byId: Map<string, LockedAccount>;
  private readonly pending: Map<string, PendingHold>;

  constructor(accounts: readonly LockedAccount[], pendingHolds: readonly PendingHold[] = []) {
    this.byAddress = new Map(accounts.map((account) => [addressOf(account.ref), account]));
    this.byId = new Map(accounts.map((account) => [account.id, account]));
    this.pending = new Map(pendingHolds.map((hold) => [hold.reference, hold]));
  }

  /** Balance less holds, in minor units. */
  available(ref: AccountRef): bigint {
    const account = this.account(ref);
    return account.balance - account.held;
  }

  /** Whether the hold of that reference is still pending. */
  isPending(reference: string): boolean {
    return this.pending.has(reference);
  }

  /** Stages entries that stand or fall together; the first that cannot be posted refuses them all. */
  post(...drafts: EntryDraft[]): BooksRefusal | undefined {
    const refusal = this.refusalOf(drafts.flatMap((draft) => draft.lines));
    if (refusal !== undefined) return refusal;
    for (const draft of drafts) this.stage(draft);
    return undefined;
  }

  /** Stages a hold: the amount leaves what is available, but not the balance. */
  hold(draft: HoldDraft): BooksRefusal | undefined {
    const account = this.account(draft.account);
    if (account.guarded) {
      if (this.available(draft.account) - draft.amount < (account.floor ?? 0n)) {
        return 'insufficient_funds';
      }
      account.held += draft.amount;
      this.touched.add(account);
    }
    this.holds.push({ ...draft, id: newId('hld') });
    return undefined;
  }

  /** Ends a pending hold and posts the entries in its place, against the amount it set aside. */
  postHold(reference: string, ...drafts: EntryDraft[]): BooksRefusal | undefined {
    const hold = this.release(reference);
    const refusal = this.post(...drafts);
    if (refusal !== undefined) {
      this.restore(hold);
      return refusal;
    }
    const entryId = present(this.entries.at(-drafts.length), 'a posted hold has an entry').id;
    this.endings.push({ holdId: hold.id, outcome: 'posted', entryId });
    return undefined;
  }

  /** Ends a pending hold without moving anything. */
  voidHold(reference: string, outcome: 'voided' | 'expired' = 'voided'): void {
    const hold = this.release(reference);
    this.endings.push({ holdId: hold.id, outcome, entryId: null });
  }

  private account(ref: AccountRef): LockedAccount {
    return present(this.byAddress.get(addressOf(ref)), `${addressOf(ref)} was not locked`);
  }

  private release(reference: string): PendingHold {
    const hold = present(this.pending.get(reference), `hold ${reference} is not pending`);
    this.pending.delete(reference);
    const account = present(this.byId.get(hold.accountId), `hold ${reference} was not locked`);
    if (account.guarded) {
      account.held -= hold.amount;
      this.touched.add(account);
    }
    return hold;
  }

  private restore(hold: PendingHold): void {
    this.pending.set(hold.reference, hold);
    const account = present(this.byId.get(hold.accountId), 'a released hold has an account');
    if (account.guarded) account.held += hold.amount;
  }

  // All is checked before anything changes. Lines run in order, because an account may be funded by
  // an earlier line of the same group (a charge) and spent by a later one (the payment).
  private refusalOf(lines: readonly DraftLine[]): BooksRefusal | undefined {
    const running = new Map<LockedAccount, bigint>();
    for (const line of lines) {
      assert(line.amount > 0n, 'a line carries more than zero');
      const account = this.account(line.account);
      if (!account.guarded) continue;
      const before = running.get(account) ?? account.balance;
      const after = before + signed(account, line);
      if (account.floor !== null && after < before && after - account.held < account.floor) {
        return 'insufficient_funds';
      }
      running.set(account, after);
    }
    return undefined;
  }

  private stage(draft: EntryDraft): void {
    const id = newId('je');
    this.entries.push({ id, draft });
    draft.lines.forEach((line, index) => {
      const account = this.account(line.account);
      if (account.guarded) {
        account.balance += signed(account, line);
        account.version += 1n;
        this.touched.add(account);
      }
      this.lines.push({
        entryId: id,
        number: index + 1,
        accountId: account.id,
        side: line.side,
        amount: line.amount,
        currency: line.account.currency,
        accountVersion: account.guarded ? account.version : null,
        balanceAfter: account.guarded ? account.balance : null,
      });
    });
  }
}

/** The line's effect on the account's balance: positive on its normal side. */
function signed(account: LockedAccount, line: DraftLine): bigint {
  const grows = line.side === normalSide(CHART[account.ref.name].kind);
  return grows ? line.amount : -line.amount;
}
