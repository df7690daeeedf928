// Setting off what two people ask of each other, where that is the same.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { EvenBody, EvenView } from '../../../src/payments/between/contract.js';
import { call } from '../api/client.js';
import { refreshMoney } from '../api/live.js';
import { catchUp } from '../api/messages.js';
import { useAttemptKey } from '../money/attempt-key.js';

export function useEven(threadId: string) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  return useMutation({
    mutationFn: (body: EvenBody) =>
      call<EvenView>(`/threads/${threadId}/between/even`, {
        method: 'POST',
        body,
        idempotencyKey: attempt.of(body),
      }),
    onSettled: (_view, error) => {
      attempt.settle(error);
      refreshMoney(queryClient);
      catchUp(queryClient, threadId).catch(() => undefined);
    },
  });
}
