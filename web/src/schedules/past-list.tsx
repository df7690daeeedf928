// What became of a schedule's occurrences, newest first, each with its payment or why there is none.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { OccurrenceView } from '../../../src/payments/schedules/contract.js';
import type { PaymentState } from '../../../src/payments/contract.js';
import { Failed, Loading } from '../ui/states.js';
import { occurrenceDay } from './plan-words.js';
import { scheduleQuery } from './schedule-queries.js';
import classes from './schedules.module.css';

interface Props {
  id: string;
  zone: string;
}

export function PastList({ id, zone }: Props) {
  const { data, error, isPending, refetch } = useQuery(scheduleQuery(id));
  if (isPending) return <Loading what="what was sent" rows={2} height={28} />;
  if (data === undefined) {
    return <Failed error={error} what="What was sent" onRetry={() => void refetch()} />;
  }
  const { past } = data;
  if (past.length === 0) return <p className={classes.quiet}>Nothing yet.</p>;
  return (
    <ul className={classes.past}>
      {past.map((occurrence) => (
        <li key={occurrence.number} data-state={occurrence.state} data-testid="occurrence">
          <span>{occurrenceDay(occurrence.dueAt, zone)}</span>
          <span className={classes.became}>
            {wordsOf(occurrence)}
            {occurrence.payment?.state === 'completed' && (
              <>
                {' · '}
                <Link
                  to="/payments/$paymentId/receipt"
                  params={{ paymentId: occurrence.payment.id }}
                  className={classes.textButton}
                >
                  Receipt
                </Link>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

const PAYMENTS: Partial<Record<PaymentState, string>> = {
  completed: 'Arrived',
  asking: 'Waits for your trusted contact',
  authenticating: 'Waits for you to confirm it with your bank, in the conversation',
  held: 'Is being reviewed',
  funding: 'Is being paid',
  waiting: 'Waits to be accepted',
  returned: 'Came back',
  failed: 'Did not go through',
  rejected: 'Was not approved',
};

const NOT_SENT: Partial<Record<OccurrenceView['state'], string>> = {
  claimed: 'Is being sent',
  missed: 'Missed: it was more than a day late, so it was not sent',
  skipped: 'Skipped',
};

function wordsOf({ state, late, payment, refusal }: OccurrenceView): string {
  if (refusal !== null) return `Not sent: ${refusal.message}`;
  const words = NOT_SENT[state] ?? (payment && PAYMENTS[payment.state]) ?? 'Sent';
  return late ? `${words}, sent late` : words;
}
