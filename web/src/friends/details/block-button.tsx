// Blocking somebody, with one sentence of what it means before it happens, and taking it back.
import { Alert, Button, Group, Text } from '@mantine/core';
import { IconBan } from '@tabler/icons-react';
import { useState } from 'react';
import type { ParticipantView } from '../../../../src/chat/contract.js';
import { sentenceOf } from '../../api/client.js';
import { useBlock } from '../../api/thread-changes.js';

export function BlockButton({ person }: { person: ParticipantView }) {
  const { personId, name, blocked } = person;
  const [asked, setAsked] = useState(false);
  const block = useBlock(personId);
  const change = (wanted: boolean): void => {
    block.mutate(wanted, {
      onSuccess: () => {
        setAsked(false);
      },
    });
  };
  return (
    <div>
      {blocked && (
        <Text size="sm" c="dimmed" mb="xs">
          You blocked {name}. Neither of you can write to or pay the other.
        </Text>
      )}
      {asked && !blocked && (
        <Text size="sm" mb="xs" role="status">
          Neither of you will be able to write to or pay the other. {name} is not told.
        </Text>
      )}
      {block.error && (
        <Alert color="red" role="alert" mb="xs">
          {sentenceOf(block.error)}
        </Alert>
      )}
      <Group gap="xs">
        {asked && !blocked && (
          <Button
            variant="default"
            onClick={() => {
              setAsked(false);
            }}
          >
            Back
          </Button>
        )}
        <Button
          variant={asked && !blocked ? 'filled' : 'light'}
          color={blocked ? undefined : 'red'}
          leftSection={<IconBan size={16} />}
          loading={block.isPending}
          onClick={() => {
            if (blocked || asked) change(!blocked);
            else setAsked(true);
          }}
          data-testid="block"
        >
          {blocked ? `Unblock ${name}` : `Block ${name}`}
        </Button>
      </Group>
    </div>
  );
}
