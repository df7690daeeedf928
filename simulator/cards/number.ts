// What can be said about a card from what was typed: brand, Luhn digit, expiry, CVC. Pure functions;
// the number passes through and is never kept. The order of the refusals is Stripe's: number first.
import { StripeFault } from '../core/errors.js';
import { cardFault } from './declines.js';
import { cardByNumber, type TestCard } from './table.js';

export interface TypedCard {
  number: string;
  exp_month: number;
  exp_year: number;
  cvc: string | undefined;
}

const BRANDS: readonly (readonly [RegExp, string])[] = [
  [/^4/, 'visa'],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, 'mastercard'],
  [/^3[47]/, 'amex'],
  [/^(6011|64[4-9]|65)/, 'discover'],
  [/^(30[0-5]|3095|36|3[89])/, 'diners'],
  [/^35(2[89]|[3-8])/, 'jcb'],
  [/^62/, 'unionpay'],
];

/** Stripe's name of the brand that issues numbers like this one, or `unknown`. */
export function brandOf(number: string): string {
  return BRANDS.find(([pattern]) => pattern.test(number))?.[1] ?? 'unknown';
}

/** Whether the last digit is the one the others call for. */
export function passesLuhn(number: string): boolean {
  let sum = 0;
  for (let index = 0; index < number.length; index += 1) {
    const digit = Number(number.charAt(number.length - 1 - index));
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

function refuseExpiry(month: number, year: number, now: number): void {
  if (month < 1 || month > 12) {
    throw cardFault(
      'invalid_expiry_month',
      "Your card's expiration month is invalid.",
      'exp_month',
    );
  }
  const today = new Date(now * 1000);
  const fullYear = year < 100 ? 2000 + year : year;
  const behind = fullYear * 12 + month - (today.getUTCFullYear() * 12 + today.getUTCMonth() + 1);
  if (behind < 0 || fullYear > today.getUTCFullYear() + 50) {
    throw cardFault('invalid_expiry_year', "Your card's expiration year is invalid.", 'exp_year');
  }
}

/**
 * The test card behind what was typed. `now` is in seconds.
 * Throws incorrect_number, invalid_expiry_month, invalid_expiry_year or invalid_cvc; and, for a
 * number that is well formed but no test card, the decline Stripe gives live cards in test mode.
 */
export function recognise(typed: TypedCard, now: number): TestCard {
  const number = typed.number.replace(/[\s-]/g, '');
  if (!/^\d{12,19}$/.test(number)) {
    const message = 'The card number is not a valid credit card number.';
    throw cardFault('invalid_number', message, 'number');
  }
  if (!passesLuhn(number)) {
    throw cardFault('incorrect_number', 'Your card number is incorrect.', 'number');
  }
  refuseExpiry(typed.exp_month, typed.exp_year, now);
  const cvcPattern = brandOf(number) === 'amex' ? /^\d{3,4}$/ : /^\d{3}$/;
  if (typed.cvc !== undefined && !cvcPattern.test(typed.cvc)) {
    throw cardFault('invalid_cvc', "Your card's security code is invalid.", 'cvc');
  }
  const row = cardByNumber(number);
  if (row === undefined) {
    throw new StripeFault(402, {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'test_mode_live_card',
      message:
        'Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.',
    });
  }
  return row;
}
