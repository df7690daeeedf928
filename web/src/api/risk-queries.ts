// The questions of the risk team about disputes, banks' warnings and what people contest. Deadlines run, so what is open is
// asked for again by itself.
import { queryOptions } from '@tanstack/react-query';
import type {
  DisputeDetailView,
  DisputeView,
  FraudWarningView,
} from '../../../src/payments/contract.js';
import type {
  ContestCaseDetailView,
  ContestCaseView,
} from '../../../src/payments/returns/cases/contract.js';
import { call } from './client.js';

/** Names every answer about disputes and warnings. */
export const DISPUTES = ['disputes'];

export const disputesQuery = (state: 'open' | 'closed') =>
  queryOptions({
    queryKey: [...DISPUTES, 'list', state],
    queryFn: async ({ signal }) =>
      (await call<{ disputes: DisputeView[] }>(`/risk/disputes?state=${state}`, { signal }))
        .disputes,
    refetchInterval: state === 'open' ? 5_000 : 15_000,
  });

export const disputeQuery = (disputeId: string) =>
  queryOptions({
    queryKey: [...DISPUTES, 'one', disputeId],
    queryFn: ({ signal }) => call<DisputeDetailView>(`/risk/disputes/${disputeId}`, { signal }),
    // Right after an answer there is news within moments.
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && data.answeredAt !== null && data.closedAt === null ? 1_500 : 5_000,
  });

/** Names every answer about what people contest. */
export const CONTESTS = ['contests'];

export const contestsQuery = (state: 'open' | 'closed') =>
  queryOptions({
    queryKey: [...CONTESTS, 'list', state],
    queryFn: async ({ signal }) =>
      (await call<{ contests: ContestCaseView[] }>(`/risk/contests?state=${state}`, { signal }))
        .contests,
    refetchInterval: state === 'open' ? 5_000 : 15_000,
  });

export const contestCaseQuery = (contestId: string) =>
  queryOptions({
    queryKey: [...CONTESTS, 'one', contestId],
    queryFn: ({ signal }) => call<ContestCaseDetailView>(`/risk/contests/${contestId}`, { signal }),
    refetchInterval: 5_000,
  });

export const warningsQuery = queryOptions({
  queryKey: [...DISPUTES, 'warnings'],
  queryFn: async ({ signal }) =>
    (await call<{ warnings: FraudWarningView[] }>('/risk/warnings', { signal })).warnings,
  refetchInterval: 5_000,
});
