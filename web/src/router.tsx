// The addresses of the client. A page behind the sign-in needs a session, and a console needs its
// role; whoever lacks either is led to the page that is theirs. Each page's code is loaded only by those
// who open it.
import type { QueryClient } from '@tanstack/react-query';
import {
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { readAccountsSearch } from './finance/accounts-search.js';
import { sessionQuery } from './api/queries.js';
import { readPlace } from './friends/use-place.js';
import { readWalletSearch } from './money/wallet-search.js';
import { SignInPage } from './session/sign-in-page.js';
import {
  activityRoute,
  checkReceiptRoute,
  contactRoute,
  foundReceiptRoute,
  myReceiptRoute,
} from './routes/records.js';
import { only, rootRoute, signedInRoute } from './routes/base.js';
import { BOOK_READERS, landingOf, RISK_ROLES } from './session/viewer.js';
import { PageFailed } from './shell/failures.js';

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signin',
  beforeLoad: async ({ context, location: { hash } }) => {
    const session = await context.queryClient.query({ ...sessionQuery, staleTime: 'static' });
    if (!session) return;
    if (hash !== '') redirect({ throw: true, to: '/invite', hash });
    redirect({ throw: true, to: landingOf(session.person.roles) });
  },
  component: SignInPage,
});

const indexRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad: ({ context }) => {
    redirect({ throw: true, to: landingOf(context.roles) });
  },
});

const threadsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/threads',
  beforeLoad: only('person'),
  component: lazyRouteComponent(() => import('./friends/friends-layout.js'), 'FriendsLayout'),
});

const noThreadRoute = createRoute({
  getParentRoute: () => threadsRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./friends/friends-layout.js'), 'NoThreadChosen'),
});

const threadRoute = createRoute({
  getParentRoute: () => threadsRoute,
  path: '$threadId',
  validateSearch: readPlace,
  component: lazyRouteComponent(() => import('./friends/thread-page.js'), 'ThreadPage'),
});

const inviteRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/invite',
  beforeLoad: only('person'),
  component: lazyRouteComponent(() => import('./friends/meet/invite-page.js'), 'InvitePage'),
});

const walletRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/wallet',
  validateSearch: readWalletSearch,
  beforeLoad: only('person'),
  component: lazyRouteComponent(() => import('./money/wallet-page.js'), 'WalletPage'),
});

const cardsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/cards',
  beforeLoad: () => {
    redirect({ throw: true, to: '/wallet', hash: 'cards' });
  },
});

const riskDesksRoute = createRoute({
  getParentRoute: () => signedInRoute,
  id: 'risk-desks',
  beforeLoad: only(...RISK_ROLES),
  component: Outlet,
});

const disputesRoute = createRoute({
  getParentRoute: () => riskDesksRoute,
  path: '/risk/disputes',
  component: lazyRouteComponent(() => import('./risk/disputes-layout.js'), 'DisputesLayout'),
});

const noDisputeRoute = createRoute({
  getParentRoute: () => disputesRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./risk/disputes-layout.js'), 'NoDisputeChosen'),
});

const disputeRoute = createRoute({
  getParentRoute: () => disputesRoute,
  path: '$disputeId',
  component: lazyRouteComponent(() => import('./risk/dispute-page.js'), 'DisputePage'),
});

const warningsRoute = createRoute({
  getParentRoute: () => riskDesksRoute,
  path: '/risk/warnings',
  component: lazyRouteComponent(() => import('./risk/warnings-page.js'), 'WarningsPage'),
});

const riskRoute = createRoute({
  getParentRoute: () => riskDesksRoute,
  path: '/risk',
  component: lazyRouteComponent(() => import('./risk/risk-layout.js'), 'RiskLayout'),
});

const noCaseRoute = createRoute({
  getParentRoute: () => riskRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./risk/no-case-chosen.js'), 'NoCaseChosen'),
});

const caseRoute = createRoute({
  getParentRoute: () => riskRoute,
  path: '$caseId',
  component: lazyRouteComponent(() => import('./risk/case-page.js'), 'CasePage'),
});

const financeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/finance',
  beforeLoad: only(...BOOK_READERS),
  component: lazyRouteComponent(() => import('./finance/finance-layout.js'), 'FinanceLayout'),
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
  component: lazyRouteComponent(() => import('./finance/trial-balance.js'), 'TrialBalance'),
});

const journalRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'journal',
  component: lazyRouteComponent(() => import('./finance/journal.js'), 'Journal'),
});

const accountsRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'accounts',
  validateSearch: readAccountsSearch,
  component: lazyRouteComponent(() => import('./finance/accounts.js'), 'Accounts'),
});

const accountRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'accounts/$address',
  component: lazyRouteComponent(() => import('./finance/account-page.js'), 'AccountPage'),
});

const entryRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'journal/$entryId',
  component: lazyRouteComponent(() => import('./finance/entry-page.js'), 'EntryPage'),
});

const correctionsRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'corrections',
  component: lazyRouteComponent(() => import('./finance/corrections.js'), 'Corrections'),
});

const periodsRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'periods',
  component: lazyRouteComponent(() => import('./finance/periods.js'), 'Periods'),
});

const auditRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'audit',
  component: lazyRouteComponent(() => import('./finance/audit.js'), 'Audit'),
});

const eventsRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'processor',
  component: lazyRouteComponent(() => import('./finance/events.js'), 'Events'),
});

const breaksRoute = createRoute({
  getParentRoute: () => financeRoute,
  path: 'breaks',
  component: lazyRouteComponent(() => import('./finance/breaks.js'), 'Breaks'),
});

const routeTree = rootRoute.addChildren([
  signInRoute,
  checkReceiptRoute,
  foundReceiptRoute,
  signedInRoute.addChildren([
    indexRoute,
    threadsRoute.addChildren([noThreadRoute, threadRoute]),
    inviteRoute,
    walletRoute,
    activityRoute,
    myReceiptRoute,
    contactRoute,
    cardsRoute,
    riskDesksRoute.addChildren([
      riskRoute.addChildren([noCaseRoute, caseRoute]),
      disputesRoute.addChildren([noDisputeRoute, disputeRoute]),
      warningsRoute,
    ]),
    financeRoute.addChildren([
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
    ]),
  ]),
]);

/** Makes the router; its guards read the session from the cache. */
export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultErrorComponent: PageFailed,
    defaultPreload: 'intent',
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
