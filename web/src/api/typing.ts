// Who is writing in which thread, as the socket hints it. A hint is forgotten after a few seconds.
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type { ThreadTyping } from '../../../src/chat/contract.js';

const HINT_MS = 5_000;

export interface TypingHint {
  personId: string;
  until: number;
}

export const typingQuery = (threadId: string) =>
  queryOptions({
    queryKey: ['typing', threadId],
    queryFn: (): TypingHint[] => [],
    enabled: false,
    initialData: [],
  });

export function heardTyping(queryClient: QueryClient, { threadId, personId }: ThreadTyping): void {
  const until = Date.now() + HINT_MS;
  queryClient.setQueryData(typingQuery(threadId).queryKey, (held = []) => [
    ...held.filter((hint) => hint.personId !== personId),
    { personId, until },
  ]);
}

/** Whoever has just said something is not writing it any more. */
export function stoppedTyping(queryClient: QueryClient, threadId: string, personId: string): void {
  queryClient.setQueryData(typingQuery(threadId).queryKey, (held = []) =>
    held.filter((hint) => hint.personId !== personId),
  );
}
