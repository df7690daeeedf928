// Ending the wait of a payment by a word. Whatever the answer, the thread asks what became of it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PaymentView } from '../../../src/payments/contract.js';
import { call } from '../api/client.js';
import { refreshMoney } from '../api/live.js';
import { catchUp } from '../api/messages.js';
import { useAttemptKey } from '../money/attempt-key.js';

export type WaitWord = 'undo' | 'recall' | 'cancel' | 'accept' | 'decline';

/** A mutation taking the word. */
export function useEndWait(paymentId: string, threadId: string) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  return useMutation({
    mutationFn: (word: WaitWord) =>
      call<PaymentView>(`/payments/${paymentId}/${word}`, {
        method: 'POST',
        body: {},
        idempotencyKey: attempt.of({ paymentId, word }),
      }),
    onSettled: (_view, error) => {
      attempt.settle(error);
      refreshMoney(queryClient, paymentId);
      catchUp(queryClient, threadId).catch(() => undefined);
    },
  });
}
