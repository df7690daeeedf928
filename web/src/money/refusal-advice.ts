// What to do next after the server refused a payment: one short sentence beside the server's own, and
// which way back into the sheet helps. Codes not known here still get sound general advice.
import { CARDS_UNAVAILABLE, Problem } from '../api/client.js';

export interface Advice {
  sentence: string;
  /** Which part of the sheet mends it. */
  mend: 'source' | 'balance' | 'amount' | 'repeat';
}

const cardCodes = new Set([
  'card_declined',
  'expired_card',
  'incorrect_cvc',
  'processing_error',
  'insufficient_funds_on_card',
  'authentication_required',
  'card_not_found',
]);

/** Nothing is wrong with the card: the same one may be tried again, and the bank asks once more. */
const authenticationCodes = new Set([
  'card_authentication_failed',
  'card_authentication_cancelled',
  'card_authentication_expired',
  'card_authentication_required',
]);

/** Advice for a refused or unanswered payment. */
export function adviceFor(error: unknown, paidByCard: boolean): Advice {
  if (!(error instanceof Problem)) {
    return {
      sentence: 'Nothing is sent twice: trying again asks about this same payment.',
      mend: 'repeat',
    };
  }
  if (error.code === CARDS_UNAVAILABLE) {
    return {
      sentence: 'Nothing was sent. Your balance can pay at once; the card a little later.',
      mend: 'balance',
    };
  }
  if (error.code.startsWith('quote_')) {
    return { sentence: 'Nothing was sent. There is a new price.', mend: 'repeat' };
  }
  if (error.code === 'card_charge_kept') {
    return { sentence: 'Nothing is lost: what was charged is yours to use.', mend: 'amount' };
  }
  if (authenticationCodes.has(error.code)) {
    return {
      sentence: 'Send it again and confirm it, try another card, or pay from your balance.',
      mend: 'source',
    };
  }
  if (cardCodes.has(error.code) || (error.status === 402 && paidByCard)) {
    return {
      sentence: 'Nothing was charged. Try another card, or pay from your balance.',
      mend: 'source',
    };
  }
  if (error.code === 'balance_first_cannot_wait') {
    return {
      sentence: 'Nothing was sent. Pay it with a card, or send what your balance has.',
      mend: 'source',
    };
  }
  if (error.code.startsWith('insufficient')) {
    return { sentence: 'Nothing was sent. Pay with a card, or send less.', mend: 'source' };
  }
  if (error.status >= 500 || error.status === 409 || error.status === 429) {
    return {
      sentence: 'Wait a moment, then try again; it will not be sent twice.',
      mend: 'repeat',
    };
  }
  return { sentence: 'Nothing was sent. Change the payment and try again.', mend: 'amount' };
}
