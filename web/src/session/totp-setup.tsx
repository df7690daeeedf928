// Setting up codes of an app: the picture for its camera, the secret for whoever types it, and the
// first code, which shows that the app has it.
import { Button, CopyButton, Stack } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { EnrolmentView } from '../../../src/identity/contract.js';
import { call } from '../api/client.js';
import { Failed, Loading } from '../ui/states.js';
import { Trouble } from '../ui/trouble.js';
import { CodeInput } from './code-input.js';
import classes from './entrance.module.css';
import { refusedElse, refusedField } from './refused-field.js';

const LENGTH = 6;

export function TotpSetup({ onDone }: { onDone: () => void }) {
  // A new secret each time it is opened, and none that is made behind the back of whoever scans one.
  const enrolment = useQuery({
    queryKey: ['totp-enrolment'],
    queryFn: () => call<EnrolmentView>('/second-factor/totp', { method: 'POST', body: {} }),
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (enrolment.isPending) return <Loading what="the picture" rows={1} height={200} />;
  if (enrolment.isError) {
    return <Failed error={enrolment.error} what="This" onRetry={() => void enrolment.refetch()} />;
  }
  return <FirstCode enrolment={enrolment.data} onDone={onDone} />;
}

interface Props {
  enrolment: EnrolmentView;
  onDone: () => void;
}

function FirstCode({ enrolment: { secret, picture }, onDone }: Props) {
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: (digits: string) =>
      call('/second-factor/totp/confirm', { method: 'POST', body: { code: digits } }),
    onSuccess: onDone,
    onError: () => {
      setCode('');
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate(code);
      }}
    >
      <Stack gap="sm">
        <p className={classes.note}>Scan this with an app for codes, or type the secret into it.</p>
        <img
          className={classes.picture}
          alt="QR code of the secret below"
          src={`data:image/svg+xml;utf8,${encodeURIComponent(picture)}`}
        />
        <div>
          <div className={classes.secret} data-testid="totp-secret">
            {secret.replace(/(.{4})(?=.)/g, '$1 ')}
          </div>
          <CopySecret secret={secret} />
        </div>
        <CodeInput
          label="Code the app shows now"
          length={LENGTH}
          value={code}
          error={refusedField(confirm.error, 'code')}
          onChange={setCode}
          onComplete={confirm.mutate}
        />
        <Trouble words={refusedElse(confirm.error, 'code')} />
        <Button
          type="submit"
          size="md"
          disabled={code.length < LENGTH}
          loading={confirm.isPending}
          data-testid="totp-confirm"
        >
          Set it up
        </Button>
      </Stack>
    </form>
  );
}

function CopySecret({ secret }: { secret: string }) {
  return (
    <CopyButton value={secret}>
      {({ copied, copy }) => (
        <Button
          variant="subtle"
          size="compact-sm"
          px={0}
          leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          onClick={copy}
        >
          {copied ? 'Copied' : 'Copy the secret'}
        </Button>
      )}
    </CopyButton>
  );
}
