// One scheduled payment: to whom, how much, when, what comes next, and what may be done with it.
import { Alert, Button, Group } from '@mantine/core';
import {
  IconCircleCheck,
  IconClockHour4,
  IconPlayerPause,
  IconPlayerStop,
  type Icon,
} from '@tabler/icons-react';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { ScheduleState, ScheduleView } from '../../../src/payments/schedules/contract.js';
import { sentenceOf } from '../api/client.js';
import { formatMoney } from '../money/format.js';
import { PersonAvatar } from '../ui/person-avatar.js';
import { type Tone, TonePill } from '../ui/tone.js';
import { ChangeDialog } from './change-dialog.js';
import { PastList } from './past-list.js';
import { occurrenceDay, planWords } from './plan-words.js';
import classes from './schedules.module.css';
import { useScheduleAct } from './use-schedules.js';

const STATES: Record<ScheduleState, { tone: Tone; icon: Icon; words: string }> = {
  active: { tone: 'good', icon: IconClockHour4, words: 'Scheduled' },
  paused: { tone: 'wait', icon: IconPlayerPause, words: 'Paused' },
  stopped: { tone: 'calm', icon: IconPlayerStop, words: 'Stopped' },
  finished: { tone: 'calm', icon: IconCircleCheck, words: 'Finished' },
};

export function ScheduleCard({ schedule }: { schedule: ScheduleView }) {
  const { id, payee, amount, plan, state, pausedBy, next, note, threadId } = schedule;
  const card = useRef<HTMLElement>(null);
  const isMeant = useLocation({ select: ({ hash }) => hash === id });
  const [showsPast, setShowsPast] = useState(isMeant);
  useEffect(() => {
    if (!isMeant) return;
    card.current?.scrollIntoView({ block: 'center' });
    setShowsPast(true);
  }, [isMeant]);
  const { tone, icon, words } = STATES[state];
  return (
    <article
      ref={card}
      className={classes.card}
      aria-label={`${formatMoney(amount)} to ${payee.name}`}
      data-meant={isMeant || undefined}
      data-state={state}
      data-testid="schedule-card"
    >
      <div className={classes.head}>
        <PersonAvatar name={payee.name} seed={payee.handle} size={40} />
        <div className={classes.who}>
          <strong className="tabular">
            {formatMoney(amount)} to {payee.name}
          </strong>
          <span className={classes.quiet}>{planWords(plan)}</span>
        </div>
        <TonePill tone={tone} icon={icon}>
          {words}
        </TonePill>
      </div>
      {note !== null && <p className={classes.note}>{note}</p>}
      {pausedBy === 'refusals' && (
        <Alert color="yellow" role="status">
          It was refused three times in a row, so it paused itself. See below why, then resume it.
        </Alert>
      )}
      {next && state === 'active' && (
        <p className={classes.next} data-testid="schedule-next">
          Next: <strong>{occurrenceDay(next.at, plan.zone)}</strong>
        </p>
      )}
      {state === 'active' || state === 'paused' ? <Acts schedule={schedule} /> : null}
      <Group gap="md">
        <button
          type="button"
          className={classes.textButton}
          aria-expanded={showsPast}
          onClick={() => {
            setShowsPast(!showsPast);
          }}
          data-testid="schedule-past"
        >
          {showsPast ? 'Hide what was sent' : 'What was sent'}
        </button>
        <Link to="/threads/$threadId" params={{ threadId }} className={classes.textButton}>
          Open the conversation
        </Link>
      </Group>
      {showsPast && <PastList id={id} zone={plan.zone} />}
    </article>
  );
}

function Acts({ schedule }: { schedule: ScheduleView }) {
  const { id, state, next } = schedule;
  const acting = useScheduleAct(id);
  const [changes, setChanges] = useState(false);
  const [asksToStop, setAsksToStop] = useState(false);
  if (asksToStop) {
    return (
      <StopQuestion
        isPending={acting.isPending}
        onStop={() => {
          acting.mutate({ word: 'stop' });
        }}
        onKeep={() => {
          setAsksToStop(false);
        }}
      />
    );
  }
  return (
    <>
      {acting.error && (
        <Alert color="red" role="alert" data-testid="schedule-error">
          {sentenceOf(acting.error)}
        </Alert>
      )}
      <Group gap="xs">
        {state === 'active' && next && (
          <Button
            size="compact-md"
            variant="default"
            disabled={acting.isPending}
            onClick={() => {
              acting.mutate({ word: 'skip', number: next.number });
            }}
            data-testid="schedule-skip"
          >
            Skip this one
          </Button>
        )}
        <Button
          size="compact-md"
          variant="default"
          disabled={acting.isPending}
          onClick={() => {
            acting.mutate({ word: state === 'active' ? 'pause' : 'resume' });
          }}
          data-testid={state === 'active' ? 'schedule-pause' : 'schedule-resume'}
        >
          {state === 'active' ? 'Pause' : 'Resume'}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          onClick={() => {
            setChanges(true);
          }}
          data-testid="schedule-change"
        >
          Change
        </Button>
        <Button
          size="compact-md"
          variant="subtle"
          color="red"
          onClick={() => {
            setAsksToStop(true);
          }}
          data-testid="schedule-stop"
        >
          Stop
        </Button>
      </Group>
      <ChangeDialog
        schedule={schedule}
        opened={changes}
        onClose={() => {
          setChanges(false);
        }}
      />
    </>
  );
}

interface StopProps {
  isPending: boolean;
  onStop: () => void;
  onKeep: () => void;
}

function StopQuestion({ isPending, onStop, onKeep }: StopProps) {
  return (
    <div className={classes.asks} role="group" aria-label="Stop it?">
      <span>Stop it for good?</span>
      <Button
        size="compact-md"
        color="red"
        loading={isPending}
        onClick={onStop}
        data-testid="schedule-stop-yes"
      >
        Stop it
      </Button>
      <Button size="compact-md" variant="default" onClick={onKeep}>
        Keep it
      </Button>
    </div>
  );
}
