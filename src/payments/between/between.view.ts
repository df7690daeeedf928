// What people owe each other in a thread, as one of them may see it. No database here.
import { formatMinor } from '../../shared/money.js';
import type { Profile } from '../../shared/people.js';
import { partyOf } from '../payment/payment.view.js';
import { leftOf, type MoneyRequest } from '../requests/request.js';
import type { BetweenCurrency, BetweenPair, BetweenView } from './contract.js';
import { type Balance, fewestPayments } from './fewest-payments.js';

type People = ReadonlyMap<string, Profile>;

/** Requests are open, in one thread, and all those that the viewer may see. */
export function toBetweenView(
  viewerId: string,
  threadId: string,
  requests: readonly MoneyRequest[],
  people: People,
): BetweenView {
  const payable = requests.filter((request) => leftOf(request) > 0n);
  const currencies = [...new Set(payable.map(({ amount }) => amount.currency))].sort();
  return {
    threadId,
    currencies: currencies.map((currency) =>
      inOne(
        currency,
        viewerId,
        payable.filter(({ amount }) => amount.currency === currency),
        people,
      ),
    ),
    onItsWay: requests.some(
      (request) => leftOf(request) === 0n && otherThan(viewerId, request) !== undefined,
    ),
  };
}

function inOne(
  currency: string,
  viewerId: string,
  requests: readonly MoneyRequest[],
  people: People,
): BetweenCurrency {
  const mine = requests.filter((request) => otherThan(viewerId, request) !== undefined);
  const others = [...new Set(mine.map((request) => otherThan(viewerId, request) ?? ''))].sort();
  const balances = balancesOf(requests);
  const { payments, fewest } = fewestPayments(balances);
  return {
    currency,
    pairs: others.map((personId) =>
      toPair(
        viewerId,
        personId,
        mine.filter((request) => otherThan(viewerId, request) === personId),
        people,
      ),
    ),
    members: balances
      .filter(({ minor }) => minor !== 0n)
      .map(({ personId, minor }) => ({
        person: partyOf(personId, people),
        gets: formatMinor(orZero(minor), currency),
        pays: formatMinor(orZero(-minor), currency),
      })),
    proposal: {
      payments: payments.map(({ fromId, toId, minor }) => ({
        from: partyOf(fromId, people),
        to: partyOf(toId, people),
        amount: { amount: formatMinor(minor, currency), currency },
      })),
      fewest,
    },
  };
}

function toPair(
  viewerId: string,
  personId: string,
  requests: readonly MoneyRequest[],
  people: People,
): BetweenPair {
  const currency = requests[0]?.amount.currency ?? '';
  const net = balancesOf(requests).find((balance) => balance.personId === viewerId)?.minor ?? 0n;
  return {
    person: partyOf(personId, people),
    youPay: formatMinor(orZero(-net), currency),
    theyPay: formatMinor(orZero(net), currency),
    items: requests.map((request) => ({
      requestId: request.id,
      revision: request.revision,
      left: formatMinor(leftOf(request), currency),
      isMine: request.payerId === viewerId,
      note: request.note,
      splitId: request.splitId,
    })),
  };
}

/** Who asks is owed what can still be paid, and who is asked owes it; in the order of their ids. */
function balancesOf(requests: readonly MoneyRequest[]): Balance[] {
  const balances = new Map<string, bigint>();
  const add = (personId: string, minor: bigint): void => {
    balances.set(personId, (balances.get(personId) ?? 0n) + minor);
  };
  for (const request of requests) {
    add(request.requesterId, leftOf(request));
    add(request.payerId, -leftOf(request));
  }
  return [...balances.keys()]
    .sort()
    .map((personId) => ({ personId, minor: balances.get(personId) ?? 0n }));
}

/** The other one of a request of the viewer's; undefined for a request between others. */
function otherThan(viewerId: string, { requesterId, payerId }: MoneyRequest): string | undefined {
  if (requesterId === viewerId) return payerId;
  return payerId === viewerId ? requesterId : undefined;
}

const orZero = (minor: bigint): bigint => (minor > 0n ? minor : 0n);
