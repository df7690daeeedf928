// The questions about prices: what a send costs and brings, and what exchanging one's own money does. A price
// is asked for by whoever shows it, and kept for as long as they do.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  ExchangeQuoteBody,
  QuoteView,
  RateView,
  SendQuoteBody,
} from '../../../src/payments/exchange/contract.js';
import { call } from '../api/client.js';
import { BOOKS } from '../api/finance-queries.js';
import { withQuery } from '../api/with-query.js';

// A price is replaced when it is over, and by nothing else.
const PRICE = {
  staleTime: Infinity,
  gcTime: 0,
  retry: false,
  refetchOnWindowFocus: false,
} as const;

export const sendQuoteQuery = (threadId: string, body: SendQuoteBody) =>
  queryOptions({
    queryKey: ['quote', threadId, body],
    queryFn: ({ signal }) =>
      call<QuoteView>(`/threads/${threadId}/quotes`, { method: 'POST', body, signal }),
    ...PRICE,
  });

export const ownQuoteQuery = (body: ExchangeQuoteBody) =>
  queryOptions({
    queryKey: ['quote', 'own', body],
    queryFn: ({ signal }) => call<QuoteView>('/exchange-quotes', { method: 'POST', body, signal }),
    ...PRICE,
  });

/** Mid-market rates, newest first, for finance. */
export const ratesQuery = infiniteQueryOptions({
  queryKey: [...BOOKS, 'rates'],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam, signal }) =>
    call<{ rates: RateView[]; next: string | null }>(
      withQuery('/finance/rates', { before: pageParam }),
      { signal },
    ),
  getNextPageParam: (page) => page.next,
});
