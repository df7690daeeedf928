// Sending the events of a time again, the given-up ones alone unless somebody says else.
import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, sentenceOf } from '../api/client.js';
import { Dialog } from '../ui/dialog.js';
import { Trouble } from '../ui/trouble.js';
import { HOSTS } from './staff-queries.js';

interface Props {
  endpointId: string;
  opened: boolean;
  onClose: () => void;
}

export function ReplayDeliveries({ endpointId, opened, onClose }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title="Send a time again" size="sm">
      <RangeForm endpointId={endpointId} onClose={onClose} />
    </Dialog>
  );
}

function RangeForm({ endpointId, onClose }: Omit<Props, 'opened'>) {
  const queryClient = useQueryClient();
  const [from, setFrom] = useState('');
  const [before, setBefore] = useState('');
  const [deadOnly, setDeadOnly] = useState(true);
  const replay = useMutation({
    mutationFn: () =>
      call<{ again: number }>(`/admin/webhooks/${endpointId}/replay`, {
        method: 'POST',
        body: {
          from: new Date(from).toISOString(),
          before: new Date(before).toISOString(),
          ...(deadOnly ? { state: 'dead' } : {}),
        },
      }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: HOSTS }),
  });
  const backwards = from !== '' && before !== '' && from >= before;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!backwards) replay.mutate();
      }}
    >
      <Stack gap="sm">
        <Moment label="Events made from" value={from} onChange={setFrom} />
        <Moment
          label="and before"
          value={before}
          error={backwards ? 'This is before the beginning.' : undefined}
          onChange={setBefore}
        />
        <Checkbox
          label="Only those that were given up"
          checked={deadOnly}
          onChange={(event) => {
            setDeadOnly(event.currentTarget.checked);
          }}
        />
        <Trouble words={replay.error && sentenceOf(replay.error)} />
        {replay.data && (
          <Text size="sm" role="status">
            {replay.data.again} are sent again{replay.data.again === 1000 && ', the most at once'}.
          </Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {replay.isSuccess ? 'Done' : 'Back'}
          </Button>
          <Button type="submit" loading={replay.isPending}>
            Send again
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface MomentProps {
  label: string;
  value: string;
  error?: string | undefined;
  onChange: (value: string) => void;
}

function Moment({ label, value, error, onChange }: MomentProps) {
  return (
    <TextInput
      type="datetime-local"
      label={label}
      required
      withAsterisk={false}
      value={value}
      error={error}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
    />
  );
}
