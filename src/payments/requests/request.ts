// A request as plain data, and the pure rules about it: what may still be paid of it, and who may do
// what to it when. Nothing here touches a database.
import { formatMinor, type Money } from '../../shared/money.js';
import { type Refusal, refusals } from '../../shared/refusal.js';
import type { RequestState } from './contract.js';

export interface MoneyRequest {
  readonly id: string;
  readonly threadId: string;
  /** Who asks, and would be paid. */
  readonly requesterId: string;
  /** Who is asked. */
  readonly payerId: string;
  /** The bill it is a share of; null for none. */
  readonly splitId: string | null;
  readonly amount: Money;
  readonly note: string | null;
  readonly state: RequestState;
  readonly revision: number;
  readonly reminders: number;
  readonly remindedAt: Date | null;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Minor units that have arrived. */
  readonly paid: bigint;
  /** Minor units that were set off against what the requester owed the payer. */
  readonly setOff: bigint;
  /** Minor units that have arrived, were set off, or are on their way to either. */
  readonly taken: bigint;
}

export const refuseRequested = refusals({
  request_unknown: { kind: 'missing', title: 'There is no such request.' },
  request_over: { kind: 'conflict', title: 'This request is no longer open.' },
  request_changed: {
    kind: 'conflict',
    title: 'The request was changed after you saw it. Please look at it again.',
  },
  request_currency_differs: {
    kind: 'invalid',
    title: 'A request is paid in the currency it asks for.',
  },
  request_amount_too_much: { kind: 'refused', title: 'That is more than is still asked for.' },
  request_amount_too_little: {
    kind: 'refused',
    title: 'Some of it is paid already; ask for at least that much.',
  },
  request_strangers: {
    kind: 'refused',
    title: 'You can ask for money once both of you have written in this thread.',
  },
  requests_too_many_open: {
    kind: 'refused',
    title: 'You have asked this person several times already. Wait for an answer first.',
  },
  request_not_yours: { kind: 'forbidden', title: 'Only whoever asked can change a request.' },
  request_of_split: {
    kind: 'conflict',
    title: 'This is a share of a bill, and changes with the bill.',
  },
  request_payer_only: { kind: 'forbidden', title: 'Only whoever was asked can decline.' },
  request_reminded_lately: { kind: 'exhausted', title: 'A reminder can be sent once a day.' },
  request_reminded_enough: { kind: 'exhausted', title: 'No more reminders can be sent.' },
});

export const REMINDERS_MAX = 3;
const DAY_MS = 86_400_000;

/** What can still be paid of it, in minor units. */
export const leftOf = ({ amount, taken }: MoneyRequest): bigint =>
  amount.minor > taken ? amount.minor - taken : 0n;

/** It can be paid, changed and answered; one whose time has passed is over before the clock says so. */
export const isOpen = ({ state, expiresAt }: MoneyRequest, at: Date): boolean =>
  state === 'open' && expiresAt > at;

/** What of it nobody owes any more, in minor units. */
export const coveredOf = ({ paid, setOff }: MoneyRequest): bigint => paid + setOff;

/** Where it stands now that this much has arrived; what was on its way may arrive after its time. */
export const stateAfter = (request: MoneyRequest): RequestState =>
  ['open', 'expired'].includes(request.state) && coveredOf(request) >= request.amount.minor
    ? 'paid'
    : request.state;

/** What somebody wants to pay of it. */
export interface Wish {
  readonly threadId: string;
  readonly payerId: string;
  readonly payeeId: string;
  readonly amount: Money;
  /** Which revision of the request they saw. */
  readonly revision: number;
  readonly at: Date;
}

/** Why it may not be paid like this; undefined when it may. */
export function payingRefusal(request: MoneyRequest | undefined, wish: Wish): Refusal | undefined {
  if (
    request?.payerId !== wish.payerId ||
    request.requesterId !== wish.payeeId ||
    request.threadId !== wish.threadId
  ) {
    return refuseRequested('request_unknown');
  }
  if (!isOpen(request, wish.at)) return refuseRequested('request_over');
  if (request.revision !== wish.revision) return refuseRequested('request_changed');
  const { currency } = request.amount;
  if (wish.amount.currency !== currency) return refuseRequested('request_currency_differs');
  const left = leftOf(request);
  if (wish.amount.minor <= left) return undefined;
  return refuseRequested(
    'request_amount_too_much',
    `At the moment ${formatMinor(left, currency)} ${currency} can be paid.`,
  );
}

/** Why the payer cannot be reminded now; undefined when they can. */
export function reminderRefusal(
  { reminders, remindedAt, createdAt }: MoneyRequest,
  at: Date,
): Refusal | undefined {
  if (reminders >= REMINDERS_MAX) return refuseRequested('request_reminded_enough');
  const last = remindedAt ?? createdAt;
  const next = new Date(last.getTime() + DAY_MS);
  return next > at
    ? refuseRequested('request_reminded_lately', `Next at ${next.toISOString()}.`)
    : undefined;
}
