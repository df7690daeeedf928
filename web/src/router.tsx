// The addresses of the client. A page behind the sign-in needs a session, and a console needs its
// role; whoever lacks either is led to the page that is theirs. Each page's code is loaded only by those
// who open it.
import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { entranceRoutes } from './routes/entrance.js';
import { financeRoutes } from './routes/finance.js';
import { peopleRoutes } from './routes/people.js';
import { receiptRoutes, recordRoutes } from './routes/records.js';
import { riskRoutes } from './routes/risk.js';
import { rootRoute, signedInRoute } from './routes/roots.js';
import { staffRoutes } from './routes/staff.js';
import { PageFailed } from './shell/failures.js';

const routeTree = rootRoute.addChildren([
  ...entranceRoutes,
  ...receiptRoutes,
  signedInRoute.addChildren([
    ...peopleRoutes,
    ...recordRoutes,
    riskRoutes,
    financeRoutes,
    ...staffRoutes,
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
