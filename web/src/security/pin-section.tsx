// One's PIN, which confirms payments: set, changed by whoever knows it, or set anew by a code in a mail
// by whoever forgot it.
import { Button, Group, Stack } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import type { AccountView, MailedCodeView } from '../../../src/identity/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { readLetterHash } from '../session/letter-hash.js';
import { NewPin, PinField } from '../trust/new-pin.js';
import { Dialog } from '../ui/dialog.js';
import { Sheet, SheetBody } from '../ui/sheet.js';
import { deadline, fullTime } from '../ui/time.js';
import { TonePill } from '../ui/tone.js';
import { Trouble } from '../ui/trouble.js';
import { RecoverPin } from './recover-pin.js';
import { pinQuery } from './security-queries.js';

type Asked = 'set' | 'recover';

export function PinSection({ account }: { account: AccountView }) {
  const { data: pin } = useQuery(pinQuery);
  // The link of the letter leads here, with the code.
  const given = readLetterHash(useLocation().hash);
  const [asked, setAsked] = useState<Asked | null>(given.id === null ? null : 'recover');
  const [codeId, setCodeId] = useState(given.id);
  const begin = useMutation({
    mutationFn: () => call<MailedCodeView>('/pin/recovery', { method: 'POST', body: {} }),
    onSuccess: (view) => {
      setCodeId(view.codeId);
      setAsked('recover');
    },
  });
  const close = (): void => {
    setAsked(null);
  };
  const title = pin?.set === true ? 'Change your PIN' : 'Set a PIN';
  return (
    <Sheet
      title="PIN"
      note={
        pin?.changedAt == null
          ? 'Six digits that confirm large payments and first ones.'
          : `Six digits that confirm large payments and first ones. Set ${fullTime(pin.changedAt)}.`
      }
      testId="pin"
      aside={
        <Group gap="sm">
          {pin && <PinState {...pin} />}
          {pin?.set === true && account.emailVerified && (
            <Button
              variant="subtle"
              loading={begin.isPending}
              onClick={() => {
                begin.mutate();
              }}
              data-testid="pin-forgot"
            >
              I forgot it
            </Button>
          )}
          {pin?.recoveryNeeded !== true && (
            <Button
              variant="default"
              onClick={() => {
                setAsked('set');
              }}
              data-testid="pin-change"
            >
              {pin?.set === true ? 'Change it' : 'Set one'}
            </Button>
          )}
        </Group>
      }
    >
      {begin.error && (
        <SheetBody>
          <Trouble words={sentenceOf(begin.error)} />
        </SheetBody>
      )}
      <Dialog opened={asked === 'set'} onClose={close} title={title} size="sm">
        <PinForm isSet={pin?.set === true} onClose={close} />
      </Dialog>
      <Dialog opened={asked === 'recover'} onClose={close} title="Set a new PIN" size="sm">
        {codeId !== null && (
          <RecoverPin key={codeId} id={codeId} code={given.code} onClose={close} />
        )}
      </Dialog>
    </Sheet>
  );
}

function PinState({
  lockedUntil,
  recoveryNeeded,
}: {
  lockedUntil: string | null;
  recoveryNeeded: boolean;
}) {
  if (lockedUntil === null && !recoveryNeeded) return null;
  return (
    <TonePill tone="bad" icon={IconLock}>
      {lockedUntil === null ? 'Locked' : `Locked until ${deadline(lockedUntil)}`}
    </TonePill>
  );
}

function PinForm({ isSet, onClose }: { isSet: boolean; onClose: () => void }) {
  const queryClient = useQueryClient();
  const [current, setCurrent] = useState('');
  const setting = useMutation({
    mutationFn: (pin: string) =>
      call('/pin', { method: 'PUT', body: { pin, ...(isSet ? { current } : {}) } }),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries(),
  });
  return (
    <Stack gap="md">
      {isSet && (
        <PinField
          label="Your PIN as it is now"
          value={current}
          onChange={setCurrent}
          testId="pin-current"
        />
      )}
      <NewPin
        save="Save this PIN"
        isPending={setting.isPending}
        trouble={setting.error && sentenceOf(setting.error)}
        onSave={setting.mutate}
      />
    </Stack>
  );
}
