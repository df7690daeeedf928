// A schedule as plain data, and the pure rules about it. What is sent each time stands in its terms,
// which are never changed: a change is a new revision, for the occurrences from the next one on.
import { type Money } from '../../shared/money.js';
import { refusals } from '../../shared/refusal.js';
import type { ScheduleState } from './contract.js';
import { firstAfter, occurrence, type Plan } from './calendar/plan.js';

export interface Terms {
  readonly revision: number;
  readonly amount: Money;
  /** The card that funds it; null is the balance. */
  readonly cardId: string | null;
  readonly note: string | null;
  readonly plan: Plan;
  /** The number of the schedule's occurrence that is the plan's first. */
  readonly firstNumber: number;
  /** The digest the payer confirmed; null where nothing had to be confirmed. */
  readonly mandate: Buffer | null;
}

export interface Schedule {
  readonly id: string;
  readonly threadId: string;
  readonly payerId: string;
  readonly payeeId: string;
  readonly state: ScheduleState;
  readonly pausedBy: 'payer' | 'refusals' | null;
  readonly terms: Terms;
  /** Of the occurrence that comes next; each number comes once. */
  readonly nextNumber: number;
  /** Null when there is none any more. */
  readonly nextAt: Date | null;
  /** When the payer is to be told of the next one; null once they were. */
  readonly noticeAt: Date | null;
  /** Refusals before this number are forgiven. */
  readonly countsFrom: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export const refuseScheduled = refusals({
  schedule_unknown: { kind: 'missing', title: 'There is no such schedule.' },
  schedule_over: { kind: 'conflict', title: 'This schedule has ended.' },
  schedule_changed: {
    kind: 'conflict',
    title: 'The schedule was changed after you saw it. Please look at it again.',
  },
  schedule_not_possible: { kind: 'invalid', title: 'That schedule is not possible.' },
  schedule_currency_differs: {
    kind: 'invalid',
    title: 'A schedule keeps its currency. Stop it and make another one.',
  },
  schedule_not_active: { kind: 'conflict', title: 'This schedule is not active.' },
  schedule_not_paused: { kind: 'conflict', title: 'This schedule is not paused.' },
  schedule_occurrence_over: {
    kind: 'conflict',
    title: 'That payment is not the next one, so it cannot be skipped any more.',
  },
  schedules_too_many: {
    kind: 'refused',
    title: 'You have many scheduled payments already. Stop one of them first.',
  },
  schedule_too_late: {
    kind: 'refused',
    title: 'It was more than a day late, so it was not sent.',
  },
});

export const DAY_MS = 86_400_000;
/** Later than this it is said that it was late. */
export const LATE_MS = 15 * 60_000;
export const REFUSALS_MAX = 3;
export const OPEN_MAX = 50;

export const isOpen = ({ state }: Schedule): boolean => state === 'active' || state === 'paused';

/** The moment of one of its occurrences, as its terms are now. */
export const momentOf = ({ terms }: Schedule, number: number): Date | null =>
  occurrence(terms.plan, number - terms.firstNumber + 1);

/** How many of its plan are still to come; null when it does not end after so many. */
export const leftOf = ({ terms, nextNumber }: Schedule): number | null =>
  terms.plan.times === undefined ? null : terms.plan.times - (nextNumber - terms.firstNumber);

/** It goes on with this occurrence; with none it is finished. */
export function goOn(schedule: Schedule, number: number, at: Date | null): Schedule {
  return {
    ...schedule,
    nextNumber: number,
    nextAt: at,
    noticeAt: at && new Date(at.getTime() - DAY_MS),
    ...(at === null ? { state: 'finished', pausedBy: null } : {}),
  };
}

/** It goes on with the occurrence after the next. */
export const advance = (schedule: Schedule): Schedule =>
  goOn(schedule, schedule.nextNumber + 1, momentOf(schedule, schedule.nextNumber + 1));

/** It goes on with the first occurrence that is still to come; what passed while it slept is left out. */
export function catchUp(schedule: Schedule, now: Date): Schedule {
  const { plan, firstNumber } = schedule.terms;
  const found = firstAfter(plan, schedule.nextNumber - firstNumber + 1, now);
  return goOn(schedule, firstNumber + found.number - 1, found.at);
}

/** The next occurrences, at most this many. */
export function upcomingOf(schedule: Schedule, most: number): { number: number; at: Date }[] {
  if (!isOpen(schedule)) return [];
  return Array.from({ length: most }, (_, index) => schedule.nextNumber + index).flatMap(
    (number) => {
      const at = momentOf(schedule, number);
      return at === null ? [] : [{ number, at }];
    },
  );
}
