// Saying something about a payment that is contested. The key makes a repeated attempt count once, and
// whatever the answer, the thread asks what changed.
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ContestView } from '../../../src/payments/returns/contract.js';
import { call } from '../api/client.js';
import { refreshMoney } from '../api/live.js';
import { catchUp } from '../api/messages.js';
import { useAttemptKey } from '../money/attempt-key.js';

export const contestQuery = (paymentId: string) =>
  queryOptions({
    queryKey: ['contest', paymentId],
    queryFn: ({ signal }) => call<ContestView>(`/payments/${paymentId}/contest`, { signal }),
  });

interface Said {
  /** The address below `/v1`. */
  path: string;
  body: object;
}

export function useContest(paymentId: string, threadId: string, onDone: () => void) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  return useMutation({
    mutationFn: ({ path, body }: Said) =>
      call<ContestView>(path, {
        method: 'POST',
        body,
        idempotencyKey: attempt.of({ path, body }),
      }),
    onSuccess: onDone,
    onSettled: (_answer, error) => {
      attempt.settle(error);
      void queryClient.invalidateQueries({ queryKey: contestQuery(paymentId).queryKey });
      refreshMoney(queryClient, paymentId);
      // The socket or the next connection brings the same news if this question gets lost.
      catchUp(queryClient, threadId).catch(() => undefined);
    },
  });
}
