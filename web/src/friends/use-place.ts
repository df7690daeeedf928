// The place in a thread that its address names, such as that of a message that was found. It is brought in
// once when it is not held; afterwards the reader may go where he likes.
import { useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { type HeldMessages, loadAround } from '../api/messages.js';

/** The sequence that is to be shown; undefined when the thread is opened at its end. */
export function usePlace(threadId: string, { messages }: HeldMessages): number | undefined {
  const { at } = useSearch({ from: '/signed-in/threads/$threadId' });
  const queryClient = useQueryClient();
  const isHeld = at === undefined || messages.some(({ sequence }) => sequence === at);
  useEffect(() => {
    if (at !== undefined) loadAround(queryClient, threadId, at).catch(() => undefined);
  }, [at, queryClient, threadId]);
  return isHeld ? at : undefined;
}

/** What an address of a thread may say. */
export function readPlace(search: Record<string, unknown>): { at?: number } {
  const at = Number(search['at']);
  return Number.isSafeInteger(at) && at > 0 ? { at } : {};
}
