import fc from 'fast-check';
import { MINOR_MAX } from '../../shared/money.js';
import { present, Refusal } from '../../shared/refusal.js';
import { type MidRate, type Price, priceFor, priceOf } from './price.js';

const mid = (rate: string, base = 'EUR', counter = 'USD'): MidRate => ({ base, counter, rate });
const eur = (minor: bigint) => ({ minor, currency: 'EUR' });
const must = (price: Price | Refusal): Price => {
  if (price instanceof Refusal) throw price;
  return price;
};

test.each([
  // sent, rate, basis points: received, spread, shown rate
  [2000n, '1.0774', 50n, 2144n, 10n, '1.072013'],
  [2000n, '1.0774', 0n, 2154n, 0n, '1.0774'],
  [1n, '1.0774', 0n, 1n, 0n, '1.0774'],
  [99n, '1.005', 50n, 98n, 1n, '0.999975'],
])(
  '%s minor units at %s less %s basis points are %s and leave %s',
  (sent, rate, points, ...expected) => {
    const price = must(priceOf(eur(sent), 'USD', mid(rate), points));
    expect([price.received.minor, price.spread, price.rate]).toEqual(expected);
  },
);

test('currencies with other decimals, and a rate used the other way round', () => {
  const yen = must(priceOf(eur(10_00n), 'JPY', mid('162.35', 'EUR', 'JPY'), 50n));
  expect([yen.received.minor, yen.spread]).toEqual([1615n, 8n]);
  const back = must(
    priceOf({ minor: 1615n, currency: 'JPY' }, 'EUR', mid('162.35', 'EUR', 'JPY'), 50n),
  );
  expect([back.received.minor, back.mid]).toEqual([9_89n, '0.0061595318']);
  const dinar = must(priceOf(eur(1_00n), 'KWD', mid('3.05', 'KWD', 'EUR'), 0n));
  expect(dinar.received.minor).toBe(327n);
});

test('too little to be anything, and too much to be booked', () => {
  const codeOf = (price: Price | Refusal): string => (price instanceof Refusal ? price.code : '');
  expect(
    codeOf(priceOf({ minor: 1n, currency: 'JPY' }, 'KWD', mid('488', 'KWD', 'JPY'), 50n)),
  ).toBe('');
  expect(
    codeOf(priceOf({ minor: 1n, currency: 'JPY' }, 'EUR', mid('162.35', 'EUR', 'JPY'), 50n)),
  ).toBe('exchange_amount_too_small');
  expect(codeOf(priceOf(eur(MINOR_MAX), 'JPY', mid('162.35', 'EUR', 'JPY'), 50n))).toBe(
    'exchange_amount_too_large',
  );
});

const PAIRS = [
  ['EUR', 'USD'],
  ['EUR', 'JPY'],
  ['KWD', 'EUR'],
  ['KWD', 'JPY'],
] as const;
const anything = {
  pair: fc.constantFrom(...PAIRS),
  minor: fc.bigInt({ min: 1n, max: 10n ** 11n }),
  rate: fc
    .tuple(fc.integer({ min: 1, max: 999_999_999 }), fc.integer({ min: 0, max: 8 }))
    .map(([digits, decimals]) => `${String(digits)}e-${String(decimals)}`)
    .map((text) => present(Number(text).toFixed(10), 'a rate')),
  points: fc.bigInt({ min: 0n, max: 2_000n }),
  turned: fc.boolean(),
};

test('the spread is never negative, and with what is received it is the mid-market value', () => {
  fc.assert(
    fc.property(fc.record(anything), ({ pair, minor, rate, points, turned }) => {
      const [base, counter] = pair;
      const [from, to] = turned ? [counter, base] : [base, counter];
      const price = priceOf({ minor, currency: from }, to, mid(rate, base, counter), points);
      if (price instanceof Refusal) return;
      const free = must(priceOf({ minor, currency: from }, to, mid(rate, base, counter), 0n));
      expect(price.spread).toBeGreaterThanOrEqual(0n);
      expect(price.received.minor + price.spread).toBe(free.received.minor);
    }),
    { numRuns: 2000 },
  );
});

test('there and back again never gains', () => {
  fc.assert(
    fc.property(fc.record(anything), ({ pair, minor, rate, points, turned }) => {
      const [base, counter] = pair;
      const [from, to] = turned ? [counter, base] : [base, counter];
      const there = priceOf({ minor, currency: from }, to, mid(rate, base, counter), points);
      if (there instanceof Refusal) return;
      const back = priceOf(there.received, from, mid(rate, base, counter), points);
      if (back instanceof Refusal) return;
      expect(back.received.minor).toBeLessThanOrEqual(minor);
    }),
    { numRuns: 2000 },
  );
});

test('a fixed amount is received exactly, for the least that brings it', () => {
  fc.assert(
    fc.property(fc.record(anything), ({ pair, minor, rate, points, turned }) => {
      const [base, counter] = pair;
      const [from, to] = turned ? [counter, base] : [base, counter];
      const price = priceFor({ minor, currency: to }, from, mid(rate, base, counter), points);
      if (price instanceof Refusal) return;
      expect(price.received.minor).toBe(minor);
      expect(price.spread).toBeGreaterThanOrEqual(0n);
      const brought = priceOf(price.sent, to, mid(rate, base, counter), points);
      if (brought instanceof Refusal) return;
      expect(brought.received.minor).toBeGreaterThanOrEqual(minor);
      if (price.sent.minor === 1n) return;
      const lesser = { ...price.sent, minor: price.sent.minor - 1n };
      const less = priceOf(lesser, to, mid(rate, base, counter), points);
      if (!(less instanceof Refusal)) expect(less.received.minor).toBeLessThan(minor);
    }),
    { numRuns: 2000 },
  );
});
