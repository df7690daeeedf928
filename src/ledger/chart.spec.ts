// The chart of accounts as its readers rely on it: numbers that name one account, a normal side for
// every kind, and who can refuse.
import { type AccountKind, type AccountName, CHART, nameOfCode, normalSide } from './chart.js';

const names = Object.keys(CHART) as AccountName[];

test.each<[AccountKind, string]>([
  ['asset', 'debit'],
  ['expense', 'debit'],
  ['contra asset', 'credit'],
  ['liability', 'credit'],
  ['equity', 'credit'],
  ['revenue', 'credit'],
])('an account of kind %s grows by a %s', (kind, side) => {
  expect(normalSide(kind)).toBe(side);
});

test('a code names one account, and its first digit says the kind', () => {
  const digits: Record<AccountKind, string> = {
    asset: '1',
    'contra asset': '1',
    liability: '2',
    equity: '3',
    revenue: '4',
    expense: '5',
  };
  expect(names.map((name) => nameOfCode(CHART[name].code))).toEqual(names);
  expect(names.filter((name) => String(CHART[name].code)[0] !== digits[CHART[name].kind])).toEqual(
    [],
  );
  expect(nameOfCode(9999)).toBeUndefined();
});

test("what is guarded belongs to a person or to one object; the platform's own never refuses", () => {
  const guarded = names.filter((name) => CHART[name].guarded);
  expect(guarded).toEqual([
    'payout.in_transit',
    'dispute.receivable',
    'user.receivable',
    'user.available',
    'user.held',
    'claim',
    'payout.payable',
    'topup.payable',
    'refund.payable',
  ]);
  expect(guarded.filter((name) => CHART[name].owner === null)).toEqual([]);
});

test('a clearing account belongs to one object, and only money of unknown origin lacks a floor', () => {
  const clearing = names.filter((name) => CHART[name].clearing);
  expect(clearing.filter((name) => CHART[name].owner === null)).toEqual([]);
  expect(clearing.filter((name) => !CHART[name].guarded)).toEqual(['suspense.processor']);
});

test('every account says in one sentence what it counts', () => {
  expect(names.filter((name) => !/^[A-Z][^.]+\.$/.test(CHART[name].meaning))).toEqual([]);
});
