// A plan in words: "Every month on the last day, at 09:00, until 31 December 2027". A day is told in the
// zone of the plan, because that is where its date is.
import type { SchedulePlan } from '../../../src/payments/schedules/contract.js';

const dayOf = (date: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(
    new Date(`${date}T12:00Z`),
  );

const long = { day: 'numeric', month: 'long', year: 'numeric' } as const;
const suffixes: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
const rules = new Intl.PluralRules('en', { type: 'ordinal' });
const ordinal = (day: number): string => `${String(day)}${suffixes[rules.select(day)] ?? 'th'}`;

// 2024 began with a Monday.
export const weekdayName = (day: number, weekday: 'long' | 'short' = 'long'): string =>
  dayOf(`2024-01-0${String(day)}`, { weekday });

const list = new Intl.ListFormat('en');

export function planWords(plan: SchedulePlan): string {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = plan.zone === here ? '' : ` (${plan.zone.replace(/_/g, ' ')})`;
  return `${rhythmWords(plan)} at ${plan.at}${zone}${endWords(plan)}`;
}

function rhythmWords({ every, startsOn, days, day }: SchedulePlan): string {
  const weekday = dayOf(startsOn, { weekday: 'long' });
  switch (every) {
    case 'once':
      return `On ${dayOf(startsOn, long)}`;
    case 'day':
      return 'Every day';
    case 'week': {
      const names = [...(days ?? [])].sort((a, b) => a - b).map((one) => weekdayName(one));
      return `Every ${names.length === 0 ? weekday : list.format(names)}`;
    }
    case 'two_weeks':
      return `Every two weeks on ${weekday}`;
    case 'month': {
      const which = day ?? Number(startsOn.slice(8));
      return `Every month on the ${which === 31 ? 'last day' : ordinal(which)}`;
    }
    case 'year':
      return `Every year on ${dayOf(startsOn, { day: 'numeric', month: 'long' })}`;
  }
}

function endWords({ until, times }: SchedulePlan): string {
  if (until !== undefined) return `, until ${dayOf(until, long)}`;
  if (times === undefined) return '';
  return times === 1 ? ', once' : `, ${String(times)} times`;
}

/** "Friday 1 January 2027" in the zone of the plan, for an occurrence. */
export const occurrenceDay = (iso: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { ...long, weekday: 'short', timeZone }).format(new Date(iso));

/** "1 January", with the year when it is another. */
export function shortDay(iso: string, timeZone: string): string {
  const date = new Date(iso);
  const isThisYear = date.getFullYear() === new Date().getFullYear();
  const year = isThisYear ? {} : ({ year: 'numeric' } as const);
  const options = { day: 'numeric', month: 'long', ...year, timeZone } as const;
  return new Intl.DateTimeFormat('en-GB', options).format(date);
}
