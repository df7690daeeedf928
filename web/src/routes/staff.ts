// The addresses of support, administrators and auditors.
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { RECORD_READERS } from '../session/viewer.js';
import { only, signedInRoute } from './roots.js';

const supportRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/support',
  beforeLoad: only('support'),
  component: lazyRouteComponent(() => import('../staff/support-page.js'), 'SupportPage'),
});

const adminRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/admin',
  beforeLoad: only(...RECORD_READERS),
  component: lazyRouteComponent(() => import('../staff/admin-layout.js'), 'AdminLayout'),
});

const adminIndexRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: '/',
  beforeLoad: () => {
    redirect({ throw: true, to: '/admin/staff' });
  },
});

const staffRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'staff',

  component: lazyRouteComponent(() => import('../staff/staff-list.js'), 'StaffList'),
});

const rolesRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'roles',

  component: lazyRouteComponent(() => import('../staff/role-record.js'), 'RoleRecord'),
});

const viewsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'views',
  beforeLoad: only('auditor'),
  component: lazyRouteComponent(() => import('../staff/view-record.js'), 'ViewRecord'),
});

const hostsRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'hosts',
  beforeLoad: only('admin'),
  component: lazyRouteComponent(() => import('../staff/hosts.js'), 'Hosts'),
});

const webhooksRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'webhooks',
  beforeLoad: only('admin'),
  component: lazyRouteComponent(() => import('../staff/webhooks.js'), 'Webhooks'),
});

const deliveriesRoute = createRoute({
  getParentRoute: () => adminRoute,
  path: 'webhooks/$endpointId',
  beforeLoad: only('admin'),
  component: lazyRouteComponent(() => import('../staff/deliveries.js'), 'Deliveries'),
});

export const staffRoutes = [
  supportRoute,
  adminRoute.addChildren([
    adminIndexRoute,
    staffRoute,
    rolesRoute,
    viewsRoute,
    hostsRoute,
    webhooksRoute,
    deliveriesRoute,
  ]),
] as const;
