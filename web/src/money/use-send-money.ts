// Sending an order. The idempotency key belongs to the confirm sheet and its content; whatever the
// answer, the thread asks what changed, because even a refused card leaves a card in the thread.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { PaymentView, SendMoneyBody } from '../../../src/payments/contract.js';
import { call, Problem } from '../api/client.js';
import { refreshMoney } from '../api/live.js';
import { catchUp } from '../api/messages.js';
import { useAttemptKey } from './attempt-key.js';

interface Listeners {
  onSent: () => void;
  onRefused: () => void;
}

/** A mutation taking the body of `POST /v1/payments`. A payment answered as failed is a refusal too. */
export function useSendMoney({ onSent, onRefused }: Listeners) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  return useMutation({
    mutationFn: async (body: SendMoneyBody) => {
      const payment = await call<PaymentView>('/payments', {
        method: 'POST',
        body,
        idempotencyKey: attempt.of(body),
      });
      if (payment.state === 'failed') throw refusalOf(payment);
      return payment;
    },
    onSuccess: onSent,
    onError: onRefused,
    onSettled: (_payment, error, { threadId }) => {
      attempt.settle(error);
      refreshMoney(queryClient);
      // The socket or the next connection brings the same news if this question gets lost.
      catchUp(queryClient, threadId).catch(() => undefined);
    },
  });
}

export type SendingMoney = ReturnType<typeof useSendMoney>;

function refusalOf({ reason }: PaymentView): Problem {
  return new Problem({
    status: 402,
    code: reason?.code ?? 'card_declined',
    title: reason?.message ?? 'The card was not accepted.',
  });
}
