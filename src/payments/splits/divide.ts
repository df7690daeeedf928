// How an amount is divided among people: pure, exact, and the same whoever asks. Minor units alone, so that
// currencies of any number of decimals divide alike. What cannot be divided goes, one unit each, to those
// whose exact parts were cut off most; where several were cut off alike, to whoever paid the bill first and
// then by id, so that the order in which people were named changes nothing.
import { formatMinor } from '../../shared/money.js';
import { refusals } from '../../shared/refusal.js';

export interface Weight {
  readonly personId: string;
  readonly weight: bigint;
}

export interface Item {
  readonly name: string;
  readonly minor: bigint;
  readonly personIds: readonly string[];
}

export type Division =
  | { readonly way: 'equally'; readonly personIds: readonly string[] }
  /** The weights are minor units. */
  | { readonly way: 'exactly'; readonly parts: readonly Weight[] }
  /** The weights are hundredths of a share, or of a percent. */
  | { readonly way: 'shares' | 'percent'; readonly parts: readonly Weight[] }
  | { readonly way: 'items'; readonly items: readonly Item[] };

export interface Portion {
  readonly personId: string;
  readonly minor: bigint;
  /** It is one unit more than a division without remainder would give. */
  readonly odd: boolean;
}

export interface Bill {
  readonly total: bigint;
  readonly currency: string;
  readonly division: Division;
  /** Who is first to bear what cannot be divided. */
  readonly makerId: string;
}

export const refuseDivision = refusals({
  split_amounts_differ: {
    kind: 'invalid',
    title: 'The amounts do not add up to the bill.',
  },
  split_percent_not_whole: { kind: 'invalid', title: 'The percentages do not add up to 100.' },
  split_items_exceed: { kind: 'invalid', title: 'The items come to more than the bill.' },
  split_person_twice: { kind: 'invalid', title: 'Somebody is named twice.' },
});

const WHOLE = 10_000n;

/** Everybody's portion, which add up to the total always. Refuses what does not add up. */
export function divide(bill: Bill): Portion[] {
  const { division, total, currency } = bill;
  switch (division.way) {
    case 'equally':
      return apportion(bill, distinct(division.personIds.map(one)));
    case 'shares':
      return apportion(bill, distinct(division.parts));
    case 'percent': {
      const sum = sumOf(division.parts);
      if (sum !== WHOLE) {
        throw refuseDivision('split_percent_not_whole', `They come to ${hundredths(sum)} %.`);
      }
      return apportion(bill, distinct(division.parts));
    }
    case 'exactly': {
      const left = total - sumOf(distinct(division.parts));
      if (left !== 0n) throw refuseDivision('split_amounts_differ', differs(left, currency));
      return division.parts.map(({ personId, weight }) => ({
        ...{ personId, minor: weight },
        odd: false,
      }));
    }
    case 'items':
      extraOf(bill);
      return apportion(bill, weightsOf(division.items));
  }
}

/** What items leave of the total and is spread in proportion; null when it is not divided by items. */
export function extraOf({ total, division, currency }: Bill): bigint | null {
  if (division.way !== 'items') return null;
  const extra = total - division.items.reduce((sum, { minor }) => sum + minor, 0n);
  if (extra < 0n) {
    throw refuseDivision('split_items_exceed', `By ${formatMinor(-extra, currency)} ${currency}.`);
  }
  return extra;
}

/** The largest remainder: everybody's exact part cut off, and the units that are left one by one. */
function apportion({ total, makerId }: Bill, weights: readonly Weight[]): Portion[] {
  const whole = sumOf(weights);
  const parts = weights.map(({ personId, weight }) => ({
    personId,
    floor: (total * weight) / whole,
    cutOff: (total * weight) % whole,
  }));
  const left = total - parts.reduce((sum, { floor }) => sum + floor, 0n);
  const inTurn = parts.toSorted(
    (a, b) =>
      compare(b.cutOff, a.cutOff) ||
      Number(b.personId === makerId) - Number(a.personId === makerId) ||
      compare(a.personId, b.personId),
  );
  const odd = new Set(inTurn.slice(0, Number(left)).map(({ personId }) => personId));
  return parts.map(({ personId, floor }) => ({
    personId,
    minor: odd.has(personId) ? floor + 1n : floor,
    odd: odd.has(personId),
  }));
}

// An item of several is had by each in equal parts: over a common denominator no part is a fraction.
function weightsOf(items: readonly Item[]): Weight[] {
  const denominator = items.reduce((all, { personIds }) => common(all, personIds.length), 1n);
  const weights = new Map<string, bigint>();
  for (const { minor, personIds } of items) {
    for (const { personId } of distinct(personIds.map(one))) {
      const part = minor * (denominator / BigInt(personIds.length));
      weights.set(personId, (weights.get(personId) ?? 0n) + part);
    }
  }
  return [...weights].map(([personId, weight]) => ({ personId, weight }));
}

const one = (personId: string): Weight => ({ personId, weight: 1n });

const sumOf = (weights: readonly Weight[]): bigint =>
  weights.reduce((sum, { weight }) => sum + weight, 0n);

function distinct(weights: readonly Weight[]): readonly Weight[] {
  if (new Set(weights.map(({ personId }) => personId)).size < weights.length) {
    throw refuseDivision('split_person_twice');
  }
  return weights;
}

function common(multiple: bigint, count: number): bigint {
  const other = BigInt(count);
  let [a, b] = [multiple, other];
  while (b !== 0n) [a, b] = [b, a % b];
  return (multiple / a) * other;
}

const compare = <T extends bigint | string>(a: T, b: T): number => Number(a > b) - Number(a < b);

const differs = (left: bigint, currency: string): string =>
  left > 0n
    ? `${formatMinor(left, currency)} ${currency} are not divided yet.`
    : `They are ${formatMinor(-left, currency)} ${currency} too much.`;

const hundredths = (value: bigint): string =>
  `${String(value / 100n)}.${String(value % 100n).padStart(2, '0')}`;
