// Gifts as the client asks for them: what one needs, the giving, what one got, and the opening. The card is the
// thread's; what is only the viewer's own is asked for whenever the card has changed.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  GiftBody,
  GiftCard,
  GiftCheckView,
  GiftView,
} from '../../../src/payments/gifts/contract.js';
import { call } from '../api/client.js';
import { refreshMoney } from '../api/live.js';
import { catchUp } from '../api/messages.js';
import { useAttemptKey } from '../money/attempt-key.js';

/** A mutation that asks what the gift needs; it makes nothing. */
export function useCheckGift(threadId: string, onChecked: (check: GiftCheckView) => void) {
  return useMutation({
    mutationFn: ({ amount, way, count }: GiftBody) =>
      call<GiftCheckView>(`/threads/${threadId}/gifts/check`, {
        method: 'POST',
        body: { amount, way, count },
      }),
    onSuccess: onChecked,
  });
}

/** A mutation that gives it; repeated after a lost answer it is given once. */
export function useGiveGift(threadId: string, onGiven: () => void) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  return useMutation({
    mutationFn: (body: GiftBody) =>
      call<GiftView>(`/threads/${threadId}/gifts`, {
        method: 'POST',
        body,
        // What confirms the wish is no part of it.
        idempotencyKey: attempt.of({ threadId, ...body, confirmationId: undefined }),
      }),
    onSuccess: onGiven,
    onSettled: (_gift, error) => {
      attempt.settle(error);
      refreshMoney(queryClient);
      catchUp(queryClient, threadId).catch(() => undefined);
    },
  });
}

const keyOf = (giftId: string, updatedAt: string) => ['gift', giftId, updatedAt];

/** The gift as the viewer sees it, asked again whenever its card has changed. */
export function useGift({ giftId, updatedAt }: GiftCard) {
  return useQuery({
    queryKey: keyOf(giftId, updatedAt),
    queryFn: ({ signal }) => call<GiftView>(`/gifts/${giftId}`, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  });
}

/** A mutation that opens the viewer's part; asked again it is the same part. */
export function useOpenGift(giftId: string, threadId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => call<GiftView>(`/gifts/${giftId}/open`, { method: 'POST', body: {} }),
    onSuccess: (view) => {
      queryClient.setQueryData(keyOf(giftId, view.updatedAt), view);
    },
    onSettled: () => {
      refreshMoney(queryClient);
      void queryClient.invalidateQueries({ queryKey: ['gift', giftId] });
      catchUp(queryClient, threadId).catch(() => undefined);
    },
  });
}
