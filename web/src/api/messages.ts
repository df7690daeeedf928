// The messages this client holds of each thread: a stretch without gaps, usually the newest. They are
// keyed by id and sorted by sequence, and a message is replaced only by a newer revision of itself.
// `revision` is the point up to which nothing in the stretch is missing; asking for what changed after it
// repairs any gap, so the socket may lose anything. What lies beyond the stretch is asked for by hand.
import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type {
  FoundPerson,
  MessagePage,
  MessageView,
  ThreadChanged,
  ThreadView,
} from '../../../src/chat/contract.js';
import { call } from './client.js';
import { threadQuery, threadsQuery } from './queries.js';
import { withQuery } from './with-query.js';

const PAGE = 50;

export interface HeldMessages {
  messages: MessageView[];
  /** Everything up to this revision is held. */
  revision: number;
  /** True when older messages exist before the first one held. */
  hasBefore: boolean;
  /** True when newer messages exist after the last one held. */
  hasAfter: boolean;
  /** Those who said or did something here and have left. */
  former: FoundPerson[];
}

export const messagesQuery = (threadId: string) =>
  queryOptions({
    queryKey: ['messages', threadId],
    queryFn: async ({ signal }): Promise<HeldMessages> => ({
      ...(await pageBefore(threadId, null, signal)),
      hasAfter: false,
    }),
    // Changes arrive through the socket and `catchUp`; a refetch would drop the older pages.
    staleTime: Infinity,
  });

/** The newest messages, or those before a sequence. */
function pageBefore(
  threadId: string,
  before: number | null,
  signal?: AbortSignal,
): Promise<MessagePage> {
  const path = withQuery(`/threads/${threadId}/messages`, { limit: PAGE, before });
  return call<MessagePage>(path, signal && { signal });
}

/** Puts changes into the stretch that is held; those beyond its ends belong to pages not asked for. */
export function takeIn<Held extends HeldMessages>(
  held: Held,
  arrived: readonly MessageView[],
): Held {
  const [first, last] = [held.messages.at(0), held.messages.at(-1)];
  const within = arrived.filter(
    ({ sequence }) =>
      !(held.hasBefore && first !== undefined && sequence < first.sequence) &&
      !(held.hasAfter && last !== undefined && sequence > last.sequence),
  );
  return { ...held, messages: mergeMessages(held.messages, within) };
}

/** Newer revisions replace, order is by sequence. */
function mergeMessages(
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

const together = (some: readonly FoundPerson[], more: readonly FoundPerson[]): FoundPerson[] => [
  ...new Map([...some, ...more].map((person) => [person.id, person])).values(),
];

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
          ...takeIn(current, page.messages),
          former: together(current.former, page.former),
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
  const page = await pageBefore(threadId, oldest.sequence);
  queryClient.setQueryData(
    queryKey,
    (current) =>
      current && {
        ...current,
        messages: mergeMessages(page.messages, current.messages),
        former: together(current.former, page.former),
        hasBefore: page.hasBefore,
      },
  );
}

/** Brings in the page after the newest message held of an older stretch. */
export async function loadLater(queryClient: QueryClient, threadId: string): Promise<void> {
  const { queryKey } = messagesQuery(threadId);
  const newest = queryClient.getQueryData(queryKey)?.messages.at(-1);
  if (newest === undefined) return;
  const before = newest.sequence + PAGE + 1;
  const page = await pageBefore(threadId, before);
  queryClient.setQueryData(
    queryKey,
    (current) =>
      current && {
        ...current,
        messages: mergeMessages(current.messages, page.messages),
        former: together(current.former, page.former),
        hasAfter: before <= lastSequenceOf(queryClient, threadId),
      },
  );
}

/** Holds the stretch around a place, unless it is held already. */
export async function loadAround(
  queryClient: QueryClient,
  threadId: string,
  sequence: number,
): Promise<void> {
  const { queryKey } = messagesQuery(threadId);
  const held = queryClient.getQueryData(queryKey);
  const first = held?.messages[0]?.sequence ?? Infinity;
  const last = held?.messages.at(-1)?.sequence ?? -1;
  if (sequence >= first && sequence <= last) return;
  const before = sequence + PAGE / 2;
  const page = await pageBefore(threadId, before);
  queryClient.setQueryData(queryKey, {
    ...page,
    hasAfter: before <= lastSequenceOf(queryClient, threadId),
  });
}

/** The highest sequence in a thread that the viewer may see, as far as this client knows. */
const lastSequenceOf = (queryClient: QueryClient, threadId: string): number =>
  heldThread(queryClient, threadId)?.lastSequence ?? 0;

function heldThread(queryClient: QueryClient, threadId: string): ThreadView | undefined {
  const listed = queryClient.getQueryData(threadsQuery.queryKey)?.find(({ id }) => id === threadId);
  return listed ?? queryClient.getQueryData(threadQuery(threadId).queryKey);
}

/** Holds the newest messages again. */
export async function showNewest(queryClient: QueryClient, threadId: string): Promise<void> {
  await queryClient.refetchQueries({ queryKey: messagesQuery(threadId).queryKey });
}

/** Applies one change; answers true when changes before it are missing and must be asked for. */
export function applyChange(queryClient: QueryClient, change: ThreadChanged): boolean {
  const { threadId, message, revision } = change;
  const leavers = leaversIn(message, heldThread(queryClient, threadId));
  let missing = false;
  queryClient.setQueryData(messagesQuery(threadId).queryKey, (current) => {
    if (current === undefined) return current;
    missing = revision > current.revision + 1;
    return {
      ...takeIn(current, [message]),
      former: together(current.former, leavers),
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

/** Who leaves with this message, as they were called while they were there. */
function leaversIn({ event }: MessageView, thread: ThreadView | undefined): FoundPerson[] {
  if (event?.kind !== 'left' && event?.kind !== 'removed') return [];
  return (thread?.participants ?? [])
    .filter(({ personId }) => event.personIds.includes(personId))
    .map(({ personId: id, handle, name }) => ({ id, handle, name }));
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
