// The fewest payments that bring everybody to zero. People whose balances add up to zero among themselves
// need one payment less than they are, so the most such circles is the fewest payments. Finding them all
// takes 2^n steps, and is done for up to twelve people; of more, the largest debt goes to the largest claim.
import { assert, present } from '../../shared/refusal.js';

/** What somebody is owed, in minor units; negative is what they owe. */
export interface Balance {
  readonly personId: string;
  readonly minor: bigint;
}

export interface ProposedPayment {
  readonly fromId: string;
  readonly toId: string;
  readonly minor: bigint;
}

export interface Proposal {
  readonly payments: readonly ProposedPayment[];
  /** No other proposal has fewer; false where that was not looked for. */
  readonly fewest: boolean;
}

export const EXACT_UP_TO = 12;

/** Balances add up to zero. The same balances, in any order, give the same payments. */
export function fewestPayments(balances: readonly Balance[]): Proposal {
  assert(sum(balances) === 0n, 'what some are owed is what others owe');
  const people = balances.filter(({ minor }) => minor !== 0n).sort(byPerson);
  const fewest = people.length <= EXACT_UP_TO;
  const circles = fewest ? mostCircles(people) : [people];
  return { payments: circles.flatMap(largestToLargest), fewest };
}

function mostCircles(people: readonly Balance[]): Balance[][] {
  const size = 1 << people.length;
  const sums = new Array<bigint>(size).fill(0n);
  // How many circles there are at most among these people, in some order in which they are taken.
  const most = new Uint8Array(size);
  for (let set = 1; set < size; set++) {
    const last = 31 - Math.clz32(set);
    sums[set] = at(sums, set ^ (1 << last)) + at(people, last).minor;
    let best = 0;
    for (let one = 0; one < people.length; one++) {
      if ((set & (1 << one)) !== 0) best = Math.max(best, at(most, set ^ (1 << one)));
    }
    most[set] = best + (sums[set] === 0n ? 1 : 0);
  }
  const circles: Balance[][] = [];
  for (let set = size - 1; set !== 0;) {
    const closed = sums[set] === 0n;
    if (closed) circles.push([]);
    const left = at(most, set) - (closed ? 1 : 0);
    const index = people.findIndex(
      (_, one) => (set & (1 << one)) !== 0 && at(most, set ^ (1 << one)) === left,
    );
    present(circles.at(-1), 'all of them together are a circle').push(at(people, index));
    set ^= 1 << index;
  }
  return circles;
}

/** Each payment brings one of the two to zero, and the last one both. */
function largestToLargest(circle: readonly Balance[]): ProposedPayment[] {
  const payments: ProposedPayment[] = [];
  let left = [...circle];
  while (left.length > 0) {
    left.sort((one, other) => compare(one.minor, other.minor) || byPerson(one, other));
    const from = at(left, 0);
    const to = at(left, left.length - 1);
    const minor = -from.minor < to.minor ? -from.minor : to.minor;
    payments.push({ fromId: from.personId, toId: to.personId, minor });
    left = [
      { ...from, minor: from.minor + minor },
      ...left.slice(1, -1),
      { ...to, minor: to.minor - minor },
    ].filter((one) => one.minor !== 0n);
  }
  return payments;
}

const sum = (balances: readonly Balance[]): bigint =>
  balances.reduce((all, { minor }) => all + minor, 0n);

const compare = (one: bigint, other: bigint): number => (one < other ? -1 : one > other ? 1 : 0);

const byPerson = (one: Balance, other: Balance): number =>
  one.personId < other.personId ? -1 : one.personId > other.personId ? 1 : 0;

const at = <T>(list: { readonly [index: number]: T | undefined }, index: number): T =>
  present(list[index], 'an index within the list');
