// What the books do not take: each fault has its own code, leaves nothing but its attempt, and does
// not disturb its neighbours in the same batch.
import { type EntryDraft, platformAccount } from '../../src/ledger/index.js';
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
const FULL = person('full');
const FROZEN = person('frozen');
const CLOSED = person('closed');
const DEBTOR = person('debtor');
const RICH = person('rich');
const DOLLARS = person('ana', 'USD');
const PENDING = platformAccount('stripe.pending', 'EUR');
const LINE_MAX = 10n ** 15n;
const CLOSED_THROUGH = new Date('2026-02-01T00:00:00.000Z');

let books: LedgerVerbs;

beforeAll(async () => {
  books = await startLedgerVerbs();
  await books.open(ANA, BEN, FULL, FROZEN, CLOSED, DEBTOR, RICH, DOLLARS, PENDING);
  await books.fund(ANA, 1_000n);
  await books.fund(FROZEN, 1_000n);
  await books.fund(DEBTOR, 1_000n);
  const said = { reason: 'a test of refusals', changedBy: 'fay' };
  for (const [account, change] of [
    [FULL, { ceiling: 100n }],
    [FROZEN, { state: 'frozen' }],
    [CLOSED, { state: 'closed' }],
    [DEBTOR, { state: 'debit_only' }],
  ] as const) {
    await books.transactor.run((tx) => books.limits.change(tx, account, { ...change, ...said }));
  }
  await books.close(CLOSED_THROUGH);
});
afterAll(() => books.stop());

let used = 0;
const name = (): string => `bad_${String((used += 1))}:done`;
const pair = (amount: bigint): EntryDraft['lines'] => [
  line('debit', ANA, amount),
  line('credit', BEN, amount),
];
const pairs = (many: number): EntryDraft['lines'] =>
  Array.from({ length: many }, () => [line('debit', PENDING, 1n), line('credit', BEN, 1n)]).flat();

const TABLES = ['entries', 'lines', 'holds', 'hold_endings', 'unsealed', 'account_changes'];
const written = async (): Promise<unknown> => {
  const counts = TABLES.map((table) => `(SELECT count(*) FROM ledger.${table}) AS ${table}`);
  const [tables] = await books.rows(`SELECT ${counts.join(', ')}`);
  return [tables, await books.rows('SELECT * FROM ledger.accounts ORDER BY id')];
};

const said = { reason: 'x', recordedBy: 'fay', approvedBy: 'gus' };
const BAD: [string, string, () => EntryDraft][] = [
  ['a person nobody opened', 'account_unknown', () => pay(name(), ANA, person('nobody'), 1n)],
  [
    'a platform account nobody opened',
    'account_unknown',
    () =>
      free(name(), [
        line('debit', ANA, 1n),
        line('credit', platformAccount('rounding', 'EUR'), 1n),
      ]),
  ],
  [
    'a line in a currency that is not its account’s',
    'currency_mismatch',
    () =>
      free(name(), [line('debit', ANA, 1n), { ...line('credit', DOLLARS, 1n), currency: 'EUR' }]),
  ],
  [
    'two currencies that balance only together',
    'entry_unbalanced',
    () => free(name(), [line('debit', ANA, 1n), line('credit', DOLLARS, 1n)]),
  ],
  [
    'debits that are not the credits',
    'entry_unbalanced',
    () => free(name(), [line('debit', ANA, 2n), line('credit', BEN, 1n)]),
  ],
  ['a line of zero', 'line_not_positive', () => free(name(), pair(0n))],
  ['a line below zero', 'line_not_positive', () => free(name(), pair(-1n))],
  ['a line above the largest', 'line_too_large', () => free(name(), pair(LINE_MAX + 1n))],
  ['a line of 2^63', 'line_too_large', () => free(name(), pair(2n ** 63n))],
  ['no line', 'entry_too_short', () => free(name(), [])],
  ['one line', 'entry_too_short', () => free(name(), [line('debit', ANA, 1n)])],
  ['501 lines', 'entry_too_long', () => free(name(), [...pairs(250), line('debit', ANA, 1n)])],
  ['a frozen payer', 'account_frozen', () => pay(name(), FROZEN, BEN, 1n)],
  ['a frozen payee', 'account_frozen', () => pay(name(), ANA, FROZEN, 1n)],
  ['a closed account', 'account_closed', () => pay(name(), ANA, CLOSED, 1n)],
  ['a credit where only debits go', 'account_debit_only', () => pay(name(), ANA, DEBTOR, 1n)],
  ['a payee who would have too much', 'ceiling_reached', () => pay(name(), ANA, FULL, 101n)],
  ['a payer who has too little', 'floor_reached', () => pay(name(), ANA, BEN, LINE_MAX)],
  [
    'a time whose books are closed',
    'period_closed',
    () => ({ ...pay(name(), ANA, BEN, 1n), occurredAt: new Date(CLOSED_THROUGH.getTime() - 1) }),
  ],
  [
    'a correction without a second person',
    'approver_needed',
    () => ({ ...free(name(), pair(1n)), ...said, approvedBy: 'fay' }),
  ],
  [
    'a correction without a reason',
    'approver_needed',
    () => ({ ...free(name(), pair(1n)), ...said, reason: '' }),
  ],
];

test.each(BAD)('%s is refused: %s', async (_what, code, make) => {
  const draft = make();
  const before = await written();
  const [outcome] = await books.post(alone(draft));
  expect(outcome).toMatchObject({ kind: 'refused', code, replayed: false });
  expect(await written()).toEqual(before);
  const attempts = await books.rows('SELECT code FROM ledger.attempts WHERE reference = $1', [
    draft.reference,
  ]);
  expect(attempts).toEqual([{ code }]);
  expect(await books.post(alone(draft))).toEqual([{ ...outcome, replayed: true }]);
});

test('what is just inside each limit is posted', async () => {
  const draft = { ...pay(name(), DEBTOR, FULL, 100n), occurredAt: CLOSED_THROUGH };
  const outcomes = await books.post(alone(draft), alone(free(name(), pairs(250))));
  expect(outcomes.map(codeOf)).toEqual(['posted', 'posted']);
  const back = await books.post(alone(pay(name(), FULL, DEBTOR, 1n)));
  expect(back.map(codeOf)).toEqual(['account_debit_only']);
});

test('a balance is counted up to 2^63 - 1 and then refused, not overrun', async () => {
  const max = 2n ** 63n - 1n;
  const lines = (many: number, amount = LINE_MAX): EntryDraft['lines'] =>
    Array.from({ length: many }, () => [
      line('debit', PENDING, amount),
      line('credit', RICH, amount),
    ]).flat();
  const full = Number(max / LINE_MAX);
  const entries = Array.from({ length: Math.floor(full / 250) }, () => free(name(), lines(250)));
  const outcomes = await books.post(
    ...entries.map(alone),
    alone(free(name(), lines(full % 250))),
    alone(charge(name(), RICH, max % LINE_MAX)),
    alone(charge(name(), RICH, 1n)),
    alone(pay(name(), RICH, BEN, 1n)),
    alone(charge(name(), RICH, 1n)),
  );
  expect([...new Set(outcomes.slice(0, -3).map(codeOf))]).toEqual(['posted']);
  expect(outcomes.slice(-3).map(codeOf)).toEqual(['balance_out_of_range', 'posted', 'posted']);
  expect((await books.account(RICH)).balance).toBe(max);
});

test('a batch of 256 with refusals in its middle: the others are as if they were alone', async () => {
  const [ana, ben] = [await books.account(ANA), await books.account(BEN)];
  const bad = new Map(BAD.map(([, code, make], index) => [60 + index * 7, { code, make }]));
  const batch = Array.from({ length: 256 }, (_, index) =>
    alone(bad.get(index)?.make() ?? pay(name(), ANA, BEN, 1n)),
  );
  const outcomes = await books.post(...batch);
  expect(outcomes.map(codeOf)).toEqual(batch.map((_, index) => bad.get(index)?.code ?? 'posted'));
  const posted = BigInt(256 - bad.size);
  expect(await books.account(ANA)).toMatchObject({
    balance: ana.balance - posted,
    version: ana.version + posted,
  });
  expect((await books.account(BEN)).balance).toBe(ben.balance + posted);
});

test('the books close while a posting waits for its account: the closing waits for it', async () => {
  const holder = await books.connect();
  await holder.query('BEGIN');
  await holder.query(`SELECT FROM ledger.accounts WHERE address = $1 FOR UPDATE`, [
    'user.available:ana:EUR',
  ]);
  const waiting = books.post(alone(pay(name(), ANA, BEN, 1n)));
  await new Promise((done) => setTimeout(done, 150));
  const closing = books.close(new Date(START.getTime() + 1));
  await new Promise((done) => setTimeout(done, 150));
  await holder.query('COMMIT');
  // It came first, so whoever closes waits for it, and it is part of the closed books.
  expect((await waiting).map(codeOf)).toEqual(['posted']);
  await closing;
  expect((await books.post(alone(pay(name(), ANA, BEN, 1n)))).map(codeOf)).toEqual([
    'period_closed',
  ]);
});
