// A top-up as plain data, and the pure rules about it: which states follow which, and how it stands where
// the money of a charge is what counts. Nothing here touches a database.
import type { Money } from '../../shared/money.js';
import { assert, refusals } from '../../shared/refusal.js';
import type { PaymentDispute, PaymentState } from '../contract.js';
import type { Payment } from '../payment/payment.js';
import type { TopUpView } from './contract.js';

/** Every "no" about adding money. Why a card said no is said in the words of cards (declines.ts). */
export const refuseTopUp = refusals({
  top_up_unknown: { kind: 'missing', title: 'There is no such top-up.' },
  top_up_amount_too_small: { kind: 'refused', title: 'That is less than can be added at once.' },
  top_up_limit_per_top_up: { kind: 'refused', title: 'That is more than you may add at once.' },
  top_up_limit_per_day: { kind: 'refused', title: 'That is more than you may add within a day.' },
  top_up_limit_per_week: { kind: 'refused', title: 'That is more than you may add within a week.' },
  top_up_limit_per_month: {
    kind: 'refused',
    title: 'That is more than you may add within 30 days.',
  },
  top_up_restricted: {
    kind: 'refused',
    title: 'Money cannot be added to this account at the moment. Please contact us.',
  },
  top_up_cards_unavailable: {
    kind: 'unavailable',
    title: 'Cards cannot be charged at the moment. Please try again soon.',
  },
  top_up_not_asked: {
    kind: 'conflict',
    title: 'Your bank does not ask you anything about this top-up.',
  },
});

export type TopUpState = TopUpView['state'];

export interface TopUp {
  readonly id: string;
  readonly personId: string;
  readonly cardId: string;
  readonly amount: Money;
  readonly state: TopUpState;
  /** Why it failed: a code of declines.ts; null unless failed. */
  readonly failureCode: string | null;
  /** Until when the card's bank may be answered; null unless it asks. */
  readonly authenticateBy: Date | null;
  /** Minor units given back, or on their way back. */
  readonly refunded: bigint;
  readonly dispute: PaymentDispute | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const NEXT: Record<TopUpState, readonly TopUpState[]> = {
  charging: ['authenticating', 'completed', 'failed'],
  authenticating: ['completed', 'failed'],
  completed: [],
  failed: [],
};

/** The top-up in its next state. A move the table does not allow is a bug of the caller. */
export function moved(
  topUp: TopUp,
  state: TopUpState,
  at: Date,
  change: Partial<Pick<TopUp, 'failureCode' | 'authenticateBy'>> = {},
): TopUp {
  assert(NEXT[topUp.state].includes(state), `${topUp.id}: ${topUp.state} is never ${state}`);
  return { ...topUp, authenticateBy: null, ...change, state, updatedAt: at };
}

const AS_PAYMENT: Record<TopUpState, PaymentState> = {
  charging: 'funding',
  authenticating: 'authenticating',
  completed: 'completed',
  failed: 'failed',
};

/**
 * The top-up as whoever handles charges, refunds and disputes sees it: a payment of somebody to
 * themselves, in no thread. It is never written as one.
 */
export const asPayment = (topUp: TopUp): Payment => ({
  id: topUp.id,
  threadId: '',
  payerId: topUp.personId,
  payeeId: topUp.personId,
  amount: topUp.amount,
  fromBalance: 0n,
  note: null,
  cardId: topUp.cardId,
  state: AS_PAYMENT[topUp.state],
  moves: 1,
  failureCode: topUp.failureCode,
  reviewBy: null,
  authenticateBy: topUp.authenticateBy,
  contactId: null,
  agreeBy: null,
  agreedAt: null,
  sendsAt: null,
  arrivesAt: null,
  toAccept: false,
  expiresAt: null,
  returned: null,
  shown: false,
  requestId: null,
  settlementId: null,
  refunded: topUp.refunded,
  dispute: topUp.dispute,
  createdAt: topUp.createdAt,
  updatedAt: topUp.updatedAt,
});

/** Whether an id names a top-up. */
export const isTopUp = (id: string): boolean => id.startsWith('top_');
