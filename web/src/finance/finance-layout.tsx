// The finance console: views of the same books, each with an address of its own.
import { Link, Outlet } from '@tanstack/react-router';
import { Page } from '../ui/page.js';
import classes from './finance.module.css';

const tabs = [
  { to: '/finance/trial-balance', label: 'Trial balance' },
  { to: '/finance/accounts', label: 'Accounts' },
  { to: '/finance/journal', label: 'Journal' },
  { to: '/finance/corrections', label: 'Corrections' },
  { to: '/finance/periods', label: 'Periods' },
  { to: '/finance/audit', label: 'Audit' },
  { to: '/finance/processor', label: 'Processor' },
  { to: '/finance/breaks', label: 'Breaks' },
] as const;

export function FinanceLayout() {
  return (
    <Page
      wide
      title="Books"
      intro="Every movement of money is an entry whose debits equal its credits. Balances are sums of entries, never the other way round."
    >
      <nav className={classes.tabs} aria-label="Views of the books">
        {tabs.map(({ to, label }) => (
          <Link key={to} to={to} className={classes.tab} activeProps={{ 'data-active': true }}>
            {label}
          </Link>
        ))}
      </nav>
      <Outlet />
    </Page>
  );
}
