// Administration: who may do what, and which servers may ask. An auditor reads the records of it.
import { Outlet } from '@tanstack/react-router';
import type { Role } from '../../../src/identity/contract.js';
import { holds, useViewer } from '../session/viewer.js';
import { PageTabs } from '../ui/page-tabs.js';
import { Page } from '../ui/page.js';

const tabs = [
  { to: '/admin/staff', label: 'Staff', for: ['admin', 'auditor'] },
  { to: '/admin/roles', label: 'Record of roles', for: ['admin', 'auditor'] },
  { to: '/admin/views', label: 'Record of looks', for: ['auditor'] },
  { to: '/admin/hosts', label: 'Hosts and keys', for: ['admin'] },
  { to: '/admin/webhooks', label: 'Webhooks', for: ['admin'] },
] as const satisfies readonly { to: string; label: string; for: readonly Role[] }[];

export function AdminLayout() {
  const { roles } = useViewer();
  const isAdmin = roles.includes('admin');
  return (
    <Page
      wide
      title={isAdmin ? 'Administration' : 'Records'}
      intro={
        isAdmin
          ? 'Who may do what here, and which servers may ask. Every change is on record with your name.'
          : 'Who may do what here and since when, and who looked at whose data. Neither is ever changed.'
      }
    >
      <PageTabs
        label="Parts of the administration"
        tabs={tabs.filter((tab) => holds(roles, tab.for))}
      />
      <Outlet />
    </Page>
  );
}
