// One event of the processor: what it says, what became of it, and the error that stopped it last.
import { Button } from '@mantine/core';
import { IconRepeat } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ProcessorEventView, ReplayView } from '../../../src/payments/inbox/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { EVENTS } from '../api/processor-queries.js';
import { FINANCE_ROLES, useHolds } from '../session/viewer.js';
import { ago, exactTime, fullTime, useNow } from '../ui/time.js';
import { TonePill } from '../ui/tone.js';
import { EVENT_STATES, mayReplay } from './event-words.js';
import classes from './finance.module.css';

export function EventRow({ event }: { event: ProcessorEventView }) {
  const { id, type, state, account, objectId, foundBy, attempts, lastError } = event;
  const queryClient = useQueryClient();
  const now = useNow();
  const isFinance = useHolds(...FINANCE_ROLES);
  const replay = useMutation({
    mutationFn: () =>
      call<ReplayView>(`/finance/events/${id}/replay`, { method: 'POST', body: {} }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: EVENTS }),
  });
  const { icon, tone, label } = EVENT_STATES[state];
  const tries = attempts > 1 || state === 'dead' ? ` after ${String(attempts)} attempts` : '';
  const next = state === 'waiting' && event.nextAt ? `, next ${ago(event.nextAt, now)}` : '';
  return (
    <li className={classes.event} data-testid="event" data-state={state} data-event-id={id}>
      <div className={classes.eventWords}>
        <div className={classes.eventHead}>
          <span className={classes.statement}>{type}</span>
          <TonePill tone={tone} icon={icon}>
            {label}
            {tries}
            {next}
          </TonePill>
        </div>
        <dl className={classes.eventFacts}>
          <Fact name="Event">{id}</Fact>
          {objectId !== null && <Fact name="About">{objectId}</Fact>}
          {account !== null && <Fact name="Account">{account}</Fact>}
          <Fact name={foundBy === 'listing' ? 'Found missing' : 'Received'}>
            <time dateTime={event.receivedAt} title={exactTime(event.receivedAt)}>
              {fullTime(event.receivedAt)}
            </time>
          </Fact>
          {event.appliedAt !== null && <Fact name="Applied">{fullTime(event.appliedAt)}</Fact>}
        </dl>
        {lastError !== null && <p className={classes.difference}>{lastError}</p>}
        {replay.error && (
          <p className={classes.difference} role="alert">
            {sentenceOf(replay.error)}
          </p>
        )}
      </div>
      {isFinance && mayReplay(state) && (
        <Button
          variant={state === 'dead' ? 'filled' : 'default'}
          size="compact-sm"
          leftSection={<IconRepeat size={16} />}
          loading={replay.isPending}
          onClick={() => {
            replay.mutate();
          }}
          aria-label={`Replay ${type} ${id}`}
          data-testid="event-replay"
        >
          Replay
        </Button>
      )}
    </li>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
