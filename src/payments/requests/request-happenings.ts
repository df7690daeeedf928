// What of a request its two people are told of. Nothing here touches a database.
import type { Happening } from '../../shared/happenings.js';
import { formatMoney } from '../../shared/money.js';
import type { MoneyRequest } from './request.js';

export type RequestNews = Extract<Happening['kind'], `request_${string}`>;

/** A decline is news to who asked; all else to who is asked. */
export function requestHappening(request: MoneyRequest, kind: RequestNews): Happening {
  const { id, threadId, requesterId, payerId, amount } = request;
  const isForRequester = kind === 'request_declined';
  return {
    kind,
    event: `${id}:${kind}${timeOf(request, kind)}`,
    personIds: [isForRequester ? requesterId : payerId],
    otherId: isForRequester ? payerId : requesterId,
    threadId,
    subjectId: id,
    amount: formatMoney(amount),
    detail: null,
  };
}

// What happens to one request more than once: it is reminded of, and as a share of a bill it grows and ends
// later.
function timeOf({ reminders, revision }: MoneyRequest, kind: RequestNews): string {
  if (kind === 'request_reminder') return `:${String(reminders)}`;
  return kind !== 'request_declined' && revision > 1 ? `:${String(revision)}` : '';
}
