// One's password: set, or changed. Every other session ends with the change.
import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client.js';
import { NewPassword } from '../session/new-password.js';
import { refusedElse, refusedField } from '../session/refused-field.js';
import { Dialog } from '../ui/dialog.js';
import { Sheet } from '../ui/sheet.js';
import { Trouble } from '../ui/trouble.js';

export function PasswordSection({ hasPassword }: { hasPassword: boolean }) {
  const [opened, { open, close }] = useDisclosure(false);
  const title = hasPassword ? 'Change your password' : 'Set a password';
  return (
    <Sheet
      title="Password"
      note={
        hasPassword
          ? 'You have one. It opens your account wherever there is no passkey.'
          : 'You have none, and with a passkey you need none.'
      }
      testId="password"
      aside={
        <Button variant="default" onClick={open} data-testid="password-change">
          {hasPassword ? 'Change it' : 'Set one'}
        </Button>
      }
    >
      <Dialog opened={opened} onClose={close} title={title} size="sm">
        <PasswordForm onClose={close} />
      </Dialog>
    </Sheet>
  );
}

function PasswordForm({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => call('/account/password', { method: 'PUT', body: { password } }),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <Stack gap="sm">
        <Text size="sm">Wherever else your account is open, it is closed.</Text>
        <NewPassword
          label="New password"
          value={password}
          error={refusedField(change.error, 'password')}
          onChange={setPassword}
        />
        <Trouble words={refusedElse(change.error, 'password')} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" loading={change.isPending} data-testid="password-save">
            Save it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
