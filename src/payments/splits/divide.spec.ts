// Dividing: whatever is divided in whatever way adds up, is never negative, and nobody is off by a whole
// unit from their exact part.
import fc from 'fast-check';
import { Refusal } from '../../shared/refusal.js';
import { type Bill, divide, type Division, extraOf, type Portion } from './divide.js';

const bill = (total: bigint, division: Division, currency = 'EUR', makerId = 'ana'): Bill => ({
  ...{ total, currency, division, makerId },
});
const said = (portions: readonly Portion[]): Record<string, string> =>
  Object.fromEntries(
    portions.map(({ personId, minor, odd }) => [personId, `${String(minor)}${odd ? '!' : ''}`]),
  );
const refused = (one: Bill): string => {
  try {
    divide(one);
    return 'divided';
  } catch (error) {
    return error instanceof Refusal ? `${error.code}: ${error.detail ?? ''}` : String(error);
  }
};

test.each<[string, bigint, Division, Record<string, string>]>([
  ['equally', 900n, { way: 'equally', personIds: ['ana', 'ben'] }, { ana: '450', ben: '450' }],
  [
    'who paid bears the odd unit first, however people are named',
    1000n,
    { way: 'equally', personIds: ['ben', 'chloe', 'ana'] },
    { ben: '333', chloe: '333', ana: '334!' },
  ],
  [
    'then by id',
    1001n,
    { way: 'equally', personIds: ['dora', 'chloe', 'ben'] },
    { dora: '333', chloe: '334!', ben: '334!' },
  ],
  [
    'whose part is cut off most comes first',
    100n,
    {
      way: 'shares',
      parts: [
        { personId: 'ana', weight: 100n },
        { personId: 'ben', weight: 200n },
      ],
    },
    { ana: '33', ben: '67!' },
  ],
  [
    'percent',
    999n,
    {
      way: 'percent',
      parts: [
        { personId: 'ben', weight: 3333n },
        { personId: 'dora', weight: 6667n },
      ],
    },
    { ben: '333!', dora: '666' },
  ],
  [
    'exactly',
    999n,
    {
      way: 'exactly',
      parts: [
        { personId: 'ben', weight: 900n },
        { personId: 'dora', weight: 99n },
      ],
    },
    { ben: '900', dora: '99' },
  ],
  [
    'items, one of them shared, and the tip in proportion',
    3300n,
    {
      way: 'items',
      items: [
        { name: 'Fish', minor: 1800n, personIds: ['ana'] },
        { name: 'Wine', minor: 1200n, personIds: ['ana', 'ben'] },
      ],
    },
    { ana: '2640', ben: '660' },
  ],
])('%s', (_what, total, division, expected) => {
  expect(said(divide(bill(total, division)))).toEqual(expected);
});

test('what does not add up is refused, and says by how much', () => {
  const parts = (...weights: bigint[]) =>
    weights.map((weight, index) => ({ personId: `p${String(index)}`, weight }));
  const exactly = (...weights: bigint[]) => ({ way: 'exactly' as const, parts: parts(...weights) });
  expect(refused(bill(1000n, exactly(400n, 500n)))).toBe(
    'split_amounts_differ: 1.00 EUR are not divided yet.',
  );
  expect(refused(bill(1000n, exactly(400n, 900n), 'KWD'))).toBe(
    'split_amounts_differ: They are 0.300 KWD too much.',
  );
  expect(refused(bill(1000n, { way: 'percent', parts: parts(3333n, 3333n) }))).toBe(
    'split_percent_not_whole: They come to 66.66 %.',
  );
  const items = [{ name: 'Fish', minor: 1800n, personIds: ['ana'] }];
  expect(refused(bill(1000n, { way: 'items', items }, 'JPY'))).toBe(
    'split_items_exceed: By 800 JPY.',
  );
  expect(extraOf(bill(2000n, { way: 'items', items }))).toBe(200n);
  expect(refused(bill(9n, { way: 'equally', personIds: ['ana', 'ana'] }))).toMatch(/^split_person/);
});

const people = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 31 });
const total = fc.bigInt({ min: 1n, max: 10n ** 15n });
const named = (numbers: readonly number[]): string[] => numbers.map((n) => `p${String(n)}`);

interface Case {
  readonly bill: Bill;
  /** Everybody's exact part as a fraction. */
  readonly exact: ReadonlyMap<string, { over: bigint; under: bigint }>;
}

const weighed = fc
  .tuple(
    total,
    people,
    fc.array(fc.bigInt({ min: 1n, max: 10n ** 8n }), { minLength: 31, maxLength: 31 }),
  )
  .map(([sum, numbers, weights]): Case => {
    const parts = named(numbers).map((personId, n) => ({ personId, weight: weights[n] ?? 1n }));
    const under = parts.reduce((all, { weight }) => all + weight, 0n);
    const exact = parts.map(
      ({ personId, weight }) => [personId, { over: sum * weight, under }] as const,
    );
    return { bill: bill(sum, { way: 'shares', parts }), exact: new Map(exact) };
  });

const equal = fc.tuple(total, people).map(([sum, numbers]): Case => {
  const personIds = named(numbers);
  const part = { over: sum, under: BigInt(personIds.length) };
  return {
    bill: bill(sum, { way: 'equally', personIds }, 'JPY', personIds.at(-1)),
    exact: new Map(personIds.map((id) => [id, part])),
  };
});

// The exact part of somebody is what they had, each item in equal parts, times the bill over the items:
// a sum of fractions, brought here to the product of all numbers of eaters.
const itemised = fc
  .tuple(
    fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 6n }), people), {
      minLength: 1,
      maxLength: 12,
    }),
    fc.bigInt({ min: 0n, max: 10n ** 7n }),
  )
  .map(([rows, extra]): Case => {
    const items = rows.map(([minor, who]) => ({ name: 'x', minor, personIds: named(who) }));
    const spent = items.reduce((all, { minor }) => all + minor, 0n);
    const sum = spent + extra;
    const under = items.reduce((all, { personIds }) => all * BigInt(personIds.length), 1n);
    const exact = new Map<string, { over: bigint; under: bigint }>();
    for (const { minor, personIds } of items) {
      for (const id of personIds) {
        const before = exact.get(id)?.over ?? 0n;
        const part = (minor * sum * under) / BigInt(personIds.length);
        exact.set(id, { over: before + part, under: under * spent });
      }
    }
    return { bill: bill(sum, { way: 'items', items }, 'KWD'), exact };
  });

test('adds up, never below zero, never off by a whole unit, the same in any order', () => {
  fc.assert(
    fc.property(fc.oneof(weighed, equal, itemised), ({ bill: one, exact }) => {
      const portions = divide(one);
      expect(portions.reduce((sum, { minor }) => sum + minor, 0n)).toBe(one.total);
      expect(portions.map(({ personId }) => personId).sort()).toEqual([...exact.keys()].sort());
      for (const { personId, minor, odd } of portions) {
        const { over, under } = exact.get(personId) ?? { over: 0n, under: 1n };
        expect(minor >= 0n).toBe(true);
        expect(minor).toBe(over / under + (odd ? 1n : 0n));
        // Whoever bears an odd unit could not have been asked for their exact part.
        expect(odd && over % under === 0n).toBe(false);
      }
      expect(said(divide({ ...one, division: backwards(one.division) }))).toEqual(said(portions));
    }),
    { numRuns: 600 },
  );
});

function backwards(division: Division): Division {
  switch (division.way) {
    case 'equally':
      return { ...division, personIds: division.personIds.toReversed() };
    case 'items':
      return { ...division, items: division.items.toReversed() };
    case 'exactly':
    case 'shares':
    case 'percent':
      return { ...division, parts: division.parts.toReversed() };
  }
}
