// The stand-alone check of a gift draws what the application drew, and notices every change.
import { createHash } from 'node:crypto';
import { checkGift } from '../../scripts/check-gift.mjs';
import { commitmentOf, draw, FORMAT, type Terms } from '../../src/payments/gifts/draw.js';

/** Seeds that are the same in every run. */
const seedOf = (number: number): Buffer =>
  createHash('sha256')
    .update(`a seed of the test ${String(number)}`)
    .digest();

const termsOf = (total: bigint, count: number, way: Terms['way'] = 'luck'): Terms => ({
  giftId: 'gft_0123456789abcdefghijklmnop',
  ...{ way, total, count },
  currency: 'EUR',
});

function proofOf(seed: Buffer, terms: Terms) {
  return {
    ...{ format: FORMAT, giftId: terms.giftId, way: terms.way, currency: terms.currency },
    ...{ total: terms.total.toString(), count: terms.count, seed: seed.toString('hex') },
    commitment: commitmentOf(seed, terms).toString('hex'),
    parts: draw(seed, terms).map(String),
  };
}

test.each([
  [1n, 1],
  [5n, 5],
  [10_001n, 7],
  [999_999_999_999n, 40],
  [1000n, 500],
] as const)('%s in %i parts is drawn alike', async (total, count) => {
  for (const way of ['luck', 'equally'] as const) {
    for (let number = 0; number < 5; number++) {
      const proof = proofOf(seedOf(number), termsOf(total, count, way));
      expect(await checkGift(proof, proof.commitment)).toEqual([]);
    }
  }
});

test('whatever of a proof is changed is noticed', async () => {
  const [seed, terms] = [seedOf(1), termsOf(1000n, 4)];
  const proof = proofOf(seed, terms);
  const another = proofOf(seedOf(2), terms);
  expect(await checkGift(proof, proof.commitment)).toEqual([]);
  const [first = '', second = '', ...others] = proof.parts;
  const changes: object[] = [
    { seed: another.seed },
    { commitment: another.commitment },
    { parts: another.parts },
    { parts: [second, first, ...others] },
    { parts: [first, second] },
    { total: '1001' },
    { count: 3 },
    { currency: 'USD' },
    { way: 'equally' },
    { giftId: 'gft_1123456789abcdefghijklmnop' },
    { format: 'tenner.gift.v2' },
    { seed: undefined },
    { total: '3' },
  ];
  for (const change of changes) expect(await checkGift({ ...proof, ...change })).not.toEqual([]);
  // Drawn again by whoever has the seed in hand: right in itself, and not what was promised.
  expect(await checkGift(another)).toEqual([]);
  expect(await checkGift(another, proof.commitment)).toHaveLength(1);
  expect(await checkGift(null)).toHaveLength(1);
});
