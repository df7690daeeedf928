// Sending an order. The idempotency key belongs to the confirm sheet and its content; whatever the
// answer, the thread asks what changed, because even a refused card leaves a card in the thread. When
// the payer's bank wants to hear from them, sending goes on until it has.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PaymentView, SendMoneyBody } from '../../../src/payments/contract.js';
import { call, Problem } from '../api/client.js';
import { refreshMoney } from '../api/live.js';
import { catchUp } from '../api/messages.js';
import { paymentQuery } from '../api/queries.js';
import { useAttemptKey } from './attempt-key.js';
import { authenticate } from './use-authenticate.js';

interface Listeners {
  onSent: () => void;
  onRefused: () => void;
}

/**
 * A mutation taking the body of `POST /v1/payments`. A payment answered as failed is a refusal too.
 * `asksBank` is true while the payer's bank is asking them something.
 */
export function useSendMoney({ onSent, onRefused }: Listeners) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  const [asksBank, setAsksBank] = useState(false);
  const sending = useMutation({
    mutationFn: async (body: SendMoneyBody) => {
      const sent = await call<PaymentView>('/payments', {
        method: 'POST',
        body,
        // What confirms the wish is no part of it: confirmed anew it is still the same payment.
        idempotencyKey: attempt.of({ ...body, confirmationId: undefined }),
      });
      setAsksBank(sent.state === 'authenticating');
      const payment =
        sent.state === 'authenticating' ? await authenticate(queryClient, sent.id) : sent;
      if (payment.state === 'failed') throw refusalOf(payment);
      return payment;
    },
    onSuccess: (payment) => {
      // How it was paid is not in the thread, where both sides look; its payer's own card says it.
      queryClient.setQueryData(paymentQuery(payment.id).queryKey, payment);
      onSent();
    },
    onError: onRefused,
    onSettled: (_payment, error, { threadId }) => {
      setAsksBank(false);
      attempt.settle(error);
      refreshMoney(queryClient);
      // The socket or the next connection brings the same news if this question gets lost.
      catchUp(queryClient, threadId).catch(() => undefined);
    },
  });
  return { ...sending, asksBank };
}

export type SendingMoney = ReturnType<typeof useSendMoney>;

function refusalOf({ reason }: PaymentView): Problem {
  return new Problem({
    status: 402,
    code: reason?.code ?? 'card_declined',
    title: reason?.message ?? 'The card was not accepted.',
  });
}
