// Working on a range of events again: from when, until when, and dead ones only unless somebody says
// else. Up to a thousand at once; what is left is said.
import { Alert, Button, Checkbox, Group, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReplayView } from '../../../src/payments/inbox/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { EVENTS } from '../api/processor-queries.js';
import { Dialog } from '../ui/dialog.js';

interface Props {
  opened: boolean;
  onClose: () => void;
}

export function ReplayRange({ opened, onClose }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title="Replay a range" size="sm">
      <RangeForm onClose={onClose} />
    </Dialog>
  );
}

const MOST = 1000;

interface Range {
  from?: string;
  until?: string;
  deadOnly: boolean;
}

function RangeForm({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [deadOnly, setDeadOnly] = useState(true);
  const replay = useMutation({
    mutationFn: (body: Range) =>
      call<ReplayView>('/finance/events/replay', { method: 'POST', body }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: EVENTS }),
  });
  const edited = (set: (value: string) => void) => (value: string) => {
    replay.reset();
    set(value);
  };
  const backwards = from !== '' && until !== '' && from >= until;

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!backwards)
          replay.mutate({ ...moment('from', from), ...moment('until', until), deadOnly });
      }}
    >
      <Text size="sm" mb="md">
        Working on an event twice is harmless: what it says is applied once.
      </Text>
      <TextInput
        label="Received from"
        description="Left empty, from the first one on."
        type="datetime-local"
        data-autofocus
        value={from}
        onChange={(event) => {
          edited(setFrom)(event.currentTarget.value);
        }}
        data-testid="replay-from"
      />
      <TextInput
        mt="md"
        label="Until"
        description="Left empty, up to now."
        type="datetime-local"
        value={until}
        error={backwards ? 'That is before the range begins.' : undefined}
        onChange={(event) => {
          edited(setUntil)(event.currentTarget.value);
        }}
        data-testid="replay-until"
      />
      <Checkbox
        mt="md"
        label="Dead ones only"
        checked={deadOnly}
        onChange={(event) => {
          replay.reset();
          setDeadOnly(event.currentTarget.checked);
        }}
        data-testid="replay-dead-only"
      />
      {replay.error && (
        <Alert color="red" role="alert" mt="md">
          {sentenceOf(replay.error)}
        </Alert>
      )}
      {replay.data && (
        <Alert color="pine" role="status" mt="md" data-testid="replayed">
          {said(replay.data)}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {replay.data ? 'Close' : 'Back'}
        </Button>
        <Button type="submit" loading={replay.isPending} data-testid="replay-confirm">
          Replay
        </Button>
      </Group>
    </form>
  );
}

/** A moment as the server reads it; what is left empty is left out. */
function moment(name: 'from' | 'until', local: string): { from?: string; until?: string } {
  return local === '' ? {} : { [name]: new Date(local).toISOString() };
}

function said({ replayed }: ReplayView): string {
  if (replayed === 0) return 'There is no such event in this range.';
  const events = replayed === 1 ? 'One event is' : `${String(replayed)} events are`;
  return `${events} being worked on again.${replayed >= MOST ? ' There may be more; replay again.' : ''}`;
}
