// When a schedule's occurrences are: pure, by calendar and wall clock of the payer's zone. A local time
// that daylight saving leaves out moves forward by the gap; one that comes twice is the first. The 31st
// is the last day of a short month, and the 31st again in the next long one.
import { Temporal } from 'temporal-polyfill';
import type { SchedulePlan } from '../contract.js';

export type Plan = Readonly<SchedulePlan>;

const YEARS_AHEAD = 5;
export const TIMES_MAX = 1000;

/** The moment of the n-th occurrence, from 1; null when the plan is over by then. */
export function occurrence(plan: Plan, n: number): Date | null {
  if (plan.times !== undefined && n > plan.times) return null;
  const date = dateOf(plan, n);
  if (date === null) return null;
  const { until } = plan;
  if (until !== undefined && Temporal.PlainDate.compare(date, until) > 0) return null;
  const moment = date.toZonedDateTime({ timeZone: plan.zone, plainTime: plan.at });
  return new Date(moment.epochMilliseconds);
}

/** The first occurrence from number `n` on that is later than a moment. */
export function firstAfter(
  plan: Plan,
  n: number,
  moment: Date,
): { readonly number: number; readonly at: Date | null } {
  let number = n;
  let at = occurrence(plan, number);
  while (at !== null && at <= moment) at = occurrence(plan, ++number);
  return { number, at };
}

function dateOf(plan: Plan, n: number): Temporal.PlainDate | null {
  const start = Temporal.PlainDate.from(plan.startsOn);
  switch (plan.every) {
    case 'once':
      return n === 1 ? start : null;
    case 'day':
      return start.add({ days: n - 1 });
    case 'week':
      return weekly(start, plan.days ?? [start.dayOfWeek], n);
    case 'two_weeks':
      return start.add({ weeks: 2 * (n - 1) });
    case 'month':
      return monthly(start, plan.day ?? start.day, n);
    case 'year':
      return start.add({ years: n - 1 });
  }
}

// The days of the first week that lie before the start are counted and left out.
function weekly(start: Temporal.PlainDate, days: readonly number[], n: number): Temporal.PlainDate {
  const chosen = [...new Set(days)].sort((a, b) => a - b);
  const place = chosen.filter((day) => day < start.dayOfWeek).length + n - 1;
  const monday = start.subtract({ days: start.dayOfWeek - 1 });
  const day = chosen[place % chosen.length] ?? start.dayOfWeek;
  return monday.add({ weeks: Math.floor(place / chosen.length), days: day - 1 });
}

function monthly(start: Temporal.PlainDate, day: number, n: number): Temporal.PlainDate {
  const month = start.toPlainYearMonth();
  const inMonth = (months: number): Temporal.PlainDate => {
    const one = month.add({ months });
    return one.toPlainDate({ day: Math.min(day, one.daysInMonth) });
  };
  const isPast = Temporal.PlainDate.compare(inMonth(0), start) < 0;
  return inMonth(n - 1 + (isPast ? 1 : 0));
}

/** What is wrong with a plan made now, as a sentence; null when nothing is. */
export function faultOf(plan: Plan, now: Date): string | null {
  const zone = zoneNamed(plan.zone);
  if (zone === null) return 'There is no such time zone.';
  if (plan.days !== undefined && plan.every !== 'week') return 'Only a weekly plan names weekdays.';
  if (plan.day !== undefined && plan.every !== 'month') return 'Only a monthly plan names a day.';
  const [start, until] = [dateNamed(plan.startsOn), plan.until && dateNamed(plan.until)];
  if (start === null || until === null) return 'There is no such date.';
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDate();
  if (Temporal.PlainDate.compare(start, today.add({ years: YEARS_AHEAD })) > 0) {
    return `It can begin within ${String(YEARS_AHEAD)} years.`;
  }
  const first = occurrence(plan, 1);
  if (first === null) return 'It would be over before its first date.';
  return first > now ? null : 'The first date and time have passed already.';
}

// Offsets such as +02:00 are zones to a computer, and know no daylight saving.
const ZONE = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/;

function zoneNamed(name: string): string | null {
  try {
    return ZONE.test(name)
      ? Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId
      : null;
  } catch {
    return null;
  }
}

function dateNamed(text: string): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return null;
  }
}

/** The plan as one text, the same for the same plan: what a payer confirms, and what is stored. */
export function textOf({ zone, startsOn, at, every, days, day, until, times }: Plan): string {
  const chosen = days && [...new Set(days)].sort((a, b) => a - b);
  return JSON.stringify({ zone, startsOn, at, every, days: chosen, day, until, times });
}

export const planIn = (text: string): Plan => JSON.parse(text) as Plan;
