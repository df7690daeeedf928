// Adding money, and answering the bank about it. The idempotency key belongs to the open dialog and its
// content, so a repeated attempt counts once.
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import type { TopUpBody, TopUpView } from '../../../src/payments/top-ups/contract.js';
import { call } from '../api/client.js';
import { refreshMoney } from '../api/live.js';
import { useAttemptKey } from '../money/attempt-key.js';
import { answerBank } from '../money/use-authenticate.js';
import { TOP_UPS } from './top-up-queries.js';

/** Asks again for everything that a top-up changes. */
function refresh(queryClient: QueryClient): void {
  refreshMoney(queryClient);
  void queryClient.invalidateQueries({ queryKey: TOP_UPS });
}

/** A mutation taking the body of `POST /v1/top-ups`. */
export function useAddMoney(onAnswered: (topUp: TopUpView) => void) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  return useMutation({
    mutationFn: (body: TopUpBody) =>
      call<TopUpView>('/top-ups', { method: 'POST', body, idempotencyKey: attempt.of(body) }),
    onSuccess: onAnswered,
    onSettled: (_topUp, error) => {
      attempt.settle(error);
      refresh(queryClient);
    },
  });
}

export type AddingMoney = ReturnType<typeof useAddMoney>;

/** The two things to do about a top-up whose bank waits. */
export function useTopUpBank() {
  const queryClient = useQueryClient();
  const onSettled = (): void => {
    refresh(queryClient);
  };
  const confirm = useMutation({
    mutationFn: (topUpId: string) =>
      answerBank<TopUpView>(queryClient, `/top-ups/${topUpId}/authentication`, 'top_up_not_asked'),
    onSettled,
  });
  const cancel = useMutation({
    mutationFn: (topUpId: string) =>
      call<TopUpView>(`/top-ups/${topUpId}/authentication`, { method: 'DELETE' }),
    onSettled,
  });
  return { confirm, cancel };
}

export type TopUpBank = ReturnType<typeof useTopUpBank>;
