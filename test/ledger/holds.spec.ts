// Holds on a real PostgreSQL: set aside, posted in full or in part, voided, or over by the ledger's
// time; each ends exactly once, whoever comes at the same moment, and its money is never twice.
import { type AccountRef, type Books, platformAccount } from '../../src/ledger/index.js';
import {
  alone,
  charge,
  codeOf,
  type LedgerVerbs,
  pay,
  person,
  startLedgerVerbs,
} from '../support/ledger-verbs.js';

const HOUR = 3_600_000;
const PENDING = platformAccount('stripe.pending', 'EUR');

let books: LedgerVerbs;
let ana: AccountRef;
let ben: AccountRef;

beforeAll(async () => {
  books = await startLedgerVerbs();
});
afterAll(() => books.stop());

let used = 0;
const name = (): string => `hold_${String((used += 1))}`;

beforeEach(async () => {
  [ana, ben] = [person(name()), person(name())];
  await books.open(ana, ben);
  await books.fund(ana, 100n);
});

type Word = (locked: Books) => ReturnType<Books['hold']>;

/** One word on a hold, in a transaction of its own. Answers the refusal's code, or `done`. */
const say = (hold: string, word: Word, refs = [ana, ben]): Promise<string> =>
  books.transactor.run(async (tx) => {
    const locked = await books.ledger.lock(tx, refs, [hold]);
    const refused = word(locked);
    await books.ledger.write(tx, locked);
    return refused?.code ?? 'done';
  });

const hold = (
  reference: string,
  amount: bigint,
  { from = ana, to = ben, hours = null as number | null } = {},
): Promise<string> => {
  const expiresAt = hours === null ? null : new Date(books.clock.now().getTime() + hours * HOUR);
  const draft = { reference, account: from, counterAccount: to, amount, reason: 'test', expiresAt };
  return say(reference, (locked) => locked.hold(draft), [from, to]);
};

const post =
  (reference: string, moved: bigint, part?: bigint): Word =>
  (locked) =>
    locked.postHold(reference, [pay(`${reference}:${name()}`, ana, ben, moved)], part);
const voided =
  (reference: string): Word =>
  (locked) =>
    locked.voidHold(reference);
const ended =
  (reference: string): Word =>
  (locked) =>
    locked.voidHold(reference, 'expired');

const endingsOf = (reference: string): Promise<Record<string, unknown>[]> =>
  books.rows(
    `SELECT e.outcome, e.amount, e.ended_at FROM ledger.hold_endings e
       JOIN ledger.holds h ON h.id = e.hold_id WHERE h.reference = $1`,
    [reference],
  );

const spend = async (from: AccountRef, to: AccountRef, amount: bigint): Promise<string> =>
  codeOf((await books.post(alone(pay(`${name()}:spent`, from, to, amount))))[0]);

test.each<[string, (h: string) => Word, bigint, bigint, string, bigint]>([
  ['posted in full', (h) => post(h, 60n), 40n, 60n, 'posted', 60n],
  ['posted in part', (h) => post(h, 25n, 25n), 75n, 25n, 'posted', 25n],
  ['voided', voided, 100n, 0n, 'voided', 0n],
  ['over', ended, 100n, 0n, 'expired', 0n],
])('%s', async (_how, word, anaHas, benHas, outcome, amount) => {
  const reference = name();
  expect(await hold(reference, 60n)).toBe('done');
  expect(await books.account(ana)).toMatchObject({ balance: 100n, held: 60n, incoming: 0n });
  expect(await books.account(ben)).toMatchObject({ balance: 0n, held: 0n, incoming: 60n });
  expect(await spend(ana, ben, 41n)).toBe('floor_reached');
  expect(await say(reference, word(reference))).toBe('done');
  expect(await books.account(ana)).toMatchObject({ balance: anaHas, held: 0n });
  expect(await books.account(ben)).toMatchObject({ balance: benHas, incoming: 0n });
  expect(await endingsOf(reference)).toMatchObject([{ outcome, amount: String(amount) }]);
  const code = outcome === 'expired' ? 'hold_expired' : 'hold_not_pending';
  expect(await say(reference, post(reference, 60n))).toBe(code);
  expect(await say(reference, voided(reference))).toBe(code);
  expect(await endingsOf(reference)).toHaveLength(1);
});

test.each<[string, string, bigint | undefined]>([
  ['more than was held', 'hold_exceeded', 61n],
  ['nothing', 'hold_exceeded', 0n],
  ['less than nothing', 'hold_exceeded', -1n],
])('posting %s is refused and the hold stays', async (_what, code, part) => {
  const reference = name();
  await hold(reference, 60n);
  expect(await say(reference, post(reference, 60n, part))).toBe(code);
  expect(await endingsOf(reference)).toEqual([]);
  expect(await books.account(ana)).toMatchObject({ held: 60n });
});

test.each<[string, string, () => Promise<string>]>([
  ['zero', 'line_not_positive', () => hold(name(), 0n)],
  ['less than zero', 'line_not_positive', () => hold(name(), -1n)],
  [
    'more than a line carries',
    'line_too_large',
    () => hold(name(), 10n ** 15n + 1n, { from: PENDING }),
  ],
  ['2^64', 'line_too_large', () => hold(name(), 2n ** 64n, { from: PENDING })],
  ['more than there is', 'floor_reached', () => hold(name(), 101n)],
  ['another currency', 'currency_mismatch', () => hold(name(), 1n, { to: person('x', 'USD') })],
])('a hold of %s is refused: %s', async (_what, code, make) => {
  const before = await books.rows('SELECT FROM ledger.holds');
  expect(await make()).toBe(code);
  expect(await books.rows('SELECT FROM ledger.holds')).toHaveLength(before.length);
});

test('of eight who end one hold at once exactly one does, thirty times over', async () => {
  for (let round = 0; round < 30; round += 1) {
    const reference = name();
    const before = await books.account(ana);
    await hold(reference, 10n, { hours: 1 });
    const words = [
      post(reference, 10n),
      post(reference, 4n, 4n),
      voided(reference),
      ended(reference),
    ];
    const answers = Promise.all(
      [...words, ...words].map((word, at) =>
        say(reference, word, at % 2 === 0 ? [ana, ben] : [ben, ana]),
      ),
    );
    // In every third round time runs out while they are at it.
    if (round % 3 === 0) books.clock.forward(HOUR);
    const done = (await answers).filter((code) => code === 'done');
    const refusals = (await answers).filter((code) => code !== 'done');
    expect(refusals.filter((code) => !/^hold_(not_pending|expired)$/.test(code))).toEqual([]);
    const endings = await endingsOf(reference);
    expect(endings).toHaveLength(1);
    expect(done.length).toBeLessThanOrEqual(1);
    if (done.length === 0) expect(endings).toMatchObject([{ outcome: 'expired' }]);
    const moved = BigInt(String(endings[0]?.amount));
    expect(await books.account(ana)).toMatchObject({ balance: before.balance - moved, held: 0n });
    expect(await books.account(ben)).toMatchObject({ incoming: 0n });
    if (moved > 0n) await spend(ben, ana, moved);
  }
});

describe('time runs out', () => {
  test('the money is spendable that moment, and the ending says which', async () => {
    const reference = name();
    await hold(reference, 60n, { hours: 1 });
    const expiresAt = new Date(books.clock.now().getTime() + HOUR);
    books.clock.forward(HOUR - 1);
    expect(await spend(ana, ben, 41n)).toBe('floor_reached');
    books.clock.forward(1);
    expect(await spend(ana, ben, 100n)).toBe('posted');
    books.clock.forward(5 * HOUR);
    expect(await endingsOf(reference)).toEqual([
      { outcome: 'expired', amount: '0', ended_at: expiresAt },
    ]);
  });

  test.each(['nobody came by', 'somebody came by'])(
    'posting it is refused and changes nothing when %s',
    async (how) => {
      const reference = name();
      await hold(reference, 60n, { hours: 1 });
      books.clock.forward(HOUR);
      if (how === 'somebody came by') await spend(ana, ben, 1n);
      const { balance } = await books.account(ana);
      expect(await say(reference, post(reference, 60n))).toBe('hold_expired');
      expect(await say(reference, voided(reference))).toBe('hold_expired');
      expect(await books.account(ana)).toMatchObject({ balance, held: 0n });
      expect(await books.account(ben)).toMatchObject({ incoming: 0n });
      expect(await endingsOf(reference)).toHaveLength(1);
    },
  );

  test.each([
    ['a person', () => ana],
    ['a platform account', () => PENDING],
  ])('the payee has room again that moment, whoever held: %s', async (_who, from) => {
    const reference = name();
    await limit(ben, { ceiling: 100n });
    await hold(reference, 60n, { from: from(), hours: 1 });
    const charged = async (): Promise<string> =>
      codeOf((await books.post(alone(charge(`${name()}:charged`, ben, 100n))))[0]);
    expect(await charged()).toBe('ceiling_reached');
    books.clock.forward(HOUR);
    expect(await charged()).toBe('posted');
    expect(await endingsOf(reference)).toMatchObject([{ outcome: 'expired' }]);
    expect(await books.account(ana)).toMatchObject({ held: 0n });
  });

  test('an account is closed and limited as if nothing were held', async () => {
    const other = person(name());
    await books.open(other);
    await hold(name(), 60n, { to: other, hours: 1 });
    books.clock.forward(HOUR);
    await limit(ana, { floor: 100n });
    await limit(other, { state: 'closed' });
    expect(await books.account(other)).toMatchObject({ incoming: 0n });
  });

  test('where the payee is locked by another, nobody waits, and the next one finishes', async () => {
    const locked = person(name());
    await books.open(locked);
    const references = Array.from({ length: 20 }, name);
    for (const [at, reference] of references.entries()) {
      expect(await hold(reference, 5n, { to: at % 4 === 0 ? locked : ben, hours: 1 })).toBe('done');
    }
    books.clock.forward(HOUR);
    const other = await books.connect();
    await other.query('BEGIN');
    await other.query('SELECT FROM ledger.accounts WHERE address = $1 FOR UPDATE', [
      `user.available:${locked.owner}:EUR`,
    ]);
    expect(await spend(ana, ben, 75n)).toBe('posted');
    expect(await books.account(ana)).toMatchObject({ held: 25n, balance: 25n });
    expect(await spend(ana, ben, 1n)).toBe('floor_reached');
    await other.query('COMMIT');
    expect(await spend(ana, ben, 25n)).toBe('posted');
    expect(await books.account(ana)).toMatchObject({ held: 0n, balance: 0n });
    expect(await books.account(locked)).toMatchObject({ incoming: 0n });
    const endings = await Promise.all(references.map(endingsOf));
    expect(endings.map(({ length }) => length)).toEqual(references.map(() => 1));
  });

  test('holds that cross each other run out under twenty who pay at once', async () => {
    await books.fund(ben, 100n);
    const references = Array.from({ length: 16 }, name);
    for (const [at, reference] of references.entries()) {
      const [from, to] = at % 2 === 0 ? [ana, ben] : [ben, ana];
      await hold(reference, 5n, { from, to, hours: 1 });
    }
    books.clock.forward(HOUR);
    const third = person(name());
    await books.open(third);
    const paid = await Promise.all(
      Array.from({ length: 20 }, (_, at) => spend(at % 2 === 0 ? ana : ben, third, 2n)),
    );
    expect(new Set(paid)).toEqual(new Set(['posted']));
    expect(await books.account(ana)).toMatchObject({ balance: 80n, held: 0n, incoming: 0n });
    expect(await books.account(ben)).toMatchObject({ balance: 80n, held: 0n, incoming: 0n });
  });
});

const limit = (
  ref: AccountRef,
  change: Omit<Parameters<LedgerVerbs['limits']['change']>[2], 'reason' | 'changedBy'>,
): Promise<unknown> =>
  books.transactor.run((tx) =>
    books.limits.change(tx, ref, { ...change, reason: 'test', changedBy: 'fay' }),
  );

test('a payee with a ceiling who is frozen meanwhile: refused, still held, and can be voided', async () => {
  await limit(ben, { ceiling: 60n });
  expect(await hold(name(), 61n)).toBe('ceiling_reached');
  const reference = name();
  expect(await hold(reference, 60n)).toBe('done');
  expect(await hold(name(), 1n)).toBe('ceiling_reached');
  await limit(ben, { state: 'frozen' });
  expect(await hold(name(), 1n)).toBe('account_frozen');
  expect(await say(reference, post(reference, 60n))).toBe('account_frozen');
  expect(await books.account(ana)).toMatchObject({ balance: 100n, held: 60n });
  expect(await endingsOf(reference)).toEqual([]);
  await limit(ben, { state: 'open' });
  expect(await say(reference, post(reference, 60n))).toBe('done');
  expect(await books.account(ben)).toMatchObject({ balance: 60n, incoming: 0n });
  const second = name();
  await limit(ben, { ceiling: null });
  await hold(second, 10n);
  await limit(ben, { state: 'frozen' });
  expect(await say(second, voided(second))).toBe('done');
  expect(await books.account(ana)).toMatchObject({ balance: 40n, held: 0n });
});
