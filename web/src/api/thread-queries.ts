// The questions about people and threads beyond the list of threads itself: whom the viewer blocked,
// which invitations stand, where a link leads, and what was said about something.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  FoundMessages,
  FoundPerson,
  InviteView,
  OpenedInvite,
} from '../../../src/chat/contract.js';
import { call } from './client.js';
import { withQuery } from './with-query.js';

export const blocksQuery = queryOptions({
  queryKey: ['blocks'],
  queryFn: async ({ signal }) =>
    (await call<{ people: FoundPerson[] }>('/blocks', { signal })).people,
});

export const invitesQuery = queryOptions({
  queryKey: ['invites'],
  queryFn: async ({ signal }) =>
    (await call<{ invites: InviteView[] }>('/invites', { signal })).invites,
});

/** Where a link leads. Each look costs the viewer one of a small allowance, so it is asked once. */
export const openedInviteQuery = (token: string) =>
  queryOptions({
    queryKey: ['invite', token],
    queryFn: ({ signal }) =>
      call<OpenedInvite>('/invites/look', { method: 'POST', body: { token }, signal }),
    staleTime: Infinity,
    retry: false,
    refetchOnWindowFocus: false,
  });

/** Messages with these words in the viewer's threads, newest first. */
export const searchQuery = (words: string) =>
  infiniteQueryOptions({
    queryKey: ['search', words],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: before, signal }) =>
      call<FoundMessages>(withQuery('/messages/search', { q: words, before }), { signal }),
    getNextPageParam: ({ next }) => next,
    enabled: /[\p{L}\p{N}]/u.test(words),
  });
