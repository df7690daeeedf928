// Stripe's lists: newest first, a cursor that is an object's id, at most 100 a page. The table of
// fields every list shares is here too, so that each resource adds only its own filters.
import type Stripe from 'stripe';
import { noSuch } from '../core/errors.js';
import { integer, text, type TimeRange } from './fields.js';

export const pageFields = {
  limit: integer({ min: 1, max: 100 }),
  starting_after: text(),
  ending_before: text(),
};

interface Page {
  limit: number | undefined;
  starting_after: string | undefined;
  ending_before: string | undefined;
}

/** Whether `seconds` lies inside the bounds; no bounds contain everything. */
export function within(seconds: number, range: TimeRange | undefined): boolean {
  if (range === undefined) return true;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range;
  return seconds > gt && seconds >= gte && seconds < lt && seconds <= lte;
}

/**
 * One page of `oldestFirst`. `url` is the list's own path, `noun` names a missing cursor.
 * Throws resource_missing when the cursor is not in the list.
 */
export function pageOf<T extends { id: string }>(
  oldestFirst: readonly T[],
  page: Page,
  url: string,
  noun: string,
): Stripe.ApiList<T> {
  const items = [...oldestFirst].reverse();
  const limit = page.limit ?? 10;
  const indexOf = (id: string, param: string): number => {
    const index = items.findIndex((item) => item.id === id);
    if (index === -1) throw noSuch(noun, id, param);
    return index;
  };
  if (page.ending_before !== undefined) {
    const end = indexOf(page.ending_before, 'ending_before');
    const start = Math.max(0, end - limit);
    return { object: 'list', data: items.slice(start, end), has_more: start > 0, url };
  }
  const start =
    page.starting_after === undefined ? 0 : indexOf(page.starting_after, 'starting_after') + 1;
  const data = items.slice(start, start + limit);
  return { object: 'list', data, has_more: start + limit < items.length, url };
}
