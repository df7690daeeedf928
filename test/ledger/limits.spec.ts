// What an account may do, changed on a real PostgreSQL: every refusal, every change kept with its
// reason and name, and nothing lost when an account is frozen while it is being paid.
import { type AccountRef, platformAccount } from '../../src/ledger/index.js';
import type { Limits } from '../../src/ledger/account-limits.js';
import {
  alone,
  codeOf,
  codeThrown,
  type LedgerVerbs,
  pay,
  person,
  startLedgerVerbs,
} from '../support/ledger-verbs.js';

const ANA = person('ana');
const BEN = person('ben');
const PENDING = platformAccount('stripe.pending', 'EUR');

let books: LedgerVerbs;

beforeEach(async () => {
  books = await startLedgerVerbs();
  await books.open(ANA, BEN, PENDING);
  await books.fund(ANA, 1_000n);
});
afterEach(() => books.stop());

type Change = Partial<Limits>;

const change = (ref: AccountRef, to: Change, reason = 'a test'): Promise<Limits> =>
  books.transactor.run((tx) => books.limits.change(tx, ref, { ...to, reason, changedBy: 'fay' }));

const hold = (amount: bigint): Promise<unknown> =>
  books.transactor.run(async (tx) => {
    const locked = await books.ledger.lock(tx, [ANA, BEN]);
    const draft = { account: ANA, counterAccount: BEN, amount, reason: 'test', expiresAt: null };
    locked.hold({ ...draft, reference: 'held' });
    await books.ledger.write(tx, locked);
  });

const changes = (): Promise<Record<string, unknown>[]> =>
  books.rows(
    `SELECT c.number, a.owner, c.state, c.floor, c.ceiling, c.reason, c.changed_by
       FROM ledger.account_changes c JOIN ledger.accounts a ON a.id = c.account_id
      ORDER BY a.owner, c.number`,
  );

test.each<[string, string, AccountRef, Change]>([
  ['an account nobody opened', 'account_unknown', person('nobody'), { state: 'frozen' }],
  ["the platform's own", 'account_never_refuses', PENDING, { state: 'frozen' }],
  ['closing what has money', 'account_not_empty', ANA, { state: 'closed' }],
  ['closing what has money on its way', 'account_not_empty', BEN, { state: 'closed' }],
  ['a floor above what is available', 'limit_crossed', ANA, { floor: 901n }],
  ['a ceiling below the balance', 'limit_crossed', ANA, { ceiling: 999n }],
  ['a ceiling below what is on its way', 'limit_crossed', BEN, { ceiling: 99n }],
])('%s: %s, and nothing is kept', async (_what, code, ref, to) => {
  await hold(100n);
  const before = await books.rows('SELECT * FROM ledger.accounts ORDER BY id');
  expect(await codeThrown(change(ref, to))).toBe(code);
  expect(await books.rows('SELECT * FROM ledger.accounts ORDER BY id')).toEqual(before);
  expect(await changes()).toEqual([]);
});

test('limits just where the account stands are taken', async () => {
  await hold(100n);
  expect(await change(ANA, { floor: 900n, ceiling: 1_000n })).toEqual({
    state: 'open',
    floor: 900n,
    ceiling: 1_000n,
  });
  expect(await change(BEN, { ceiling: 100n })).toMatchObject({ ceiling: 100n });
  const outcomes = await books.post(alone(pay('p1', ANA, BEN, 1n)));
  expect(outcomes.map(codeOf)).toEqual(['floor_reached']);
});

test('closing is for ever, and a closed account takes nothing', async () => {
  await change(BEN, { state: 'closed' });
  for (const state of ['open', 'frozen', 'closed'] as const) {
    expect(await codeThrown(change(BEN, { state }))).toBe('account_closed');
  }
  expect(await codeThrown(change(BEN, { floor: null }))).toBe('account_closed');
  const outcomes = await books.post(alone(pay('p1', ANA, BEN, 1n)));
  expect(outcomes.map(codeOf)).toEqual(['account_closed']);
});

test('every change is kept with its reason and name; what is not named stays', async () => {
  await change(ANA, { floor: -50n, ceiling: 5_000n }, 'an overdraft');
  await change(ANA, { state: 'debit_only' }, 'a complaint');
  await change(ANA, { floor: null, ceiling: null, state: 'open' }, 'all is well');
  const by = { owner: 'ana', changed_by: 'fay' };
  expect(await changes()).toEqual([
    { ...by, number: 1, state: 'open', floor: '-50', ceiling: '5000', reason: 'an overdraft' },
    { ...by, number: 2, state: 'debit_only', floor: '-50', ceiling: '5000', reason: 'a complaint' },
    { ...by, number: 3, state: 'open', floor: null, ceiling: null, reason: 'all is well' },
  ]);
  expect((await books.post(alone(pay('p1', ANA, BEN, 5_000n)))).map(codeOf)).toEqual(['posted']);
});

test('ten changes of one account at once are ten changes, numbered', async () => {
  await Promise.all(
    Array.from({ length: 10 }, (_, at) => change(ANA, { ceiling: 1_000n + BigInt(at) })),
  );
  expect((await changes()).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const last = (await changes()).at(-1);
  const [row] = await books.rows<{ ceiling: string }>(
    `SELECT ceiling FROM ledger.accounts WHERE owner = 'ana'`,
  );
  expect(row?.ceiling).toBe(last?.ceiling);
});

test('freezing and opening while payments are under way loses none and lets none through', async () => {
  const freezing = { goesOn: true };
  const froze = (async (): Promise<void> => {
    for (let round = 0; freezing.goesOn; round += 1) {
      await change(BEN, { state: round % 2 === 0 ? 'frozen' : 'open' });
    }
    await change(BEN, { state: 'frozen' });
  })();
  const paid = await Promise.all(
    [0, 1, 2, 3].map(async (writer) => {
      const codes: string[] = [];
      for (let turn = 0; turn < 40; turn += 1) {
        const draft = pay(`w${String(writer)}_${String(turn)}`, ANA, BEN, 1n);
        codes.push(...(await books.post(alone(draft))).map(codeOf));
      }
      return codes;
    }),
  );
  freezing.goesOn = false;
  await froze;
  const codes = paid.flat();
  const posted = codes.filter((code) => code === 'posted').length;
  expect(codes.filter((code) => code === 'account_frozen')).toHaveLength(codes.length - posted);
  expect([posted > 0, posted < codes.length]).toEqual([true, true]);
  expect(await books.account(BEN)).toMatchObject({ balance: BigInt(posted) });
  expect(await books.account(ANA)).toMatchObject({ balance: BigInt(1_000 - posted) });
  expect((await books.post(alone(pay('late', ANA, BEN, 1n)))).map(codeOf)).toEqual([
    'account_frozen',
  ]);
});
