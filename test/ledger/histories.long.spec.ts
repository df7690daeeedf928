// Random histories by seed: every outcome of every command is compared with a small model, and so
// are all accounts, at intervals and at the end. HISTORY_COMMANDS makes it longer, HISTORY_SEED
// repeats one: a failure says which seed, and after how many commands.
import { ACCOUNTS, addressOf, LedgerCommands, modelOf } from '../support/ledger-commands.js';
import { Notebook, randomBy } from '../support/ledger-commands.js';
import * as run from '../support/ledger-history.js';
import type { LedgerModel, ModelAnswer } from '../support/ledger-model.js';
import { type LedgerVerbs, START, startLedgerVerbs } from '../support/ledger-verbs.js';

const COMMANDS = Number(process.env.HISTORY_COMMANDS ?? 100_000);
const SEED = Number(process.env.HISTORY_SEED ?? Date.now() % 1_000_000_007);
const DAY = 24 * 3_600_000;
const CLOSED_THROUGH = new Date(START.getTime() - 30 * DAY);
const PATIENCE_MS_PER_COMMAND = 6;

/** The first difference, after that many commands. */
interface Difference {
  readonly after: number;
  readonly what: unknown;
}

const shown = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part));

class History {
  private readonly random = randomBy(SEED);
  private readonly notes = new Notebook();
  private readonly commands: LedgerCommands;
  after = 0;
  readonly codes = new Map<string, number>();

  constructor(
    private readonly books: LedgerVerbs,
    readonly model: LedgerModel,
  ) {
    this.commands = new LedgerCommands(this.random, model, ACCOUNTS, this.notes);
  }

  /** Goes on until so many commands are done; looks at all accounts after every `every` batches. */
  async run(until: number, every: number): Promise<Difference | undefined> {
    for (let batch = 1; this.after < until; batch += 1) {
      if (this.random(3) === 0) this.books.clock.forward(this.random(20 * 60_000));
      this.model.expire(this.books.clock.now().getTime());
      const what = await this.batch(Math.min(until - this.after, 1 + this.random(256)));
      if (what !== undefined) return { after: this.after, what };
      if (batch % every > 0 && this.after < until) continue;
      const wrong = await this.wrongStandings();
      if (wrong !== undefined) return { after: this.after, what: wrong };
    }
    return undefined;
  }

  private async batch(size: number): Promise<string | undefined> {
    const { books, commands, model } = this;
    const kind = this.random(100);
    const few = Math.min(size, 1 + this.random(16));
    if (kind < 64) {
      const postings = Array.from({ length: size }, () => commands.posting());
      const done = await run.runPostings(books, postings);
      return this.first(done, (at) => [postings[at], () => model.post(postings[at] ?? [])]);
    }
    if (kind < 86) {
      const said = Array.from({ length: size }, () => commands.booksCommand(books.clock.now()));
      const done = await run.runBooks(books, said);
      this.notes.holds.push(...said.filter((command) => command.kind === 'hold'));
      return this.first(done, (at) => {
        const command = said[at] ?? { kind: 'direct', entries: [] };
        return [command, () => run.inModel(model, command)];
      });
    }
    for (let left = few; left > 0; left -= 1) {
      const wrong = kind < 94 ? await this.reversal() : await this.limit();
      if (wrong !== undefined) return wrong;
    }
    return undefined;
  }

  private async reversal(): Promise<string | undefined> {
    const command = this.commands.reversal();
    const done = await run.runReversal(this.books, command);
    return this.first([done], () => [command, () => this.model.reverse(command)]);
  }

  private async limit(): Promise<string | undefined> {
    const command = this.commands.limit();
    const done = await run.runLimit(this.books, command);
    const { account, change } = command;
    const answer = (): ModelAnswer => ({
      code: this.model.limit(addressOf(account), change),
      replayed: false,
      lines: [],
    });
    return this.first([done], () => [command, answer]);
  }

  /** The first command whose outcome is not the model's, in words. */
  private first(
    done: readonly run.Done[],
    asked: (at: number) => [command: unknown, answer: () => ModelAnswer],
  ): string | undefined {
    for (const [at, { ids, ...actual }] of done.entries()) {
      const [command, answer] = asked(at);
      const groups = this.model.groups.length;
      const expected = answer();
      this.after += 1;
      this.codes.set(expected.code, (this.codes.get(expected.code) ?? 0) + 1);
      if (this.model.groups.length > groups) this.model.groups.at(-1)?.ids.push(...ids);
      if (
        shown(actual) !==
        shown({ code: expected.code, replayed: expected.replayed, lines: expected.lines })
      ) {
        return `${shown(command)}\n  books: ${shown(actual)}\n  model: ${shown(expected)}`;
      }
    }
    return undefined;
  }

  private async wrongStandings(): Promise<unknown> {
    await run.touchAll(this.books, ACCOUNTS);
    const books = await run.standings(this.books);
    const model = run.modelStandings(this.model);
    const wrong = Object.keys({ ...books, ...model }).filter((key) => books[key] !== model[key]);
    return wrong.length === 0
      ? undefined
      : wrong.map((key) => [key, `books: ${books[key] ?? ''}`, `model: ${model[key] ?? ''}`]);
  }
}

async function begin(): Promise<{ books: LedgerVerbs; history: History }> {
  const books = await startLedgerVerbs();
  await books.open(...ACCOUNTS);
  await books.close(CLOSED_THROUGH);
  const model = modelOf(ACCOUNTS, CLOSED_THROUGH);
  // Later on hardly any account is ever empty, and only an empty one is closed.
  for (const account of ACCOUNTS.filter(({ owner }) => owner === 'p12')) {
    const { code } = await run.runLimit(books, { account, change: { state: 'closed' } });
    expect(code).toBe(model.limit(addressOf(account), { state: 'closed' }));
  }
  return { books, history: new History(books, model) };
}

// A difference between accounts is seen only when they are looked at, so the same history is run
// again and they are looked at after each batch.
async function shortest(found: Difference): Promise<Difference> {
  const { books, history } = await begin();
  try {
    return (await history.run(found.after, 1)) ?? found;
  } finally {
    await books.stop();
  }
}

/** Balances after `position` entries, by address. */
function balancesAfter(model: LedgerModel, position: number): Map<string, bigint> {
  const balances = new Map(ACCOUNTS.map((ref) => [addressOf(ref), 0n]));
  for (const entry of model.journal.slice(0, position)) {
    for (const [address, change] of entry) {
      balances.set(address, (balances.get(address) ?? 0n) + change);
    }
  }
  return balances;
}

const patience = 60_000 + COMMANDS * PATIENCE_MS_PER_COMMAND;
test(
  `${String(COMMANDS)} commands of seed ${String(SEED)}: the books and the model agree`,
  async () => {
    const { books, history } = await begin();
    try {
      for (const part of [0.3, 0.6, 1]) {
        const found = await history.run(Math.round(COMMANDS * part), 40);
        if (found !== undefined) {
          const { after, what } = await shortest(found);
          throw new Error(
            `HISTORY_SEED=${String(SEED)} HISTORY_COMMANDS=${String(after)}: ${typeof what === 'string' ? what : shown(what)}`,
          );
        }
        expect(await run.auditFaults(books)).toEqual([]);
        expect(await run.sealingFaults(books)).toEqual({ unsealed: 0, without: 0, disorder: 0 });
      }
      const { model, codes } = history;
      const random = randomBy(SEED + 1);
      const positions = [
        0,
        model.journal.length,
        ...Array.from({ length: 12 }, () => random(model.journal.length)),
      ];
      for (const position of positions) {
        const told: [string, bigint][] = [];
        for (const address of ACCOUNTS.map(addressOf)) {
          told.push([address, await books.balances.balanceAt(address, BigInt(position))]);
        }
        expect([position, Object.fromEntries(told)]).toEqual([
          position,
          Object.fromEntries(balancesAfter(model, position)),
        ]);
      }
      // A history in which something never happens proves nothing about it.
      if (COMMANDS >= 100_000) expect([...codes.keys()].sort()).toEqual(EVERY_CODE);
    } finally {
      await books.stop();
    }
  },
  patience,
);

const EVERY_CODE = `account_closed account_debit_only account_frozen account_never_refuses
  account_not_empty account_unknown approver_needed ceiling_reached currency_mismatch done
  entry_already_reversed entry_is_reversal entry_too_long entry_too_short entry_unbalanced
  entry_unknown floor_reached hold_exceeded hold_expired hold_not_pending limit_crossed
  line_not_positive line_too_large period_closed posted reference_reused`.split(/\s+/);
