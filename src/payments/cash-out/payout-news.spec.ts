// The pure decision about payouts, against the real books without a database: what each piece of news
// posts, and that any order of it, with repeats, ends in the same state and the same balances.
import fc from 'fast-check';
import type { LockedAccount } from '../../ledger/books/account.js';
import { Books } from '../../ledger/books/books.js';
import { addressOf, CHART } from '../../ledger/chart.js';
import { PAYOUT_STATUSES, type PayoutStatus, type ProcessorPayout } from '../processor/payouts.js';
import { accountsTouched, type CashOut, cashOutEntry, postAll } from './cash-out.js';
import { payoutNews } from './payout-news.js';
import { cancelRefused, notSent, reversalNews, transferNews } from './transfer-news.js';

const AT = new Date('2026-01-01T00:00:00Z');
const EXPECTED = new Date('2026-01-03T00:00:00Z');
const MONEY = { amount: 4000n, currency: 'EUR' };

const REQUESTED: CashOut = {
  id: 'csh_1',
  personId: 'ana',
  accountId: 'acct_1',
  amount: { minor: 4000n, currency: 'EUR' },
  fee: 60n,
  method: 'standard',
  destination: 'Bank ••3000',
  destinationId: 'ba_1',
  state: 'requested',
  transferId: null,
  payoutId: null,
  payoutStatus: null,
  reversalId: null,
  expectedOn: null,
  failureCode: null,
  moves: 1,
  createdAt: AT,
  updatedAt: AT,
};

const payout = (status: PayoutStatus, payoutId = 'po_1'): ProcessorPayout => ({
  ...MONEY,
  payoutId,
  cashOutId: 'csh_1',
  accountId: 'acct_1',
  live: false,
  status,
  expectedOn: EXPECTED,
  failureCode: status === 'failed' ? 'account_closed' : undefined,
});
const TRANSFER = {
  ...MONEY,
  transferId: 'tr_1',
  cashOutId: 'csh_1',
  accountId: 'acct_1',
  live: false,
};
const REVERSAL = { ...MONEY, reversalId: 'trr_1', transferId: 'tr_1' };

/** Books after the request: Ana had 50.00 and asked for 40.00 at a fee of 0.60. */
function booksAfterRequest() {
  const accounts = accountsTouched(REQUESTED).map((ref): LockedAccount => {
    const { guarded } = CHART[ref.name];
    const limits = { state: 'open', floor: guarded ? 0n : null, ceiling: null } as const;
    const balance = ref.name === 'user.available' ? 5000n : 0n;
    const counts = { balance, held: 0n, incoming: 0n, version: 0n };
    // All are guarded here, so that each balance can be read.
    return { id: addressOf(ref), ref, guarded: true, ...limits, ...counts };
  });
  const books = new Books(accounts, AT);
  postAll(books, REQUESTED, [cashOutEntry('P9', 'csh_1:requested', REQUESTED, AT)]);
  const balances = (): Record<string, bigint> =>
    Object.fromEntries(accounts.map(({ ref, balance }) => [ref.name, balance]));
  const freeze = (): void => {
    const own = accounts.find(({ ref }) => ref.name === 'user.available');
    if (own !== undefined) Object.assign(own, { state: 'frozen' });
  };
  return { books, balances, freeze };
}

type News = (
  cashOut: CashOut,
  books: Books,
) => { readonly cashOut: CashOut; readonly call?: string } | undefined;

const moved: News = (cashOut, books) => transferNews({ cashOut, at: AT }, TRANSFER, books);
const is =
  (status: PayoutStatus, payoutId?: string): News =>
  (cashOut, books) =>
    payoutNews({ cashOut, at: AT }, payout(status, payoutId), books);
const refused: News = (cashOut, books) => notSent({ cashOut, at: AT }, 'cash_out_not_sent', books);
const reversed: News = (cashOut, books) => reversalNews({ cashOut, at: AT }, REVERSAL, books);
const tooLate: News = (cashOut) => cancelRefused({ cashOut, at: AT });
const wanted: News = (cashOut) => ({ cashOut: { ...cashOut, state: 'cancelling' } });

/** Brings news after news; answers where it ends, the templates posted, and the next calls. */
function play(news: readonly News[], start: Partial<CashOut> = {}) {
  const { books, balances } = booksAfterRequest();
  const calls: string[] = [];
  let cashOut: CashOut = { ...REQUESTED, ...start };
  for (const bring of news) {
    const outcome = bring(cashOut, books);
    if (outcome === undefined) continue;
    cashOut = outcome.cashOut;
    if (outcome.call !== undefined) calls.push(outcome.call);
  }
  const posted = books.entries.map(({ draft }) => draft.template).join(' ');
  return { cashOut, posted, calls: calls.join(' '), balances: balances() };
}

const ZERO = {
  'payout.payable': 0n,
  'payout.in_transit': 0n,
  'fee.instant_payout': 0n,
  'stripe.connect': 0n,
  'stripe.available': 0n,
  'user.available': 5000n,
};
const PAID = {
  ...ZERO,
  'fee.instant_payout': 60n,
  'stripe.available': -4000n,
  'user.available': 940n,
};
const ON_ITS_WAY = { ...PAID, 'payout.payable': 4000n, 'payout.in_transit': 4000n };
const AT_ACCOUNT = { ...ZERO, 'stripe.available': -4000n, 'stripe.connect': 4000n };

test.each<[string, News[], string, string, string, Record<string, bigint>]>([
  [
    'moved, accepted, on its way, paid',
    [moved, is('pending'), is('in_transit'), is('paid')],
    'paid',
    'P9 P6 P9a P9b',
    'payout',
    PAID,
  ],
  ['seen only when paid', [moved, is('paid')], 'paid', 'P9 P6 P9a P9b', 'payout', PAID],
  ['on its way', [moved, is('in_transit')], 'in_transit', 'P9 P6 P9a', 'payout', ON_ITS_WAY],
  [
    'failed on its way, and moved back',
    [moved, is('in_transit'), is('failed'), reversed],
    'failed',
    'P9 P6 P9a P9c P6r',
    'payout reversal',
    ZERO,
  ],
  [
    'failed after it was paid',
    [moved, is('paid'), is('failed')],
    'failed',
    'P9 P6 P9a P9b P9d P9c',
    'payout reversal',
    AT_ACCOUNT,
  ],
  [
    'cancelled there, moved back',
    [moved, is('pending'), is('canceled'), reversed, reversed],
    'cancelled',
    'P9 P6 P9a P9c P6r',
    'payout reversal',
    ZERO,
  ],
  ['the transfer refused', [refused, refused, moved], 'failed', 'P9 P9f', '', ZERO],
  [
    'the payout refused, and moved back',
    [moved, refused, reversed],
    'failed',
    'P9 P6 P9f P6r',
    'payout reversal',
    ZERO,
  ],
  [
    'given up before it was moved',
    [wanted, moved, reversed],
    'cancelled',
    'P9 P6 P9f P6r',
    'reversal',
    ZERO,
  ],
  ['given up, and never moved', [wanted, refused], 'cancelled', 'P9 P9f', '', ZERO],
  [
    'given up before it was paid out',
    [moved, wanted, is('pending'), is('canceled'), reversed],
    'cancelled',
    'P9 P6 P9a P9c P6r',
    'payout payout_cancel reversal',
    ZERO,
  ],
  [
    'given up too late',
    [moved, is('pending'), wanted, tooLate, is('in_transit')],
    'in_transit',
    'P9 P6 P9a',
    'payout',
    ON_ITS_WAY,
  ],
  [
    'given up, and paid all the same',
    [moved, is('pending'), wanted, is('paid'), tooLate],
    'paid',
    'P9 P6 P9a P9b',
    'payout',
    PAID,
  ],
])('%s', (_what, news, state, posted, calls, balances) => {
  const end = play(news);
  expect([end.cashOut.state, end.posted, end.calls]).toEqual([state, posted, calls]);
  expect(end.balances).toEqual(balances);
  // The same again tells nothing new.
  expect(play(news.flatMap((each) => [each, each])).balances).toEqual(balances);
});

test('an instant payout is never waiting to be cancelled', () => {
  const end = play([moved, wanted, is('pending')], { method: 'instant' });
  expect([end.cashOut.state, end.calls]).toEqual(['in_transit', 'payout']);
});

test('why it failed and when it is expected are kept', () => {
  const { cashOut } = play([moved, is('failed')]);
  expect(cashOut).toMatchObject({
    failureCode: 'cash_out_bank_account_closed',
    expectedOn: EXPECTED,
    payoutStatus: 'failed',
    payoutId: 'po_1',
  });
});

test.each<[string, News[]]>([
  ['another payout than the one we know', [moved, is('pending'), is('paid', 'po_2')]],
  ['a payout of what was never moved', [is('paid')]],
  ['a payout of what was given back', [moved, refused, is('paid')]],
])('%s says nothing', (_what, news) => {
  const { posted } = play(news);
  expect(posted).toBe(play(news.slice(0, -1)).posted);
});

test('a person who is frozen meanwhile stands in the way, and nothing is posted', () => {
  const { books, freeze } = booksAfterRequest();
  const onItsWay = is('in_transit')(moved(REQUESTED, books)?.cashOut ?? REQUESTED, books);
  freeze();
  const before = books.entries.length;
  expect(() => is('failed')(onItsWay?.cashOut ?? REQUESTED, books)).toThrow(/account_frozen/);
  expect(books.entries).toHaveLength(before);
});

const LIVES: readonly (readonly PayoutStatus[])[] = [
  ['pending', 'in_transit', 'paid'],
  ['pending', 'in_transit', 'failed'],
  ['pending', 'in_transit', 'paid', 'failed'],
  ['pending', 'failed'],
  ['pending', 'canceled'],
];

test.each(LIVES.map((life) => [life.join(' '), life] as const))(
  'whatever the order of its news, with repeats and gaps: %s ends the same',
  (_name, life) => {
    const last = life.at(-1) ?? 'pending';
    const told = play([moved, ...life.map((status) => is(status))]);
    const order = fc
      .array(fc.constantFrom(...life), { maxLength: 12 })
      .chain((some) => fc.shuffledSubarray([...some, last], { minLength: some.length + 1 }));
    fc.assert(
      fc.property(order, (statuses) => {
        const end = play([moved, ...statuses.map((status) => is(status))]);
        expect(end.cashOut.state).toBe(told.cashOut.state);
        expect(end.cashOut.payoutStatus).toBe(last);
        expect(end.balances).toEqual(told.balances);
        expect(end.posted.match(/P9a/g)).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  },
);

test('no order of any news takes a payout backwards or leaves the books open at an end', () => {
  const rank = { pending: 0, in_transit: 1, paid: 2, failed: 3, canceled: 3 };
  const anything = fc.array(fc.constantFrom(...PAYOUT_STATUSES), { maxLength: 10 });
  fc.assert(
    fc.property(anything, (statuses) => {
      const { books, balances } = booksAfterRequest();
      let cashOut = moved(REQUESTED, books)?.cashOut ?? REQUESTED;
      for (const status of statuses) {
        const before = cashOut.payoutStatus;
        cashOut = is(status)(cashOut, books)?.cashOut ?? cashOut;
        expect(rank[cashOut.payoutStatus ?? 'pending']).toBeGreaterThanOrEqual(
          before === null ? 0 : rank[before],
        );
      }
      const open = { moved: AT_MOVED, in_transit: ON_ITS_WAY, paid: PAID };
      const expected = open[cashOut.state as keyof typeof open] as typeof PAID | undefined;
      expect(balances()).toEqual(expected ?? AT_ACCOUNT);
    }),
    { numRuns: 500 },
  );
});

const AT_MOVED = { ...PAID, 'stripe.connect': 4000n, 'payout.payable': 4000n };
