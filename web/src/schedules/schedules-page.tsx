// Everything the viewer has scheduled: what goes on, and what has ended.
import { Title } from '@mantine/core';
import { IconCalendarClock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Page } from '../ui/page.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { ScheduleCard } from './schedule-card.js';
import { schedulesQuery } from './schedule-queries.js';
import classes from './schedules.module.css';

export function SchedulesPage() {
  const { data, error, isPending, refetch } = useQuery(schedulesQuery);
  const open = data?.filter(({ state }) => state === 'active' || state === 'paused') ?? [];
  const over = data?.filter(({ state }) => state === 'stopped' || state === 'finished') ?? [];
  return (
    <Page
      title="Scheduled payments"
      intro="Each is sent like any payment when its time comes, and you are told a day before. Whoever gets it sees only what has arrived."
    >
      {error && data === undefined && (
        <Failed error={error} what="Your scheduled payments" onRetry={() => void refetch()} />
      )}
      {isPending && <Loading what="your scheduled payments" rows={3} height={120} />}
      {data && open.length === 0 && (
        <Empty icon={<IconCalendarClock size={26} />} title="Nothing is scheduled">
          In a conversation, tap the money button, type an amount, and choose “On a date” or
          “Repeat”.
        </Empty>
      )}
      <div className={classes.cards}>
        {open.map((schedule) => (
          <ScheduleCard key={schedule.id} schedule={schedule} />
        ))}
      </div>
      {over.length > 0 && (
        <section aria-labelledby="ended" className={classes.ended}>
          <Title order={2} id="ended" className={classes.title}>
            Ended
          </Title>
          <div className={classes.cards}>
            {over.map((schedule) => (
              <ScheduleCard key={schedule.id} schedule={schedule} />
            ))}
          </div>
        </section>
      )}
    </Page>
  );
}
