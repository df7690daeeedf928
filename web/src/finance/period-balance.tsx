// The trial balance that a closing closed, taken again and compared with the hash that was signed.
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { periodQuery } from '../api/finance-queries.js';
import { Failed, Loading } from '../ui/states.js';
import { TonePill } from '../ui/tone.js';
import classes from './finance.module.css';
import { CurrencySheet } from './trial-balance.js';

export function PeriodBalance({ number }: { number: number }) {
  const period = useQuery(periodQuery(number));
  if (period.isPending) return <Loading what="the trial balance" rows={3} />;
  if (period.isError) {
    const { error } = period;
    return <Failed error={error} what="The trial balance" onRetry={() => void period.refetch()} />;
  }
  return (
    <>
      <div className={classes.note} role="status">
        {period.data.unchanged ? (
          <TonePill tone="good" icon={IconCircleCheck}>
            Unchanged since it was closed
          </TonePill>
        ) : (
          <TonePill tone="bad" icon={IconAlertTriangle}>
            It is not what was closed
          </TonePill>
        )}
      </div>
      {period.data.currencies.map((sheet) => (
        <CurrencySheet key={sheet.currency} sheet={sheet} />
      ))}
    </>
  );
}
