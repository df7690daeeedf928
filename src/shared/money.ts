// Money is an integer number of minor units with its currency. Decimal strings exist only at the
// edges, and this file is the only place that turns one into the other. decimal.js reads them
// exactly; no JavaScript number ever holds an amount.
import { Decimal } from 'decimal.js';
import type { MoneyView } from './contract.js';
import { currencyDigits } from './currencies.js';
import { assert, type Refusal, refusals } from './refusal.js';

export interface Money {
  readonly minor: bigint;
  /** ISO 4217 code. */
  readonly currency: string;
}

// The default precision of 20 digits rounds without a word; amounts of any length must stay exact.
const Exact = Decimal.clone({ precision: 60, toExpNeg: -40, toExpPos: 60 });

/** The largest amount any column accepts, in minor units. Far from 2^63, so sums never overflow. */
export const MINOR_MAX = 10n ** 15n;

const refuse = refusals({
  currency_unknown: { kind: 'invalid', title: 'That currency is not known.' },
  amount_malformed: { kind: 'invalid', title: 'That is not an amount of money.' },
  amount_too_precise: {
    kind: 'invalid',
    title: 'That amount has more decimals than the currency has.',
  },
  amount_not_positive: { kind: 'invalid', title: 'The amount must be more than zero.' },
  amount_too_large: { kind: 'invalid', title: 'The amount is too large.' },
});

// A plain decimal: no exponent, no sign but a leading minus, no spaces, no grouping. Anything a
// spreadsheet or a parser might read in two ways is refused rather than guessed.
const PLAIN_DECIMAL = /^-?\d{1,30}(\.\d{1,30})?$/;

/**
 * Reads a positive amount. Refuses, each with its code: an unknown currency, text that is not a
 * plain decimal (NaN, 1e3, 0x10), too many decimals, zero or less, more than MINOR_MAX.
 */
export function parseMoney(view: MoneyView): Money {
  const digits = currencyDigits(view.currency);
  if (digits === undefined)
    throw refuse('currency_unknown', `${view.currency} is not in ISO 4217.`);
  if (!PLAIN_DECIMAL.test(view.amount)) throw refuse('amount_malformed');
  const minor = new Exact(view.amount).mul(new Exact(10).pow(digits));
  if (!minor.isPositive() || minor.isZero()) throw refuse('amount_not_positive');
  // Counted in the text: "5.000" is five euros to some and five thousand to others.
  if ((view.amount.split('.')[1] ?? '').length > digits) {
    throw refuse('amount_too_precise', `${view.currency} has ${String(digits)} decimals.`);
  }
  const exact = BigInt(minor.toFixed(0));
  if (exact > MINOR_MAX) throw refuse('amount_too_large');
  return { minor: exact, currency: view.currency };
}

/** Minor units as a decimal string with exactly the currency's digits, negative ones included. */
export function formatMinor(minor: bigint, currency: string): string {
  const digits = currencyDigits(currency);
  assert(digits !== undefined, `unknown currency ${currency} in our own books`);
  return new Exact(minor.toString()).div(new Exact(10).pow(digits)).toFixed(digits);
}

export function formatMoney(money: Money): MoneyView {
  return { amount: formatMinor(money.minor, money.currency), currency: money.currency };
}

/** Major units (an integer such as a limit of "10000") as minor units of a currency. */
export function majorToMinor(major: bigint, currency: string): bigint {
  const digits = currencyDigits(currency);
  assert(digits !== undefined, `unknown currency ${currency} in our own settings`);
  return major * 10n ** BigInt(digits);
}

/** The refusal for an amount above a limit of ours, which names the limit. */
export function amountTooLarge(limit: Money): Refusal {
  const { amount, currency } = formatMoney(limit);
  return refuse('amount_too_large', `The most one payment may carry is ${amount} ${currency}.`);
}
