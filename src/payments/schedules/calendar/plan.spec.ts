// When occurrences are, in tables over zones and rhythms, and by properties.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { faultOf, firstAfter, occurrence, type Plan, textOf } from './plan.js';

const plan = (startsOn: string, more: Partial<Plan> = {}): Plan => ({
  ...{ zone: 'Europe/Berlin', startsOn, at: '09:00', every: 'day' },
  ...more,
});
/** The first so many occurrences, in UTC to the minute. */
const moments = (of: Plan, most: number): (string | undefined)[] =>
  Array.from({ length: most }, (_, index) =>
    occurrence(of, index + 1)
      ?.toISOString()
      .slice(0, 16),
  );

describe('wall-clock time is kept across daylight saving', () => {
  test.each([
    [
      'Berlin in spring: nine stays nine',
      plan('2026-03-28'),
      ['2026-03-28T08:00', '2026-03-29T07:00', '2026-03-30T07:00'],
    ],
    [
      'Berlin in autumn',
      plan('2026-10-24'),
      ['2026-10-24T07:00', '2026-10-25T08:00', '2026-10-26T08:00'],
    ],
    [
      'a time that is left out moves forward by the gap, that day alone',
      plan('2026-03-28', { at: '02:30' }),
      ['2026-03-28T01:30', '2026-03-29T01:30', '2026-03-30T00:30'],
    ],
    [
      'a time that comes twice is the first',
      plan('2026-10-24', { at: '02:30' }),
      ['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30'],
    ],
    [
      'New York, weekly across the change',
      plan('2026-03-01', { zone: 'America/New_York', every: 'week', at: '02:15' }),
      ['2026-03-01T07:15', '2026-03-08T07:15', '2026-03-15T06:15'],
    ],
    [
      'Lord Howe moves by half an hour',
      plan('2026-10-03', { zone: 'Australia/Lord_Howe', at: '02:15' }),
      ['2026-10-02T15:45', '2026-10-03T15:45', '2026-10-04T15:15'],
    ],
    [
      'Kathmandu has a quarter of an hour and no summer time',
      plan('2026-03-28', { zone: 'Asia/Kathmandu' }),
      ['2026-03-28T03:15', '2026-03-29T03:15', '2026-03-30T03:15'],
    ],
    [
      'Santiago: midnight itself is left out',
      plan('2026-09-05', { zone: 'America/Santiago', at: '00:00' }),
      ['2026-09-05T04:00', '2026-09-06T04:00', '2026-09-07T03:00'],
    ],
  ])('%s', (_what, of, expected) => {
    expect(moments(of, expected.length)).toEqual(expected);
  });
});

describe('rhythms', () => {
  const days = (of: Plan, most: number): (string | undefined)[] =>
    moments({ ...of, zone: 'UTC' }, most).map((moment) => moment?.slice(0, 10));

  test.each([
    ['once', plan('2026-12-24', { every: 'once' }), ['2026-12-24', undefined]],
    [
      'weekly on the day it begins',
      plan('2026-12-30', { every: 'week' }),
      ['2026-12-30', '2027-01-06', '2027-01-13'],
    ],
    [
      'weekly on chosen days, whatever their order',
      plan('2026-12-02', { every: 'week', days: [5, 1, 3, 3] }),
      ['2026-12-02', '2026-12-04', '2026-12-07', '2026-12-09', '2026-12-11'],
    ],
    [
      'weekly on days that begin after the start',
      plan('2026-12-05', { every: 'week', days: [2] }),
      ['2026-12-08', '2026-12-15'],
    ],
    [
      'every two weeks',
      plan('2026-12-18', { every: 'two_weeks' }),
      ['2026-12-18', '2027-01-01', '2027-01-15'],
    ],
    [
      'the 31st: the last day of short months, and the 31st again',
      plan('2027-01-31', { every: 'month' }),
      ['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30', '2027-05-31'],
    ],
    [
      'the 30th in a leap year',
      plan('2028-01-30', { every: 'month' }),
      ['2028-01-30', '2028-02-29', '2028-03-30'],
    ],
    [
      'the last day, begun in a short month',
      plan('2027-02-28', { every: 'month', day: 31 }),
      ['2027-02-28', '2027-03-31', '2027-04-30'],
    ],
    [
      'a day that has passed in the month it begins',
      plan('2027-01-15', { every: 'month', day: 1 }),
      ['2027-02-01', '2027-03-01'],
    ],
    [
      'yearly on 29 February',
      plan('2028-02-29', { every: 'year' }),
      ['2028-02-29', '2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29'],
    ],
    [
      'until a date, which is in it',
      plan('2026-12-30', { until: '2026-12-31' }),
      ['2026-12-30', '2026-12-31', undefined],
    ],
    ['so many times', plan('2026-12-30', { times: 2 }), ['2026-12-30', '2026-12-31', undefined]],
  ])('%s', (_what, of, expected) => {
    expect(days(of, expected.length)).toEqual(expected);
  });
});

const ZONES = [
  ...['Europe/Berlin', 'Europe/Lisbon', 'America/New_York', 'America/Santiago', 'UTC'],
  ...['Australia/Lord_Howe', 'Asia/Kathmandu', 'Africa/Casablanca', 'Pacific/Auckland'],
];
const two = (part: number): string => String(part).padStart(2, '0');
const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    startsOn: fc
      .integer({ min: 0, max: 3000 })
      .map((days) => Temporal.PlainDate.from('2026-01-01').add({ days }).toString()),
    at: fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map(([hour, minute]) => `${two(hour)}:${two(minute)}`),
    every: fc.constantFrom('day', 'week', 'two_weeks', 'month', 'year'),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    day: fc.integer({ min: 1, max: 31 }),
  })
  .map(({ days, day, ...rest }) => ({
    ...(rest as Plan),
    ...(rest.every === 'week' ? { days } : {}),
    ...(rest.every === 'month' ? { day } : {}),
  }));
const anyNumber = fc.integer({ min: 1, max: 150 });
const localOf = (of: Plan, n: number): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(occurrence(of, n)?.getTime() ?? 0).toZonedDateTimeISO(
    of.zone,
  );

describe('whatever the plan', () => {
  test('each occurrence is later than the one before, and none before the start', () => {
    fc.assert(
      fc.property(anyPlan, anyNumber, (of, n) => {
        const [one, next] = [occurrence(of, n) as Date, occurrence(of, n + 1) as Date];
        expect(next.getTime()).toBeGreaterThan(one.getTime());
        const date = localOf(of, n).toPlainDate();
        expect(Temporal.PlainDate.compare(date, of.startsOn)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('the clock on the wall shows the planned time, unless it never did that day', () => {
    fc.assert(
      fc.property(anyPlan, anyNumber, (of, n) => {
        const local = localOf(of, n);
        const shown = local.toPlainTime().toString().slice(0, 5);
        if (shown === of.at) return;
        // Two readings of one wall-clock time agree only where it exists.
        const planned = local.toPlainDate().toPlainDateTime(of.at);
        const [early, late] = (['earlier', 'later'] as const).map((disambiguation) =>
          planned.toZonedDateTime(of.zone, { disambiguation }),
        );
        expect(early?.epochMilliseconds).not.toBe(late?.epochMilliseconds);
        expect(local.epochMilliseconds).toBe(late?.epochMilliseconds);
      }),
    );
  });

  test('weekly plans keep their weekdays, monthly ones their day', () => {
    fc.assert(
      fc.property(anyPlan, anyNumber, (of, n) => {
        const local = localOf(of, n);
        if (of.every === 'week') expect(of.days).toContain(local.dayOfWeek);
        if (of.every === 'month') expect(local.day).toBe(Math.min(of.day ?? 0, local.daysInMonth));
      }),
    );
  });

  test('a weekly plan leaves no chosen day out', () => {
    fc.assert(
      fc.property(anyPlan, (of) => {
        const weekly: Plan = { ...of, every: 'week', days: of.days ?? [3, 6] };
        const found: string[] = [];
        let date = Temporal.PlainDate.from(of.startsOn);
        while (found.length < 20) {
          if (weekly.days?.includes(date.dayOfWeek) === true) found.push(date.toString());
          date = date.add({ days: 1 });
        }
        const planned = found.map((_, index) =>
          localOf(weekly, index + 1)
            .toPlainDate()
            .toString(),
        );
        expect(planned).toEqual(found);
      }),
    );
  });

  test('the first after a moment is after it, and the one before is not', () => {
    fc.assert(
      fc.property(anyPlan, anyNumber, (of, n) => {
        const moment = occurrence(of, n) as Date;
        expect(firstAfter(of, 1, moment)).toEqual({ number: n + 1, at: occurrence(of, n + 1) });
        const before = new Date(moment.getTime() - 1);
        expect(firstAfter(of, n, before)).toEqual({ number: n, at: moment });
      }),
    );
  });
});

describe('what is no plan', () => {
  const now = new Date('2026-12-01T12:00:00Z');
  test.each([
    ['an unknown zone', { zone: 'Europe/Atlantis' }, 'no such time zone'],
    ['an offset for a zone', { zone: '+02:00' }, 'no such time zone'],
    ['a date that never is', { startsOn: '2027-02-29' }, 'no such date'],
    ['an end that never is', { until: '2027-06-31' }, 'no such date'],
    ['one in the past', { startsOn: '2026-11-30' }, 'passed already'],
    ['earlier today', { startsOn: '2026-12-01', at: '12:59' }, 'passed already'],
    ['an end before its beginning', { until: '2026-12-01' }, 'over before'],
    ['one in a far future', { startsOn: '2032-01-01' }, 'within 5 years'],
    ['weekdays of a month', { every: 'month', days: [1] }, 'weekly'],
    ['the day of a week', { every: 'week', day: 1 }, 'monthly'],
  ] as const)('%s', (_what, more, words) => {
    expect(faultOf(plan('2026-12-02', more as Partial<Plan>), now)).toContain(words);
  });

  test('one that can be', () => {
    expect(faultOf(plan('2026-12-01', { at: '13:01' }), now)).toBeNull();
    expect(faultOf(plan('2026-12-02', { until: '2026-12-02' }), now)).toBeNull();
  });
});

test('the same plan is the same text', () => {
  const { zone, ...rest } = plan('2026-12-02', { every: 'week', days: [3, 1] });
  expect(textOf({ ...rest, zone, days: [1, 3, 3] })).toBe(textOf({ zone, ...rest }));
});
