// The questions of the security page that no other page asks.
import { queryOptions } from '@tanstack/react-query';
import type { NoticeView, OpenSessionView, PinView } from '../../../src/identity/contract.js';
import { call } from '../api/client.js';

export const pinQuery = queryOptions({
  queryKey: ['pin'],
  queryFn: ({ signal }) => call<PinView>('/pin', { signal }),
});

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: async ({ signal }) =>
    (await call<{ sessions: OpenSessionView[] }>('/sessions', { signal })).sessions,
});

/** What happened to the account, newest first. Asked every minute, so that a new device is soon seen. */
export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: async ({ signal }) =>
    (await call<{ notices: NoticeView[] }>('/notices', { signal })).notices,
  refetchInterval: 60_000,
});
