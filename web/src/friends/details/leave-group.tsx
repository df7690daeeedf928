// Leaving a group, with one sentence of what it means before it happens.
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconDoorExit } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ThreadView } from '../../../../src/chat/contract.js';
import { sentenceOf } from '../../api/client.js';
import { useLeave } from '../../api/thread-changes.js';

interface Props {
  thread: ThreadView;
  onLeft: () => void;
}

export function LeaveGroup({ thread, onLeft }: Props) {
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const leaving = useLeave(thread.id, () => {
    onLeft();
    void navigate({ to: '/threads' });
  });
  return (
    <div>
      {asked && (
        <Text size="sm" mb="xs" role="status">
          You will not see what was or is said here any more. Somebody has to let you in again.
        </Text>
      )}
      {leaving.error && (
        <Alert color="red" role="alert" mb="xs">
          {sentenceOf(leaving.error)}
        </Alert>
      )}
      <Group gap="xs">
        {asked && (
          <Button
            variant="default"
            onClick={() => {
              setAsked(false);
            }}
          >
            Stay
          </Button>
        )}
        <Button
          variant={asked ? 'filled' : 'light'}
          color="red"
          leftSection={<IconDoorExit size={16} />}
          loading={leaving.isPending}
          onClick={() => {
            if (asked) leaving.mutate();
            else setAsked(true);
          }}
          data-testid="leave"
        >
          Leave the group
        </Button>
      </Group>
    </div>
  );
}
