// What people do with messages, each a call and what it changes of what is held.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MessageView } from '../../../src/chat/contract.js';
import { call, type CallOptions } from './client.js';
import { messagesQuery, takeIn } from './messages.js';

/** A change of one message; the answer is the message as it is now. */
export function useMessageChange(threadId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ path, ...options }: CallOptions & { path: string }) =>
      call<MessageView>(`/threads/${threadId}/messages/${path}`, options),
    onSuccess: (message) => {
      queryClient.setQueryData(
        messagesQuery(threadId).queryKey,
        (held) => held && takeIn(held, [message]),
      );
    },
  });
}
