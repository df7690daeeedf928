// The processor's events: what came, what became of each, and how many were not accepted. An event can
// be worked on again, alone or with a whole range; twice is harmless.
import { Button, Title } from '@mantine/core';
import { IconInbox, IconRepeat } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ProcessorEventsPage } from '../../../src/payments/inbox/contract.js';
import { eventsQuery, type EventState } from '../api/processor-queries.js';
import { FINANCE_ROLES, useHolds } from '../session/viewer.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { fullTime } from '../ui/time.js';
import { inWords } from '../ui/words.js';
import { EventRow } from './event-row.js';
import { EVENT_STATES, STATE_ORDER } from './event-words.js';
import classes from './finance.module.css';
import { MoreButton } from '../ui/more-button.js';
import { ReplayRange } from './replay-range.js';

export function Events() {
  const [state, setState] = useState<EventState | null>(null);
  const [replaying, setReplaying] = useState(false);
  const mayReplay = useHolds(...FINANCE_ROLES);
  const list = useInfiniteQuery({ ...eventsQuery(state), placeholderData: keepPreviousData });
  if (list.isPending) return <Loading what="the events" rows={5} height={72} />;
  if (list.data === undefined) {
    return <Failed error={list.error} what="The events" onRetry={() => void list.refetch()} />;
  }
  const [first] = list.data.pages;
  const events = list.data.pages.flatMap((page) => page.events);
  return (
    <>
      <div className={classes.toolbar}>
        <Filter counts={first?.counts ?? []} state={state} onPick={setState} />
        {mayReplay && (
          <Button
            variant="default"
            leftSection={<IconRepeat size={16} />}
            onClick={() => {
              setReplaying(true);
            }}
            data-testid="replay-range"
          >
            Replay a range
          </Button>
        )}
      </div>
      <div className={classes.sheet}>
        {events.length === 0 ? (
          <Empty icon={<IconInbox size={26} />} title="No event like that" />
        ) : (
          <ul className={classes.invariants} aria-label="Events">
            {events.map((event) => (
              <EventRow key={event.id} event={event} />
            ))}
          </ul>
        )}
      </div>
      <MoreButton list={list} label="Show earlier" />
      <Refused refused={first?.refused ?? []} />
      <ReplayRange
        opened={replaying}
        onClose={() => {
          setReplaying(false);
        }}
      />
    </>
  );
}

interface FilterProps {
  counts: ProcessorEventsPage['counts'];
  state: EventState | null;
  onPick: (state: EventState | null) => void;
}

function Filter({ counts, state, onPick }: FilterProps) {
  const countOf = (one: EventState): number =>
    counts.find((count) => count.state === one)?.count ?? 0;
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  const options = [
    { value: null, label: 'All', count: all },
    ...STATE_ORDER.map((one) => ({
      value: one,
      label: EVENT_STATES[one].label,
      count: countOf(one),
    })),
  ];
  return (
    <div className={classes.filter} role="group" aria-label="Which events">
      {options.map(({ value, label, count }) => (
        <button
          key={label}
          type="button"
          className={classes.choice}
          aria-pressed={state === value}
          data-grave={(value === 'dead' && count > 0) || undefined}
          onClick={() => {
            onPick(value);
          }}
          data-testid={`events-${value ?? 'all'}`}
        >
          {label} <span className="tabular">{count}</span>
        </button>
      ))}
    </div>
  );
}

function Refused({ refused }: { refused: ProcessorEventsPage['refused'] }) {
  if (refused.length === 0) return null;
  return (
    <section className={classes.sheet} aria-labelledby="refused-events" data-testid="refused">
      <div className={classes.sheetHead}>
        <Title order={2} id="refused-events" className={classes.sheetTitle}>
          Not accepted
        </Title>
        <span className={classes.quiet}>Their content is not kept.</span>
      </div>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Why</th>
            <th scope="col" className={classes.number}>
              How many
            </th>
            <th scope="col">Last</th>
          </tr>
        </thead>
        <tbody>
          {refused.map(({ reason, count, lastAt }) => (
            <tr key={reason}>
              <th scope="row">{inWords(reason)}</th>
              <td className={classes.number}>{count}</td>
              <td>{fullTime(lastAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
