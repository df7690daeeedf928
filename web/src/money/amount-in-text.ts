// An amount that somebody wrote in a message, such as "20 EUR for pizza": found in the browser alone, so
// that what is typed is offered as money without anybody else reading it.
import { parseAmount } from './parse-amount.js';

export interface WrittenAmount {
  /** With exactly the currency's decimals. */
  amount: string;
  currency: string;
  /** What it is for, if that was said; empty otherwise. */
  note: string;
}

export interface OfferedCurrency {
  code: string;
  digits: number;
}

// How people write the currencies we may offer: signs, which stand on either side of the number, and
// words, which follow it. A code works like a sign.
const SIGNS: Record<string, string> = { EUR: '€', USD: '\\$', GBP: '£', JPY: '¥' };
const WORDS: Record<string, string> = {
  EUR: 'euros?',
  USD: 'dollars?|bucks',
  GBP: 'pounds?|quid',
  CHF: 'francs?|franken|fr\\.',
  SEK: 'kr\\.?|kronor',
  JPY: '円|yen',
  KWD: 'dinars?',
};
const NUMBER = String.raw`\d[\d.,'’\u00a0\u202f ]*\d|\d`;
// Nothing of a longer word or number, no part of a date, a time, a phone number or a percentage.
const BEFORE = String.raw`(?<![\p{L}\p{N}.,:/+\-])`;
const AFTER = String.raw`(?![\p{L}\p{N}%:/\-]|[.,]\d)`;
const NOTE_WORD = /^\s*(?:for|für|pour|per|por)\s+/i;

/**
 * The one amount in the text, in a currency that is offered. None when there are several: whoever lists
 * prices is not paying them.
 */
export function amountIn(
  text: string,
  currencies: readonly OfferedCurrency[],
): WrittenAmount | null {
  const found = currencies.flatMap((currency) => inCurrency(text, currency));
  const [only] = found;
  return found.length === 1 && only !== undefined ? only : null;
}

function inCurrency(text: string, { code, digits }: OfferedCurrency): WrittenAmount[] {
  const signs = [code, SIGNS[code]].filter(Boolean).join('|');
  const names = [signs, WORDS[code]].filter(Boolean).join('|');
  const pattern = new RegExp(
    `${BEFORE}(?:(?:${signs})\\s?(${NUMBER})|(${NUMBER})\\s?(?:${names}))${AFTER}`,
    'giu',
  );
  return [...text.matchAll(pattern)].flatMap((match) => {
    const typed = match[1] ?? match[2] ?? '';
    const parsed = parseAmount(typed, { currency: code, digits, maximum: 'Infinity' });
    if (!parsed.ok) return [];
    const after = text.slice(match.index + match[0].length);
    const note = NOTE_WORD.test(after) ? after.replace(NOTE_WORD, '') : '';
    return [{ amount: parsed.amount, currency: code, note: note.replace(/[\s.!?]+$/, '') }];
  });
}
