// The finance console: views of the same books, each with an address of its own.
import { Outlet } from '@tanstack/react-router';
import { PageTabs } from '../ui/page-tabs.js';
import { Page } from '../ui/page.js';

const tabs = [
  { to: '/finance/trial-balance', label: 'Trial balance' },
  { to: '/finance/accounts', label: 'Accounts' },
  { to: '/finance/journal', label: 'Journal' },
  { to: '/finance/corrections', label: 'Corrections' },
  { to: '/finance/periods', label: 'Periods' },
  { to: '/finance/audit', label: 'Audit' },
  { to: '/finance/processor', label: 'Processor' },
  { to: '/finance/breaks', label: 'Breaks' },
  { to: '/finance/rates', label: 'Rates' },
] as const;

export function FinanceLayout() {
  return (
    <Page
      wide
      title="Books"
      intro="Every movement of money is an entry whose debits equal its credits. Balances are sums of entries, never the other way round."
    >
      <PageTabs label="Views of the books" tabs={tabs} />
      <Outlet />
    </Page>
  );
}
