// The questions about notifications: what the viewer was told, how much of it is unread, and what they
// have switched.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  NotificationSettingsView,
  NotificationsPage,
  UnreadView,
} from '../../../src/notifications/contract.js';
import { call } from '../api/client.js';
import { withQuery } from '../api/with-query.js';

/** Names every answer about what the viewer was told. */
export const NOTIFICATIONS = ['notifications'];

// The socket tells of each; what it missed is found a little later.
export const unreadQuery = queryOptions({
  queryKey: [...NOTIFICATIONS, 'unread'],
  queryFn: async ({ signal }) =>
    (await call<UnreadView>('/notifications/unread', { signal })).unread,
  refetchInterval: 60_000,
});

/** Newest first. */
export const notificationsQuery = infiniteQueryOptions({
  queryKey: [...NOTIFICATIONS, 'list'],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam, signal }) =>
    call<NotificationsPage>(withQuery('/notifications', { before: pageParam }), { signal }),
  getNextPageParam: (page) => page.next,
});

export const notificationSettingsQuery = queryOptions({
  queryKey: ['notification-settings'],
  queryFn: ({ signal }) => call<NotificationSettingsView>('/notifications/settings', { signal }),
});
