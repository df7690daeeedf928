// The draw: whole, never empty-handed, and no place in it better than another.
import { createHash } from 'node:crypto';
import type { GiftWay } from './contract.js';
import { draw, type Terms } from './draw.js';

/** Seeds that are the same in every run. */
const seedOf = (number: number): Buffer =>
  createHash('sha256')
    .update(`a seed of the test ${String(number)}`)
    .digest();

const termsOf = (total: bigint, count: number, way: GiftWay = 'luck'): Terms => ({
  giftId: 'gft_0123456789abcdefghijklmnop',
  ...{ way, total, count },
  currency: 'EUR',
});

const SIZES: readonly (readonly [bigint, number])[] = [
  [1n, 1],
  [7n, 1],
  [5n, 5],
  [6n, 5],
  [10_001n, 7],
  [999_999_999_999n, 40],
  [1000n, 500],
];

test.each(SIZES)('%s in %i parts: each at least one unit, and all of it', (total, count) => {
  for (const way of ['luck', 'equally'] as const) {
    for (let number = 0; number < 40; number++) {
      const [seed, terms] = [seedOf(number), termsOf(total, count, way)];
      const parts = draw(seed, terms);
      expect(parts).toHaveLength(count);
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(total);
      expect(parts.every((part) => part >= 1n)).toBe(true);
      if (way === 'equally') {
        const [least, most] = [total / BigInt(count), (total - 1n) / BigInt(count) + 1n];
        expect(parts.every((part) => part >= least && part <= most)).toBe(true);
      }
    }
  }
});

test('no place is better: the means of all agree, and so does who is luckiest', () => {
  const [rounds, count, total] = [20_000, 5, 10_000n];
  const sums = Array.from({ length: count }, () => 0);
  const luckiest = Array.from({ length: count }, () => 0);
  for (let round = 0; round < rounds; round++) {
    const parts = draw(seedOf(round), termsOf(total, count)).map(Number);
    const best = parts.indexOf(Math.max(...parts));
    luckiest[best] = (luckiest[best] ?? 0) + 1;
    parts.forEach((part, place) => (sums[place] = (sums[place] ?? 0) + part));
  }
  // A part of five has a deviation of about 1633; the mean of 20,000 one of 11.5. Four of them are allowed.
  for (const sum of sums) expect(Math.abs(sum / rounds - 2000)).toBeLessThan(47);
  // Each place is luckiest 4000 times, with a deviation of 57.
  for (const times of luckiest) expect(Math.abs(times - 4000)).toBeLessThan(230);
});

test('every division is equally likely', () => {
  const found = new Map<string, number>();
  for (let round = 0; round < 6000; round++) {
    const division = draw(seedOf(round), termsOf(5n, 3)).join(' ');
    found.set(division, (found.get(division) ?? 0) + 1);
  }
  // 5 in 3 parts: 1 1 3 and 1 2 2 in their orders, 1000 times each with a deviation of 29.
  expect([...found.keys()].sort()).toEqual(['1 1 3', '1 2 2', '1 3 1', '2 1 2', '2 2 1', '3 1 1']);
  for (const times of found.values()) expect(Math.abs(times - 1000)).toBeLessThan(130);
});
