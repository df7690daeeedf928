// What becomes of a payment when its money is to move, given what the books say: it is paid, held for a
// reviewer, or waits for a trusted contact. No database here; what is decided is staged in the books.
import type { Books, BooksRefusal, EntryDraft } from '../../ledger/index.js';
import { type Refusal, refusals } from '../../shared/refusal.js';
import {
  agreementHold,
  chargeEntry,
  payEntry,
  type Payment,
  payerAccount,
  reviewDeadline,
  reviewHold,
} from './payment.js';

export const refuseSend = refusals({
  insufficient_funds: {
    kind: 'refused',
    title: 'There is not enough money in your balance. Pay with a card, or send less.',
  },
  payer_restricted: {
    kind: 'refused',
    title: 'You cannot send money at the moment. Please contact us.',
  },
  payee_restricted: {
    kind: 'refused',
    title: 'This person cannot receive that money at the moment.',
  },
  card_payments_unavailable: {
    kind: 'unavailable',
    title: 'Cards cannot be charged at the moment. Pay from your balance, or try again soon.',
  },
  payment_blocked: { kind: 'refused', title: 'This payment cannot be made.' },
});

export type Outcome = Payment | Refusal;

// From a card nothing is in the books before its bank has said yes: the payment stays `funding`. The
// books are asked all the same, because a card must not be charged for what could not be paid out. What is
// posted `before` brings the money that is paid: an exchange.
export function paid(payment: Payment, books: Books, before: readonly EntryDraft[] = []): Outcome {
  if (payment.cardId !== null) return fundable(payment, books);
  const refusal = books.post(...before, payEntry(payment, payment.createdAt));
  return refusal === undefined ? { ...payment, state: 'completed' } : inWords(refusal, payment);
}

export function held(payment: Payment, books: Books): Outcome {
  if (payment.cardId !== null) return fundable(payment, books);
  const reviewBy = reviewDeadline(payment.createdAt);
  const refusal = books.hold(reviewHold(payment, payerAccount(payment), reviewBy));
  return refusal === undefined
    ? { ...payment, state: 'held', reviewBy }
    : inWords(refusal, payment);
}

function fundable(payment: Payment, books: Books): Outcome {
  const at = payment.createdAt;
  const refusal = books.try(chargeEntry(payment, payment.id, 0n, at), payEntry(payment, at));
  return refusal === undefined ? payment : inWords(refusal, payment);
}

export function inWords({ code, account }: BooksRefusal, { payerId }: Payment): Refusal {
  if (code === 'floor_reached') return refuseSend('insufficient_funds');
  return refuseSend(account?.owner === payerId ? 'payer_restricted' : 'payee_restricted');
}

/** The money of a balance is set aside until the contact's word; a card is not asked before it. */
export function asked(payment: Payment, books: Books): Outcome {
  if (payment.cardId === null) {
    const refusal = books.hold(agreementHold(payment));
    return refusal === undefined ? payment : inWords(refusal, payment);
  }
  return fundable(payment, books);
}
