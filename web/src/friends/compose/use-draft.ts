// What somebody has begun to write in each thread. It outlives switching to another thread, answering a
// message and editing one; it is gone when it was sent, or when the person signs out.
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

const draftKey = (threadId: string): string[] => ['draft', threadId];

/** The words begun in a thread, and how to change them. */
export function useDraft(threadId: string): [string, (text: string) => void] {
  const queryClient = useQueryClient();
  // The field itself is drawn from here: a cache tells late, and a late text would move the caret.
  const [text, setText] = useState(() => draftOf(queryClient, threadId));
  const write = (words: string): void => {
    setText(words);
    keepDraft(queryClient, threadId, words);
  };
  return [text, write];
}

export const draftOf = (queryClient: QueryClient, threadId: string): string =>
  queryClient.getQueryData<string>(draftKey(threadId)) ?? '';

export function keepDraft(queryClient: QueryClient, threadId: string, text: string): void {
  queryClient.setQueryDefaults(['draft'], { gcTime: Infinity });
  queryClient.setQueryData(draftKey(threadId), text);
}
