// A bill as plain data, and the pure rules about it: what everybody owes over all of its rounds, and where
// they stand. Nothing here touches a database.
import { refusals } from '../../shared/refusal.js';
import { coveredOf, isOpen, type MoneyRequest } from '../requests/request.js';
import type { ShareState, SplitWay } from './contract.js';
import type { Item, Portion } from './divide.js';

/** A portion, and the request that asks for it: none for the maker's own, and for nothing. */
export interface AskedPortion extends Portion {
  readonly requestId: string | null;
}

export interface Round {
  readonly number: number;
  readonly title: string | null;
  readonly total: bigint;
  readonly way: SplitWay;
  readonly items: readonly Item[] | null;
  /** Whose share it is that is divided anew; null for money that was spent. */
  readonly fromPersonId: string | null;
  readonly portions: readonly AskedPortion[];
  readonly createdAt: Date;
}

export interface Split {
  readonly id: string;
  readonly threadId: string;
  /** Who paid the bill, and is paid back. */
  readonly makerId: string;
  readonly currency: string;
  readonly createdAt: Date;
  readonly rounds: readonly Round[];
  /** In the order in which they were made. */
  readonly requests: readonly MoneyRequest[];
}

export const refuseSplit = refusals({
  split_unknown: { kind: 'missing', title: 'There is no such bill.' },
  split_not_yours: { kind: 'forbidden', title: 'Only whoever made a bill can change it.' },
  split_strangers: {
    kind: 'refused',
    title: 'A bill can be divided among those who have written in this conversation.',
  },
  split_before_their_time: {
    kind: 'refused',
    title: 'Who came after a bill cannot see it. Make a new one with them.',
  },
  split_nobody_asked: { kind: 'invalid', title: 'Nobody but you would bear any of it.' },
  split_part_malformed: {
    kind: 'invalid',
    title: 'Shares and percentages are numbers above zero with at most two decimals.',
  },
  split_division_incomplete: { kind: 'invalid', title: 'Please say who bears what.' },
  split_currency_differs: { kind: 'invalid', title: 'All rounds of a bill are in one currency.' },
  split_rounds_full: { kind: 'refused', title: 'This bill has as many rounds as it can have.' },
  split_nothing_left: { kind: 'conflict', title: 'Nothing of it is left to be paid.' },
});

export const ROUNDS_MAX = 20;

/** What somebody other than the maker owes of a bill. */
export interface Share {
  readonly personId: string;
  /** Over all rounds, without what was divided anew among others. */
  readonly amount: bigint;
  /** With what was set off. */
  readonly paid: bigint;
  readonly taken: bigint;
  readonly state: ShareState;
  /** What can be paid now; undefined when nothing is asked. */
  readonly request: MoneyRequest | undefined;
}

/** Everybody's share, in the order in which they came into the bill. The maker owes nobody. */
export function sharesOf({ rounds, requests, makerId }: Split): Share[] {
  const portions = rounds.flatMap((round) => round.portions);
  const personIds = new Set(
    portions.map(({ personId }) => personId).filter((id) => id !== makerId),
  );
  return [...personIds].map((personId) => {
    const mine = requests.filter(({ payerId }) => payerId === personId);
    const owed = sum(portions.filter((portion) => portion.personId === personId).map(minorOf));
    const moved = sum(rounds.filter((round) => round.fromPersonId === personId).map(totalOf));
    const share = {
      personId,
      amount: owed - moved,
      paid: sum(mine.map(coveredOf)),
      taken: sum(mine.map(({ taken }) => taken)),
    };
    return {
      ...share,
      state: stateOf(share, mine),
      // Of one whose time has passed the clock may not have heard yet.
      request: mine.findLast(({ state }) => state === 'open'),
    };
  });
}

/** What of a share neither arrived nor is on its way, whether or not it is still asked. */
export const restOf = ({ amount, taken }: Share): bigint => (amount > taken ? amount - taken : 0n);

/** What the maker bears. */
export const ownOf = ({ rounds, makerId }: Split): bigint =>
  sum(
    rounds
      .flatMap(({ portions }) => portions)
      .filter(({ personId }) => personId === makerId)
      .map(minorOf),
  );

/** All that was spent: dividing a share anew spends nothing. */
export const spentOf = ({ rounds }: Split): bigint =>
  sum(rounds.filter(({ fromPersonId }) => fromPersonId === null).map(totalOf));

/** How many owe something, and how many of them have paid all of it. */
export function countOf(shares: readonly Share[]): { paidCount: number; owingCount: number } {
  const owing = shares.filter(({ state }) => state !== 'moved');
  const paidCount = owing.filter(({ state }) => state === 'paid').length;
  return { paidCount, owingCount: owing.length };
}

/** What asks somebody now. It may be on its way already, and can grow all the same. */
export const askingNow = ({ request }: Share, at: Date): MoneyRequest | undefined =>
  request !== undefined && isOpen(request, at) ? request : undefined;

function stateOf(
  { amount, paid }: Pick<Share, 'amount' | 'paid'>,
  requests: readonly MoneyRequest[],
): ShareState {
  if (amount === 0n) return 'moved';
  if (paid >= amount) return 'paid';
  const states = requests.map(({ state }) => state).filter((state) => state !== 'paid');
  return states.includes('open') ? 'open' : (states.at(-1) ?? 'open');
}

const sum = (values: readonly bigint[]): bigint => values.reduce((all, value) => all + value, 0n);
const minorOf = ({ minor }: Portion): bigint => minor;
const totalOf = ({ total }: Round): bigint => total;
