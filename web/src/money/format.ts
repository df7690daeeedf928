// Money as people read it. Every function takes the decimal string as the server sent it and hands
// that string to Intl, so no amount ever passes through a floating point number. The digits shown
// are exactly the digits the server sent, which are the currency's own.
import type { MoneyView } from '../../../src/shared/contract.js';

type Decimals = `${number}`;
const DECIMAL = /^-?\d+(\.\d+)?$/;
const MINUS = '\u2212';

/** "€20.00"; with a sign "+€20.00" or "−€20.00". */
export function formatMoney({ amount, currency }: MoneyView, sign?: '+' | '-'): string {
  if (!isDecimal(amount)) return `${amount} ${currency}`;
  const digits = digitsOf(amount);
  const words = new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount);
  const mark = sign === '-' ? MINUS : (sign ?? '');
  return mark + words.replace('-', MINUS);
}

/** "1,234.50": the number alone, in the reader's own notation. */
export function formatAmount(amount: string): string {
  if (!isDecimal(amount)) return amount;
  const digits = digitsOf(amount);
  return new Intl.NumberFormat(undefined, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
    .format(amount)
    .replace('-', MINUS);
}

/** "20.00 EUR": for buttons and sentences where the code must not be mistaken. */
export function formatWithCode({ amount, currency }: MoneyView): string {
  return `${formatAmount(amount)} ${currency}`;
}

/** "20 euros": for reading aloud. */
export function spokenMoney({ amount, currency }: MoneyView): string {
  if (!isDecimal(amount)) return `${amount} ${currency}`;
  const whole = /^-?\d+(\.0+)?$/.test(amount);
  const digits = whole ? 0 : digitsOf(amount);
  return new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    currencyDisplay: 'name',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount);
}

/** The currency's sign in the reader's notation, such as "€". */
export function currencySign(currency: string): string {
  const parts = new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0);
  return parts.find((part) => part.type === 'currency')?.value ?? currency;
}

/** The decimal separator the reader's own notation uses. */
export function decimalSeparator(): string {
  const parts = new Intl.NumberFormat().formatToParts(1.1);
  return parts.find((part) => part.type === 'decimal')?.value ?? '.';
}

/** True when the decimal string is zero, whatever its digits. */
export function isZero(amount: string): boolean {
  return /^-?0+(\.0+)?$/.test(amount);
}

function isDecimal(amount: string): amount is Decimals {
  return DECIMAL.test(amount);
}

function digitsOf(amount: string): number {
  return amount.split('.')[1]?.length ?? 0;
}
