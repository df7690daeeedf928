// Bills as the client asks for them: a preview that makes nothing, the making, and what its maker may do.
// Whatever the answer, the thread asks what changed, because the card is its.
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  SplitPreview,
  SplitRoundBody,
  SplitView,
} from '../../../src/payments/splits/contract.js';
import { call } from '../api/client.js';
import { catchUp } from '../api/messages.js';
import { useAttemptKey } from '../money/attempt-key.js';

const PAUSE_MS = 200;

/** What the body would come to, asked when the typing pauses. */
export function usePreview(threadId: string, body: SplitRoundBody | null) {
  const [settled] = useDebouncedValue(JSON.stringify(body), PAUSE_MS);
  const asked = JSON.parse(settled) as SplitRoundBody | null;
  const preview = useQuery({
    queryKey: ['split-preview', threadId, asked],
    queryFn: ({ signal }) =>
      call<SplitPreview>(`/threads/${threadId}/splits/preview`, {
        method: 'POST',
        body: asked,
        signal,
      }),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  });
  const isCurrent = body !== null && settled === JSON.stringify(body) && !preview.isPlaceholderData;
  return { ...preview, isCurrent };
}

/** A mutation that makes a bill, or adds a round to one; repeated after a lost answer it is made once. */
export function useMakeSplit(threadId: string, splitId: string | null, onMade: () => void) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  const path = splitId === null ? `/threads/${threadId}/splits` : `/splits/${splitId}/rounds`;
  return useMutation({
    mutationFn: (body: SplitRoundBody) =>
      call<SplitView>(path, { method: 'POST', body, idempotencyKey: attempt.of({ path, body }) }),
    onSuccess: onMade,
    onSettled: (_split, error) => {
      attempt.settle(error);
      catchUp(queryClient, threadId).catch(() => undefined);
    },
  });
}

export interface SplitVerb {
  word: 'cancel' | 'remind' | 'reopen';
  /** Whose share; undefined is everybody who has not paid. */
  personId?: string;
}

/** A mutation that says one of the words a bill knows. */
export function useSplitVerb(splitId: string, threadId: string) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  return useMutation({
    mutationFn: ({ word, personId }: SplitVerb) =>
      call<SplitView>(`/splits/${splitId}/${word}`, {
        method: 'POST',
        body: personId === undefined ? {} : { personId },
        ...(word === 'reopen' ? { idempotencyKey: attempt.of({ splitId, word, personId }) } : {}),
      }),
    onSettled: (_split, error) => {
      attempt.settle(error);
      catchUp(queryClient, threadId).catch(() => undefined);
    },
  });
}
