// The parts of a page that has several, each at an address of its own.
import { Link, type LinkProps } from '@tanstack/react-router';
import classes from './page-tabs.module.css';

interface Props {
  /** What the parts are parts of, for who cannot see them. */
  label: string;
  tabs: readonly { to: LinkProps['to']; label: string }[];
}

export function PageTabs({ label, tabs }: Props) {
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <Link
          key={tab.to}
          to={tab.to}
          className={classes.tab}
          activeProps={{ 'data-active': true }}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  );
}
