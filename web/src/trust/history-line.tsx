// What the payer has paid this person before: a first payment deserves a second look.
import { IconHistory, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import classes from './trust.module.css';
import { historyQuery } from './trust-queries.js';

const month = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric' });

export function HistoryLine({ personId, name }: { personId: string; name: string }) {
  const { data } = useQuery(historyQuery(personId));
  if (data === undefined) return <p className={classes.history}> </p>;
  const { count, since } = data;
  const HistoryIcon = count === 0 ? IconUserPlus : IconHistory;
  const often = count === 1 ? 'once' : `${String(count)} times`;
  return (
    <p className={classes.history} data-testid="payee-history">
      <HistoryIcon size={16} aria-hidden="true" />
      {count === 0 || since === null
        ? `Your first payment to ${name}`
        : `You have paid ${name} ${often} since ${month.format(new Date(since))}`}
    </p>
  );
}
