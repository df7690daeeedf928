// Texts on their way to the server. Each carries a client id chosen once, so sending again after a lost
// answer cannot say the same thing twice, and the text leaves the outbox when the server's own message
// with that id is held.
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { MessageView, PictureView } from '../../../src/chat/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { messagesQuery, showNewest, takeIn } from '../api/messages.js';
import { newUuid } from '../api/uuid.js';

/** What the writer said: words, a picture that was uploaded, and which message it answers. */
export interface Wording {
  body: string;
  picture: PictureView | null;
  replyTo: string | null;
}

export interface OutgoingText extends Wording {
  clientId: string;
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
    async (wording: Wording, clientId = newUuid()): Promise<void> => {
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
      put({ ...wording, clientId, failure: null });
      try {
        const message = await call<MessageView>(`/threads/${threadId}/messages`, {
          method: 'POST',
          body: {
            clientId,
            ...(wording.body === '' ? {} : { body: wording.body }),
            ...(wording.picture === null ? {} : { pictureId: wording.picture.id }),
            ...(wording.replyTo === null ? {} : { replyTo: wording.replyTo }),
          },
        });
        queryClient.setQueryData(
          messagesQuery(threadId).queryKey,
          (held) => held && takeIn(held, [message]),
        );
        // Whoever speaks while reading what was said long ago is back in the present.
        if (queryClient.getQueryData(messagesQuery(threadId).queryKey)?.hasAfter === true) {
          await showNewest(queryClient, threadId);
        }
        put(null);
      } catch (error) {
        put({ ...wording, clientId, failure: sentenceOf(error) });
      }
    },
    [queryClient, threadId],
  );

  return { texts, send };
}
