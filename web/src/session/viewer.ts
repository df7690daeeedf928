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
export const FINANCE_ROLES: readonly Role[] = ['finance_operator', 'finance_approver'];
export const BOOK_READERS: readonly Role[] = [...FINANCE_ROLES, 'auditor'];

export const holds = (roles: readonly Role[], any: readonly Role[]): boolean =>
  roles.some((role) => any.includes(role));

/** Who reads the records of roles. */
export const RECORD_READERS: readonly Role[] = ['admin', 'auditor'];

export type Landing = '/threads' | '/risk' | '/finance/trial-balance' | '/support' | '/admin/staff';

/** Whether the person signed in holds any of these roles. Throws outside the signed-in part. */
export const useHolds = (...any: readonly Role[]): boolean => holds(useViewer().roles, any);

/** Whether somebody works here. */
export const isStaff = (roles: readonly Role[]): boolean => roles.some((role) => role !== 'person');

/** The page a person starts on. */
export function landingOf(roles: readonly Role[]): Landing {
  if (holds(roles, RISK_ROLES)) return '/risk';
  if (holds(roles, BOOK_READERS)) return '/finance/trial-balance';
  if (roles.includes('support')) return '/support';
  if (roles.includes('admin')) return '/admin/staff';
  return '/threads';
}
