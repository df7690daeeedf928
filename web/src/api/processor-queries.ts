// The questions of finance about the processor: its events, and its movements that nobody can explain.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  BreakView,
  ProcessorEventsPage,
  ProcessorEventView,
} from '../../../src/payments/inbox/contract.js';
import { call } from './client.js';
import { withQuery } from './with-query.js';

export type EventState = ProcessorEventView['state'];

/** Names every answer about events. */
export const EVENTS = ['events'];

export const eventsQuery = (state: EventState | null) =>
  infiniteQueryOptions({
    queryKey: [...EVENTS, state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: before, signal }) =>
      call<ProcessorEventsPage>(withQuery('/finance/events', { state, before }), { signal }),
    getNextPageParam: (page) => page.next,
    refetchInterval: 5_000,
  });

export const breaksQuery = (state: 'open' | 'closed') =>
  queryOptions({
    queryKey: ['breaks', state],
    queryFn: async ({ signal }) =>
      (await call<{ breaks: BreakView[] }>(`/finance/breaks?state=${state}`, { signal })).breaks,
    refetchInterval: 15_000,
  });
