// The questions about money that leaves for a bank: where it can go, what that costs, and what became of
// it. A bank takes its time and no socket tells of it, so what is under way is asked for again.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  CashOutPage,
  CashOutQuoteView,
  PayoutAccountView,
} from '../../../src/payments/cash-out/contract.js';
import type { MoneyView } from '../../../src/shared/contract.js';
import { call } from './client.js';
import { withQuery } from './with-query.js';

// What is a matter of moments, and what is one of days but seen while somebody looks.
const SOON_MS = 1_500;
const LATER_MS = 5_000;

/** `eager`: the person has just been at the processor's page, so news is expected any moment. */
export const payoutAccountQuery = (eager = false) =>
  queryOptions({
    queryKey: ['payout-account'],
    queryFn: ({ signal }) => call<PayoutAccountView>('/payout-account', { signal }),
    refetchInterval: ({ state: { data } }) =>
      eager && data?.state !== 'ready'
        ? SOON_MS
        : data?.state === 'under_review'
          ? LATER_MS
          : false,
  });

export const cashOutsQuery = infiniteQueryOptions({
  queryKey: ['cash-outs'],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam, signal }) =>
    call<CashOutPage>(withQuery('/cash-outs', { before: pageParam }), { signal }),
  getNextPageParam: (page) => page.next,
  refetchInterval: ({ state: { data } }) => {
    const states = data?.pages.flatMap(({ cashOuts }) => cashOuts.map(({ state }) => state)) ?? [];
    if (states.includes('requested')) return SOON_MS;
    return states.includes('in_transit') ? LATER_MS : false;
  },
});

/** What a cash-out of that much would cost; a refusal of the amount is an error. */
export const cashOutQuoteQuery = ({ amount, currency }: MoneyView) =>
  queryOptions({
    queryKey: ['cash-out-quote', amount, currency],
    queryFn: ({ signal }) =>
      call<CashOutQuoteView>(withQuery('/cash-outs/quote', { amount, currency }), { signal }),
    staleTime: 30_000,
    retry: false,
  });
