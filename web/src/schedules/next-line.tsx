// A line under the head of a conversation: what the viewer has scheduled to somebody in it, and the way to
// leave it out. Only whoever pays sees it.
import { Button } from '@mantine/core';
import { IconCalendarClock, IconPlayerPause } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ScheduleView } from '../../../src/payments/schedules/contract.js';
import { sentenceOf } from '../api/client.js';
import { formatMoney } from '../money/format.js';
import { shortDay } from './plan-words.js';
import { schedulesQuery } from './schedule-queries.js';
import classes from './schedules.module.css';
import { useScheduleAct } from './use-schedules.js';

export function NextLine({ threadId }: { threadId: string }) {
  const { data: here = [] } = useQuery({
    ...schedulesQuery,
    select: (all) => all.filter((one) => one.threadId === threadId && one.next !== null),
  });
  // What has stopped by itself comes first: it is what the viewer may not know.
  const inOrder = [...here].sort((left, right) => rankOf(left).localeCompare(rankOf(right)));
  const [first] = inOrder.filter(({ pausedBy }) => pausedBy !== 'payer');
  return first ? <Line key={first.id} schedule={first} more={here.length - 1} /> : null;
}

const rankOf = ({ state, next }: ScheduleView): string =>
  `${state === 'paused' ? '0' : '1'} ${next?.at ?? ''}`;

function Line({ schedule, more }: { schedule: ScheduleView; more: number }) {
  const acting = useScheduleAct(schedule.id);
  const { id, payee, amount, state, next, plan } = schedule;
  const money = `${formatMoney(amount)} to ${payee.name}`;
  const isPaused = state === 'paused';
  return (
    <div className={classes.line} role="status" data-testid="next-line" data-state={state}>
      {isPaused ? (
        <IconPlayerPause size={18} aria-hidden="true" />
      ) : (
        <IconCalendarClock size={18} aria-hidden="true" />
      )}
      <span className={classes.lineWords}>
        {acting.error
          ? sentenceOf(acting.error)
          : isPaused
            ? `Paused: ${money} was refused three times.`
            : `Next: ${money} on ${next ? shortDay(next.at, plan.zone) : ''}`}
        {more > 0 && !acting.error && ` · and ${String(more)} more`}
      </span>
      <span className={classes.lineActs}>
        {!isPaused && next && (
          <Button
            size="compact-sm"
            variant="default"
            loading={acting.isPending}
            onClick={() => {
              acting.mutate({ word: 'skip', number: next.number });
            }}
            data-testid="next-skip"
          >
            Skip this one
          </Button>
        )}
        <Link to="/schedules" hash={id} className={classes.lineLink} data-testid="next-manage">
          {isPaused ? 'See why' : 'Manage'}
        </Link>
      </span>
    </div>
  );
}
