// What people at work may do. Whoever proposes never approves, and whoever hands out roles touches no
// money; the tables refuse both as well.
import type { Role } from './contract.js';

export const STAFF_ROLES: readonly string[] = [
  'support',
  'risk_analyst',
  'risk_approver',
  'finance_operator',
  'finance_approver',
  'auditor',
  'admin',
] satisfies Role[];

/** Whether these are roles of somebody who works here. */
export const isStaff = (roles: readonly string[]): boolean =>
  roles.some((role) => STAFF_ROLES.includes(role));

/** Who looks at cases, disputes and warnings. */
export const RISK_ROLES = ['risk_analyst', 'risk_approver'] as const satisfies Role[];
/** Who works on the books. */
export const FINANCE_ROLES = ['finance_operator', 'finance_approver'] as const satisfies Role[];
/** Who reads the books. */
export const BOOK_READERS = [...FINANCE_ROLES, 'auditor'] as const satisfies Role[];
