import type { Tier } from '../../shared/limits-config.js';
import { limitRefusal, limitsOf, mostOf, type Sent } from './limits.js';

const table = { payment: 50n, day: 100n, week: 200n, month: 400n };
const config = {
  tables: {
    EUR: { new: table, confirmed: table, verified: table },
    JPY: { new: table, confirmed: table, verified: table },
  },
};
const sent = (day: bigint, week = day, month = week): Sent => ({ day, week, month });

// amount, currency, sent within a day, a week, 30 days, the refusal
test.each<[bigint, string, Sent, string | undefined]>([
  [5_000n, 'EUR', sent(0n), undefined],
  [5_001n, 'EUR', sent(0n), 'limit_per_payment'],
  [5_000n, 'EUR', sent(5_000n), undefined],
  [5_000n, 'EUR', sent(5_001n), 'limit_per_day'],
  [5_000n, 'EUR', sent(0n, 15_000n), undefined],
  [5_000n, 'EUR', sent(0n, 15_001n), 'limit_per_week'],
  [5_000n, 'EUR', sent(0n, 0n, 35_001n), 'limit_per_month'],
  [1n, 'EUR', sent(90_000n), 'limit_per_day'],
  [50n, 'JPY', sent(50n), undefined],
  [51n, 'JPY', sent(0n), 'limit_per_payment'],
])('%s minor units of %s after %j: %s', (minor, currency, before, code) => {
  const limits = limitsOf(config, 'new', currency);
  expect(limitRefusal({ minor, currency }, 'new', limits, before)?.code).toBe(code);
  expect(minor <= mostOf(limits, before)).toBe(code === undefined);
});

test.each<[Tier, string]>([
  ['new', 'You can still send 12.34 EUR. Confirm your e-mail address to send more.'],
  ['confirmed', 'You can still send 12.34 EUR. Set up a payout account to send more.'],
  ['verified', 'You can still send 12.34 EUR.'],
])('a refusal of somebody %s says what is left and what to do', (tier, words) => {
  const limits = limitsOf(config, tier, 'EUR');
  const amount = { minor: 2_000n, currency: 'EUR' };
  expect(limitRefusal(amount, tier, limits, sent(8_766n))?.detail).toBe(words);
});
