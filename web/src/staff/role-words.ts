// What each role opens, in a few words.
import type { Role } from '../../../src/identity/contract.js';

export type StaffRole = Exclude<Role, 'person'>;

export const STAFF_ROLES: Readonly<Record<StaffRole, { name: string; opens: string }>> = {
  support: { name: 'Support', opens: 'Looks at one person at a time, with a reason' },
  risk_analyst: { name: 'Risk analyst', opens: 'Reads cases, disputes and warnings' },
  risk_approver: { name: 'Risk approver', opens: 'Decides cases, disputes and warnings' },
  finance_operator: { name: 'Finance operator', opens: 'Works on the books and proposes' },
  finance_approver: { name: 'Finance approver', opens: 'Approves what others propose' },
  auditor: { name: 'Auditor', opens: 'Reads the books and both records' },
  admin: { name: 'Administrator', opens: 'Hands out roles, hosts and keys; touches no money' },
};

export const roleName = (role: Role): string =>
  role === 'person' ? 'Person' : STAFF_ROLES[role].name;
