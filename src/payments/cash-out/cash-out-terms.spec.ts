import { expectedArrival, feeOf } from './cash-out-terms.js';

const CONFIG = {
  country: 'DE',
  minimumMajor: 1n,
  maximumMajor: 5000n,
  majorPerDay: 10_000n,
  instantFeeBasisPoints: 150n,
  instantFeeMinimum: 25n,
};

test.each([
  [4000n, 'standard', 0n],
  [4000n, 'instant', 60n],
  [4001n, 'instant', 61n],
  [1667n, 'instant', 26n],
  [1666n, 'instant', 25n],
  [100n, 'instant', 25n],
] as const)('%s minor units, %s, cost %s', (amount, method, fee) => {
  expect(feeOf(amount, method, CONFIG)).toBe(fee);
});

test.each([
  ['2026-11-23T10:00:00.000Z', '2026-11-25T10:00:00.000Z'],
  ['2026-11-26T10:00:00.000Z', '2026-11-30T10:00:00.000Z'],
  ['2026-11-27T10:00:00.000Z', '2026-12-01T10:00:00.000Z'],
  ['2026-11-28T10:00:00.000Z', '2026-12-01T10:00:00.000Z'],
])('what leaves on %s in the standard way is expected on %s', (from, expected) => {
  expect(expectedArrival(new Date(from), 'standard').toISOString()).toBe(expected);
});

test('an instant one is expected within half an hour, on a Sunday too', () => {
  const arrival = expectedArrival(new Date('2026-11-29T10:00:00.000Z'), 'instant');
  expect(arrival.toISOString()).toBe('2026-11-29T10:30:00.000Z');
});
