// The addresses of people: conversations, wallet, and what opens their account.
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { readPlace } from '../friends/use-place.js';
import { readWalletSearch } from '../money/wallet-search.js';
import { landingOf } from '../session/viewer.js';
import { only, signedInRoute } from './roots.js';

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
  component: lazyRouteComponent(() => import('../friends/friends-layout.js'), 'FriendsLayout'),
});

const noThreadRoute = createRoute({
  getParentRoute: () => threadsRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../friends/friends-layout.js'), 'NoThreadChosen'),
});

const threadRoute = createRoute({
  getParentRoute: () => threadsRoute,
  path: '$threadId',
  validateSearch: readPlace,
  component: lazyRouteComponent(() => import('../friends/thread-page.js'), 'ThreadPage'),
});

const inviteRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/invite',
  beforeLoad: only('person'),
  component: lazyRouteComponent(() => import('../friends/meet/invite-page.js'), 'InvitePage'),
});

const walletRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/wallet',
  validateSearch: readWalletSearch,
  beforeLoad: only('person'),
  component: lazyRouteComponent(() => import('../money/wallet-page.js'), 'WalletPage'),
});

const cardsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/cards',
  beforeLoad: () => {
    redirect({ throw: true, to: '/wallet', hash: 'cards' });
  },
});

const securityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/security',
  component: lazyRouteComponent(() => import('../security/security-page.js'), 'SecurityPage'),
});

const notificationsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/notifications',
  component: lazyRouteComponent(
    () => import('../notifications/settings-page.js'),
    'NotificationSettingsPage',
  ),
});

// Where the letter with a PIN's code leads.
const securityPinRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/security/pin',
  beforeLoad: ({ location }) => {
    redirect({ throw: true, to: '/security', hash: location.hash });
  },
});

export const peopleRoutes = [
  indexRoute,
  threadsRoute.addChildren([noThreadRoute, threadRoute]),
  inviteRoute,
  walletRoute,
  cardsRoute,
  securityRoute,
  securityPinRoute,
  notificationsRoute,
] as const;
