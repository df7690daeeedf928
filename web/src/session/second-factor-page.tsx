// The second factor of whoever works here: shown after a password, or set up first by whoever has none.
import { Button, Divider, Stack } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/client.js';
import { secondFactorQuery, sessionQuery } from '../api/queries.js';
import { Loading } from '../ui/states.js';
import { Trouble } from '../ui/trouble.js';
import { CodeInput } from './code-input.js';
import { Entrance } from './entrance.js';
import { SignOutLine } from './sign-out-line.js';
import {
  makePasskey,
  passkeySentence,
  passkeysWork,
  proveByPasskey,
  thisDevice,
} from './passkeys.js';
import { refusedElse, refusedField } from './refused-field.js';
import { TotpSetup } from './totp-setup.js';
import { useEnter } from './use-enter.js';

const LENGTH = 6;

export function SecondFactorPage() {
  const { data: session } = useQuery(sessionQuery);
  const isMissing = session?.secondFactor === 'missing';
  return (
    <Entrance
      title={isMissing ? 'Set up your second factor' : 'Your second factor'}
      intro={
        isMissing
          ? 'People who work here see what others trust us with. A password alone does not open that.'
          : 'Your password was right. Now show the second thing that only you have.'
      }
      foot={<SignOutLine />}
    >
      {isMissing ? <SetUp /> : <Show />}
    </Entrance>
  );
}

/** Asks again who is signed in, and goes where they may. */
function useGoOn(): () => Promise<void> {
  const enter = useEnter();
  const router = useRouter();
  const queryClient = useQueryClient();
  return async () => {
    const session = await queryClient.query({ ...sessionQuery, staleTime: 0 });
    if (session === null) await router.navigate({ to: '/signin' });
    else await enter(session);
  };
}

function Show() {
  const goOn = useGoOn();
  const [code, setCode] = useState('');
  const { data: has } = useQuery(secondFactorQuery);
  const byPasskey = useMutation({ mutationFn: proveByPasskey, onSuccess: goOn });
  const byCode = useMutation({
    mutationFn: (digits: string) =>
      call('/second-factor/show', { method: 'POST', body: { code: digits } }),
    onSuccess: goOn,
    onError: () => {
      setCode('');
    },
  });
  if (has === undefined) return <Loading what="what you have set up" rows={2} height={42} />;
  return (
    <Stack gap="sm">
      {has.passkey && passkeysWork && <PasskeyButton asking={byPasskey} label="Use your passkey" />}
      {has.passkey && passkeysWork && has.totp && <Divider label="or" />}
      {has.totp && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            byCode.mutate(code);
          }}
        >
          <Stack gap="sm">
            <CodeInput
              label="Code your app shows now"
              length={LENGTH}
              autoFocus
              value={code}
              error={refusedField(byCode.error, 'code')}
              onChange={setCode}
              onComplete={byCode.mutate}
            />
            <Trouble words={refusedElse(byCode.error, 'code')} />
            <Button
              type="submit"
              size="md"
              disabled={code.length < LENGTH}
              loading={byCode.isPending}
            >
              Go on
            </Button>
          </Stack>
        </form>
      )}
    </Stack>
  );
}

function SetUp() {
  const goOn = useGoOn();
  const [withApp, setWithApp] = useState(!passkeysWork);
  // Made and then used once: what was used is what can be shown next time.
  const make = useMutation({
    mutationFn: async () => {
      await makePasskey(thisDevice());
      await proveByPasskey();
    },
    onSuccess: goOn,
  });
  if (withApp) return <TotpSetup onDone={() => void goOn()} />;
  return (
    <Stack gap="sm">
      <PasskeyButton asking={make} label="Make a passkey" />
      <Button
        variant="subtle"
        disabled={make.isPending}
        onClick={() => {
          setWithApp(true);
        }}
        data-testid="use-app"
      >
        Use codes of an app instead
      </Button>
    </Stack>
  );
}

interface PasskeyProps {
  asking: { mutate: () => void; isPending: boolean; error: Error | null };
  label: string;
}

function PasskeyButton({ asking, label }: PasskeyProps) {
  return (
    <>
      <Button
        size="md"
        leftSection={<IconFingerprint size={20} />}
        loading={asking.isPending}
        onClick={() => {
          asking.mutate();
        }}
        data-testid="factor-passkey"
      >
        {label}
      </Button>
      <Trouble words={asking.error && passkeySentence(asking.error)} />
    </>
  );
}
