// The rules of a send, pure: whether it may be made at all, and what becomes of it given what the
// books and the judge say. No database here, so that every case can be tried in a table.
import type { Roster } from '../chat/index.js';
import type { Assessment } from '../fraud/index.js';
import type { Books } from '../ledger/index.js';
import type { Config } from '../shared/config.js';
import { amountTooLarge, majorToMinor, type Money } from '../shared/money.js';
import { Refusal, refusals } from '../shared/refusal.js';
import { refuseCards, type SavedCard } from './cards/cards.js';
import { holdReference, payEntry, type Payment, payeeAccount, payerAccount } from './payment.js';
import type { Claim } from './idempotency.js';

export const refuseSend = refusals({
  payment_thread_unknown: { kind: 'missing', title: 'There is no such thread.' },
  payee_needed: { kind: 'invalid', title: 'Please say who in the group is to be paid.' },
  payee_not_in_thread: { kind: 'missing', title: 'That person is not in this thread.' },
  payee_is_payer: { kind: 'invalid', title: 'You cannot pay yourself.' },
  currency_not_supported: { kind: 'invalid', title: 'Payments in that currency are not offered.' },
  insufficient_funds: {
    kind: 'refused',
    title: 'There is not enough money in your balance. Pay with a card, or send less.',
  },
  payment_blocked: { kind: 'refused', title: 'This payment cannot be made.' },
});

// A promise to both people. It is far below the seven days that a card's authorisation lives.
const REVIEW_HOURS = 24;

/** Until when a review that begins now must be decided. */
export const reviewDeadline = (from: Date): Date =>
  new Date(from.getTime() + REVIEW_HOURS * 3_600_000);

/** What a payer asks for, parsed. */
export interface SendCommand extends Claim {
  readonly threadId: string;
  readonly payeeId: string | null;
  readonly amount: Money;
  /** The card that funds it; null is the balance. */
  readonly cardId: string | null;
  readonly note: string | null;
  readonly at: Date;
}

type Resolved = { payeeId: string; kind: Roster['kind'] } | { refusal: Refusal };

/** Whom a send pays, or why it may not be made. */
export function resolveSend(
  command: SendCommand,
  rosters: ReadonlyMap<string, Roster>,
  cards: ReadonlyMap<string, SavedCard>,
  config: Config,
): Resolved {
  const roster = rosters.get(command.threadId);
  // A thread of other people answers exactly like one that does not exist.
  if (roster?.personIds.includes(command.personId) !== true) {
    return { refusal: refuseSend('payment_thread_unknown') };
  }
  const payeeId = command.payeeId ?? otherPerson(roster, command.personId);
  if (payeeId === undefined) return { refusal: refuseSend('payee_needed') };
  if (payeeId === command.personId) return { refusal: refuseSend('payee_is_payer') };
  if (!roster.personIds.includes(payeeId)) return { refusal: refuseSend('payee_not_in_thread') };
  const { currency, minor } = command.amount;
  if (!config.currencies.includes(currency)) {
    return {
      refusal: refuseSend('currency_not_supported', `Offered: ${config.currencies.join(', ')}.`),
    };
  }
  const limit = { minor: majorToMinor(config.maximumMajor, currency), currency };
  if (minor > limit.minor) return { refusal: amountTooLarge(limit) };
  if (command.cardId !== null && cards.get(command.cardId)?.personId !== command.personId) {
    return { refusal: refuseCards('card_unknown') };
  }
  return { payeeId, kind: roster.kind };
}

/**
 * What becomes of a send: the payment in its first state, with its entry or hold staged in the
 * books, or the code of a refusal, which leaves the books as they were.
 */
export function decideSend(
  payment: Payment,
  assessment: Assessment,
  books: Books,
): Payment | 'insufficient_funds' | 'payment_blocked' {
  if (assessment.decision === 'block') return 'payment_blocked';
  // A card comes first: nothing is in the books before its bank has said yes.
  if (payment.cardId !== null) return payment;
  if (assessment.decision === 'allow') {
    return books.post(payEntry(payment, payment.createdAt)) ?? { ...payment, state: 'completed' };
  }
  const reviewBy = reviewDeadline(payment.createdAt);
  const refusal = books.hold({
    reference: holdReference(payment),
    account: payerAccount(payment),
    counterAccount: payeeAccount(payment),
    amount: payment.amount.minor,
    reason: 'review',
    expiresAt: reviewBy,
  });
  return refusal ?? { ...payment, state: 'held', reviewBy };
}

const otherPerson = ({ kind, personIds }: Roster, personId: string): string | undefined =>
  kind === 'direct' ? personIds.find((id) => id !== personId) : undefined;
