// The questions about money that is added: what became of it, and how much more there may be. A socket
// tells when something changes; what is being charged is asked for again as well.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { TopUpPage, TopUpTerms } from '../../../src/payments/top-ups/contract.js';
import { call } from '../api/client.js';
import { withQuery } from '../api/with-query.js';

/** Names every question about top-ups. */
export const TOP_UPS = ['top-ups'];

const SOON_MS = 2_000;
const PAGE = 5;

export const topUpsQuery = infiniteQueryOptions({
  queryKey: [...TOP_UPS, 'list'],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam, signal }) =>
    call<TopUpPage>(withQuery('/top-ups', { before: pageParam, limit: String(PAGE) }), { signal }),
  getNextPageParam: (page) => page.next,
  refetchInterval: ({ state: { data } }) =>
    data?.pages.some(({ topUps }) => topUps.some(({ state }) => state === 'charging'))
      ? SOON_MS
      : false,
});

export const topUpTermsQuery = queryOptions({
  queryKey: [...TOP_UPS, 'terms'],
  queryFn: async ({ signal }) =>
    (await call<{ currencies: TopUpTerms[] }>('/top-ups/terms', { signal })).currencies,
});
