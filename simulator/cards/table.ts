// Stripe's test cards and what each must do, one row per card. This table is the only place that
// knows a card's behaviour; everything else asks it by the row's key. A number or token that is not
// here is never a success: the number is refused as a live card, the token does not exist.
import { AUTHENTICATING_ROWS } from './authenticating-rows.js';
import { LATER_ROWS } from './later-rows.js';
import { PAYING_ROWS } from './paying-rows.js';
import { REFUSING_ROWS } from './refusing-rows.js';
import type { TestCard } from './row.js';

export type { TestCard } from './row.js';

export const TEST_CARDS: readonly TestCard[] = [
  ...PAYING_ROWS,
  ...REFUSING_ROWS,
  ...AUTHENTICATING_ROWS,
  ...LATER_ROWS,
];

const byNumber = new Map(TEST_CARDS.map((row) => [row.number, row]));
const byKey = new Map(TEST_CARDS.map((row) => [row.key, row]));
const byToken = new Map(TEST_CARDS.flatMap((row) => row.tokens.map((token) => [token, row])));

export const cardByNumber = (number: string): TestCard | undefined => byNumber.get(number);

/** The row of `pm_card_visa` or `tok_visa`; undefined when Stripe has no such token. */
export function cardByToken(id: string, prefix: 'pm_card_' | 'tok_'): TestCard | undefined {
  return id.startsWith(prefix) ? byToken.get(id.slice(prefix.length)) : undefined;
}

/** The row a stored payment method was made from. Throws when a journal names a row now gone. */
export function cardByKey(key: string): TestCard {
  const row = byKey.get(key);
  if (row === undefined) throw new Error(`The card table has no row '${key}' any more`);
  return row;
}
