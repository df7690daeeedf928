// How a saved card is named on screen: brand, last digits, and when it ends.
import type { SavedCardView } from '../../../src/payments/contract.js';

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

/** "Expires 04/29". */
export function cardExpiry(card: SavedCardView): string {
  const month = String(card.expiryMonth).padStart(2, '0');
  return `Expires ${month}/${String(card.expiryYear).slice(-2)}`;
}
