// When a payment is to be sent, as it is typed, and the plan it stands for. Times are those of the zone the
// payer is in, which becomes part of the plan.
import type {
  Every,
  SchedulePlan,
  ScheduleView,
} from '../../../src/payments/schedules/contract.js';

export interface When {
  every: Every;
  /** `2027-01-31`, as a date field has it. */
  date: string;
  /** `09:00` */
  time: string;
  zone: string;
  /** Weekly: 1 is Monday; none is the weekday of the date. */
  days: number[];
  /** Monthly on the last day, whatever the date. */
  lastDay: boolean;
  ends: 'never' | 'until' | 'times';
  until: string;
  times: string;
}

const two = (part: number): string => String(part).padStart(2, '0');

const dateOf = (moment: Date): string =>
  `${String(moment.getFullYear())}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;

/** Tomorrow at nine, here. */
export function someday(every: Every): When {
  const tomorrow = new Date();
  tomorrow.setDate(tomorrow.getDate() + 1);
  return {
    every,
    date: dateOf(tomorrow),
    time: '09:00',
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    days: [],
    lastDay: false,
    ends: 'never',
    until: '',
    times: '',
  };
}

/** A plan as it would be typed, to be changed; it begins with the next occurrence. */
export function whenOf({ plan, next, left }: ScheduleView): When {
  const { every, days = [], day, until, times } = plan;
  return {
    ...{ every, zone: plan.zone, time: plan.at, days },
    date: next === null ? plan.startsOn : localDate(next.at, plan.zone),
    lastDay: day === 31,
    ends: until !== undefined ? 'until' : times !== undefined ? 'times' : 'never',
    until: until ?? '',
    times: String(left ?? times ?? ''),
  };
}

// Sweden writes dates the way a date field does.
const localDate = (iso: string, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(new Date(iso));

/** The earliest and the latest date that can be typed. */
export const today = (): string => dateOf(new Date());

export type ReadWhen = { ok: true; plan: SchedulePlan } | { ok: false; sentence: string };

/** Reads what is typed; the server decides whether it lies in the future of its zone. */
export function readWhen(when: When): ReadWhen {
  const { every, date, time, zone, days, lastDay, ends, until, times } = when;
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) return { ok: false, sentence: 'Choose the first date.' };
  if (!/^\d\d:\d\d/.test(time)) return { ok: false, sentence: 'Choose the time.' };
  const isRhythm = every !== 'once';
  if (isRhythm && ends === 'until' && until < date) {
    return { ok: false, sentence: 'Choose an end that is not before the first date.' };
  }
  const count = Number(times);
  if (isRhythm && ends === 'times' && !(Number.isInteger(count) && count >= 1 && count <= 1000)) {
    return { ok: false, sentence: 'Say how many times: 1 to 1000.' };
  }
  const plan: SchedulePlan = {
    ...{ zone, startsOn: date, at: time.slice(0, 5), every },
    ...(every === 'week' && days.length > 0 ? { days } : {}),
    ...(every === 'month' && lastDay ? { day: 31 } : {}),
    ...(isRhythm && ends === 'until' ? { until } : {}),
    ...(isRhythm && ends === 'times' ? { times: count } : {}),
  };
  return { ok: true, plan };
}
