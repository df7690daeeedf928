// The books without a database: tables of single decisions, then random histories against a model of
// a few lines that knows nothing but sums.
import fc from 'fast-check';
import { Books, type LockedAccount } from './books.js';
import { type AccountRef, platformAccount } from './chart.js';
import { draftEntry, type EntryDraft } from './templates.js';

const AT = new Date('2026-01-01T00:00:00Z');
const person = (owner: string): AccountRef => ({ name: 'user.available', owner, currency: 'EUR' });
const ana = person('ana');
const ben = person('ben');

function account(ref: AccountRef, balance = 0n, held = 0n): LockedAccount {
  const guarded = ref.name === 'user.available';
  const floor = guarded ? 0n : null;
  return { id: `acc_${ref.name}_${ref.owner}`, ref, guarded, floor, balance, held, version: 0n };
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
    ['one more than there is', 100n, 0n, 101n, 'insufficient_funds'],
    ['what is left beside a hold', 100n, 40n, 60n, undefined],
    ['one more than is left beside a hold', 100n, 40n, 61n, 'insufficient_funds'],
    ['something from nothing', 0n, 0n, 1n, 'insufficient_funds'],
  ])('%s', (_what, balance, held, amount, answer) => {
    const books = new Books([account(ana, balance, held), account(ben)]);
    expect(books.post(pay(ana, ben, amount))).toBe(answer);
    expect(books.available(ana)).toBe(balance - held - (answer === undefined ? amount : 0n));
    expect(books.available(ben)).toBe(answer === undefined ? amount : 0n);
    expect(books.entries).toHaveLength(answer === undefined ? 1 : 0);
  });

  test('the second spend of a balance sees the first', () => {
    const books = new Books([account(ana, 100n), account(ben)]);
    expect(books.post(pay(ana, ben, 60n))).toBeUndefined();
    expect(books.post(pay(ana, ben, 60n))).toBe('insufficient_funds');
    expect(books.post(pay(ana, ben, 40n))).toBeUndefined();
    expect(books.available(ana)).toBe(0n);
  });

  test('entries of one group stand or fall together', () => {
    const books = new Books([account(ana, 100n), account(ben)]);
    expect(books.post(pay(ana, ben, 100n), pay(ana, ben, 1n))).toBe('insufficient_funds');
    expect(books.entries).toEqual([]);
    expect(books.touched.size).toBe(0);
    expect(books.available(ana)).toBe(100n);
  });

  test('a charge may fund the payment that follows it in the same group', () => {
    const pending = platformAccount('stripe.pending', 'EUR');
    const fees = platformAccount('stripe.fees', 'EUR');
    const books = new Books([account(ana), account(ben), account(pending), account(fees)]);
    const accounts = { pending, fees, payer: ana };
    const charge = draftEntry('P2', 'ch_1:succeeded', AT, accounts, { gross: 2000n, fee: 55n });
    expect(books.post(charge, pay(ana, ben, 2000n))).toBeUndefined();
    expect(books.available(ben)).toBe(2000n);
    const lines = books.lines.map(({ accountId, side, amount, accountVersion, balanceAfter }) =>
      [accountId, side, amount, accountVersion, balanceAfter].join(' '),
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
    const books = new Books([mine, account(ben)]);
    expect(books.hold(hold(ana, ben, 100n))).toBeUndefined();
    expect([mine.balance, mine.held]).toEqual([100n, 100n]);
    expect(books.hold(hold(ana, ben, 1n, 'pay_2:review'))).toBe('insufficient_funds');
    expect(books.post(pay(ana, ben, 1n))).toBe('insufficient_funds');
  });

  const pending = {
    id: 'hld_1',
    reference: 'pay_1:review',
    accountId: 'acc_user.available_ana',
    amount: 40n,
  };

  test('a posted hold spends exactly what it set aside', () => {
    const mine = account(ana, 40n, 40n);
    const books = new Books([mine, account(ben)], [pending]);
    expect(books.postHold('pay_1:review', pay(ana, ben, 40n))).toBeUndefined();
    expect([mine.balance, mine.held]).toEqual([0n, 0n]);
    expect(books.endings).toMatchObject([{ holdId: 'hld_1', outcome: 'posted' }]);
    expect(books.endings[0]?.entryId).toBe(books.entries[0]?.id);
  });

  test.each(['voided', 'expired'] as const)('a hold that is %s gives the money back', (outcome) => {
    const mine = account(ana, 40n, 40n);
    const books = new Books([mine, account(ben)], [pending]);
    books.voidHold('pay_1:review', outcome);
    expect([mine.balance, mine.held]).toEqual([40n, 0n]);
    expect(books.endings).toEqual([{ holdId: 'hld_1', outcome, entryId: null }]);
    expect(books.isPending('pay_1:review')).toBe(false);
  });

  test('a hold ends once: ending it again is a bug and throws', () => {
    const books = new Books([account(ana, 40n, 40n), account(ben)], [pending]);
    books.voidHold('pay_1:review');
    expect(() => {
      books.voidHold('pay_1:review');
    }).toThrow('not pending');
  });

  test('a hold that cannot be posted is still pending', () => {
    const mine = account(ana, 40n, 40n);
    const books = new Books([mine, account(ben)], [pending]);
    expect(books.postHold('pay_1:review', pay(ana, ben, 41n))).toBe('insufficient_funds');
    expect(books.isPending('pay_1:review')).toBe(true);
    expect(mine.held).toBe(40n);
  });
});

describe('random histories', () => {
  const people = ['ana', 'ben', 'chloe', 'david'].map(person);
  const command = fc.record({
    kind: fc.constantFrom('pay', 'hold', 'post', 'void'),
    from: fc.nat(3),
    to: fc.nat(3),
    amount: fc.bigInt(1n, 60n),
    which: fc.nat(9),
  });

  test('nobody goes below zero, nothing appears or vanishes, versions have no gaps', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 100 }), (commands) => {
        const accounts = people.map((ref) => account(ref, 100n));
        let held: {
          id: string;
          reference: string;
          accountId: string;
          amount: bigint;
          to: number;
        }[] = [];
        let books = new Books(accounts);
        commands.forEach(({ kind, from, to, amount, which }, index) => {
          const [payer, payee] = [people[from] as AccountRef, people[to] as AccountRef];
          const reference = `pay_${String(index)}:review`;
          const chosen = held[which % Math.max(held.length, 1)];
          if (kind === 'pay') books.post(pay(payer, payee, amount));
          if (kind === 'hold' && books.hold(hold(payer, payee, amount, reference)) === undefined) {
            const { id } = books.holds.at(-1) as { id: string };
            held.push({
              id,
              reference,
              accountId: (accounts[from] as LockedAccount).id,
              amount,
              to,
            });
            // A hold is ended by a later transaction, which loads it.
            books = new Books(accounts, held);
          }
          if (chosen !== undefined && (kind === 'post' || kind === 'void')) {
            const owner = accounts.findIndex(({ id }) => id === chosen.accountId);
            const entry = pay(
              people[owner] as AccountRef,
              people[chosen.to] as AccountRef,
              chosen.amount,
            );
            if (kind === 'void') books.voidHold(chosen.reference);
            else expect(books.postHold(chosen.reference, entry)).toBeUndefined();
            held = held.filter((item) => item !== chosen);
          }
          const total = accounts.reduce((sum, { balance }) => sum + balance, 0n);
          expect(total).toBe(400n);
          for (const { id, balance, held: aside } of accounts) {
            const pending = held.filter((item) => item.accountId === id);
            expect(aside).toBe(pending.reduce((sum, item) => sum + item.amount, 0n));
            expect(balance - aside >= 0n).toBe(true);
          }
        });
        for (const { id } of accounts) {
          const versions = books.lines.filter((line) => line.accountId === id);
          const numbers = versions.map((line) => line.accountVersion ?? 0n);
          numbers.slice(1).forEach((number, index) => {
            expect(number).toBe((numbers[index] ?? 0n) + 1n);
          });
        }
      }),
      { numRuns: 500 },
    );
  });
});
