// The questions about scheduled payments: those of the viewer, one of them, and the look before one is
// made or changed.
import { queryOptions } from '@tanstack/react-query';
import type {
  ScheduleBody,
  ScheduleCheckView,
  ScheduleDetailView,
  SchedulesPage,
} from '../../../src/payments/schedules/contract.js';
import { call } from '../api/client.js';
import { withQuery } from '../api/with-query.js';

/** Names every answer that a change of a schedule changes. */
export const SCHEDULES = ['schedules'];

// As many as a payer can have at a time, and as many that have ended lately.
export const schedulesQuery = queryOptions({
  queryKey: [...SCHEDULES, 'all'],
  queryFn: async ({ signal }) =>
    (await call<SchedulesPage>(withQuery('/schedules', { limit: '100' }), { signal })).schedules,
});

export const scheduleQuery = (id: string) =>
  queryOptions({
    queryKey: [...SCHEDULES, id],
    queryFn: ({ signal }) => call<ScheduleDetailView>(`/schedules/${id}`, { signal }),
  });

/** Asked once each time the last look is opened: a confirmation begins with it. */
export const scheduleCheckQuery = (path: string, body: object) =>
  queryOptions({
    queryKey: ['schedule-check', path, body],
    queryFn: ({ signal }) =>
      call<ScheduleCheckView>(`/schedules${path}`, { method: 'POST', body, signal }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    networkMode: 'always',
    refetchOnWindowFocus: false,
  });

export type NewSchedule = Omit<ScheduleBody, 'confirmationId'>;
