// Asking for money, and what both sides may do with a request. Whatever the answer, the thread asks what
// changed, because the card is its.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RequestView } from '../../../src/payments/requests/contract.js';
import type { MoneyView } from '../../../src/shared/contract.js';
import { call } from '../api/client.js';
import { catchUp } from '../api/messages.js';
import { useAttemptKey } from './attempt-key.js';

/** Body of `POST /v1/requests`. */
export interface RequestBody {
  threadId: string;
  payerId?: string;
  amount: MoneyView;
  note?: string;
}

/** A mutation that asks; the same content repeated after a lost answer asks once. */
export function useRequestMoney(onAsked: () => void) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  return useMutation({
    mutationFn: (body: RequestBody) =>
      call<RequestView>('/requests', { method: 'POST', body, idempotencyKey: attempt.of(body) }),
    onSuccess: onAsked,
    onSettled: (_request, error, { threadId }) => {
      attempt.settle(error);
      catchUp(queryClient, threadId).catch(() => undefined);
    },
  });
}

/** A mutation that says one of the words a request knows. */
export function useRequestVerb(requestId: string, threadId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (word: 'decline' | 'cancel' | 'remind') =>
      call<RequestView>(`/requests/${requestId}/${word}`, { method: 'POST', body: {} }),
    onSettled: () => {
      catchUp(queryClient, threadId).catch(() => undefined);
    },
  });
}
