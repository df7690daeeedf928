import { Judge, type Tally } from './judge.js';
import { judge, type Signals } from './rules.js';

const LIMITS = { sendsPerTenMinutes: 10, majorPerDay: 500n };

// sends within ten minutes, minor units within a day, currency, decision, the rules that said so
test.each<[number, bigint, string, string, string[]]>([
  [1, 1n, 'EUR', 'allow', []],
  [10, 50_000n, 'EUR', 'allow', []],
  [11, 1n, 'EUR', 'review', ['velocity_count']],
  [1, 50_001n, 'EUR', 'review', ['velocity_amount']],
  [11, 50_001n, 'EUR', 'review', ['velocity_count', 'velocity_amount']],
  [1, 500n, 'JPY', 'allow', []],
  [1, 501n, 'JPY', 'review', ['velocity_amount']],
  [1, 500_000n, 'KWD', 'allow', []],
  [1, 500_001n, 'KWD', 'review', ['velocity_amount']],
])('%i sends, %s minor units of %s: %s', (payerSends10m, payerAmount1d, currency, ...expected) => {
  const { decision, reasons } = judge({ payerSends10m, payerAmount1d, currency }, LIMITS);
  expect([decision, reasons.map(({ rule }) => rule)]).toEqual(expected);
});

test('a reason is a sentence with the numbers a reviewer needs', () => {
  const signals: Signals = { payerSends10m: 12, payerAmount1d: 60_050n, currency: 'EUR' };
  expect(judge(signals, LIMITS).reasons.map(({ message }) => message)).toEqual([
    '12 sends within ten minutes; more than 10 is unusual.',
    '600.50 EUR within a day; more than 500.00 is unusual.',
  ]);
});

const candidate = (payerId: string, minor: bigint, currency = 'EUR') => ({
  id: `pay_${String(minor)}`,
  payerId,
  payeeId: 'ben',
  amount: { minor, currency },
  occurredAt: new Date(0),
});
const tally = (sends10m: number, eur: bigint): Tally => ({
  sends10m,
  amount1d: new Map([['EUR', eur]]),
});

test('of a batch each sees those before it, and each payer only his own', () => {
  const bench = new Judge(new Map([['ana', tally(8, 0n)]]), LIMITS);
  const decisions = ['ana', 'ben', 'ana', 'ana', 'ben'].map(
    (payer) => bench.assess(candidate(payer, 100n)).decision,
  );
  expect(decisions).toEqual(['allow', 'allow', 'allow', 'review', 'allow']);
  expect(bench.assessments).toHaveLength(5);
});

test('money that was refused is uncounted, the attempt is not', () => {
  const bench = new Judge(new Map([['ana', tally(0, 40_000n)]]), LIMITS);
  const large = bench.assess(candidate('ana', 20_000n));
  expect(large.decision).toBe('review');
  bench.refuse(large);
  expect(large.refused).toBe(true);
  const small = bench.assess(candidate('ana', 10_000n));
  expect(small).toMatchObject({
    decision: 'allow',
    refused: false,
    signals: { payerSends10m: 2, payerAmount1d: 50_000n },
  });
});

test('each currency has its own sum, all share one count', () => {
  const bench = new Judge(new Map(), LIMITS);
  bench.assess(candidate('ana', 50_000n, 'EUR'));
  const yen = bench.assess(candidate('ana', 500n, 'JPY'));
  expect(yen).toMatchObject({
    decision: 'allow',
    signals: { payerSends10m: 2, payerAmount1d: 500n },
  });
});
