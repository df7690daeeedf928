// Letting people into a group; they see what is said from then on.
import { Alert, Button, Group } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { FoundPerson, ThreadView } from '../../../../src/chat/contract.js';
import { sentenceOf } from '../../api/client.js';
import { useThreadChange } from '../../api/thread-changes.js';
import { PeoplePicker } from '../meet/people-picker.js';

export function AddPeople({ thread }: { thread: ThreadView }) {
  const [picked, setPicked] = useState<FoundPerson[] | null>(null);
  const change = useThreadChange(thread.id);
  if (picked === null) {
    return (
      <Group>
        <Button
          variant="default"
          leftSection={<IconUserPlus size={16} />}
          onClick={() => {
            setPicked([]);
          }}
          data-testid="add-people"
        >
          Add people
        </Button>
      </Group>
    );
  }
  const stop = (): void => {
    change.reset();
    setPicked(null);
  };
  const add = (): void => {
    const personIds = picked.map(({ id }) => id);
    change.mutate(
      { path: '/participants', method: 'POST', body: { personIds } },
      { onSuccess: stop },
    );
  };
  return (
    <div>
      <PeoplePicker
        picked={picked}
        onPick={setPicked}
        without={thread.participants.map(({ personId }) => personId)}
      />
      {change.error && (
        <Alert color="red" role="alert" mt="sm">
          {sentenceOf(change.error)}
        </Alert>
      )}
      <Group justify="flex-end" mt="sm">
        <Button variant="default" onClick={stop}>
          Back
        </Button>
        <Button
          disabled={picked.length === 0}
          loading={change.isPending}
          onClick={add}
          data-testid="add-confirm"
        >
          Add to the group
        </Button>
      </Group>
    </div>
  );
}
