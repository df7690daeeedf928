import type { Tier } from '../../shared/limits-config.js';
import { limitRefusal, limitsOf, mostOf, type Sent, tierNow } from './limits.js';

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
  expect(
    limitRefusal({ minor, currency }, { tier: 'new', coolingOff: false }, limits, before)?.code,
  ).toBe(code);
  expect(minor <= mostOf(limits, before)).toBe(code === undefined);
});

test.each<[Tier, boolean, string]>([
  ['new', false, ' Confirm your e-mail address to send more.'],
  ['confirmed', false, ' Set up a payout account to send more.'],
  ['verified', false, ''],
  ['verified', true, ' You got back in by mail lately; your own limits are back a day after that.'],
])('a refusal of somebody %s, cooling off %s, says what is left and what helps', (...given) => {
  const [tier, coolingOff, step] = given;
  const limits = limitsOf(config, tierNow({ tier, coolingOff }), 'EUR');
  const amount = { minor: 2_000n, currency: 'EUR' };
  const refused = limitRefusal(amount, { tier, coolingOff }, limits, sent(8_766n));
  expect(refused?.detail).toBe(`You can still send 12.34 EUR.${step}`);
});
