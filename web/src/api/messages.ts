// The messages this client holds of each thread. They are keyed by id and sorted by sequence, and a
// message is replaced only by a newer revision of itself. `revision` is the point up to which nothing
// is missing; asking for what changed after it repairs any gap, so the socket may lose anything.
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type {
  MessagePage,
  MessageView,
  ThreadChanged,
  ThreadView,
} from '../../../src/chat/contract.js';
import { call } from './client.js';
import { threadQuery, threadsQuery } from './queries.js';

const PAGE = '50';

export interface HeldMessages {
  messages: MessageView[];
  /** Everything up to this revision is held. */
  revision: number;
  /** True when older messages exist before the first one held. */
  hasBefore: boolean;
}

export const messagesQuery = (threadId: string) =>
  queryOptions({
    queryKey: ['messages', threadId],
    queryFn: ({ signal }): Promise<HeldMessages> =>
      call<MessagePage>(`/threads/${threadId}/messages?limit=${PAGE}`, { signal }),
    // Changes arrive through the socket and `catchUp`; a refetch would drop the older pages.
    staleTime: Infinity,
  });

/** Puts messages into those held: newer revisions replace, order is by sequence. */
export function mergeMessages(
  held: readonly MessageView[],
  arrived: readonly MessageView[],
): MessageView[] {
  const byId = new Map(held.map((message) => [message.id, message]));
  for (const message of arrived) {
    const known = byId.get(message.id);
    if (known === undefined || message.revision > known.revision) byId.set(message.id, message);
  }
  return [...byId.values()].sort((left, right) => left.sequence - right.sequence);
}

/** Asks for everything that changed after what is held, until nothing more did. */
export async function catchUp(queryClient: QueryClient, threadId: string): Promise<void> {
  const { queryKey } = messagesQuery(threadId);
  for (;;) {
    const held = queryClient.getQueryData(queryKey);
    if (held === undefined) return;
    const page = await call<MessagePage>(
      `/threads/${threadId}/messages?after=${String(held.revision)}`,
    );
    queryClient.setQueryData(
      queryKey,
      (current) =>
        current && {
          ...current,
          messages: mergeMessages(current.messages, page.messages),
          revision: Math.max(current.revision, page.revision),
        },
    );
    if (page.messages.length === 0 || page.revision <= held.revision) return;
  }
}

/** Brings in the page before the oldest message held. */
export async function loadEarlier(queryClient: QueryClient, threadId: string): Promise<void> {
  const { queryKey } = messagesQuery(threadId);
  const oldest = queryClient.getQueryData(queryKey)?.messages[0];
  if (oldest === undefined) return;
  const page = await call<MessagePage>(
    `/threads/${threadId}/messages?limit=${PAGE}&before=${String(oldest.sequence)}`,
  );
  queryClient.setQueryData(
    queryKey,
    (current) =>
      current && {
        ...current,
        messages: mergeMessages(page.messages, current.messages),
        hasBefore: page.hasBefore,
      },
  );
}

/** Applies one change; answers true when changes before it are missing and must be asked for. */
export function applyChange(queryClient: QueryClient, change: ThreadChanged): boolean {
  const { threadId, message, revision } = change;
  let missing = false;
  queryClient.setQueryData(messagesQuery(threadId).queryKey, (current) => {
    if (current === undefined) return current;
    missing = revision > current.revision + 1;
    return {
      ...current,
      messages: mergeMessages(current.messages, [message]),
      revision: missing ? current.revision : Math.max(current.revision, revision),
    };
  });
  const touch = (thread: ThreadView): ThreadView => touched(thread, change);
  queryClient.setQueryData(threadQuery(threadId).queryKey, (thread) => thread && touch(thread));
  const threads = queryClient.getQueryData(threadsQuery.queryKey);
  if (threads?.some((thread) => thread.id === threadId)) {
    queryClient.setQueryData(threadsQuery.queryKey, (list) =>
      list?.map((thread) => (thread.id === threadId ? touch(thread) : thread)),
    );
  } else {
    void queryClient.invalidateQueries({ queryKey: threadsQuery.queryKey });
  }
  return missing;
}

function touched(thread: ThreadView, { message, revision }: ThreadChanged): ThreadView {
  const last = thread.lastMessage;
  const newer =
    last === null ||
    message.sequence > last.sequence ||
    (message.id === last.id && message.revision > last.revision);
  return {
    ...thread,
    lastSequence: Math.max(thread.lastSequence, message.sequence),
    revision: Math.max(thread.revision, revision),
    lastMessage: newer ? message : last,
  };
}
