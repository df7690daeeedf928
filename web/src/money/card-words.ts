// How a saved card is named on screen: brand, last digits, and when it ends.
import type { SavedCardView } from '../../../src/payments/cards/contract.js';
import { capitalised } from '../ui/words.js';

const brands: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
};

export const brandName = (brand: string): string => brands[brand] ?? brand;

/** "Visa ending 4242". */
export function cardName(card: { brand: string; last4: string }): string {
  return `${brandName(card.brand)} ending ${card.last4}`;
}

const kinds: Record<string, string> = {
  debit: 'Debit card',
  credit: 'Credit card',
  prepaid: 'Prepaid card',
};

/** "Debit card, expires 04/29", as far as it is known what kind it is. */
export function cardDetail(card: SavedCardView): string {
  const month = String(card.expiryMonth).padStart(2, '0');
  const verb = card.expired ? 'expired' : 'expires';
  const expiry = `${verb} ${month}/${String(card.expiryYear).slice(-2)}`;
  const kind = kinds[card.funding];
  return capitalised(kind === undefined ? expiry : `${kind}, ${expiry}`);
}

const refusals: Record<string, string> = {
  card_kind_not_accepted:
    'Cards of this kind, such as prepaid ones, are not accepted here. Nothing was saved; enter another card.',
  card_shared_too_often:
    'Several people already use this card, so it cannot be added again. Nothing was saved; enter a card of your own.',
};

/** What to say when the server does not take a card that the processor took; null for anything else. */
export const cardRefusal = (code: string): string | null => refusals[code] ?? null;
