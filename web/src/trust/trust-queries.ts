// The questions about what a person may send and to whom: limits, history, and the look before a
// payment.
import { queryOptions } from '@tanstack/react-query';
import type { SendMoneyBody } from '../../../src/payments/contract.js';
import type {
  HistoryView,
  LimitsView,
  PaymentCheckView,
  ShownWarningsView,
  WarningAnswerBody,
} from '../../../src/payments/trust/contract.js';
import { call } from '../api/client.js';

/** Names every answer that a payment changes. */
export const TRUST = ['trust'];

export const limitsQuery = queryOptions({
  queryKey: [...TRUST, 'limits'],
  queryFn: ({ signal }) => call<LimitsView>('/limits', { signal }),
});

export const historyQuery = (personId: string) =>
  queryOptions({
    queryKey: [...TRUST, 'history', personId],
    queryFn: ({ signal }) => call<HistoryView>(`/payments/with/${personId}`, { signal }),
  });

/** What one should know before making this payment. Asked once each time the confirm step is opened. */
export const checkQuery = ({ threadId, payeeId, amount, funding }: SendMoneyBody) =>
  queryOptions({
    queryKey: ['check', threadId, payeeId ?? null, amount, funding.source],
    queryFn: ({ signal }) =>
      call<PaymentCheckView>('/payments/check', {
        method: 'POST',
        body: {
          threadId,
          ...(payeeId === undefined ? {} : { payeeId }),
          amount,
          funding: { source: funding.source === 'balance' ? 'balance' : 'card' },
        },
        signal,
      }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    // Without a network it fails at once, so that the payment itself can say so.
    networkMode: 'always',
    refetchOnWindowFocus: false,
  });

/** Says what the payer did after a warning. That it is counted must never be in the payer's way. */
export function answerWarning(warningId: string, answer: WarningAnswerBody['answer']): void {
  call(`/payments/warnings/${warningId}/answer`, { method: 'POST', body: { answer } }).catch(
    () => undefined,
  );
}

export const shownWarningsQuery = queryOptions({
  queryKey: ['warnings-shown'],
  queryFn: ({ signal }) => call<ShownWarningsView>('/risk/warnings-shown', { signal }),
});
