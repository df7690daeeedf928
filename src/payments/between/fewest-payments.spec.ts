// Whatever people owe each other: all end at zero, by as few payments as there can be.
import fc from 'fast-check';
import { type Balance, EXACT_UP_TO, fewestPayments } from './fewest-payments.js';

const balancesOf = (minors: readonly bigint[]): Balance[] => {
  const last = -minors.reduce((all, minor) => all + minor, 0n);
  return [...minors, last].map((minor, index) => ({
    personId: `usr_${String(index).padStart(2, '0')}`,
    minor,
  }));
};
const someone = fc.bigInt({ min: -6n, max: 6n });
const upTo = (most: number) =>
  fc.array(someone, { minLength: 0, maxLength: most - 1 }).map(balancesOf);
const nonZero = (balances: readonly Balance[]) => balances.filter(({ minor }) => minor !== 0n);

/** The most circles there are, by trying every way to make one of the first person. */
function bruteCircles(minors: readonly bigint[]): number {
  if (minors.length === 0) return 0;
  const [first = 0n, ...others] = minors;
  let best = 0;
  for (let set = 0; set < 1 << others.length; set++) {
    const inside = others.filter((_, index) => (set & (1 << index)) !== 0);
    if (inside.reduce((all, minor) => all + minor, first) !== 0n) continue;
    const outside = others.filter((_, index) => (set & (1 << index)) === 0);
    best = Math.max(best, 1 + bruteCircles(outside));
  }
  return best;
}

test('everybody ends at zero, nobody who is owed pays, and at most one less than they are', () => {
  fc.assert(
    fc.property(upTo(16), (balances) => {
      const { payments, fewest } = fewestPayments(balances);
      const left = new Map(balances.map(({ personId, minor }) => [personId, minor]));
      for (const { fromId, toId, minor } of payments) {
        expect(minor > 0n).toBe(true);
        expect((balances.find(({ personId }) => personId === fromId)?.minor ?? 0n) < 0n).toBe(true);
        expect((balances.find(({ personId }) => personId === toId)?.minor ?? 0n) > 0n).toBe(true);
        left.set(fromId, (left.get(fromId) ?? 0n) + minor);
        left.set(toId, (left.get(toId) ?? 0n) - minor);
      }
      expect([...left.values()].every((minor) => minor === 0n)).toBe(true);
      const people = nonZero(balances).length;
      expect(payments.length).toBeLessThanOrEqual(Math.max(0, people - 1));
      expect(fewest).toBe(people <= EXACT_UP_TO);
    }),
    { numRuns: 150 },
  );
});

test('no way of paying has fewer, and the order in which people are named changes nothing', () => {
  fc.assert(
    fc.property(upTo(8), (balances) => {
      const { payments } = fewestPayments(balances);
      const minors = nonZero(balances).map(({ minor }) => minor);
      expect(payments).toHaveLength(minors.length - bruteCircles(minors));
      expect(fewestPayments([...balances].reverse()).payments).toEqual(payments);
    }),
  );
});

test('two circles are kept apart where the largest first would tie them together', () => {
  const balances = balancesOf([-5n, 5n, -4n, -3n, 7n]);
  expect(fewestPayments(balances).payments).toHaveLength(3);
});
