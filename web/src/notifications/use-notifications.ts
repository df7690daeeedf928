// What the viewer does with notifications: mark as read, and switch.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  NotificationChannel,
  NotificationSettingsView,
} from '../../../src/notifications/contract.js';
import type { NotificationKind } from '../../../src/shared/contract.js';
import { call } from '../api/client.js';
import { NOTIFICATIONS, notificationSettingsQuery } from './notification-queries.js';

/** Marks one, or all up to one, as read. */
export function useMarkRead() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (read: { id: string } | { upTo: string }) =>
      'id' in read
        ? call(`/notifications/${read.id}/read`, { method: 'POST', body: {} })
        : call('/notifications/read', { method: 'POST', body: read }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: NOTIFICATIONS }),
  });
}

export interface Turned {
  kind: NotificationKind;
  channel: NotificationChannel;
  on: boolean;
}

/** Turns one switch; the answer says how all of them stand. */
export function useTurnSwitch() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (turned: Turned) =>
      call<NotificationSettingsView>('/notifications/settings', {
        method: 'PUT',
        body: { switches: [turned] },
      }),
    onSuccess: (settings) => {
      queryClient.setQueryData(notificationSettingsQuery.queryKey, settings);
    },
  });
}
