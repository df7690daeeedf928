// Proving an e-mail address by the code that was sent to it: typed, pasted, or filled in by the link of
// the letter. It can be done later, and without being signed in.
import { Button, Stack } from '@mantine/core';
import { IconMailCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useLocation, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { MailedCodeView } from '../../../src/identity/contract.js';
import { call } from '../api/client.js';
import { sessionQuery } from '../api/queries.js';
import { Trouble } from '../ui/trouble.js';
import { CodeInput } from './code-input.js';
import { Entrance } from './entrance.js';
import classes from './entrance.module.css';
import { readLetterHash } from './letter-hash.js';
import { MailHint } from './mail-hint.js';
import { refusedElse, refusedField } from './refused-field.js';

const LENGTH = 8;

export function VerifyEmailPage() {
  const { hash } = useLocation();
  const { data: session } = useQuery(sessionQuery);
  return (
    <Entrance
      title="Confirm your e-mail address"
      intro="We sent a letter with a code of eight digits. It is good for a quarter of an hour."
      foot={
        <p className={classes.links}>
          <Link to="/" className={classes.link}>
            {session ? 'Later' : 'Sign in'}
          </Link>
        </p>
      }
    >
      <VerifyForm key={hash} {...readLetterHash(hash)} isSignedIn={session != null} />
    </Entrance>
  );
}

interface Props {
  id: string | null;
  code: string;
  isSignedIn: boolean;
}

function VerifyForm({ id, code: given, isSignedIn }: Props) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [code, setCode] = useState(given);
  const verify = useMutation({
    mutationFn: (digits: string) =>
      call(`/email-verifications/${id ?? ''}`, { method: 'POST', body: { code: digits } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      if (isSignedIn) await router.navigate({ to: '/' });
    },
  });
  const resend = useMutation({
    mutationFn: () => call<MailedCodeView>('/account/email/code', { method: 'POST', body: {} }),
    onSuccess: ({ codeId }) => router.navigate({ to: '/verify-email', hash: `id=${codeId}` }),
  });
  const trouble = refusedElse(verify.error, 'code') ?? refusedElse(resend.error);
  if (verify.isSuccess && !isSignedIn) {
    return <p role="status">That is done: the address is yours.</p>;
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        verify.mutate(code);
      }}
    >
      <Stack gap="sm">
        <CodeInput
          label="Code from the letter"
          length={LENGTH}
          autoFocus
          value={code}
          error={refusedField(verify.error, 'code')}
          onChange={(digits) => {
            setCode(digits);
            verify.reset();
          }}
          onComplete={id === null ? undefined : verify.mutate}
        />
        <Trouble words={trouble} />
        <Button
          type="submit"
          size="md"
          leftSection={<IconMailCheck size={20} />}
          disabled={id === null || code.length < LENGTH}
          loading={verify.isPending}
          data-testid="verify-go"
        >
          Confirm the address
        </Button>
        {isSignedIn && (
          <Button
            variant="subtle"
            loading={resend.isPending}
            onClick={() => {
              resend.mutate();
            }}
            data-testid="resend"
          >
            {id === null ? 'Send me a code' : 'Send another letter'}
          </Button>
        )}
        {resend.isSuccess && <Sent />}
        <MailHint />
      </Stack>
    </form>
  );
}

function Sent() {
  return (
    <p className={classes.note} role="status">
      Another letter is on its way. Only its code counts now.
    </p>
  );
}
