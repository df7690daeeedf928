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

// As in src/identity/roles.ts, which the server goes by.
export const RISK_ROLES: readonly Role[] = ['risk_analyst', 'risk_approver'];
export const BOOK_READERS: readonly Role[] = ['finance_operator', 'finance_approver', 'auditor'];

export const holds = (roles: readonly Role[], any: readonly Role[]): boolean =>
  roles.some((role) => any.includes(role));

/** The page a person starts on. */
export function landingOf(roles: readonly Role[]): '/threads' | '/risk' | '/finance/trial-balance' {
  if (holds(roles, RISK_ROLES)) return '/risk';
  if (holds(roles, BOOK_READERS)) return '/finance/trial-balance';
  return '/threads';
}
