// What somebody typed, read as an amount of one currency, or a plain sentence saying why it is none.
// Comma and dot are both accepted as the decimal separator; a separator that repeats groups
// thousands. The server decides again: this only spares people a round trip.
import { Decimal } from 'decimal.js';
import { formatWithCode } from './format.js';

export interface AmountRules {
  currency: string;
  /** How many decimals the currency has. */
  digits: number;
  /** The most one payment may carry, in major units. */
  maximum: string;
}

export type ParsedAmount =
  | { ok: true; amount: string }
  | {
      ok: false;
      /** True for nothing and for zero: what every amount looks like before it is typed out. */
      unfinished: boolean;
      sentence: string;
    };

/** Reads `typed`; the amount comes back with exactly the currency's decimals. */
export function parseAmount(typed: string, rules: AmountRules): ParsedAmount {
  const text = typed.replace(/[\s\u00a0\u202f'’]/g, '');
  if (text === '') return { ok: false, unfinished: true, sentence: 'Enter an amount.' };
  const unsigned = text.replace(/^[-\u2212]/, '');
  const plain = toPlain(unsigned);
  if (plain === null) return refuse('This is not an amount. Use digits, such as 12 or 12.50.');
  const value = new Decimal(plain);
  if (unsigned !== text && !value.isZero()) return refuse('An amount cannot be negative.');
  if (value.isZero()) {
    return { ok: false, unfinished: true, sentence: 'The amount must be more than zero.' };
  }
  const decimals = plain.split('.')[1]?.length ?? 0;
  if (decimals > rules.digits) return refuse(tooManyDecimals(rules));
  if (value.greaterThan(rules.maximum)) {
    const most = formatWithCode({ amount: rules.maximum, currency: rules.currency });
    return refuse(`One payment can carry at most ${most}.`);
  }
  return { ok: true, amount: value.toFixed(rules.digits) };
}

/** True when `amount` is more than `limit`; both are decimal strings. */
export function isMoreThan(amount: string, limit: string): boolean {
  return new Decimal(amount).greaterThan(limit);
}

/** The same number with exactly `digits` decimals; what is beyond them is cut off. */
export function withDigits(amount: string, digits: number): string {
  return new Decimal(amount).toFixed(digits, Decimal.ROUND_DOWN);
}

/** What is left of `amount` without `part`, with the decimals of `amount`. */
export function less(amount: string, part: string): string {
  return new Decimal(amount).minus(part).toFixed(amount.split('.')[1]?.length ?? 0);
}

/** True when two decimal strings are the same number. */
export function isSameAmount(left: string, right: string): boolean {
  return new Decimal(left).equals(right);
}

/** The same number with a dot as its only separator; null when it is not a number. */
function toPlain(text: string): string | null {
  const separators = [...new Set(text.match(/[.,]/g) ?? [])];
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  const lastSeparator = text.charAt(last);
  const repeats = text.split(lastSeparator).length > 2;
  if (separators.length === 0) return /^\d+$/.test(text) ? text : null;
  if (separators.length === 1 && repeats) return ungroup(text, lastSeparator);
  const decimals = text.slice(last + 1);
  const grouping = separators.find((separator) => separator !== lastSeparator);
  const whole =
    grouping === undefined ? text.slice(0, last) : ungroup(text.slice(0, last), grouping);
  if (whole === null || !/^\d*$/.test(whole) || !/^\d*$/.test(decimals)) return null;
  if (whole === '' && decimals === '') return null;
  return decimals === '' ? whole : `${whole === '' ? '0' : whole}.${decimals}`;
}

function ungroup(text: string, separator: string): string | null {
  const [first = '', ...groups] = text.split(separator);
  const sound = /^\d{1,3}$/.test(first) && groups.every((group) => /^\d{3}$/.test(group));
  return sound ? [first, ...groups].join('') : null;
}

function tooManyDecimals({ currency, digits }: AmountRules): string {
  if (digits === 0) return `${currency} has no decimals. Enter a whole amount.`;
  return `${currency} has ${String(digits)} decimals. Enter no more than that.`;
}

function refuse(sentence: string): ParsedAmount {
  return { ok: false, unfinished: false, sentence };
}
