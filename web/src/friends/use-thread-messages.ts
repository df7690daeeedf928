// The messages of one open thread, kept whole and kept read. Opening asks once for what changed since
// they were last held; whatever becomes visible moves the viewer's read position forward, never back.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ThreadView } from '../../../src/chat/contract.js';
import { call } from '../api/client.js';
import { catchUp, messagesQuery } from '../api/messages.js';
import { threadsQuery } from '../api/queries.js';

export function useThreadMessages(thread: ThreadView, viewerId: string) {
  const queryClient = useQueryClient();
  const messages = useQuery(messagesQuery(thread.id));
  const { isSuccess } = messages;

  useEffect(() => {
    // The socket may have spoken while the first page was on its way, or the page may be an old one.
    if (isSuccess) catchUp(queryClient, thread.id).catch(() => undefined);
  }, [isSuccess, queryClient, thread.id]);

  const lastShown = messages.data?.messages.at(-1)?.sequence ?? 0;
  const alreadyRead =
    thread.participants.find(({ personId }) => personId === viewerId)?.readSequence ?? 0;
  useEffect(() => {
    if (lastShown <= alreadyRead) return;
    const body = { sequence: lastShown };
    call<undefined>(`/threads/${thread.id}/read`, { method: 'POST', body }).then(
      () =>
        queryClient.setQueryData(threadsQuery.queryKey, (threads) =>
          threads?.map((one) => (one.id === thread.id ? markRead(one, viewerId, lastShown) : one)),
        ),
      // The next message or the next opening moves the read position again.
      () => undefined,
    );
  }, [alreadyRead, lastShown, queryClient, thread.id, viewerId]);

  return messages;
}

function markRead(thread: ThreadView, viewerId: string, sequence: number): ThreadView {
  return {
    ...thread,
    participants: thread.participants.map((one) =>
      one.personId === viewerId && one.readSequence < sequence
        ? { ...one, readSequence: sequence }
        : one,
    ),
  };
}
