// The addresses of finance.
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { readAccountsSearch } from '../finance/accounts-search.js';
import { BOOK_READERS } from '../session/viewer.js';
import { only, signedInRoute } from './roots.js';

const financeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/finance',
  beforeLoad: only(...BOOK_READERS),
  component: lazyRouteComponent(() => import('../finance/finance-layout.js'), 'FinanceLayout'),
});

const financeIndexRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: '/',
  beforeLoad: () => {
    redirect({ throw: true, to: '/finance/trial-balance' });
  },
});

const trialBalanceRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'trial-balance',
  component: lazyRouteComponent(() => import('../finance/trial-balance.js'), 'TrialBalance'),
});

const journalRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'journal',
  component: lazyRouteComponent(() => import('../finance/journal.js'), 'Journal'),
});

const accountsRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'accounts',
  validateSearch: readAccountsSearch,
  component: lazyRouteComponent(() => import('../finance/accounts.js'), 'Accounts'),
});

const accountRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'accounts/$address',
  component: lazyRouteComponent(() => import('../finance/account-page.js'), 'AccountPage'),
});

const entryRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'journal/$entryId',
  component: lazyRouteComponent(() => import('../finance/entry-page.js'), 'EntryPage'),
});

const correctionsRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'corrections',
  component: lazyRouteComponent(() => import('../finance/corrections.js'), 'Corrections'),
});

const periodsRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'periods',
  component: lazyRouteComponent(() => import('../finance/periods.js'), 'Periods'),
});

const auditRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'audit',
  component: lazyRouteComponent(() => import('../finance/audit.js'), 'Audit'),
});

const eventsRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'processor',
  component: lazyRouteComponent(() => import('../finance/events.js'), 'Events'),
});

const breaksRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'breaks',
  component: lazyRouteComponent(() => import('../finance/breaks.js'), 'Breaks'),
});

const ratesRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'rates',
  component: lazyRouteComponent(() => import('../finance/rates.js'), 'Rates'),
});

export const financeRoutes = financeRoute.addChildren([
  financeIndexRoute,
  trialBalanceRoute,
  accountsRoute,
  accountRoute,
  journalRoute,
  entryRoute,
  correctionsRoute,
  periodsRoute,
  auditRoute,
  eventsRoute,
  breaksRoute,
  ratesRoute,
]);
