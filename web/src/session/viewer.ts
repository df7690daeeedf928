// Who is looking. Everything behind the sign-in page runs under this context, so a screen can ask for
// the person without handling "nobody". The landing page follows from the person's roles.
import { createContext, useContext } from 'react';
import type { Role, SessionView } from '../../../src/identity/contract.js';

export type Viewer = SessionView['person'];

export const ViewerContext = createContext<Viewer | null>(null);

/** The person signed in. Throws outside the signed-in part of the page. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (viewer === null) throw new Error('useViewer is only for pages behind the sign-in.');
  return viewer;
}

/** The page a person starts on. */
export function landingOf(roles: readonly Role[]): '/threads' | '/risk' | '/finance/trial-balance' {
  if (roles.includes('risk')) return '/risk';
  if (roles.includes('finance')) return '/finance/trial-balance';
  return '/threads';
}
