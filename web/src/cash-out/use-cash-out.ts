// Asking for a cash-out. The idempotency key belongs to the open dialog and its content, so a repeated
// attempt counts once.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CashOutBody, CashOutView } from '../../../src/payments/cash-out/contract.js';
import { cashOutsQuery, payoutAccountQuery } from '../api/cash-out-queries.js';
import { call } from '../api/client.js';
import { refreshMoney } from '../api/live.js';
import { useAttemptKey } from '../money/attempt-key.js';

/** A mutation taking the body of `POST /v1/cash-outs`. */
export function useCashOut(onDone: () => void) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  return useMutation({
    mutationFn: (body: CashOutBody) =>
      call<CashOutView>('/cash-outs', { method: 'POST', body, idempotencyKey: attempt.of(body) }),
    onSuccess: onDone,
    onSettled: (_cashOut, error) => {
      attempt.settle(error);
      refreshMoney(queryClient);
      void queryClient.invalidateQueries({ queryKey: payoutAccountQuery().queryKey });
      return queryClient.invalidateQueries({ queryKey: cashOutsQuery.queryKey });
    },
  });
}

export type CashingOut = ReturnType<typeof useCashOut>;
