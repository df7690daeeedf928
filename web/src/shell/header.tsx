// The header: the mark, the pages this person's roles open, the balance for people with money, and
// the way out.
import { Tooltip } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Bell } from '../notifications/bell.js';
import {
  BOOK_READERS,
  holds,
  landingOf,
  RECORD_READERS,
  RISK_ROLES,
  useViewer,
} from '../session/viewer.js';
import { Brand } from '../ui/brand.js';
import { BalanceChip } from './balance-chip.js';
import classes from './header.module.css';
import { PersonMenu } from './person-menu.js';

export function Header({ connected }: { connected: boolean }) {
  const { roles } = useViewer();
  const isPerson = roles.includes('person');
  return (
    <header className={classes.header}>
      <Link to={landingOf(roles)} className={classes.home} aria-label="Tenner, start page">
        <Brand />
      </Link>
      <nav className={classes.nav} aria-label="Pages">
        {isPerson && <NavItem to="/threads" label="Messages" />}
        {holds(roles, RISK_ROLES) && <NavItem to="/risk" label="Risk" />}
        {holds(roles, BOOK_READERS) && <NavItem to="/finance" label="Books" />}
        {roles.includes('support') && <NavItem to="/support" label="Support" />}
        {holds(roles, RECORD_READERS) && (
          <NavItem to="/admin" label={roles.includes('admin') ? 'Administration' : 'Records'} />
        )}
      </nav>
      <div className={classes.end}>
        {!connected && (
          <Tooltip label="Live updates are interrupted; asking every few seconds instead">
            <span className={classes.offline} role="status">
              <IconPlugConnectedX size={16} aria-hidden="true" />
              <span className={classes.offlineWords}>Reconnecting…</span>
            </span>
          </Tooltip>
        )}
        {isPerson && <BalanceChip />}
        <Bell />
        <PersonMenu />
      </div>
    </header>
  );
}

interface NavProps {
  to: '/threads' | '/risk' | '/finance' | '/support' | '/admin';
  label: string;
}

function NavItem({ to, label }: NavProps) {
  return (
    <Link to={to} className={classes.item} activeProps={{ 'data-active': true }}>
      {label}
    </Link>
  );
}
