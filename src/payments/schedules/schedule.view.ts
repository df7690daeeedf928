// What a schedule looks like to its payer; nobody else ever sees it.
import { formatMoney } from '../../shared/money.js';
import type { Profile } from '../../shared/people.js';
import { failureRefusal } from '../payment/failures.js';
import { partyOf } from '../payment/payment.view.js';
import type { OccurrenceView, ScheduleView } from './contract.js';
import type { Occurrence } from './occurrence-store.js';
import { isOpen, leftOf, type Schedule } from './schedule.js';

export function toScheduleView(
  schedule: Schedule,
  profiles: ReadonlyMap<string, Profile>,
): ScheduleView {
  const { id, threadId, payeeId, state, pausedBy, terms, nextNumber, nextAt } = schedule;
  const { amount, cardId, note, plan, revision } = terms;
  const next = isOpen(schedule) ? nextAt : null;
  return {
    id,
    threadId,
    payee: partyOf(payeeId, profiles),
    amount: formatMoney(amount),
    funding: cardId === null ? { source: 'balance' } : { source: 'card', cardId },
    ...{ note, plan, state, pausedBy, revision },
    next: next && { number: nextNumber, at: next.toISOString() },
    left: isOpen(schedule) ? leftOf(schedule) : null,
    createdAt: schedule.createdAt.toISOString(),
    updatedAt: schedule.updatedAt.toISOString(),
  };
}

export function toOccurrenceView(occurrence: Occurrence): OccurrenceView {
  const { number, dueAt, state, late, paymentId, paymentState, refusal, failureCode } = occurrence;
  const code = refusal ?? failureCode;
  return {
    number,
    dueAt: dueAt.toISOString(),
    state,
    late,
    payment: paymentId && paymentState ? { id: paymentId, state: paymentState } : null,
    refusal: code === null ? null : { code, message: failureRefusal(code).title },
  };
}
