// Texts on their way to the server. Each carries a client id chosen once, so sending again after a lost
// answer cannot say the same thing twice, and the text leaves the outbox when the server's own message
// with that id is held.
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { MessageView } from '../../../src/chat/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { messagesQuery, mergeMessages } from '../api/messages.js';
import { newUuid } from '../api/uuid.js';

export interface OutgoingText {
  clientId: string;
  body: string;
  /** Why it was not sent; null while it is on its way. */
  failure: string | null;
}

const outboxQuery = (threadId: string) =>
  queryOptions({
    queryKey: ['outbox', threadId],
    queryFn: (): OutgoingText[] => [],
    enabled: false,
    initialData: [],
    gcTime: Infinity,
  });

/** The outgoing texts of a thread and the ways to add one and to repeat one. */
export function useOutbox(threadId: string) {
  const queryClient = useQueryClient();
  const { data: texts } = useQuery(outboxQuery(threadId));

  const send = useCallback(
    async (body: string, clientId = newUuid()): Promise<void> => {
      const { queryKey } = outboxQuery(threadId);
      const put = (text: OutgoingText | null): void => {
        queryClient.setQueryData(queryKey, (held = []) => {
          const known = held.some((one) => one.clientId === clientId);
          if (text === null) return held.filter((one) => one.clientId !== clientId);
          return known
            ? held.map((one) => (one.clientId === clientId ? text : one))
            : [...held, text];
        });
      };
      put({ clientId, body, failure: null });
      try {
        const message = await call<MessageView>(`/threads/${threadId}/messages`, {
          method: 'POST',
          body: { clientId, body },
        });
        queryClient.setQueryData(
          messagesQuery(threadId).queryKey,
          (held) => held && { ...held, messages: mergeMessages(held.messages, [message]) },
        );
        put(null);
      } catch (error) {
        put({ clientId, body, failure: sentenceOf(error) });
      }
    },
    [queryClient, threadId],
  );

  return { texts, send };
}
