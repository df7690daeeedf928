// Random commands from four connections at once on a handful of accounts. Who wins is anybody's
// guess; what was written must still be a history the model allows, and no caller may see an error.
import { type AccountRef, type EntryDraft, platformAccount } from '../../src/ledger/index.js';
import { addressOf, LedgerCommands, modelOf } from '../support/ledger-commands.js';
import { Notebook, type Random, randomBy } from '../support/ledger-commands.js';
import * as run from '../support/ledger-history.js';
import type { LedgerModel } from '../support/ledger-model.js';
import {
  charge,
  type LedgerVerbs,
  person,
  START,
  startLedgerVerbs,
} from '../support/ledger-verbs.js';

const SEED = Number(process.env.HISTORY_SEED ?? Date.now() % 1_000_000_007);
const WRITERS = 4;
const COMMANDS_EACH = 1_500;
const BATCH_MAX = 24;
const CEILING = 4_000n;

const PEOPLE = ['a', 'b', 'c', 'd'].map((owner) => person(owner));
const ACCOUNTS: readonly AccountRef[] = [
  ...PEOPLE,
  person('a', 'USD'),
  ...(['stripe.pending', 'stripe.fees', 'fee.transfer', 'tax.payable'] as const).flatMap((name) => [
    platformAccount(name, 'EUR'),
    platformAccount(name, 'USD'),
  ]),
];

let books: LedgerVerbs;
/** Only a notebook here: which groups were written, for those who reverse. */
let notes: LedgerModel;

beforeAll(async () => {
  books = await startLedgerVerbs();
  await books.open(...ACCOUNTS);
  for (const ref of PEOPLE.slice(0, 2)) {
    const change = { ceiling: CEILING, reason: 'test', changedBy: 'fay' };
    await books.transactor.run((tx) => books.limits.change(tx, ref, change));
  }
  notes = modelOf(ACCOUNTS, new Date(0));
});
afterAll(() => books.stop());

function remember(entries: readonly EntryDraft[] | undefined, done: run.Done | undefined): void {
  if (entries === undefined || done?.code !== 'posted' || done.replayed) return;
  notes.groups.push({ entries, ids: [...done.ids], isReversal: false, reversedAs: null });
}

async function writer(
  commands: LedgerCommands,
  random: Random,
  shared: Notebook,
): Promise<string[]> {
  const codes: string[] = [];
  while (codes.length < COMMANDS_EACH) {
    const kind = random(100);
    const size = 1 + random(BATCH_MAX);
    if (kind < 50) {
      const postings = Array.from({ length: size }, () => commands.posting());
      const done = await run.runPostings(books, postings);
      for (const [at, one] of done.entries()) remember(postings[at], one);
      codes.push(...done.map(({ code }) => code));
    } else if (kind < 85) {
      const said = Array.from({ length: size }, () => commands.booksCommand(books.clock.now()));
      const done = await run.runBooks(books, said);
      shared.holds.push(...said.filter((command) => command.kind === 'hold'));
      codes.push(...done.map(({ code }) => code));
    } else if (kind < 93) {
      codes.push((await run.runReversal(books, commands.reversal())).code);
    } else if (kind < 96) {
      const account = PEOPLE[random(PEOPLE.length)] ?? person('a');
      const state = (['frozen', 'open', 'open'] as const)[random(3)] ?? 'open';
      codes.push((await run.runLimit(books, { account, change: { state } })).code);
    } else {
      books.clock.forward(random(10 * 60_000));
    }
  }
  return codes;
}

interface WrittenLine {
  entry: string;
  reference: string;
  address: string;
  side: 'debit' | 'credit';
  amount: string;
  version: string | null;
  after: string | null;
}

/** Everything that was written, line by line, in the order of positions. */
const written = (): Promise<WrittenLine[]> =>
  books.rows(
    `SELECT e.id AS entry, e.reference, a.address, l.side, l.amount, l.account_version AS version,
            l.balance_after AS after
       FROM ledger.positions p JOIN ledger.entries e ON e.id = p.entry_id
       JOIN ledger.lines l ON l.entry_id = e.id JOIN ledger.accounts a ON a.id = l.account_id
      ORDER BY p.position, l.number`,
  );

function draftOf(lines: readonly WrittenLine[]): EntryDraft {
  const refs = new Map(ACCOUNTS.map((ref) => [addressOf(ref), ref]));
  return {
    template: 'P3',
    reference: lines[0]?.reference ?? '',
    occurredAt: START,
    lines: lines.map(({ address, side, amount }) => {
      const account = refs.get(address);
      if (account === undefined) throw new Error(`${address} is none of ours`);
      return { side, account, amount: BigInt(amount), currency: account.currency };
    }),
  };
}

test(`four connections at once, seed ${String(SEED)}: what was written is a sound history`, async () => {
  for (const ref of [...PEOPLE, person('a', 'USD')]) await books.fund(ref, 2_000n);
  const shared = new Notebook();
  const writers = Array.from({ length: WRITERS }, (_, at) => {
    const random = randomBy(SEED + at);
    const prefix = `w${String(at)}_`;
    return writer(new LedgerCommands(random, notes, ACCOUNTS, shared, prefix), random, shared);
  });
  const writing = { goesOn: true };
  const sealing = (async (): Promise<void> => {
    while (writing.goesOn) {
      await books.sealer.seal();
      await new Promise((done) => setTimeout(done, 20));
    }
  })();
  const codes = (await Promise.all(writers)).flat();
  writing.goesOn = false;
  await sealing;
  for (const code of ['posted', 'done', 'floor_reached', 'hold_not_pending', 'reference_reused']) {
    expect(codes).toContain(code);
  }
  await run.touchAll(books, ACCOUNTS);
  expect(await run.auditFaults(books)).toEqual([]);
  expect(await run.sealingFaults(books)).toEqual({ unsealed: 0, without: 0, disorder: 0 });

  const model = modelOf(ACCOUNTS, new Date(0));
  for (const ref of PEOPLE.slice(0, 2)) model.limit(addressOf(ref), { ceiling: CEILING });
  const entries = new Map<string, WrittenLine[]>();
  for (const row of await written())
    entries.set(row.entry, [...(entries.get(row.entry) ?? []), row]);
  for (const [entry, lines] of entries) {
    const { code, lines: told } = model.direct([draftOf(lines)]);
    const stored = lines.map(({ version, after }) => [version, after].map((n) => n ?? 'none'));
    const expected = told.map(([version, , after]) =>
      [version, after].map((n) => String(n ?? 'none')),
    );
    expect([entry, code, stored]).toEqual([entry, 'posted', expected]);
  }
  const ends = async (of: LedgerModel): Promise<unknown> =>
    Promise.all(
      PEOPLE.map(async (ref) => {
        const { balance, version } = await books.account(ref);
        const end = of.accounts.get(addressOf(ref));
        return [balance === end?.balance, version === end?.version];
      }),
    );
  expect(await ends(model)).toEqual(PEOPLE.map(() => [true, true]));
  expect(entries.size).toBeGreaterThan(500);
});

test('the same charge from forty callers at once posts once', async () => {
  const entry = charge('the_same:done', person('c'), 1n);
  const before = await books.account(person('c'));
  const change = { state: 'open', ceiling: null } as const;
  await run.runLimit(books, { account: person('c'), change });
  const done = await Promise.all(
    Array.from({ length: 40 }, () => run.runPostings(books, [[entry], [entry]])),
  );
  expect(done.flat().filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect((await books.account(person('c'))).balance).toBe(before.balance + 1n);
});
