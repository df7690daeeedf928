// What a request looks like to the two people it is between; nobody else ever sees it.
import { formatMinor, formatMoney } from '../../shared/money.js';
import type { MoneyCard } from '../../shared/money-threads.js';
import type { Profile } from '../../shared/people.js';
import { partyOf } from '../payment/payment.view.js';
import type { RequestCard, RequestView } from './contract.js';
import { leftOf, type MoneyRequest, REMINDERS_MAX } from './request.js';

export function toRequestView(
  request: MoneyRequest,
  profiles: ReadonlyMap<string, Profile>,
): RequestView {
  return {
    id: request.id,
    threadId: request.threadId,
    splitId: request.splitId,
    requester: partyOf(request.requesterId, profiles),
    payer: partyOf(request.payerId, profiles),
    ...facts(request),
    remindersLeft: REMINDERS_MAX - request.reminders,
    createdAt: request.createdAt.toISOString(),
  };
}

/** The card in the thread, for both in a direct thread and in a group alike. */
export function toRequestCard(request: MoneyRequest): MoneyCard {
  const { id, requesterId, payerId } = request;
  const data: RequestCard = { requestId: id, requesterId, payerId, ...facts(request) };
  return { kind: 'request', id, data, audience: [requesterId, payerId] };
}

function facts(request: MoneyRequest) {
  const { amount, paid, setOff, remindedAt, expiresAt, updatedAt, note, state, revision } = request;
  return {
    amount: formatMoney(amount),
    paid: formatMinor(paid, amount.currency),
    setOff: formatMinor(setOff, amount.currency),
    left: formatMinor(state === 'open' ? leftOf(request) : 0n, amount.currency),
    ...{ note, state, revision },
    remindedAt: remindedAt?.toISOString() ?? null,
    expiresAt: expiresAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
