// The question before an account is closed: what goes, what stays, and one's own handle typed by hand.
import { Button, Group, List, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { AskErasureBody, ErasureView } from '../../../src/privacy/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { forgetPerson } from '../api/query-client.js';
import { sessionQuery } from '../api/queries.js';
import { useViewer } from '../session/viewer.js';
import { Dialog } from '../ui/dialog.js';
import { Trouble } from '../ui/trouble.js';

interface Props {
  opened: boolean;
  onClose: () => void;
}

export function EraseDialog({ opened, onClose }: Props) {
  return (
    <Dialog opened={opened} onClose={onClose} title="Close this account?">
      <EraseForm onClose={onClose} />
    </Dialog>
  );
}

function EraseForm({ onClose }: Pick<Props, 'onClose'>) {
  const { handle } = useViewer();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [confirmation, setConfirmation] = useState('');
  const erase = useMutation({
    mutationFn: () => {
      const body: AskErasureBody = { confirmation };
      return call<ErasureView>('/account/erasure', { method: 'POST', body });
    },
    onSuccess: async () => {
      queryClient.setQueryData(sessionQuery.queryKey, null);
      await router.navigate({ to: '/signin' });
      forgetPerson(queryClient);
    },
  });
  const isTyped = confirmation.trim().replace(/^@/, '').toLowerCase() === handle;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        erase.mutate();
      }}
    >
      <Stack gap="sm">
        <List size="sm" spacing={6}>
          <List.Item>You are signed out everywhere now, and nothing can be sent.</List.Item>
          <List.Item>For one day you can sign in again and call it off.</List.Item>
          <List.Item>
            Then your name, messages, pictures, notes and cards are erased. Nobody can bring them
            back.
          </List.Item>
          <List.Item>
            Payments stay in the books and with those you paid, from “Somebody who left”.
          </List.Item>
        </List>
        <TextInput
          label="Type your handle to confirm"
          description={`Yours is ${handle}`}
          autoComplete="off"
          data-autofocus
          value={confirmation}
          onChange={(event) => {
            setConfirmation(event.currentTarget.value);
          }}
          data-testid="erase-handle"
        />
        <Trouble words={erase.error && sentenceOf(erase.error)} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button
            type="submit"
            color="red"
            disabled={!isTyped}
            loading={erase.isPending}
            data-testid="erase-go"
          >
            Close my account
          </Button>
        </Group>
        <Text size="xs" c="dimmed">
          With money left, or anything still under way, it cannot be closed yet; you are told what
          is in the way.
        </Text>
      </Stack>
    </form>
  );
}
