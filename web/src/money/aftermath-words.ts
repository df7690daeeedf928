// What may happen to a payment after it arrived: it is given back, in whole or in part, or the payer's
// bank disputes it. One table from fact and side to words, for the thread and for the wallet alike.
import type { PaymentDispute, RefundView } from '../../../src/payments/contract.js';
import type { MoneyView } from '../../../src/shared/contract.js';
import type { Tone } from '../ui/tone.js';
import { formatMoney } from './format.js';
import { isSameAmount, less } from './parse-amount.js';
import type { Fate, Side } from './payment-words.js';

interface Facts {
  state: string;
  amount: MoneyView;
  refunded: string | null;
  dispute: PaymentDispute | null;
}

/** "Given back €5.00 of €20.00"; null when nothing was. */
export function refundedWords({ amount, refunded }: Facts): string | null {
  if (refunded === null) return null;
  const { currency } = amount;
  const back = formatMoney({ amount: refunded, currency });
  return isSameAmount(refunded, amount.amount)
    ? `All of ${back} given back`
    : `Given back ${back} of ${formatMoney(amount)}`;
}

/** What came of the money after it arrived. */
export function fateOf({ amount, refunded, dispute }: Facts): Fate {
  if (dispute === 'open' || dispute === 'lost') return 'disputed';
  return refunded !== null && isSameAmount(refunded, amount.amount) ? 'given back' : 'kept';
}

/** What could still be given back by the payee; null when nothing, or when a bank decides about it. */
export function leftToGiveBack({ state, amount, refunded, dispute }: Facts): MoneyView | null {
  if (state !== 'completed' || dispute === 'open' || dispute === 'lost') return null;
  const left = less(amount.amount, refunded ?? '0');
  return isSameAmount(left, '0') ? null : { amount: left, currency: amount.currency };
}

export interface DisputeWords {
  tone: Tone;
  sentence: string;
}

/** How a dispute is told to each side; null where there is none, or it is nobody's business. */
export function disputeWords({ amount, dispute }: Facts, side: Side): DisputeWords | null {
  if (dispute === null || side === 'observer') return null;
  const mine = side === 'payer';
  const bank = mine ? 'Your bank' : 'The payer’s bank';
  const money = formatMoney(amount);
  switch (dispute) {
    case 'inquiry':
      return { tone: 'wait', sentence: `${bank} is asking about this payment.` };
    case 'open':
      return {
        tone: 'wait',
        sentence: mine
          ? 'Your bank is examining this payment.'
          : `The payer’s bank is examining this payment; up to ${money} is set aside.`,
      };
    case 'won':
      return {
        tone: 'calm',
        sentence: mine
          ? 'Your bank examined this payment: it stands.'
          : 'The payer’s bank examined this payment: the money is yours.',
      };
    case 'lost':
      return {
        tone: mine ? 'calm' : 'bad',
        sentence: mine
          ? 'Your bank examined this payment and gave you the money back.'
          : 'The payer’s bank examined this payment and took the money back.',
      };
  }
}

/** Where a refund stands, as this side says it. */
export function refundWords(
  { destination, state }: Pick<RefundView, 'destination' | 'state'>,
  side: Side,
  payerName: string,
): string {
  const whose = side === 'payer' ? 'your' : `${payerName}’s`;
  if (state === 'withdrawn') return 'Withdrawn: it was not given back.';
  if (destination === 'balance') return `In ${whose} balance.`;
  if (state === 'succeeded')
    return `Back on ${whose} card; the bank may take some days to show it.`;
  if (state === 'failed') return `In ${whose} balance instead, because the card did not take it.`;
  return `On its way to ${whose} card.`;
}
