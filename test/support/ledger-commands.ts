// Random commands for the ledger, by seed: the same seed makes the same commands against the same
// model. Most are sensible, some are bad on purpose, and some repeat what was asked before.
import { type AccountRef, type EntryDraft, platformAccount } from '../../src/ledger/index.js';
import { CHART, draftEntry, normalSide } from '../../src/ledger/index.js';
import type { DraftLine } from '../../src/ledger/templates/draft.js';
import { charge, free, line, pay, person, START } from './ledger-verbs.js';
import { LedgerModel, type ModelReversal } from './ledger-model.js';
import type { ModelLimits } from './ledger-model-rules.js';

export type Random = (below: number) => number;

/** Whole numbers from 0 to below `below`; the same for the same seed (mulberry32). */
export function randomBy(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

export interface HoldCommand {
  readonly kind: 'hold';
  readonly reference: string;
  readonly from: AccountRef;
  readonly to: AccountRef;
  readonly amount: bigint;
  readonly expiresAt: Date | null;
}

/** What is said about holds under one lock; `direct` is an entry among them. */
export type BooksCommand =
  | HoldCommand
  | { kind: 'post'; hold: HoldCommand; entries: readonly EntryDraft[]; part: bigint }
  | { kind: 'void'; hold: HoldCommand }
  | { kind: 'direct'; entries: readonly EntryDraft[] };

/** What was asked before and may be asked again, by the same client or by another. */
export class Notebook {
  readonly asked: (readonly EntryDraft[])[] = [];
  readonly holds: HoldCommand[] = [];
}

export interface LimitCommand {
  readonly account: AccountRef;
  readonly change: ModelLimits;
}

export const addressOf = ({ name, owner, currency }: AccountRef): string =>
  `${name}:${owner}:${currency}`;

const PLATFORM = [
  'stripe.pending',
  'stripe.available',
  'stripe.fees',
  'fee.transfer',
  'tax.payable',
];
const HOUR = 3_600_000;

/** Accounts in two currencies: people, people's debts, and the platform's own. */
export const ACCOUNTS: readonly AccountRef[] = ['EUR', 'USD'].flatMap((currency) => [
  ...Array.from({ length: 13 }, (_, at) => person(`p${String(at)}`, currency)),
  ...['p1', 'p2'].map((owner): AccountRef => ({ name: 'user.receivable', owner, currency })),
  ...PLATFORM.map((name) => platformAccount(name as AccountRef['name'], currency)),
]);

/** A model with these accounts, open and empty. */
export function modelOf(accounts: readonly AccountRef[], openFrom: Date): LedgerModel {
  const model = new LedgerModel(openFrom);
  for (const ref of accounts) {
    const { guarded, kind } = CHART[ref.name];
    const limits = { state: 'open', floor: guarded ? 0n : null, ceiling: null } as const;
    const numbers = { balance: 0n, held: 0n, incoming: 0n, version: 0n };
    const { currency } = ref;
    model.accounts.set(addressOf(ref), {
      currency,
      grows: normalSide(kind),
      guarded,
      ...limits,
      ...numbers,
    });
  }
  return model;
}

export class LedgerCommands {
  private made = 0;

  constructor(
    readonly random: Random,
    private readonly model: LedgerModel,
    private readonly accounts: readonly AccountRef[],
    private readonly notes = new Notebook(),
    private readonly prefix = 'c',
  ) {}

  /** One posting by reference: fresh, bad on purpose, or asked for before. */
  posting(): readonly EntryDraft[] {
    const chance = this.random(100);
    const { asked } = this.notes;
    const before = chance < 9 ? asked[this.random(asked.length)] : undefined;
    const entries =
      before === undefined
        ? chance < 16
          ? [this.bad()]
          : this.group()
        : chance < 6
          ? before
          : this.otherwise(before);
    asked.push(entries);
    if (asked.length > 3000) asked.splice(0, 1000);
    return entries;
  }

  booksCommand(now: Date): BooksCommand {
    const chance = this.random(100);
    const { holds } = this.notes;
    const hold = chance < 40 ? undefined : holds[holds.length - 1 - this.random(60)];
    if (hold === undefined) {
      return chance < 15 ? { kind: 'direct', entries: this.group() } : this.hold(now);
    }
    if (chance < 62) return { kind: 'void', hold };
    const { amount, from, to } = hold;
    const parts = [amount, this.amount(Math.max(1, Number(amount))), amount + 1n, 0n];
    const part = parts[Math.max(0, this.random(12) - 8)] ?? amount;
    return { kind: 'post', hold, entries: [this.transfer(from, to, part > 0n ? part : 1n)], part };
  }

  /** A reversal of a random group, one that was never written, or one that may not be. */
  reversal(): ModelReversal & { readonly entryId: string } {
    const { groups } = this.model;
    const group = this.random(20) === 0 ? undefined : groups[groups.length - 1 - this.random(80)];
    const again = group?.reversedAs ?? null;
    const reference = again !== null && this.random(3) === 0 ? again : this.name();
    const ids = group?.ids ?? [];
    const approvedBy = this.random(15) === 0 ? 'fay' : 'gus';
    const record = { reason: 'a mistake', recordedBy: 'fay', approvedBy };
    const entries = [...(group?.entries ?? [])].reverse().map((entry, at): EntryDraft => ({
      template: 'P15',
      reference: at === 0 ? reference : `${reference}.${String(at + 1)}`,
      occurredAt: START,
      reverses: ids[ids.length - 1 - at] ?? '',
      ...record,
      lines: [...entry.lines]
        .reverse()
        .map((one) => ({ ...one, side: one.side === 'debit' ? 'credit' : 'debit' })),
    }));
    const entryId = ids[this.random(ids.length)] ?? 'je_nothing';
    return { group: group ?? null, reference, entries, entryId };
  }

  limit(): LimitCommand {
    const account = this.any();
    const now = this.model.accounts.get(addressOf(account));
    const { balance = 0n, held = 0n, incoming = 0n } = now ?? {};
    const near = BigInt(this.random(3)) - 1n;
    const state =
      (['open', 'open', 'open', 'frozen', 'debit_only'] as const)[this.random(5)] ?? 'open';
    // Closing is for ever, so only some may be closed; else nobody would be left.
    const mortal = /^p(9|1\d)$/.test(account.owner);
    if (mortal && this.random(4) === 0) return { account, change: { state: 'closed' } };
    const changes: ModelLimits[] = [
      { state },
      { floor: [0n, null, -500n, balance - held + near][this.random(4)] ?? null },
      { ceiling: [null, null, null, balance + incoming + near, 9_000n][this.random(5)] ?? null },
    ];
    const chosen = changes[this.random(3)] ?? {};
    return { account, change: this.random(6) === 0 ? { ...changes[0], ...chosen } : chosen };
  }

  private hold(now: Date): HoldCommand {
    const from = this.random(6) === 0 ? platformAccount('stripe.pending', 'EUR') : this.any();
    const to = this.random(25) === 0 ? this.any() : this.someone(from.currency);
    const minutes = this.random(80);
    const expiresAt = minutes < 25 ? null : new Date(now.getTime() + (minutes * HOUR) / 60);
    const amount = this.random(30) === 0 ? BigInt(this.random(3)) - 1n : this.amount(200);
    const reference = this.name();
    return { kind: 'hold', reference, from, to, amount, expiresAt };
  }

  private group(): readonly EntryDraft[] {
    const [payer, shape] = [this.someone(), this.random(20)];
    const payee = this.someone(payer.currency);
    const amount = this.edge(payer, payee) ?? this.amount(shape === 0 ? 5_000 : 400);
    if (shape < 7) return [this.transfer(payer, payee, amount)];
    if (shape < 12) return [charge(this.name(), payer, amount, BigInt(this.random(9)))];
    if (shape < 14)
      return [charge(this.name(), payer, amount), this.transfer(payer, payee, amount)];
    if (shape < 16) return [this.fee(payer), this.transfer(payer, payee, amount)];
    if (shape < 17)
      return [this.transfer(payer, payee, amount), this.transfer(payee, payer, amount)];
    return [free(this.name(), this.freeLines())];
  }

  /** Now and then just what the payer may spend or the payee may get, or one more. */
  private edge(payer: AccountRef, payee: AccountRef): bigint | undefined {
    const [from, to] = [payer, payee].map((ref) => this.model.accounts.get(addressOf(ref)));
    if (this.random(12) > 0 || from === undefined || to === undefined) return undefined;
    const room = to.ceiling === null ? null : to.ceiling - to.balance - to.incoming;
    const amount = (room ?? from.balance - from.held - (from.floor ?? 0n)) + BigInt(this.random(2));
    return amount > 0n && amount < 1_000_000n ? amount : undefined;
  }

  private fee(payer: AccountRef): EntryDraft {
    const { currency } = payer;
    const [fees, tax] = [
      platformAccount('fee.transfer', currency),
      platformAccount('tax.payable', currency),
    ];
    const amounts = { fee: this.amount(30), tax: BigInt(this.random(6)) };
    return draftEntry('P2b', this.name(), START, { payer, fees, tax }, amounts);
  }

  private transfer(payer: AccountRef, payee: AccountRef, amount: bigint): EntryDraft {
    const lines = [line('debit', payer, amount), line('credit', payee, amount)];
    const people = payer.name === 'user.available' && payee.name === 'user.available';
    return people ? pay(this.name(), payer, payee, amount) : free(this.name(), lines);
  }

  /** Each pair of lines balances in its own currency. */
  private freeLines(): DraftLine[] {
    const pairs = Array.from({ length: 1 + this.random(4) }, () => {
      const [amount, from] = [this.amount(120), this.any()];
      const among = this.accounts.filter(({ currency }) => currency === from.currency);
      return [line('debit', from, amount), line('credit', this.of(among), amount)];
    });
    return pairs.flat();
  }

  /** One fault of each kind that an entry can have. */
  private bad(): EntryDraft {
    const [payer, amount] = [this.someone(), this.amount(50)];
    const payee = this.someone(payer.currency);
    const other = this.someone(payer.currency === 'EUR' ? 'USD' : 'EUR');
    const entry = free(this.name(), [line('debit', payer, amount), line('credit', payee, amount)]);
    const withLines = (...lines: DraftLine[]): EntryDraft => ({ ...entry, lines });
    const from = line('debit', payer, amount);
    const long = Array.from({ length: 251 }, () => [from, line('credit', payee, amount)]).flat();
    const faults: EntryDraft[] = [
      withLines(from, line('credit', person('nobody', payer.currency), amount)),
      withLines(from, { ...line('credit', other, amount), currency: payer.currency }),
      withLines(from, line('credit', payee, amount + 1n)),
      withLines(from, line('credit', other, amount)),
      withLines(line('debit', payer, 0n), line('credit', payee, 0n)),
      withLines(line('debit', payer, -amount), line('credit', payee, -amount)),
      withLines(line('debit', payer, 2n ** 63n), line('credit', payee, 2n ** 63n)),
      withLines(from),
      ...(this.random(20) === 0 ? [withLines(...long.slice(0, 501))] : []),
      { ...entry, approvedBy: 'fay' },
      { ...entry, occurredAt: new Date(START.getTime() - 40 * 24 * HOUR) },
    ];
    return faults[this.random(faults.length)] ?? entry;
  }

  private otherwise(entries: readonly EntryDraft[]): readonly EntryDraft[] {
    const [first, ...rest] = entries;
    if (first === undefined) return entries;
    const chance = this.random(3);
    if (chance === 0) return [{ ...first, occurredAt: new Date(START.getTime() + 1) }, ...rest];
    if (chance === 1)
      return [...entries, this.transfer(this.someone('EUR'), this.someone('EUR'), 1n)];
    const last = entries.at(-1)?.reference ?? first.reference;
    return [{ ...this.transfer(this.someone('EUR'), this.someone('EUR'), 2n), reference: last }];
  }

  private name(): string {
    this.made += 1;
    return `${this.prefix}${String(this.made)}:done`;
  }

  private amount(most: number): bigint {
    return BigInt(1 + this.random(most));
  }

  private any(): AccountRef {
    return this.of(this.accounts);
  }

  private someone(currency?: string): AccountRef {
    return this.of(
      this.accounts.filter(
        (account) =>
          account.name === 'user.available' &&
          (currency === undefined || account.currency === currency),
      ),
    );
  }

  private of(accounts: readonly AccountRef[]): AccountRef {
    const chosen = accounts[this.random(accounts.length)];
    if (chosen === undefined) throw new Error('there is no account to choose from');
    return chosen;
  }
}
