// The addresses of the risk team.
import { createRoute, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { RISK_ROLES } from '../session/viewer.js';
import { only, signedInRoute } from './roots.js';

const riskDesksRoute = createRoute({
  getParentRoute: () => signedInRoute,
  id: 'risk-desks',
  beforeLoad: only(...RISK_ROLES),
  component: Outlet,
});

const disputesRoute = createRoute({
  getParentRoute: () => riskDesksRoute,
  path: '/risk/disputes',
  component: lazyRouteComponent(() => import('../risk/disputes-layout.js'), 'DisputesLayout'),
});

const noDisputeRoute = createRoute({
  getParentRoute: () => disputesRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../risk/disputes-layout.js'), 'NoDisputeChosen'),
});

const disputeRoute = createRoute({
  getParentRoute: () => disputesRoute,
  path: '$disputeId',
  component: lazyRouteComponent(() => import('../risk/dispute-page.js'), 'DisputePage'),
});

const contestsRoute = createRoute({
  getParentRoute: () => riskDesksRoute,
  path: '/risk/contests',
  component: lazyRouteComponent(() => import('../risk/contests-layout.js'), 'ContestsLayout'),
});

const noContestRoute = createRoute({
  getParentRoute: () => contestsRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../risk/contests-layout.js'), 'NoContestChosen'),
});

const contestRoute = createRoute({
  getParentRoute: () => contestsRoute,
  path: '$contestId',
  component: lazyRouteComponent(() => import('../risk/contest-page.js'), 'ContestPage'),
});

const warningsRoute = createRoute({
  getParentRoute: () => riskDesksRoute,
  path: '/risk/warnings',
  component: lazyRouteComponent(() => import('../risk/warnings-page.js'), 'WarningsPage'),
});

const riskRoute = createRoute({
  getParentRoute: () => riskDesksRoute,
  path: '/risk',
  component: lazyRouteComponent(() => import('../risk/risk-layout.js'), 'RiskLayout'),
});

const noCaseRoute = createRoute({
  getParentRoute: () => riskRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../risk/no-case-chosen.js'), 'NoCaseChosen'),
});

const caseRoute = createRoute({
  getParentRoute: () => riskRoute,
  path: '$caseId',
  component: lazyRouteComponent(() => import('../risk/case-page.js'), 'CasePage'),
});

export const riskRoutes = riskDesksRoute.addChildren([
  riskRoute.addChildren([noCaseRoute, caseRoute]),
  contestsRoute.addChildren([noContestRoute, contestRoute]),
  disputesRoute.addChildren([noDisputeRoute, disputeRoute]),
  warningsRoute,
]);
