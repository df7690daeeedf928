// Settling what two people ask of each other: one of them pays the difference, and the rest is set off. As
// pure rules, so that every case can be tried in a table.
import { newId } from '../../shared/ids.js';
import { formatMinor, type Money } from '../../shared/money.js';
import { type Refusal, refusals } from '../../shared/refusal.js';
import { isOpen, leftOf, type MoneyRequest, refuseRequested } from '../requests/request.js';

/** A request as whoever settles it saw it. */
export interface Seen {
  readonly requestId: string;
  readonly revision: number;
  /** What could still be paid of it, as a decimal string in its currency. */
  readonly left: string;
}

/** Who settles what with whom; `amount` is what is paid, and may be nothing. */
export interface SettlingWish {
  readonly threadId: string;
  readonly payerId: string;
  readonly payeeId: string;
  readonly amount: Money;
  readonly at: Date;
}

export interface SettledItem {
  readonly requestId: string;
  /** Minor units that the payment pays of it. */
  readonly paid: bigint;
  /** Minor units that are set off. */
  readonly setOff: bigint;
}

export interface Settlement extends Omit<SettlingWish, 'at'> {
  readonly id: string;
  readonly items: readonly SettledItem[];
  readonly createdAt: Date;
}

export const refuseBetween = refusals({
  between_changed: {
    kind: 'conflict',
    title: 'What is open between you has changed. Please look at it again.',
  },
  between_or_request: {
    kind: 'invalid',
    title: 'A payment pays one request, or settles several; please name only one of the two.',
  },
  between_amount_differs: {
    kind: 'invalid',
    title: 'That is not the difference of what you ask of each other.',
  },
});

/** The settlement, or why there is none. All of it is as it was seen, or nothing is settled. */
export function settle(
  wish: SettlingWish,
  seen: readonly Seen[],
  requests: ReadonlyMap<string, MoneyRequest>,
): Settlement | Refusal {
  const { threadId, payerId, payeeId, amount, at } = wish;
  const items: MoneyRequest[] = [];
  for (const one of seen) {
    const request = requests.get(one.requestId);
    if (request?.threadId !== threadId || !isBetween(request, payerId, payeeId)) {
      return refuseRequested('request_unknown');
    }
    if (request.amount.currency !== amount.currency) {
      return refuseRequested('request_currency_differs');
    }
    if (!isAsSeen(request, one, at)) return refuseBetween('between_changed');
    items.push(request);
  }
  // The oldest are set off first.
  items.sort((one, other) => (one.id < other.id ? -1 : 1));
  const owing = items.filter((request) => request.payerId === payerId);
  const owed = items.filter((request) => request.payerId === payeeId);
  const against = total(owed);
  if (total(owing) - against !== amount.minor) return refuseBetween('between_amount_differs');
  let rest = against;
  const paying = owing.map((request): SettledItem => {
    const left = leftOf(request);
    const setOff = rest < left ? rest : left;
    rest -= setOff;
    return { requestId: request.id, paid: left - setOff, setOff };
  });
  const given = owed.map((request) => ({
    requestId: request.id,
    paid: 0n,
    setOff: leftOf(request),
  }));
  const parties = { threadId, payerId, payeeId, amount };
  return { id: newId('set'), ...parties, items: [...paying, ...given], createdAt: at };
}

const isBetween = ({ requesterId, payerId }: MoneyRequest, one: string, other: string): boolean =>
  (requesterId === one && payerId === other) || (requesterId === other && payerId === one);

function isAsSeen(request: MoneyRequest, { revision, left }: Seen, at: Date): boolean {
  const now = leftOf(request);
  return (
    isOpen(request, at) &&
    request.revision === revision &&
    now > 0n &&
    formatMinor(now, request.amount.currency) === left
  );
}

const total = (requests: readonly MoneyRequest[]): bigint =>
  requests.reduce((all, request) => all + leftOf(request), 0n);

/** What was seen, for the fingerprint of whoever settles it. */
export const wordsOf = (seen: readonly Seen[]): string =>
  JSON.stringify(seen.map(({ requestId, revision, left }) => [requestId, revision, left]));
