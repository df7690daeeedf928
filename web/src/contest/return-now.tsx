// "Return": the whole of what is left goes back with one tap, to whoever asks for it.
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RefundView } from '../../../src/payments/contract.js';
import type { ReturnBody } from '../../../src/payments/returns/contract.js';
import type { MoneyView } from '../../../src/shared/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { refreshMoney } from '../api/live.js';
import { catchUp } from '../api/messages.js';
import { useAttemptKey } from '../money/attempt-key.js';
import { formatMoney } from '../money/format.js';
import classes from './contest.module.css';

interface Props {
  paymentId: string;
  threadId: string;
  left: MoneyView;
}

export function ReturnNow({ paymentId, threadId, left }: Props) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  // What is seen is what goes back, whatever happens meanwhile.
  const body: ReturnBody = { amount: left };
  const giveBack = useMutation({
    mutationFn: () =>
      call<RefundView>(`/payments/${paymentId}/returns`, {
        method: 'POST',
        body,
        idempotencyKey: attempt.of(body),
      }),
    onSettled: (_refund, error) => {
      attempt.settle(error);
      refreshMoney(queryClient, paymentId);
      // The socket or the next connection brings the same news if this question gets lost.
      catchUp(queryClient, threadId).catch(() => undefined);
    },
  });
  return (
    <>
      <Button
        size="compact-sm"
        loading={giveBack.isPending}
        onClick={() => {
          giveBack.mutate();
        }}
        data-testid="contest-return"
      >
        Return {formatMoney(left)}
      </Button>
      {giveBack.error && (
        <span className={classes.refused} role="alert">
          {sentenceOf(giveBack.error)}
        </span>
      )}
    </>
  );
}
