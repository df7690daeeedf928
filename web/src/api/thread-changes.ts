// What people do with threads and with each other, each a call and what it changes of what is held.
import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import type { InviteView, ThreadSettingsView, ThreadView } from '../../../src/chat/contract.js';
import { call, type CallOptions } from './client.js';
import { refreshChoices, refreshThread } from './live.js';
import { threadQuery, threadsQuery } from './queries.js';
import { invitesQuery } from './thread-queries.js';

/** Holds a thread as the server has just told it. */
export function holdThread(queryClient: QueryClient, thread: ThreadView): void {
  queryClient.setQueryData(threadQuery(thread.id).queryKey, thread);
  queryClient.setQueryData(threadsQuery.queryKey, (threads) =>
    threads?.some(({ id }) => id === thread.id)
      ? threads.map((one) => (one.id === thread.id ? thread : one))
      : threads && [thread, ...threads],
  );
}

interface NewThread {
  kind: ThreadView['kind'];
  title?: string;
  personIds: string[];
}

/** Makes a thread, or finds the direct one that is there already. */
export function useNewThread(onMade: (thread: ThreadView) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: NewThread) => call<ThreadView>('/threads', { method: 'POST', body }),
    onSuccess: (thread) => {
      holdThread(queryClient, thread);
      onMade(thread);
    },
  });
}

/** A change of a thread or of who is in it; `path` goes on from the thread's own. */
export function useThreadChange(threadId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ path, ...options }: CallOptions & { path: string }) =>
      call<ThreadView>(`/threads/${threadId}${path}`, options),
    onSuccess: (thread) => {
      holdThread(queryClient, thread);
    },
  });
}

/** What the viewer chooses for a thread. */
export function useThreadSettings(thread: ThreadView) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (change: Partial<ThreadSettingsView>) =>
      call<ThreadSettingsView>(`/threads/${thread.id}/settings`, {
        method: 'PUT',
        body: { ...thread.settings, ...change },
      }),
    onSuccess: (settings) => {
      holdThread(queryClient, { ...thread, settings });
    },
  });
}

/** Leaves a group. */
export function useLeave(threadId: string, onLeft: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => call<undefined>(`/threads/${threadId}/leave`, { method: 'POST' }),
    onSuccess: () => {
      onLeft();
      queryClient.setQueryData(threadsQuery.queryKey, (threads) =>
        threads?.filter(({ id }) => id !== threadId),
      );
    },
  });
}

/** Blocks somebody, or takes the block back. */
export function useBlock(personId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (wanted: boolean) =>
      call<undefined>(`/blocks/${personId}`, { method: wanted ? 'PUT' : 'DELETE' }),
    onSuccess: () => {
      refreshChoices(queryClient);
    },
  });
}

/** Makes an invitation; its token is in the answer and never again. */
export function useNewInvite(threadId: string | null) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (usesMax: number) =>
      call<InviteView>('/invites', {
        method: 'POST',
        body: { usesMax, ...(threadId === null ? {} : { threadId }) },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: invitesQuery.queryKey }),
  });
}

/** Ends one of the viewer's invitations. */
export function useWithdrawInvite() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call<undefined>(`/invites/${id}`, { method: 'DELETE' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: invitesQuery.queryKey }),
  });
}

/** Goes where an invitation leads. */
export function useAcceptInvite(token: string, onAccepted: (threadId: string) => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      call<{ threadId: string }>('/invites/accept', { method: 'POST', body: { token } }),
    onSuccess: ({ threadId }) => {
      refreshThread(queryClient, threadId);
      onAccepted(threadId);
    },
  });
}
