// The decision, without a database: accounts as they were when they were locked, and what a
// transaction wants to write about them. Items are decided one after the other, so the second spend
// of a balance sees the first. A refusal is a value and leaves no trace in the books.
import { newId } from '../../shared/ids.js';
import { present } from '../../shared/refusal.js';
import {
  growingSide,
  type LockedAccount,
  refusal,
  refusalOfStanding,
  refusalOfState,
  signed,
  type Standing,
} from './account.js';
import { type AccountRef, addressOf } from '../chart.js';
import { LINE_MAX, refusalOfEntry } from './entry-rules.js';
import type { BooksRefusal } from '../refusals.js';
import type {
  HoldDraft,
  HoldOutcome,
  PendingHold,
  StagedEnding,
  StagedEntry,
  StagedHold,
  StagedLine,
} from './staged.js';
import type { DraftLine, EntryDraft } from '../templates/draft.js';

export class Books {
  readonly entries: StagedEntry[] = [];
  readonly holds: StagedHold[] = [];
  readonly endings: StagedEnding[] = [];
  /** Guarded accounts whose row changes. */
  readonly touched = new Set<LockedAccount>();
  private readonly byAddress: Map<string, LockedAccount>;
  private readonly byId: Map<string, LockedAccount>;
  private readonly pending: Map<string, PendingHold>;
  private readonly expired: Set<string>;

  /**
   * `now` is the ledger's time: a hold that expires by then is over, whoever comes for it.
   * `expired` names holds that ended so before.
   */
  constructor(
    accounts: readonly LockedAccount[],
    readonly now: Date,
    pendingHolds: readonly PendingHold[] = [],
    expired: readonly string[] = [],
  ) {
    this.expired = new Set(expired);
    this.byAddress = new Map(accounts.map((account) => [addressOf(account.ref), account]));
    this.byId = new Map(accounts.map((account) => [account.id, account]));
    this.pending = new Map(pendingHolds.map((hold) => [hold.reference, hold]));
    for (const hold of pendingHolds) if (this.hasExpired(hold)) this.expire(hold);
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
    const refused = this.refusalOf(drafts);
    if (refused !== undefined) return refused;
    let first: string | null = null;
    for (const draft of drafts) {
      const id = this.stage(draft, first);
      first ??= id;
    }
    return undefined;
  }

  /** Why entries could not be posted together now, if they could not. Stages nothing. */
  try(...drafts: EntryDraft[]): BooksRefusal | undefined {
    return this.refusalOf(drafts);
  }

  /** Stages a hold: the amount leaves what is available, but not the balance. */
  hold(draft: HoldDraft): BooksRefusal | undefined {
    const account = this.byAddress.get(addressOf(draft.account));
    const counterAccount = this.byAddress.get(addressOf(draft.counterAccount));
    if (account === undefined) return refusal('account_unknown', draft.account);
    if (counterAccount === undefined) return refusal('account_unknown', draft.counterAccount);
    const refused =
      refusalOfHeld(account, counterAccount, draft) ??
      refusalOfChange(account, { held: draft.amount }) ??
      refusalOfChange(counterAccount, { incoming: draft.amount });
    if (refused !== undefined) return refused;
    this.setAside(account, counterAccount, draft.amount);
    this.holds.push({ id: newId('hld'), draft, account, counterAccount });
    return undefined;
  }

  /**
   * Ends a pending hold and posts the entries in its place, against the amount it set aside. Less
   * than all of it may be posted; the rest goes back.
   */
  postHold(
    reference: string,
    drafts: readonly EntryDraft[],
    amount?: bigint,
  ): BooksRefusal | undefined {
    const hold = this.pending.get(reference);
    if (hold === undefined) return this.refusalOfEnded(reference);
    const part = amount ?? hold.amount;
    if (part > hold.amount || part <= 0n) {
      return { code: 'hold_exceeded', detail: reference, account: null };
    }
    this.release(hold);
    const refused = this.post(...drafts);
    if (refused !== undefined) {
      this.restore(hold);
      return refused;
    }
    const entryId = present(this.entries.at(-drafts.length), 'a posted hold has an entry').id;
    this.end(hold, 'posted', { entryId, amount: part });
    return undefined;
  }

  /** Ends a pending hold without moving anything. */
  voidHold(reference: string, outcome: 'voided' | 'expired' = 'voided'): BooksRefusal | undefined {
    const hold = this.pending.get(reference);
    if (hold === undefined) return this.refusalOfEnded(reference);
    this.release(hold);
    this.end(hold, outcome);
    return undefined;
  }

  private account(ref: AccountRef): LockedAccount {
    return present(this.byAddress.get(addressOf(ref)), `${addressOf(ref)} was not locked`);
  }

  private hasExpired({ expiresAt }: PendingHold): boolean {
    return expiresAt !== null && expiresAt <= this.now;
  }

  private expire(hold: PendingHold): void {
    this.release(hold);
    this.expired.add(hold.reference);
    this.end(hold, 'expired', { endedAt: present(hold.expiresAt, 'an expired hold had a time') });
  }

  private end(
    hold: PendingHold,
    outcome: HoldOutcome,
    { entryId = null, amount = 0n, endedAt = this.now }: Partial<StagedEnding> = {},
  ): void {
    this.endings.push({ holdId: hold.id, outcome, entryId, amount, endedAt });
  }

  private refusalOfEnded(reference: string): BooksRefusal {
    const code = this.expired.has(reference) ? 'hold_expired' : 'hold_not_pending';
    return { code, detail: reference, account: null };
  }

  private release(hold: PendingHold): void {
    this.pending.delete(hold.reference);
    this.setAside(this.byKey(hold.accountId), this.byKey(hold.counterAccountId), -hold.amount);
  }

  private restore(hold: PendingHold): void {
    this.pending.set(hold.reference, hold);
    this.setAside(this.byKey(hold.accountId), this.byKey(hold.counterAccountId), hold.amount);
  }

  private byKey(id: string | null): LockedAccount | undefined {
    return id === null ? undefined : present(this.byId.get(id), `account ${id} was not locked`);
  }

  private setAside(
    account: LockedAccount | undefined,
    counterAccount: LockedAccount | undefined,
    amount: bigint,
  ): void {
    if (account?.guarded === true) {
      account.held += amount;
      this.touched.add(account);
    }
    if (counterAccount?.guarded === true) {
      counterAccount.incoming += amount;
      this.touched.add(counterAccount);
    }
  }

  // All is tried before anything changes. Lines run in order, because an account may be funded by an
  // earlier line of the same group (a charge) and spent by a later one (the payment).
  private refusalOf(drafts: readonly EntryDraft[]): BooksRefusal | undefined {
    const standings = new Map<LockedAccount, Standing>();
    for (const draft of drafts) {
      const refused = refusalOfEntry(draft);
      if (refused !== undefined) return refused;
      for (const line of draft.lines) {
        const refusedLine = this.refusalOfLine(line, standings);
        if (refusedLine !== undefined) return refusedLine;
      }
    }
    return undefined;
  }

  private refusalOfLine(
    line: DraftLine,
    standings: Map<LockedAccount, Standing>,
  ): BooksRefusal | undefined {
    const account = this.byAddress.get(addressOf(line.account));
    if (account === undefined) return refusal('account_unknown', line.account);
    if (!account.guarded) return undefined;
    const before = standings.get(account) ?? account;
    const { balance, held, incoming } = before;
    const after = { balance: balance + signed(account, line.side, line.amount), held, incoming };
    standings.set(account, after);
    return refusalOfState(account, line.side) ?? refusalOfStanding(account, before, after);
  }

  private stage(draft: EntryDraft, linkedTo: string | null): string {
    const id = newId('je');
    const lines = draft.lines.map(({ account: ref, side, amount }, index): StagedLine => {
      const account = this.account(ref);
      const line = { number: index + 1, account, side, amount };
      if (!account.guarded) {
        return { ...line, accountVersion: null, balanceBefore: null, balanceAfter: null };
      }
      const balanceBefore = account.balance;
      account.balance += signed(account, side, amount);
      account.version += 1n;
      this.touched.add(account);
      const { version: accountVersion, balance: balanceAfter } = account;
      return { ...line, accountVersion, balanceBefore, balanceAfter };
    });
    this.entries.push({ id, draft, linkedTo, lines });
    return id;
  }
}

function refusalOfChange(
  account: LockedAccount,
  change: { held?: bigint; incoming?: bigint },
): BooksRefusal | undefined {
  if (!account.guarded) return undefined;
  const { balance, held, incoming } = account;
  const after = {
    balance,
    held: held + (change.held ?? 0n),
    incoming: incoming + (change.incoming ?? 0n),
  };
  return refusalOfStanding(account, account, after);
}

// A hold is made only where its money could move today.
function refusalOfHeld(
  account: LockedAccount,
  counterAccount: LockedAccount,
  { amount, reference }: HoldDraft,
): BooksRefusal | undefined {
  if (amount <= 0n) return { code: 'line_not_positive', detail: reference, account: null };
  if (amount > LINE_MAX) return { code: 'line_too_large', detail: reference, account: null };
  if (account.ref.currency !== counterAccount.ref.currency) {
    return refusal('currency_mismatch', counterAccount);
  }
  const opposite = growingSide(account) === 'debit' ? 'credit' : 'debit';
  const out = account.guarded ? refusalOfState(account, opposite) : undefined;
  if (out !== undefined || !counterAccount.guarded) return out;
  return refusalOfState(counterAccount, growingSide(counterAccount));
}
