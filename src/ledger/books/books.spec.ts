// The books without a database: tables of single decisions. Random histories against a model are in
// test/ledger/histories.long.spec.ts.
import type { LockedAccount } from './account.js';
import { Books } from './books.js';
import { type AccountRef, platformAccount } from '../chart.js';
import { draftEntry, type EntryDraft } from '../templates/draft.js';

const AT = new Date('2026-01-01T00:00:00Z');
const person = (owner: string): AccountRef => ({ name: 'user.available', owner, currency: 'EUR' });
const ana = person('ana');
const ben = person('ben');

function account(ref: AccountRef, balance = 0n, held = 0n): LockedAccount {
  const guarded = ref.name === 'user.available';
  const floor = guarded ? 0n : null;
  return {
    id: `acc_${ref.name}_${ref.owner}`,
    ref,
    guarded,
    state: 'open',
    floor,
    ceiling: null,
    balance,
    held,
    incoming: 0n,
    version: 0n,
  };
}

let references = 0;
function pay(payer: AccountRef, payee: AccountRef, amount: bigint): EntryDraft {
  references += 1;
  return draftEntry('P3', `pay_${String(references)}:completed`, AT, { payer, payee }, { amount });
}

function hold(from: AccountRef, to: AccountRef, amount: bigint, reference = 'pay_1:review') {
  return {
    reference,
    account: from,
    counterAccount: to,
    amount,
    reason: 'review',
    expiresAt: null,
  };
}

describe('posting', () => {
  test.each([
    ['all of it', 100n, 0n, 100n, undefined],
    ['one more than there is', 100n, 0n, 101n, 'floor_reached'],
    ['what is left beside a hold', 100n, 40n, 60n, undefined],
    ['one more than is left beside a hold', 100n, 40n, 61n, 'floor_reached'],
    ['something from nothing', 0n, 0n, 1n, 'floor_reached'],
  ])('%s', (_what, balance, held, amount, answer) => {
    const books = new Books([account(ana, balance, held), account(ben)], AT);
    expect(books.post(pay(ana, ben, amount))?.code).toBe(answer);
    expect(books.available(ana)).toBe(balance - held - (answer === undefined ? amount : 0n));
    expect(books.available(ben)).toBe(answer === undefined ? amount : 0n);
    expect(books.entries).toHaveLength(answer === undefined ? 1 : 0);
  });

  test('the second spend of a balance sees the first', () => {
    const books = new Books([account(ana, 100n), account(ben)], AT);
    expect(books.post(pay(ana, ben, 60n))).toBeUndefined();
    expect(books.post(pay(ana, ben, 60n))?.code).toBe('floor_reached');
    expect(books.post(pay(ana, ben, 40n))).toBeUndefined();
    expect(books.available(ana)).toBe(0n);
  });

  test('entries of one group stand or fall together', () => {
    const books = new Books([account(ana, 100n), account(ben)], AT);
    expect(books.post(pay(ana, ben, 100n), pay(ana, ben, 1n))?.code).toBe('floor_reached');
    expect(books.entries).toEqual([]);
    expect(books.touched.size).toBe(0);
    expect(books.available(ana)).toBe(100n);
  });

  test('a charge may fund the payment that follows it in the same group', () => {
    const pending = platformAccount('stripe.pending', 'EUR');
    const fees = platformAccount('stripe.fees', 'EUR');
    const books = new Books([account(ana), account(ben), account(pending), account(fees)], AT);
    const accounts = { pending, fees, payer: ana };
    const charge = draftEntry('P2', 'ch_1:succeeded', AT, accounts, { gross: 2000n, fee: 55n });
    expect(books.post(charge, pay(ana, ben, 2000n))).toBeUndefined();
    expect(books.available(ben)).toBe(2000n);
    const lines = books.entries
      .flatMap((entry) => entry.lines)
      .map(({ account: { id }, side, amount, accountVersion, balanceAfter }) =>
        [id, side, amount, accountVersion, balanceAfter].join(' '),
      );
    expect(lines).toEqual([
      'acc_stripe.pending_ debit 2000  ',
      'acc_user.available_ana credit 2000 1 2000',
      'acc_stripe.fees_ debit 55  ',
      'acc_stripe.pending_ credit 55  ',
      'acc_user.available_ana debit 2000 2 0',
      'acc_user.available_ben credit 2000 1 2000',
    ]);
  });
});

describe('holds', () => {
  test('a hold shrinks what is available and leaves the balance', () => {
    const mine = account(ana, 100n);
    const books = new Books([mine, account(ben)], AT);
    expect(books.hold(hold(ana, ben, 100n))).toBeUndefined();
    expect([mine.balance, mine.held]).toEqual([100n, 100n]);
    expect(books.hold(hold(ana, ben, 1n, 'pay_2:review'))?.code).toBe('floor_reached');
    expect(books.post(pay(ana, ben, 1n))?.code).toBe('floor_reached');
  });

  const pending = {
    id: 'hld_1',
    reference: 'pay_1:review',
    accountId: 'acc_user.available_ana',
    counterAccountId: 'acc_user.available_ben',
    amount: 40n,
    expiresAt: null as Date | null,
  };
  const promised = (): LockedAccount => ({ ...account(ben), incoming: 40n });

  test('a posted hold spends exactly what it set aside', () => {
    const [mine, theirs] = [account(ana, 40n, 40n), promised()];
    const books = new Books([mine, theirs], AT, [pending]);
    expect(books.postHold('pay_1:review', [pay(ana, ben, 40n)])).toBeUndefined();
    expect([mine.balance, mine.held, theirs.balance, theirs.incoming]).toEqual([0n, 0n, 40n, 0n]);
    expect(books.endings).toMatchObject([{ holdId: 'hld_1', outcome: 'posted', amount: 40n }]);
    expect(books.endings[0]?.entryId).toBe(books.entries[0]?.id);
  });

  test('a part of a hold is posted, the rest goes back', () => {
    const [mine, theirs] = [account(ana, 40n, 40n), promised()];
    const books = new Books([mine, theirs], AT, [pending]);
    expect(books.postHold('pay_1:review', [pay(ana, ben, 15n)], 15n)).toBeUndefined();
    expect([mine.balance, mine.held, theirs.balance, theirs.incoming]).toEqual([25n, 0n, 15n, 0n]);
    expect(books.endings).toMatchObject([{ outcome: 'posted', amount: 15n }]);
  });

  test.each([41n, 0n, -1n])('a part of %s of a hold of 40 is refused', (part) => {
    const books = new Books([account(ana, 90n, 40n), promised()], AT, [pending]);
    expect(books.postHold('pay_1:review', [pay(ana, ben, 41n)], part)?.code).toBe('hold_exceeded');
    expect(books.isPending('pay_1:review')).toBe(true);
  });

  test.each(['voided', 'expired'] as const)('a hold that is %s gives the money back', (outcome) => {
    const [mine, theirs] = [account(ana, 40n, 40n), promised()];
    const books = new Books([mine, theirs], AT, [pending]);
    expect(books.voidHold('pay_1:review', outcome)).toBeUndefined();
    expect([mine.balance, mine.held, theirs.incoming]).toEqual([40n, 0n, 0n]);
    expect(books.endings).toEqual([
      { holdId: 'hld_1', outcome, entryId: null, amount: 0n, endedAt: AT },
    ]);
    expect(books.isPending('pay_1:review')).toBe(false);
  });

  test('a hold ends once: ending it again is refused', () => {
    const books = new Books([account(ana, 40n, 40n), promised()], AT, [pending]);
    books.voidHold('pay_1:review');
    expect(books.voidHold('pay_1:review')?.code).toBe('hold_not_pending');
    expect(books.postHold('pay_1:review', [pay(ana, ben, 1n)])?.code).toBe('hold_not_pending');
    expect(books.endings).toHaveLength(1);
  });

  test('a hold that cannot be posted is still pending', () => {
    const [mine, theirs] = [account(ana, 40n, 40n), promised()];
    const books = new Books([mine, theirs], AT, [pending]);
    expect(books.postHold('pay_1:review', [pay(ana, ben, 41n)])?.code).toBe('floor_reached');
    expect(books.isPending('pay_1:review')).toBe(true);
    expect([mine.held, theirs.incoming]).toEqual([40n, 40n]);
  });

  test.each([
    ['a moment before it expires', -1, undefined],
    ['in the moment it expires', 0, 'hold_expired'],
    ['after it expired', 1, 'hold_expired'],
  ])("by the ledger's time, not by whoever comes: %s", (_when, ms, answer) => {
    const mine = account(ana, 40n, 40n);
    const expiresAt = new Date(AT.getTime() - ms);
    const books = new Books([mine, promised()], AT, [{ ...pending, expiresAt }]);
    expect(books.available(ana)).toBe(answer === undefined ? 0n : 40n);
    expect(books.postHold('pay_1:review', [pay(ana, ben, 40n)])?.code).toBe(answer);
    expect(books.endings).toMatchObject([
      answer === undefined ? { outcome: 'posted' } : { outcome: 'expired', endedAt: expiresAt },
    ]);
  });
});

describe('limits', () => {
  const limited = (ref: AccountRef, change: Partial<LockedAccount>): LockedAccount => ({
    ...account(ref, 100n),
    ...change,
  });

  test.each<[string, Partial<LockedAccount>, Partial<LockedAccount>, bigint, string | undefined]>([
    ['nothing special', {}, {}, 100n, undefined],
    ['the payer is frozen', { state: 'frozen' }, {}, 1n, 'account_frozen'],
    ['the payee is frozen', {}, { state: 'frozen' }, 1n, 'account_frozen'],
    ['the payer is closed', { state: 'closed' }, {}, 1n, 'account_closed'],
    ['the payer may only be debited', { state: 'debit_only' }, {}, 1n, undefined],
    ['the payee may only be debited', {}, { state: 'debit_only' }, 1n, 'account_debit_only'],
    ['a floor above zero', { floor: 50n }, {}, 51n, 'floor_reached'],
    ['a floor below zero', { floor: -50n }, {}, 150n, undefined],
    ['a floor far below zero', { floor: -50n }, {}, 151n, 'floor_reached'],
    ['no floor at all', { floor: null }, {}, 10_000n, undefined],
    ['up to the ceiling', {}, { ceiling: 150n }, 50n, undefined],
    ['beyond the ceiling', {}, { ceiling: 150n }, 51n, 'ceiling_reached'],
    ['incoming counts', {}, { ceiling: 150n, incoming: 30n }, 21n, 'ceiling_reached'],
    ['the end of counting', {}, { balance: 2n ** 63n - 50n }, 50n, 'balance_out_of_range'],
    ['just before it', {}, { balance: 2n ** 63n - 51n }, 50n, undefined],
    [
      'the end below zero',
      { floor: null, balance: -(2n ** 63n) + 2n },
      {},
      2n,
      'balance_out_of_range',
    ],
  ])('%s', (_what, payer, payee, amount, answer) => {
    const books = new Books([limited(ana, payer), limited(ben, payee)], AT);
    expect(books.post(pay(ana, ben, amount))?.code).toBe(answer);
  });

  test('a hold is granted only where its money could move, so it can be posted', () => {
    const tries = (payer: Partial<LockedAccount>, payee: Partial<LockedAccount>) =>
      new Books([limited(ana, payer), limited(ben, payee)], AT).hold(hold(ana, ben, 60n))?.code;
    expect(tries({}, {})).toBeUndefined();
    expect(tries({ state: 'frozen' }, {})).toBe('account_frozen');
    expect(tries({}, { state: 'debit_only' })).toBe('account_debit_only');
    expect(tries({}, { ceiling: 150n })).toBe('ceiling_reached');
    expect(tries({}, { ceiling: 160n, incoming: 1n })).toBe('ceiling_reached');
    expect(tries({ held: 41n }, {})).toBe('floor_reached');
  });

  test('money may still come to an account that is below a floor raised later', () => {
    const books = new Books([limited(ana, {}), limited(ben, { balance: 10n, floor: 50n })], AT);
    expect(books.post(pay(ana, ben, 5n))).toBeUndefined();
    expect(books.post(pay(ben, ana, 1n))?.code).toBe('floor_reached');
  });
});

describe('what is no entry', () => {
  const line = (side: 'debit' | 'credit', amount: bigint, ref = ana, currency = 'EUR') => ({
    side,
    account: ref,
    amount,
    currency,
  });
  const free = (lines: EntryDraft['lines'], extra: Partial<EntryDraft> = {}): EntryDraft => ({
    template: 'P3',
    reference: 'x:y',
    occurredAt: AT,
    lines,
    ...extra,
  });
  const even = [line('debit', 5n), line('credit', 5n, ben)];
  const dollars = { name: 'user.available', owner: 'ana', currency: 'USD' } as const;

  test.each<[string, EntryDraft]>([
    ['entry_too_short', free([line('debit', 5n)])],
    ['entry_too_long', free(Array.from({ length: 501 }, () => line('debit', 5n)))],
    ['entry_unbalanced', free([line('debit', 5n), line('credit', 4n, ben)])],
    [
      'entry_unbalanced',
      free([line('debit', 5n), line('credit', 5n, dollars, 'USD'), line('credit', 0n + 5n, ben)]),
    ],
    ['line_not_positive', free([line('debit', 0n), line('credit', 0n, ben)])],
    ['line_not_positive', free([line('debit', -5n), line('credit', -5n, ben)])],
    [
      'line_too_large',
      free([line('debit', 10n ** 15n + 1n), line('credit', 10n ** 15n + 1n, ben)]),
    ],
    ['currency_mismatch', free([line('debit', 5n, ana, 'USD'), line('credit', 5n, ben, 'USD')])],
    ['account_unknown', free([line('debit', 5n), line('credit', 5n, person('nobody'))])],
    ['approver_needed', free(even, { template: 'P15' })],
    ['approver_needed', free(even, { reverses: 'je_1', reason: 'wrong', recordedBy: 'fiona' })],
    [
      'approver_needed',
      free(even, { reverses: 'je_1', reason: 'why', recordedBy: 'fiona', approvedBy: 'fiona' }),
    ],
  ])('%s', (code, draft) => {
    const books = new Books([account(ana, 100n), account(ben), account(dollars)], AT);
    expect(books.post(draft)?.code).toBe(code);
    expect(books.entries).toEqual([]);
    expect(books.touched.size).toBe(0);
  });

  test('500 lines are an entry', () => {
    const lines = Array.from({ length: 250 }, () => [line('debit', 1n), line('credit', 1n, ben)]);
    expect(new Books([account(ana, 100n), account(ben)], AT).post(free(lines.flat()))?.code).toBe(
      'floor_reached',
    );
    expect(new Books([account(ana, 250n), account(ben)], AT).post(free(lines.flat()))).toBe(
      undefined,
    );
  });
});
