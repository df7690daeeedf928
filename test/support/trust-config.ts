// Limits and confirmations as tests want them: out of the way, unless a test is about them.
import type { LimitsConfig } from '../../src/shared/limits-config.js';

/** Nothing is confirmed. */
export const UNCONFIRMED = { above: null, first: false };

/** One figure for every currency, tier and window. */
export function sameLimits(currencies: readonly string[], major: bigint): LimitsConfig {
  const limits = { payment: major, day: major, week: major, month: major };
  const table = { new: limits, confirmed: limits, verified: limits };
  return { tables: Object.fromEntries(currencies.map((currency) => [currency, table])) };
}
