// The ledger as its document describes it, in plain maps: what random histories are compared with. It
// is slow, knows nothing of locks, batches or databases, and shares no code with what it judges.
import type { EntryDraft } from '../../src/ledger/index.js';
import { faultOf, limitFault, LINE_MAX, stateFault } from './ledger-model-rules.js';
import type { ModelAccount, ModelHold, ModelLimits } from './ledger-model-rules.js';

/** `lines`: version, balance before and after of each line; nulls on append-only accounts. */
export interface ModelAnswer {
  readonly code: string;
  readonly replayed: boolean;
  readonly lines: readonly (readonly [bigint | null, bigint | null, bigint | null])[];
}

/** Entries that were posted together; ids are the store's, told to the model. */
export interface ModelGroup {
  readonly entries: readonly EntryDraft[];
  readonly ids: string[];
  readonly isReversal: boolean;
  reversedAs: string | null;
}

export interface ModelReversal {
  readonly group: ModelGroup | null;
  readonly reference: string;
  /** The entries that undo the group. */
  readonly entries: readonly EntryDraft[];
}

const no = (code: string): ModelAnswer => ({ code, replayed: false, lines: [] });
const text = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? `${String(part)}n` : part,
  );

export const addressIn = ({ account }: EntryDraft['lines'][number]): string =>
  `${account.name}:${account.owner}:${account.currency}`;

export class LedgerModel {
  readonly accounts = new Map<string, ModelAccount>();
  readonly holds = new Map<string, ModelHold>();
  readonly groups: ModelGroup[] = [];
  /** Every entry in the order of posting, as changes of balances. */
  readonly journal: (readonly (readonly [address: string, change: bigint])[])[] = [];
  private readonly answers = new Map<string, { body: string; answer: ModelAnswer }>();
  private readonly taken = new Set<string>();

  /** Nothing that occurred before `openFrom` is taken. */
  constructor(private readonly openFrom: Date) {}

  /** A posting by reference: the first answer stands for ever. */
  post(entries: readonly EntryDraft[], isReversal = false): ModelAnswer {
    const references = entries.map(({ reference }) => reference);
    const [key = ''] = references;
    const earlier = this.answers.get(key);
    if (earlier?.body === text(entries)) return { ...earlier.answer, replayed: true };
    if (this.taken.has(key)) return no('reference_reused');
    const reused =
      references.some((reference) => this.taken.has(reference)) ||
      new Set(references).size < references.length;
    const early = entries.some(({ occurredAt }) => occurredAt < this.openFrom);
    const answer = reused
      ? no('reference_reused')
      : early
        ? no('period_closed')
        : this.direct(entries, isReversal);
    if (answer.code !== 'posted') this.remember(key, entries, answer);
    return answer;
  }

  /** Entries that stand or fall together, without looking at their references. */
  direct(entries: readonly EntryDraft[], isReversal = false): ModelAnswer {
    const after = new Map<ModelAccount, { balance: bigint; version: bigint }>();
    const lines: [bigint | null, bigint | null, bigint | null][] = [];
    const changes: (readonly [string, bigint])[][] = [];
    for (const entry of entries) {
      const fault = faultOf(entry);
      if (fault !== null) return no(fault);
      changes.push([]);
      for (const line of entry.lines) {
        const account = this.accounts.get(addressIn(line));
        if (account === undefined) return no('account_unknown');
        const now = after.get(account) ?? { ...account };
        const change = line.side === account.grows ? line.amount : -line.amount;
        const next = { balance: now.balance + change, version: now.version + 1n };
        const refused = stateFault(account, line.side) ?? limitFault(account, next.balance, change);
        if (refused !== null) return no(refused);
        after.set(account, next);
        changes.at(-1)?.push([addressIn(line), change]);
        lines.push(
          account.guarded ? [next.version, now.balance, next.balance] : [null, null, null],
        );
      }
    }
    for (const [account, { balance, version }] of after) {
      account.balance = balance;
      if (account.guarded) account.version = version;
    }
    this.journal.push(...changes);
    this.groups.push({ entries, ids: [], isReversal, reversedAs: null });
    const answer = { code: 'posted', replayed: false, lines };
    this.remember(entries[0]?.reference ?? '', entries, answer);
    for (const { reference } of entries) this.taken.add(reference);
    return answer;
  }

  hold(
    reference: string,
    from: string,
    to: string,
    amount: bigint,
    expiresAt: number | null,
  ): string {
    const [payer, payee] = [this.accounts.get(from), this.accounts.get(to)];
    if (payer === undefined || payee === undefined) return 'account_unknown';
    if (amount <= 0n) return 'line_not_positive';
    if (amount > LINE_MAX) return 'line_too_large';
    if (payer.currency !== payee.currency) return 'currency_mismatch';
    const out = payer.grows === 'debit' ? 'credit' : 'debit';
    const refused = stateFault(payer, out) ?? stateFault(payee, payee.grows);
    if (refused !== null) return refused;
    const { floor, balance, held } = payer;
    if (payer.guarded && floor !== null && balance - held - amount < floor) return 'floor_reached';
    const over = limitFault(payee, payee.balance + amount, amount);
    if (over !== null) return over;
    this.holds.set(reference, { from, to, amount, expiresAt, end: null });
    this.setAside(from, to, amount);
    return 'done';
  }

  postHold(reference: string, entries: readonly EntryDraft[], part: bigint): ModelAnswer {
    const hold = this.holds.get(reference);
    if (hold?.end !== null)
      return no(hold?.end === 'expired' ? 'hold_expired' : 'hold_not_pending');
    if (part <= 0n || part > hold.amount) return no('hold_exceeded');
    this.setAside(hold.from, hold.to, -hold.amount);
    const answer = this.direct(entries);
    if (answer.code === 'posted') hold.end = 'posted';
    else this.setAside(hold.from, hold.to, hold.amount);
    return answer;
  }

  voidHold(reference: string): string {
    const hold = this.holds.get(reference);
    if (hold?.end !== null) return hold?.end === 'expired' ? 'hold_expired' : 'hold_not_pending';
    hold.end = 'voided';
    this.setAside(hold.from, hold.to, -hold.amount);
    return 'done';
  }

  /** It is `now`: what expires by then is over. */
  expire(now: number): void {
    for (const hold of this.holds.values()) {
      if (hold.end !== null || hold.expiresAt === null || hold.expiresAt > now) continue;
      hold.end = 'expired';
      this.setAside(hold.from, hold.to, -hold.amount);
    }
  }

  reverse({ group, reference, entries }: ModelReversal): ModelAnswer {
    if (group === null) return no('entry_unknown');
    if (group.isReversal) return no('entry_is_reversal');
    if (group.reversedAs !== null && group.reversedAs !== reference)
      return no('entry_already_reversed');
    const answer = this.post(entries, true);
    if (answer.code === 'posted') group.reversedAs = reference;
    return answer;
  }

  limit(address: string, change: ModelLimits): string {
    const account = this.accounts.get(address);
    if (account === undefined) return 'account_unknown';
    if (!account.guarded) return 'account_never_refuses';
    if (account.state === 'closed') return 'account_closed';
    const { state, floor, ceiling } = { ...account, ...change };
    const { balance, held, incoming } = account;
    if (state === 'closed' && (balance !== 0n || held > 0n || incoming > 0n)) {
      return 'account_not_empty';
    }
    const low = floor !== null && balance - held < floor;
    if (low || (ceiling !== null && balance + incoming > ceiling)) return 'limit_crossed';
    Object.assign(account, { state, floor, ceiling });
    return 'done';
  }

  private remember(key: string, entries: readonly EntryDraft[], answer: ModelAnswer): void {
    this.answers.set(key, { body: text(entries), answer });
    this.taken.add(key);
  }

  private setAside(from: string, to: string, amount: bigint): void {
    const [payer, payee] = [this.accounts.get(from), this.accounts.get(to)];
    if (payer?.guarded === true) payer.held += amount;
    if (payee?.guarded === true) payee.incoming += amount;
  }
}
