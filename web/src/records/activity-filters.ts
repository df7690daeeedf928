// What somebody looks for in their activity, as the address of the page says it: days and amounts as they
// were chosen, so that an address can be kept and shared with oneself. Days are those of the reader.
import type {
  ActivityFilters,
  ActivityItem,
  ActivityState,
} from '../../../src/payments/records/contract.js';

/** `from` and `to` are days (`2026-11-01`), both inclusive; the rest is as the server takes it. */
export type ActivitySearch = ActivityFilters;

const oneOf = <T extends string>(value: unknown, values: readonly T[]): T | undefined =>
  values.find((each) => each === value);
const like = (value: unknown, pattern: RegExp): string | undefined => {
  // The router reads what looks like a number as one.
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && pattern.test(text) ? text : undefined;
};

const DAY = /^\d{4}-\d\d-\d\d$/;
const AMOUNT = /^\d{1,12}([.,]\d{0,3})?$/;

export const KINDS: readonly ActivityItem['kind'][] = ['payment', 'refund', 'cash_out'];
export const STATES: readonly ActivityState[] = ['open', 'done', 'failed'];

/** Reads the address; what it does not know it leaves out. */
export function readActivitySearch(raw: Record<string, unknown>): ActivitySearch {
  const found: { [Name in keyof ActivitySearch]: ActivitySearch[Name] | undefined } = {
    q: like(raw['q'], /\S/),
    direction: oneOf(raw['direction'], ['in', 'out'] as const),
    kind: oneOf(raw['kind'], KINDS),
    state: oneOf(raw['state'], STATES),
    threadId: like(raw['threadId'], /^[\w-]{1,64}$/),
    person: like(raw['person'], /^usr_\w{26}$/),
    currency: like(raw['currency'], /^[A-Z]{3}$/),
    min: like(raw['min'], AMOUNT),
    max: like(raw['max'], AMOUNT),
    from: like(raw['from'], DAY),
    to: like(raw['to'], DAY),
  };
  return withoutNothing(found);
}

/** The search with something changed; what is empty goes away. */
export const changed = (
  search: ActivitySearch,
  change: Partial<Record<keyof ActivitySearch, string | null>>,
) => readActivitySearch({ ...search, ...change });

/** How many filters are set beside those that always show. */
export const hiddenCount = (search: ActivitySearch): number =>
  Object.keys(search).filter((name) => !SHOWN.has(name)).length;

const SHOWN = new Set(['q', 'direction', 'threadId']);

export const isFiltered = (search: ActivitySearch): boolean => Object.keys(search).length > 0;

/** The search as the server is asked: amounts with a point, days as moments. */
export function askedOf(search: ActivitySearch, currency: string): ActivityFilters {
  const { from, to, min, max, ...rest } = search;
  const amount = (typed: string | undefined): string | undefined =>
    typed === undefined || /^[0.,]+$/.test(typed)
      ? undefined
      : typed.replace(',', '.').replace(/\.$/, '');
  const hasAmount = min !== undefined || max !== undefined;
  return withoutNothing({
    ...rest,
    min: amount(min),
    max: amount(max),
    currency: rest.currency ?? (hasAmount ? currency : undefined),
    from: from && dayStart(from, 0),
    to: to && dayStart(to, 1),
  });
}

/** The moment a day of the reader begins, so many days later. */
export function dayStart(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

function withoutNothing<T extends object>(
  values: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
