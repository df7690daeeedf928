// What every address stands on: the root, and the guard behind which a session is needed. A console
// needs its role as well; whoever lacks it is led to the page that is theirs.
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, Outlet, redirect } from '@tanstack/react-router';
import type { Role } from '../../../src/identity/contract.js';
import { sessionQuery } from '../api/queries.js';
import { holds, landingOf } from '../session/viewer.js';
import { NotFound } from '../shell/failures.js';
import { Shell } from '../shell/shell.js';

interface Context {
  queryClient: QueryClient;
}

export const rootRoute = createRootRouteWithContext<Context>()({
  component: Outlet,
  notFoundComponent: NotFound,
});

export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }): Promise<{ roles: readonly Role[] }> => {
    const session = await context.queryClient.query({ ...sessionQuery, staleTime: 'static' });
    // Whoever follows an invitation signs in first and goes on to it: its secret stays in the fragment.
    const hash = location.pathname === '/invite' ? location.hash : '';
    if (!session) redirect({ throw: true, to: '/signin', hash });
    // Nobody never gets past the line above, so the empty list is never read.
    return { roles: session?.person.roles ?? [] };
  },
  component: Shell,
});

/** Lets in whoever has one of these roles. */
export function only(...allowed: Role[]) {
  return ({ context: { roles } }: { context: { roles: readonly Role[] } }): void => {
    if (!holds(roles, allowed)) redirect({ throw: true, to: landingOf(roles) });
  };
}
