// Changing a scheduled payment from the next one on: amount, note and when. Whoever it pays stays: that
// would be another schedule.
import { Alert, Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ScheduleView } from '../../../src/payments/schedules/contract.js';
import { sentenceOf } from '../api/client.js';
import { configQuery } from '../api/queries.js';
import { formatWithCode } from '../money/format.js';
import { parseAmount, withDigits } from '../money/parse-amount.js';
import { Dialog } from '../ui/dialog.js';
import { ScheduleFoot } from './schedule-foot.js';
import classes from './schedules.module.css';
import { useChangeSchedule } from './use-schedules.js';
import { WhenFields } from './when-picker.js';
import { readWhen, whenOf } from './when.js';

interface Props {
  schedule: ScheduleView;
  opened: boolean;
  onClose: () => void;
}

export function ChangeDialog({ schedule, opened, onClose }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title="Change it from the next one on">
      {opened && <ChangeForm schedule={schedule} onClose={onClose} />}
    </Dialog>
  );
}

function ChangeForm({ schedule, onClose }: Omit<Props, 'opened'>) {
  const { id, payee, revision } = schedule;
  const { currency } = schedule.amount;
  const { data: config } = useQuery(configQuery);
  const [typed, setTyped] = useState(schedule.amount.amount);
  const [note, setNote] = useState(schedule.note ?? '');
  const [when, setWhen] = useState(() => whenOf(schedule));
  const [looks, setLooks] = useState(false);
  const changing = useChangeSchedule(id, onClose);
  const digits = config?.currencies.find(({ code }) => code === currency)?.digits ?? 2;
  const maximum = config ? withDigits(config.maximumAmount, digits) : 'Infinity';
  const parsed = parseAmount(typed, { currency, digits, maximum });
  const read = readWhen(when);
  // A plan that was not touched goes on as it is, and keeps its confirmation.
  const isNewPlan = JSON.stringify(when) !== JSON.stringify(whenOf(schedule));
  const change = {
    revision,
    ...(parsed.ok ? { amount: { amount: parsed.amount, currency } } : {}),
    ...(note === (schedule.note ?? '') ? {} : { note }),
    ...(read.ok && isNewPlan ? { plan: read.plan } : {}),
  };
  if (looks && parsed.ok && read.ok) {
    return (
      <div className={classes.form}>
        {changing.error && (
          <Alert color="red" role="alert">
            {sentenceOf(changing.error)}
          </Alert>
        )}
        <ScheduleFoot
          path={`/${id}/check`}
          body={change}
          payeeName={payee.name}
          words={`Send ${formatWithCode({ amount: parsed.amount, currency })} to ${payee.name} from the next one on`}
          waiting={changing.isPending}
          error={changing.error}
          onGo={(confirmationId) => {
            changing.mutate(confirmationId === null ? change : { ...change, confirmationId });
          }}
          onStop={onClose}
        />
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            changing.reset();
            setLooks(false);
          }}
        >
          Back
        </Button>
      </div>
    );
  }
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        setLooks(true);
      }}
    >
      <TextInput
        label={`Amount in ${currency}`}
        inputMode="decimal"
        autoComplete="off"
        maxLength={24}
        data-autofocus
        value={typed}
        error={looks && !parsed.ok ? parsed.sentence : null}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
        }}
        data-testid="change-amount"
      />
      <WhenFields when={when} onChange={setWhen} />
      <NoteField note={note} onChange={setNote} />
      <Button type="submit" data-testid="change-continue">
        Continue
      </Button>
    </form>
  );
}

function NoteField({ note, onChange }: { note: string; onChange: (note: string) => void }) {
  return (
    <Textarea
      label="Note"
      autosize
      maxRows={4}
      maxLength={280}
      value={note}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}
