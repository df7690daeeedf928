// Postings by reference on a real PostgreSQL: what stands or falls together, what comes back with
// each posting, and that one reference has one answer for ever, whoever asks how often.
import { platformAccount, type Posting } from '../../src/ledger/index.js';
import {
  alone,
  charge,
  codeOf,
  free,
  type LedgerVerbs,
  line,
  pay,
  person,
  START,
  startLedgerVerbs,
} from '../support/ledger-verbs.js';

const ANA = person('ana');
const BEN = person('ben');
const DOLLARS = person('ana', 'USD');
const PENDING = platformAccount('stripe.pending', 'EUR');

let books: LedgerVerbs;

beforeAll(async () => {
  books = await startLedgerVerbs();
  await books.open(ANA, BEN, DOLLARS, PENDING);
  await books.fund(ANA, 1_000_000n);
});
afterAll(() => books.stop());

let used = 0;
const name = (): string => `posting_${String((used += 1))}:done`;

/** Every table of the ledger with its number of rows. */
async function counted(): Promise<Record<string, number>> {
  const tables = await books.rows<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = 'ledger' AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const counts = await Promise.all(
    tables.map(async ({ name: table }) => {
      const [row] = await books.rows<{ n: number }>(
        `SELECT count(*)::int AS n FROM ledger.${table}`,
      );
      return [table, row?.n ?? -1] as const;
    }),
  );
  return Object.fromEntries(counts);
}

/** The work, and how many rows each table has gained by it; tables that gained none are left out. */
async function gained(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await counted();
  await work();
  const after = Object.entries(await counted());
  return Object.fromEntries(
    after.flatMap(([table, n]) => {
      const more = n - (before[table] ?? 0);
      return more === 0 ? [] : [[table, more]];
    }),
  );
}

const accounts = (): Promise<unknown[]> =>
  books.rows('SELECT * FROM ledger.accounts ORDER BY address');

describe('together', () => {
  test('linked entries stand together, and each says with which', async () => {
    const [first, second] = [name(), name()];
    const [outcome] = await books.post({
      entries: [charge(first, BEN, 700n, 20n), pay(second, BEN, ANA, 700n)],
    });
    expect(codeOf(outcome)).toBe('posted');
    const written = await books.rows<{ id: string; reference: string; linked_to: string | null }>(
      'SELECT id, reference, linked_to FROM ledger.entries WHERE reference = ANY($1) ORDER BY id',
      [[first, second]],
    );
    expect(written).toMatchObject([
      { reference: first, linked_to: null },
      { reference: second, linked_to: written[0]?.id },
    ]);
  });

  test('linked entries fall together', async () => {
    const ben = await books.account(BEN);
    const [first, second] = [name(), name()];
    const tooMuch = ben.balance + 701n;
    const group = { entries: [charge(first, BEN, 700n), pay(second, BEN, ANA, tooMuch)] };
    const rows = await gained(async () => {
      const [outcome] = await books.post(group);
      expect(outcome).toMatchObject({ kind: 'refused', code: 'floor_reached', replayed: false });
    });
    expect(rows).toEqual({ attempts: 1 });
    expect(await books.account(BEN)).toEqual(ben);
  });

  test('balances before and after come with each line and agree with the rows', async () => {
    const [ana, ben] = [await books.account(ANA), await books.account(BEN)];
    const group = [pay(name(), ANA, BEN, 30n), pay(name(), BEN, ANA, 12n)];
    const [outcome] = await books.post({ entries: group }, alone(charge(name(), ANA, 5n)));
    const entries = outcome?.kind === 'posted' ? outcome.entries : [];
    const told = entries.flatMap(({ lines }) =>
      lines.map((l) => [l.account.owner, l.accountVersion, l.balanceBefore, l.balanceAfter]),
    );
    expect(told).toEqual([
      ['ana', ana.version + 1n, ana.balance, ana.balance - 30n],
      ['ben', ben.version + 1n, ben.balance, ben.balance + 30n],
      ['ben', ben.version + 2n, ben.balance + 30n, ben.balance + 18n],
      ['ana', ana.version + 2n, ana.balance - 30n, ana.balance - 18n],
    ]);
    const stored = await books.rows<{ version: string; after: string }>(
      `SELECT account_version AS version, balance_after AS after
         FROM ledger.lines WHERE entry_id = ANY($1) ORDER BY entry_id, number`,
      [entries.map(({ id }) => id)],
    );
    expect(stored.map((row) => [BigInt(row.version), BigInt(row.after)])).toEqual(
      told.map(([, version, , after]) => [version, after]),
    );
    expect(await books.account(ANA)).toMatchObject({ balance: ana.balance - 13n });
  });
});

describe('one reference, one answer', () => {
  const body = (reference: string): Posting => ({
    entries: [
      free(reference, [line('debit', ANA, 5n), line('credit', BEN, 5n)]),
      pay(`${reference}.2`, ANA, BEN, 7n),
    ],
  });
  const changed = (
    posting: Posting,
    index: number,
    change: Partial<Posting['entries'][number]>,
  ): Posting => ({
    entries: posting.entries.map((entry, at) => (at === index ? { ...entry, ...change } : entry)),
  });

  test('the same body has the same answer, marked, and nothing is written', async () => {
    const posting = body(name());
    const [first] = await books.post(posting);
    expect(codeOf(first)).toBe('posted');
    const before = await accounts();
    const rows = await gained(async () => {
      expect(await books.post(posting)).toEqual([{ ...first, replayed: true }]);
    });
    expect(rows).toEqual({});
    expect(await accounts()).toEqual(before);
  });

  const other: [string, (posting: Posting) => Posting][] = [
    ['template', (p) => changed(p, 1, { template: 'P5b' })],
    ['occurredAt', (p) => changed(p, 0, { occurredAt: new Date(START.getTime() + 1) })],
    ['reason', (p) => changed(p, 0, { reason: 'another' })],
    ['recordedBy', (p) => changed(p, 0, { recordedBy: 'hal' })],
    ['approvedBy', (p) => changed(p, 0, { approvedBy: 'hal' })],
    ['reverses', (p) => changed(p, 0, { reverses: 'je_other' })],
    ["second entry's reference", (p) => changed(p, 1, { reference: name() })],
    ['one entry less', ({ entries: [first] }) => ({ entries: first ? [first] : [] })],
    ['one entry more', ({ entries }) => ({ entries: [...entries, pay(name(), ANA, BEN, 1n)] })],
    ['amount', (p) => changed(p, 0, { lines: [line('debit', ANA, 6n), line('credit', BEN, 6n)] })],
    [
      'account',
      (p) => changed(p, 0, { lines: [line('debit', ANA, 5n), line('credit', PENDING, 5n)] }),
    ],
    ['side', (p) => changed(p, 0, { lines: [line('credit', ANA, 5n), line('debit', BEN, 5n)] })],
    [
      'order of lines',
      (p) => changed(p, 0, { lines: [line('credit', BEN, 5n), line('debit', ANA, 5n)] }),
    ],
    [
      'currency',
      (p) =>
        changed(p, 0, {
          lines: [
            { ...line('debit', ANA, 5n), currency: 'USD' },
            { ...line('credit', BEN, 5n), currency: 'USD' },
          ],
        }),
    ],
  ];
  test.each(other)('another %s is another posting, and is told so', async (_field, change) => {
    const posting = body(name());
    const [first] = await books.post(posting);
    const rows = await gained(async () => {
      expect(await books.post(change(posting))).toMatchObject([
        { kind: 'refused', code: 'reference_reused' },
      ]);
    });
    expect(rows).toEqual({});
    expect(await books.post(posting)).toEqual([{ ...first, replayed: true }]);
  });

  test('what was refused stays refused when the money has come meanwhile', async () => {
    const poor = person('poor');
    await books.open(poor);
    const posting = alone(pay(name(), poor, BEN, 10n));
    const [first] = await books.post(posting);
    expect(codeOf(first)).toBe('floor_reached');
    await books.fund(poor, 100n);
    const rows = await gained(async () => {
      expect(await books.post(posting)).toEqual([{ ...first, replayed: true }]);
    });
    expect(rows).toEqual({});
    expect((await books.account(poor)).balance).toBe(100n);
  });

  test("an entry's reference inside a group is taken, too, and by nobody twice", async () => {
    const reference = name();
    await books.post(body(reference));
    const inside = `${reference}.2`;
    expect((await books.post(alone(pay(inside, ANA, BEN, 7n)))).map(codeOf)).toEqual([
      'reference_reused',
    ]);
    const fresh = name();
    const group = { entries: [pay(fresh, ANA, BEN, 1n), pay(inside, ANA, BEN, 7n)] };
    const rows = await gained(async () => {
      expect((await books.post(group)).map(codeOf)).toEqual(['reference_reused']);
    });
    expect(rows).toEqual({ attempts: 1 });
    const twice = name();
    expect(
      (await books.post({ entries: [pay(twice, ANA, BEN, 1n), pay(twice, ANA, BEN, 1n)] })).map(
        codeOf,
      ),
    ).toEqual(['reference_reused']);
    // What is remembered as refused was never written: the audit's V6 counts on it.
    const both = await books.rows(
      'SELECT FROM ledger.attempts JOIN ledger.entries USING (reference)',
    );
    expect(both).toEqual([]);
  });

  test.each(['one transaction', 'two transactions'])(
    'of a refused group only its name is remembered, in %s',
    async (how) => {
      const [first, second] = [name(), name()];
      const group = { entries: [pay(first, ANA, BEN, 10n ** 12n), pay(second, ANA, BEN, 1n)] };
      const later = alone(pay(second, ANA, BEN, 1n));
      const outcomes =
        how === 'one transaction'
          ? await books.post(group, later)
          : [...(await books.post(group)), ...(await books.post(later))];
      expect(outcomes.map(codeOf)).toEqual(['floor_reached', 'posted']);
    },
  );

  test('the same reference three times in one batch posts once', async () => {
    const reference = name();
    const [first, second, third] = await books.post(
      alone(pay(reference, ANA, BEN, 3n)),
      alone(pay(reference, ANA, BEN, 3n)),
      alone(pay(reference, ANA, BEN, 4n)),
    );
    expect(codeOf(first)).toBe('posted');
    expect(second).toEqual({ ...first, replayed: true });
    expect(codeOf(third)).toBe('reference_reused');
  });

  test.each([
    ['posted', 3n],
    ['floor_reached', 10n ** 12n],
  ])('eight connections at once with the same reference: %s once', async (code, amount) => {
    const posting = alone(pay(name(), ANA, BEN, amount));
    const ana = await books.account(ANA);
    const answers = await Promise.all(Array.from({ length: 8 }, () => books.post(posting)));
    const outcomes = answers.flat();
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(new Set(outcomes.map(codeOf))).toEqual(new Set([code]));
    expect(outcomes.map((outcome) => ({ ...outcome, replayed: false }))).toEqual(
      Array.from({ length: 8 }, () => ({ ...outcomes.find((o) => !o.replayed) })),
    );
    const moved = code === 'posted' ? amount : 0n;
    expect((await books.account(ANA)).balance).toBe(ana.balance - moved);
  });
});
