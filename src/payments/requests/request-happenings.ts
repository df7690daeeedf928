// What of a request its two people are told of. Nothing here touches a database.
import type { Happening } from '../../shared/happenings.js';
import { formatMoney } from '../../shared/money.js';
import type { MoneyRequest } from './request.js';

export type RequestNews = Extract<Happening['kind'], `request_${string}`>;

/** A decline is news to who asked; all else to who is asked. */
export function requestHappening(request: MoneyRequest, kind: RequestNews): Happening {
  const { id, threadId, requesterId, payerId, amount, reminders } = request;
  const isForRequester = kind === 'request_declined';
  return {
    kind,
    event: kind === 'request_reminder' ? `${id}:${kind}:${String(reminders)}` : `${id}:${kind}`,
    personIds: [isForRequester ? requesterId : payerId],
    otherId: isForRequester ? payerId : requesterId,
    threadId,
    subjectId: id,
    amount: formatMoney(amount),
    detail: null,
  };
}
