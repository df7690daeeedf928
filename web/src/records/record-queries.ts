// The questions about what a person keeps: receipts and activity.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  ActivityFilters,
  ActivityPage,
  PublicReceiptView,
  ReceiptCodeView,
} from '../../../src/payments/records/contract.js';
import { call } from '../api/client.js';
import { ACTIVITY } from '../api/queries.js';
import { withQuery } from '../api/with-query.js';

/** Payments, refunds and cash-outs that fit, newest first. */
export const activityQuery = (filters: ActivityFilters = {}) =>
  infiniteQueryOptions({
    queryKey: [...ACTIVITY, filters],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<ActivityPage>(withQuery('/activity', { ...filters, before: pageParam }), { signal }),
    getNextPageParam: (page) => page.next,
  });

/** The code of one of the viewer's payments, with what others see under it. */
export const receiptCodeQuery = (paymentId: string) =>
  queryOptions({
    queryKey: ['payment', paymentId, 'receipt-code'],
    queryFn: ({ signal }) =>
      call<ReceiptCodeView>(`/payments/${paymentId}/receipt-code`, { signal }),
  });

/** What stands behind a code; asked once, because asking is counted. */
export const publicReceiptQuery = (code: string) =>
  queryOptions({
    queryKey: ['receipt', code],
    queryFn: ({ signal }) =>
      call<PublicReceiptView>(`/receipts/${encodeURIComponent(code)}`, { signal }),
    retry: false,
    refetchOnWindowFocus: false,
  });
