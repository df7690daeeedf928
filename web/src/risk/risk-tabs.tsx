// The desks of the risk team, each with how much waits on it.
import { VisuallyHidden } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { casesQuery } from '../api/queries.js';
import { contestsQuery, disputesQuery, warningsQuery } from '../api/risk-queries.js';
import classes from './risk.module.css';

export type Desk = 'reviews' | 'contests' | 'disputes' | 'warnings';

const desks = [
  { desk: 'reviews', to: '/risk', label: 'Reviews' },
  { desk: 'contests', to: '/risk/contests', label: 'Contests' },
  { desk: 'disputes', to: '/risk/disputes', label: 'Disputes' },
  { desk: 'warnings', to: '/risk/warnings', label: 'Warnings' },
] as const;

export function RiskTabs({ desk }: { desk: Desk }) {
  const cases = useQuery(casesQuery('open'));
  const contests = useQuery(contestsQuery('open'));
  const disputes = useQuery(disputesQuery('open'));
  const warnings = useQuery(warningsQuery);
  const waiting: Record<Desk, number> = {
    reviews: cases.data?.length ?? 0,
    contests: contests.data?.filter(({ notMine }) => notMine === null).length ?? 0,
    disputes: disputes.data?.filter(({ answeredAt }) => answeredAt === null).length ?? 0,
    warnings: warnings.data?.length ?? 0,
  };
  return (
    <nav className={classes.tabs} aria-label="Desks">
      {desks.map((one) => (
        <Link
          key={one.desk}
          to={one.to}
          className={classes.tab}
          data-active={one.desk === desk || undefined}
          aria-current={one.desk === desk ? 'page' : undefined}
          data-testid={`desk-${one.desk}`}
        >
          {one.label}
          {waiting[one.desk] > 0 && (
            <span className={classes.count}>
              {waiting[one.desk]}
              <VisuallyHidden> waiting</VisuallyHidden>
            </span>
          )}
        </Link>
      ))}
    </nav>
  );
}
