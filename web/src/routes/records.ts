// The addresses of what people keep: activity, receipts, the trusted contact.
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readActivitySearch } from '../records/activity-filters.js';
import { only, rootRoute, signedInRoute } from './base.js';

const checkReceiptPage = lazyRouteComponent(
  () => import('../records/check-receipt-page.js'),
  'CheckReceiptPage',
);

// Anybody may check a receipt.
export const checkReceiptRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/receipt',
  component: checkReceiptPage,
});

export const foundReceiptRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/receipt/$code',
  component: checkReceiptPage,
});

export const activityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/activity',
  validateSearch: readActivitySearch,
  beforeLoad: only('person'),
  component: lazyRouteComponent(() => import('../records/activity-page.js'), 'ActivityPage'),
});

export const myReceiptRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/payments/$paymentId/receipt',
  beforeLoad: only('person'),
  component: lazyRouteComponent(() => import('../records/my-receipt-page.js'), 'MyReceiptPage'),
});

export const contactRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/trusted-contact',
  beforeLoad: only('person'),
  component: lazyRouteComponent(() => import('../trust/contact/contact-page.js'), 'ContactPage'),
});
