// Where every address begins: the root, the part behind the sign-in, and who may pass where.
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, redirect } from '@tanstack/react-router';
import type { Role, SessionView } from '../../../src/identity/contract.js';
import { sessionQuery } from '../api/queries.js';
import { holds, landingOf } from '../session/viewer.js';
import { NotFound } from '../shell/failures.js';
import { Root } from '../shell/root.js';
import { Shell } from '../shell/shell.js';

export interface RouteContext {
  queryClient: QueryClient;
}

/** Who is signed in, from the cache where it is known; null when nobody is. */
export const sessionIn = ({ queryClient }: RouteContext): Promise<SessionView | null> =>
  queryClient.query({ ...sessionQuery, staleTime: 'static' });

export const rootRoute = createRootRouteWithContext<RouteContext>()({
  component: Root,
  notFoundComponent: NotFound,
});

export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  beforeLoad: async ({ context, location }): Promise<{ roles: readonly Role[] }> => {
    const session = await sessionIn(context);
    // Whoever follows an invitation signs in first and goes on to it: its secret stays in the fragment.
    const hash = location.pathname === '/invite' ? location.hash : '';
    if (!session) redirect({ throw: true, to: '/signin', hash });
    if (session?.secondFactor !== undefined) redirect({ throw: true, to: '/second-factor' });
    if (session?.closing) redirect({ throw: true, to: '/closing' });
    // Nobody never gets past the lines above, so the empty list is never read.
    return { roles: session?.person.roles ?? [] };
  },
  component: Shell,
});

/** Lets only those pass who hold one of the roles; everybody else is led to their own page. */
export function only(...allowed: Role[]) {
  return ({ context: { roles } }: { context: { roles: readonly Role[] } }): void => {
    if (!holds(roles, allowed)) redirect({ throw: true, to: landingOf(roles) });
  };
}
