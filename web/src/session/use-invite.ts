// The secret of an invitation that somebody follows before they have signed in. It stays in the fragment,
// which is never sent to a server; on other pages the fragment means something else.
import { useLocation } from '@tanstack/react-router';

const CARRIERS = ['/signin', '/signup'];

/** The invitation's secret; empty when there is none. */
export function useInvite(): string {
  const { pathname, hash } = useLocation();
  return CARRIERS.includes(pathname) ? hash : '';
}
