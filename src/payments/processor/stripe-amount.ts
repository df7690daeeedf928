// Stripe counts amounts in its own units, which are ISO 4217's minor units but for a few
// currencies. Getting one wrong charges a hundred times too much or too little.
import type { Money } from '../../shared/money.js';
import { assert } from '../../shared/refusal.js';

// Currencies that ISO gives no decimals and Stripe still counts in hundredths, for old times' sake.
const HUNDREDTHS = new Set(['ISK', 'UGX']);
// Currencies that Stripe counts without decimals although ISO gives them two.
const WHOLE = new Set(['MGA']);

/** Our minor units as the integer Stripe wants. A JavaScript number here and nowhere else. */
export function toStripeAmount({ minor, currency }: Money): number {
  const scaled = HUNDREDTHS.has(currency) ? minor * 100n : minor;
  assert(!WHOLE.has(currency) || scaled % 100n === 0n, `${currency} has no decimals at Stripe`);
  const amount = WHOLE.has(currency) ? scaled / 100n : scaled;
  assert(amount <= BigInt(Number.MAX_SAFE_INTEGER), 'the amount fits in an exact integer');
  return Number(amount);
}

/** Stripe's integer as our minor units. */
export function fromStripeAmount(amount: number, currency: string): bigint {
  assert(Number.isSafeInteger(amount), `Stripe sent ${String(amount)}, which is not exact`);
  const minor = BigInt(amount);
  if (WHOLE.has(currency)) return minor * 100n;
  return HUNDREDTHS.has(currency) ? minor / 100n : minor;
}
