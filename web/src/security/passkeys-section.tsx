// One's passkeys: made, named, removed. The last way in is never removed.
import { Button, Group, Text, TextInput } from '@mantine/core';
import { IconFingerprint, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { PasskeyView } from '../../../src/identity/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { passkeysQuery } from '../api/queries.js';
import { makePasskey, passkeySentence, passkeysWork, thisDevice } from '../session/passkeys.js';
import { Dialog } from '../ui/dialog.js';
import { Row, Rows, Sheet, SheetBody } from '../ui/sheet.js';
import { Loading } from '../ui/states.js';
import { fullTime, since } from '../ui/time.js';
import { Trouble } from '../ui/trouble.js';
import { useLast } from '../ui/use-last.js';
import { noticesQuery } from './security-queries.js';

type Asked = { what: 'name' | 'remove'; passkey: PasskeyView };

/** Asks again for what a change of passkeys changes. */
function useRefresh(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    await queryClient.invalidateQueries({ queryKey: passkeysQuery.queryKey });
    await queryClient.invalidateQueries({ queryKey: noticesQuery.queryKey });
  };
}

export function PasskeysSection() {
  const { data: passkeys } = useQuery(passkeysQuery);
  const [asked, setAsked] = useState<Asked | null>(null);
  const add = useMutation({ mutationFn: () => makePasskey(thisDevice()), onSuccess: useRefresh() });
  const close = (): void => {
    setAsked(null);
  };
  return (
    <Sheet
      title="Passkeys"
      note="Finger, face or the code of your device: nothing to remember, nothing to be lured out of you."
      testId="passkeys"
      aside={
        passkeysWork && (
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            loading={add.isPending}
            onClick={() => {
              add.mutate();
            }}
            data-testid="passkey-add"
          >
            Add a passkey
          </Button>
        )
      }
    >
      {add.error && (
        <SheetBody>
          <Trouble words={passkeySentence(add.error)} />
        </SheetBody>
      )}
      {passkeys === undefined && <Loading what="your passkeys" rows={1} />}
      {passkeys && passkeys.length > 0 && (
        <Rows label="Passkeys">
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} onAsk={setAsked} />
          ))}
        </Rows>
      )}
      <RenameDialog asked={asked?.what === 'name' ? asked.passkey : null} onClose={close} />
      <RemoveDialog asked={asked?.what === 'remove' ? asked.passkey : null} onClose={close} />
    </Sheet>
  );
}

function PasskeyRow({ passkey, onAsk }: { passkey: PasskeyView; onAsk: (asked: Asked) => void }) {
  const { name, createdAt, lastUsedAt, synced } = passkey;
  const used = lastUsedAt === null ? 'never used' : `used ${since(lastUsedAt)}`;
  return (
    <Row
      icon={IconFingerprint}
      name={name}
      detail={`Made ${fullTime(createdAt)}, ${used}. ${synced ? 'Travels between your devices.' : 'Stays on one device.'}`}
      testId="passkey"
    >
      <Button
        variant="subtle"
        size="compact-sm"
        aria-label={`Rename ${name}`}
        onClick={() => {
          onAsk({ what: 'name', passkey });
        }}
      >
        Rename
      </Button>
      <Button
        variant="subtle"
        size="compact-sm"
        color="red"
        aria-label={`Remove ${name}`}
        onClick={() => {
          onAsk({ what: 'remove', passkey });
        }}
      >
        Remove
      </Button>
    </Row>
  );
}

interface DialogProps {
  asked: PasskeyView | null;
  onClose: () => void;
}

function RenameDialog({ asked, onClose }: DialogProps) {
  const shown = useLast(asked);
  return (
    <Dialog opened={asked !== null} onClose={onClose} title="Name this passkey" size="sm">
      {shown && <RenameForm key={shown.id} passkey={shown} onClose={onClose} />}
    </Dialog>
  );
}

function RenameForm({ passkey, onClose }: { passkey: PasskeyView; onClose: () => void }) {
  const refresh = useRefresh();
  const [name, setName] = useState(passkey.name);
  const rename = useMutation({
    mutationFn: () => call(`/passkeys/${passkey.id}/name`, { method: 'PUT', body: { name } }),
    onSuccess: async () => {
      onClose();
      await refresh();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate();
      }}
    >
      <TextInput
        label="Name"
        data-autofocus
        required
        withAsterisk={false}
        maxLength={60}
        value={name}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
        mb="md"
        data-testid="passkey-name"
      />
      <Trouble words={rename.error && sentenceOf(rename.error)} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button type="submit" loading={rename.isPending}>
          Keep this name
        </Button>
      </Group>
    </form>
  );
}

function RemoveDialog({ asked, onClose }: DialogProps) {
  const refresh = useRefresh();
  const shown = useLast(asked);
  const remove = useMutation({
    mutationFn: (id: string) => call(`/passkeys/${id}`, { method: 'DELETE' }),
    onSuccess: async () => {
      onClose();
      await refresh();
    },
  });
  const close = (): void => {
    remove.reset();
    onClose();
  };
  return (
    <Dialog opened={asked !== null} onClose={close} title="Remove this passkey?" size="sm">
      <Text size="sm" mb="md">
        “{shown?.name}” opens and confirms nothing any more. Your device may still show it; delete
        it there, too.
      </Text>
      <Trouble words={remove.error && sentenceOf(remove.error)} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={close}>
          Keep it
        </Button>
        <Button
          color="red"
          loading={remove.isPending}
          onClick={() => {
            if (shown) remove.mutate(shown.id);
          }}
          data-testid="passkey-remove-confirm"
        >
          Remove it
        </Button>
      </Group>
    </Dialog>
  );
}
