import fc from 'fast-check';
import { currencyCodes, currencyDigits } from '../../shared/currencies.js';
import { AssertionError } from '../../shared/refusal.js';
import { fromStripeAmount, toStripeAmount } from './stripe-amount.js';

// our minor units, the currency, Stripe's integer
test.each<[bigint, string, number]>([
  [1234n, 'EUR', 1234],
  [1234n, 'JPY', 1234],
  [1234n, 'KWD', 1234],
  [1234n, 'HUF', 1234],
  [5n, 'ISK', 500],
  [5n, 'UGX', 500],
  [500n, 'MGA', 5],
  [1_000_000_000_000_000n, 'EUR', 1_000_000_000_000_000],
])('%s of %s are %i at Stripe, and back', (minor, currency, amount) => {
  expect(toStripeAmount({ minor, currency })).toBe(amount);
  expect(fromStripeAmount(amount, currency)).toBe(minor);
});

test('in every currency what is asked for is what is read back', () => {
  const codes = currencyCodes().filter((code) => code !== 'MGA');
  fc.assert(
    fc.property(
      fc.constantFrom(...codes),
      fc.bigInt({ min: 1n, max: 10n ** 13n }),
      (currency, minor) => {
        expect(fromStripeAmount(toStripeAmount({ minor, currency }), currency)).toBe(minor);
      },
    ),
  );
  expect(codes.every((code) => currencyDigits(code) !== undefined)).toBe(true);
});

test.each<[string, () => unknown]>([
  ['a part of an ariary', () => toStripeAmount({ minor: 501n, currency: 'MGA' })],
  ['more than an exact integer', () => toStripeAmount({ minor: 2n ** 53n, currency: 'EUR' })],
  ['a fraction from Stripe', () => fromStripeAmount(10.5, 'EUR')],
  ['NaN from Stripe', () => fromStripeAmount(NaN, 'EUR')],
  ['an inexact integer from Stripe', () => fromStripeAmount(2 ** 53, 'EUR')],
])('%s is a fault, not a rounding', (_what, convert) => {
  expect(convert).toThrow(AssertionError);
});
