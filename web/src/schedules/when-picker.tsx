// When a payment is sent: now, on a date, or again and again. What a rhythm needs to know unfolds below.
import { Chip, Group, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { Every } from '../../../src/payments/schedules/contract.js';
import type { Draft } from '../money/use-money-sheet.js';
import { planWords, weekdayName } from './plan-words.js';
import classes from './schedules.module.css';
import { readWhen, someday, today, type When } from './when.js';

interface Props {
  /** Null is now. */
  when: When | null;
  onChange: (when: When | null) => void;
}

interface DraftProps {
  draft: Pick<Draft, 'when' | 'request' | 'settle'>;
  edit: (change: Partial<Draft>) => void;
}

/** The same for what is typed into the money sheet. A request is paid now. */
export function WhenOfDraft({ draft, edit }: DraftProps) {
  if (draft.request !== null || draft.settle.length > 0) return null;
  return (
    <WhenPicker
      when={draft.when}
      onChange={(when) => {
        edit({ when });
      }}
    />
  );
}

const WAYS = [
  { value: 'now', label: 'Now' },
  { value: 'once', label: 'On a date' },
  { value: 'repeat', label: 'Repeat' },
];

function WhenPicker({ when, onChange }: Props) {
  const id = useId();
  const way = when === null ? 'now' : when.every === 'once' ? 'once' : 'repeat';
  return (
    <div className={classes.when} data-testid="when">
      <span id={id} className={classes.label}>
        When
      </span>
      <SegmentedControl
        fullWidth
        aria-labelledby={id}
        data={WAYS}
        value={way}
        onChange={(chosen) => {
          const every = chosen === 'once' ? 'once' : 'month';
          if (chosen === 'now') onChange(null);
          else onChange(when === null ? someday(every) : { ...when, every });
        }}
      />
      {when !== null && <WhenFields when={when} onChange={onChange} />}
    </div>
  );
}

const RHYTHMS: { value: Every; label: string }[] = [
  { value: 'day', label: 'Every day' },
  { value: 'week', label: 'Every week' },
  { value: 'two_weeks', label: 'Every two weeks' },
  { value: 'month', label: 'Every month' },
  { value: 'year', label: 'Every year' },
];

interface FieldsProps {
  when: When;
  onChange: (when: When) => void;
}

/** The fields of a date or a rhythm, and what they say in one sentence. */
export function WhenFields({ when, onChange }: FieldsProps) {
  const edit = (change: Partial<When>): void => {
    onChange({ ...when, ...change });
  };
  const isRhythm = when.every !== 'once';
  const read = readWhen(when);
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          type="date"
          label={isRhythm ? 'First on' : 'Date'}
          min={today()}
          value={when.date}
          onChange={(event) => {
            edit({ date: event.currentTarget.value });
          }}
          data-testid="when-date"
        />
        <TextInput
          type="time"
          label="Time"
          value={when.time}
          onChange={(event) => {
            edit({ time: event.currentTarget.value });
          }}
          data-testid="when-time"
        />
      </div>
      {isRhythm && (
        <>
          <div className={classes.pair}>
            <NativeSelect
              label="How often"
              data={RHYTHMS}
              value={when.every}
              onChange={(event) => {
                edit({ every: event.currentTarget.value as Every });
              }}
              data-testid="when-every"
            />
            {when.every === 'month' && (
              <NativeSelect
                label="On"
                data={[
                  { value: 'date', label: 'That day of the month' },
                  { value: 'last', label: 'The last day' },
                ]}
                value={when.lastDay ? 'last' : 'date'}
                onChange={(event) => {
                  edit({ lastDay: event.currentTarget.value === 'last' });
                }}
                data-testid="when-month-day"
              />
            )}
          </div>
          {when.every === 'week' && <Weekdays days={when.days} onChange={edit} />}
          <Ending when={when} edit={edit} />
        </>
      )}
      <p className={classes.said} role="status" data-testid="when-words">
        {read.ok ? planWords(read.plan) : read.sentence}
      </p>
    </>
  );
}

function Weekdays({
  days,
  onChange,
}: {
  days: number[];
  onChange: (change: Pick<When, 'days'>) => void;
}) {
  return (
    <Chip.Group
      multiple
      value={days.map(String)}
      onChange={(chosen) => {
        onChange({ days: chosen.map(Number).sort((a, b) => a - b) });
      }}
    >
      <Group gap={6} role="group" aria-label="Weekdays">
        {[1, 2, 3, 4, 5, 6, 7].map((day) => (
          <Chip key={day} value={String(day)} size="sm" data-testid={`when-day-${String(day)}`}>
            {weekdayName(day, 'short')}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}

function Ending({ when, edit }: { when: When; edit: (change: Partial<When>) => void }) {
  return (
    <div className={classes.pair}>
      <NativeSelect
        label="Ends"
        data={[
          { value: 'never', label: 'When I stop it' },
          { value: 'until', label: 'On a date' },
          { value: 'times', label: 'After so many' },
        ]}
        value={when.ends}
        onChange={(event) => {
          edit({ ends: event.currentTarget.value as When['ends'] });
        }}
        data-testid="when-ends"
      />
      {when.ends === 'until' && (
        <TextInput
          type="date"
          label="Last on"
          min={when.date}
          value={when.until}
          onChange={(event) => {
            edit({ until: event.currentTarget.value });
          }}
          data-testid="when-until"
        />
      )}
      {when.ends === 'times' && (
        <TextInput
          label="How many"
          inputMode="numeric"
          maxLength={4}
          value={when.times}
          onChange={(event) => {
            edit({ times: event.currentTarget.value });
          }}
          data-testid="when-times"
        />
      )}
    </div>
  );
}
