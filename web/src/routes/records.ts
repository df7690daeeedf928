// The addresses of what people keep: activity, receipts, the trusted contact, what is scheduled.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readActivitySearch } from '../records/activity-filters.js';
import { only, rootRoute, signedInRoute } from './roots.js';

const checkReceiptPage = lazyRouteComponent(
  () => import('../records/check-receipt-page.js'),
  'CheckReceiptPage',
);

// Anybody may check a receipt.
const checkReceiptRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/receipt',
  component: checkReceiptPage,
});

const foundReceiptRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/receipt/$code',
  component: checkReceiptPage,
});

const activityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/activity',
  validateSearch: readActivitySearch,
  beforeLoad: only('person'),
  component: lazyRouteComponent(() => import('../records/activity-page.js'), 'ActivityPage'),
});

const myReceiptRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/payments/$paymentId/receipt',
  beforeLoad: only('person'),
  component: lazyRouteComponent(() => import('../records/my-receipt-page.js'), 'MyReceiptPage'),
});

const contactRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/trusted-contact',
  beforeLoad: only('person'),
  component: lazyRouteComponent(() => import('../trust/contact/contact-page.js'), 'ContactPage'),
});

const schedulesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/schedules',
  beforeLoad: only('person'),
  component: lazyRouteComponent(() => import('../schedules/schedules-page.js'), 'SchedulesPage'),
});

const paymentSettingsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/payment-settings',
  beforeLoad: only('person'),
  component: lazyRouteComponent(
    () => import('../money/payment-settings-page.js'),
    'PaymentSettingsPage',
  ),
});

/** Open to anybody. */
export const receiptRoutes = [checkReceiptRoute, foundReceiptRoute] as const;

export const recordRoutes = [
  activityRoute,
  myReceiptRoute,
  contactRoute,
  paymentSettingsRoute,
  schedulesRoute,
] as const;
