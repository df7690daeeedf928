// How a payment is or was paid, in words for its payer.
import type { PaymentView } from '../../../src/payments/contract.js';
import type { MoneyView } from '../../../src/shared/contract.js';
import { cardName } from './card-words.js';
import { formatMoney } from './format.js';

type Funding = NonNullable<PaymentView['funding']>;

/** "€15.00 from your balance, €5.00 from Visa ending 4242". */
export const partsWords = (
  parts: {
    fromBalance: MoneyView;
    fromCard: MoneyView;
    card: { brand: string; last4: string };
  },
  balance = 'your balance',
): string =>
  `${formatMoney(parts.fromBalance)} from ${balance}, ${formatMoney(parts.fromCard)} from ${cardName(parts.card)}`;

/** The same of a payment that was made; of one that a balance or a card paid alone, which. */
export function fundingWords(funding: Funding, balance?: string): string {
  if (funding.source === 'balance') return 'From balance';
  return funding.source === 'card'
    ? cardName(funding)
    : partsWords({ ...funding, card: funding }, balance);
}
