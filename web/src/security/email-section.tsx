// One's e-mail address: proven or not, and changed. A new one counts once its code was given back; the
// old one is told.
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconCircleCheck, IconMailExclamation } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { AccountView, MailedCodeView } from '../../../src/identity/contract.js';
import { call } from '../api/client.js';
import { refusedElse, refusedField } from '../session/refused-field.js';
import { Dialog } from '../ui/dialog.js';
import { Sheet, SheetBody } from '../ui/sheet.js';
import { TonePill } from '../ui/tone.js';
import { Trouble } from '../ui/trouble.js';

/** To the page that asks for the code. */
function useGiveCode(): (view: MailedCodeView) => Promise<void> {
  const router = useRouter();
  return ({ codeId }) => router.navigate({ to: '/verify-email', hash: `id=${codeId}` });
}

export function EmailSection({ account: { email, emailVerified } }: { account: AccountView }) {
  const [opened, { open, close }] = useDisclosure(false);
  const confirm = useMutation({
    mutationFn: () => call<MailedCodeView>('/account/email/code', { method: 'POST', body: {} }),
    onSuccess: useGiveCode(),
  });
  return (
    <Sheet
      title="E-mail address"
      note={email ?? 'None. Without one you cannot get back in if you lose everything else.'}
      testId="email"
      aside={
        <Group gap="sm">
          {email !== null && <State isProven={emailVerified} />}
          {email !== null && !emailVerified && (
            <Button
              loading={confirm.isPending}
              onClick={() => {
                confirm.mutate();
              }}
              data-testid="email-confirm"
            >
              Confirm it
            </Button>
          )}
          <Button variant="default" onClick={open} data-testid="email-change">
            {email === null ? 'Add one' : 'Change it'}
          </Button>
        </Group>
      }
    >
      {confirm.error && (
        <SheetBody>
          <Trouble words={refusedElse(confirm.error)} />
        </SheetBody>
      )}
      <Dialog opened={opened} onClose={close} title="Your new address" size="sm">
        <EmailForm onClose={close} />
      </Dialog>
    </Sheet>
  );
}

function State({ isProven }: { isProven: boolean }) {
  return isProven ? (
    <TonePill tone="good" icon={IconCircleCheck}>
      Confirmed
    </TonePill>
  ) : (
    <TonePill tone="wait" icon={IconMailExclamation}>
      Not confirmed
    </TonePill>
  );
}

function EmailForm({ onClose }: { onClose: () => void }) {
  const [email, setEmail] = useState('');
  const change = useMutation({
    mutationFn: () => call<MailedCodeView>('/account/email', { method: 'PUT', body: { email } }),
    onSuccess: useGiveCode(),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <Stack gap="sm">
        <TextInput
          type="email"
          label="E-mail address"
          description="A code goes there. Until you give it back, the old address counts."
          autoComplete="email"
          data-autofocus
          required
          withAsterisk={false}
          maxLength={200}
          value={email}
          error={refusedField(change.error, 'email')}
          onChange={(event) => {
            setEmail(event.currentTarget.value);
          }}
          data-testid="email-new"
        />
        <Trouble words={refusedElse(change.error, 'email')} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" loading={change.isPending} data-testid="email-save">
            Send the code
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
