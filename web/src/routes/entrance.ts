// The addresses before the signed-in part. A letter's link may be opened by anybody, signed in or not.
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { SignInPage } from '../session/sign-in-page.js';
import { landingOf } from '../session/viewer.js';
import { type RouteContext, rootRoute, sessionIn } from './roots.js';

interface Coming {
  context: RouteContext;
  location: { hash: string };
}

/** Whoever is signed in already is led to where they were invited, or to their own page. */
async function nobodyYet({ context, location: { hash } }: Coming): Promise<void> {
  const session = await sessionIn(context);
  if (!session) return;
  if (hash !== '') redirect({ throw: true, to: '/invite', hash });
  redirect({ throw: true, to: landingOf(session.person.roles) });
}

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signin',
  beforeLoad: nobodyYet,
  component: SignInPage,
});

const signUpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signup',
  beforeLoad: nobodyYet,
  component: lazyRouteComponent(() => import('../session/sign-up-page.js'), 'SignUpPage'),
});

const verifyEmailRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify-email',
  component: lazyRouteComponent(() => import('../session/verify-email-page.js'), 'VerifyEmailPage'),
});

const recoverRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/recover',
  component: lazyRouteComponent(() => import('../session/recover-page.js'), 'RecoverPage'),
});

const secondFactorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/second-factor',
  beforeLoad: async ({ context }) => {
    const session = await sessionIn(context);
    if (!session) redirect({ throw: true, to: '/signin' });
    else if (session.secondFactor === undefined) {
      redirect({ throw: true, to: landingOf(session.person.roles) });
    }
  },
  component: lazyRouteComponent(
    () => import('../session/second-factor-page.js'),
    'SecondFactorPage',
  ),
});

const closingRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/closing',
  beforeLoad: async ({ context }) => {
    const session = await sessionIn(context);
    if (!session) redirect({ throw: true, to: '/signin' });
    else if (!session.closing) redirect({ throw: true, to: landingOf(session.person.roles) });
  },
  component: lazyRouteComponent(() => import('../session/closing-page.js'), 'ClosingPage'),
});

export const entranceRoutes = [
  signInRoute,
  signUpRoute,
  verifyEmailRoute,
  recoverRoute,
  secondFactorRoute,
  closingRoute,
] as const;
