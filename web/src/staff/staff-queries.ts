// The questions of support, administrators and auditors.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  DataViewsPage,
  RoleChangesPage,
  StaffMemberView,
} from '../../../src/identity/contract.js';
import type {
  ApiKeyView,
  HostView,
  WebhookDeliveryPage,
  WebhookDeliveryView,
  WebhookEndpointView,
} from '../../../src/platform/contract.js';
import { call } from '../api/client.js';
import { withQuery } from '../api/with-query.js';

/** Names every answer about staff and their roles. */
export const STAFF = ['staff'];
/** Names every answer about hosts, their keys and their webhooks. */
export const HOSTS = ['hosts'];

export const staffQuery = queryOptions({
  queryKey: [...STAFF, 'members'],
  queryFn: async ({ signal }) =>
    (await call<{ staff: StaffMemberView[] }>('/admin/staff', { signal })).staff,
});

export const roleChangesQuery = infiniteQueryOptions({
  queryKey: [...STAFF, 'role-changes'],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam: before, signal }) =>
    call<RoleChangesPage>(withQuery('/admin/role-changes', { before }), { signal }),
  getNextPageParam: (page) => page.next,
});

export const dataViewsQuery = infiniteQueryOptions({
  queryKey: ['data-views'],
  initialPageParam: null as string | null,
  queryFn: ({ pageParam: before, signal }) =>
    call<DataViewsPage>(withQuery('/admin/data-views', { before }), { signal }),
  getNextPageParam: (page) => page.next,
});

export const hostsQuery = queryOptions({
  queryKey: HOSTS,
  queryFn: async ({ signal }) =>
    (await call<{ hosts: HostView[] }>('/admin/hosts', { signal })).hosts,
});

export const keysQuery = (hostId: string) =>
  queryOptions({
    queryKey: [...HOSTS, hostId, 'keys'],
    queryFn: async ({ signal }) =>
      (await call<{ keys: ApiKeyView[] }>(`/admin/hosts/${hostId}/keys`, { signal })).keys,
  });

export const endpointsQuery = queryOptions({
  queryKey: [...HOSTS, 'webhooks'],
  queryFn: async ({ signal }) =>
    (await call<{ endpoints: WebhookEndpointView[] }>('/admin/webhooks', { signal })).endpoints,
  refetchInterval: 10_000,
});

export type DeliveryState = WebhookDeliveryView['state'];

export const deliveriesQuery = (endpointId: string, state: DeliveryState | null) =>
  infiniteQueryOptions({
    queryKey: [...HOSTS, 'webhooks', endpointId, state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam: before, signal }) =>
      call<WebhookDeliveryPage>(
        withQuery(`/admin/webhooks/${endpointId}/deliveries`, { state, before }),
        { signal },
      ),
    getNextPageParam: (page) => page.next,
    refetchInterval: 10_000,
  });
