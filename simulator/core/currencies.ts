// The currencies the simulator charges in, with the digits of their minor unit and Stripe's
// minimum charge, all in minor units. A currency that is not here is refused, never guessed.
import { invalidRequest } from './errors.js';

interface Currency {
  digits: 0 | 2 | 3;
  minimum: number;
}

const two = (minimum: number): Currency => ({ digits: 2, minimum });

/** Stripe's minimum charge amounts; those without a published one take 1 minor unit. */
export const CURRENCIES: Readonly<Record<string, Currency>> = {
  usd: two(50),
  aed: two(200),
  ars: two(1),
  aud: two(50),
  bgn: two(100),
  bhd: { digits: 3, minimum: 1 },
  brl: two(50),
  cad: two(50),
  chf: two(50),
  clp: { digits: 0, minimum: 1 },
  czk: two(1500),
  dkk: two(250),
  eur: two(50),
  gbp: two(30),
  hkd: two(400),
  huf: two(17500),
  inr: two(50),
  jpy: { digits: 0, minimum: 50 },
  krw: { digits: 0, minimum: 1 },
  kwd: { digits: 3, minimum: 1 },
  mxn: two(1000),
  myr: two(200),
  nok: two(300),
  nzd: two(50),
  pln: two(200),
  ron: two(200),
  sek: two(300),
  sgd: two(50),
  thb: two(1000),
  try: two(1),
  zar: two(1),
};

/** The most Stripe takes in one charge, in minor units. */
export const MAXIMUM_AMOUNT = 99_999_999;

/** Minor units as people read them: 50 of `usd` is `0.50`. */
function readable(amount: number, digits: number): string {
  const text = String(amount).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/**
 * Normalises a currency code and refuses amounts outside Stripe's limits.
 * `amount` is in minor units. Throws `amount_too_small`, `amount_too_large` or a currency refusal.
 */
export function chargeable(amount: number, code: string): string {
  const currency = code.toLowerCase();
  const known = Object.hasOwn(CURRENCIES, currency) ? CURRENCIES[currency] : undefined;
  if (known === undefined) {
    const list = Object.keys(CURRENCIES).join(', ');
    throw invalidRequest(
      `Invalid currency: ${currency}. Stripe currently supports these currencies: ${list}`,
      { param: 'currency' },
    );
  }
  if (amount > MAXIMUM_AMOUNT) {
    const most = readable(MAXIMUM_AMOUNT, known.digits);
    throw invalidRequest(`Amount must be no more than ${most} ${currency}`, {
      code: 'amount_too_large',
      param: 'amount',
    });
  }
  if (amount < known.minimum) {
    const least = readable(known.minimum, known.digits);
    throw invalidRequest(`Amount must be at least ${least} ${currency}`, {
      code: 'amount_too_small',
      param: 'amount',
    });
  }
  return currency;
}

/**
 * Stripe's fee for a charge, in minor units: 1.5 % of the amount plus 0.25 of the currency's unit,
 * rounded once, half up. The whole sum is kept in thousandths of a minor unit until then. A fee is
 * never more than the amount.
 */
export function processingFee(amount: number, currency: string): number {
  const digits = CURRENCIES[currency]?.digits ?? 2;
  const thousandths = amount * 15 + 250 * 10 ** digits;
  return Math.min(amount, Math.floor((thousandths + 500) / 1000));
}
