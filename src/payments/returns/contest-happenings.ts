// What of a contest the two people are told of: never what anybody wrote, nor what a report says.
import type { Happening } from '../../shared/happenings.js';
import { formatMoney } from '../../shared/money.js';
import type { Payment } from '../payment/payment.js';

/** To whom it is news, what happened, and to what; each is told once. */
export interface ContestNews {
  readonly to: 'payer' | 'payee';
  readonly what:
    | 'asked_back'
    | 'kept'
    | 'unanswered'
    | 'escalated'
    | 'stands'
    | 'goes_back'
    | 'nothing_there'
    | 'reported'
    | 'answered'
    | 'granted'
    | 'denied'
    | 'released'
    | 'lapsed'
    | 'appealed'
    | 'extended'
    | 'overturned'
    | 'upheld';
  /** The ask-back, report or case it is about. */
  readonly about: string;
}

export const toBoth = (what: ContestNews['what'], about: string): ContestNews[] => [
  { to: 'payer', what, about },
  { to: 'payee', what, about },
];

export function contestHappening(payment: Payment, { to, what, about }: ContestNews): Happening {
  const { payerId, payeeId } = payment;
  return {
    kind: 'contest',
    event: `${about}:${what}:${to}`,
    personIds: [to === 'payer' ? payerId : payeeId],
    otherId: to === 'payer' ? payeeId : payerId,
    threadId: payment.threadId,
    subjectId: payment.id,
    amount: formatMoney(payment.amount),
    detail: `${what}:${to}`,
  };
}
