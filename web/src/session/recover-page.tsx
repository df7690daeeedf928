// Getting back into an account by mail: the address, then the code and a new password. What that sets
// off is said before it is done.
import { Button, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link, useLocation, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { MailedCodeView, SessionView } from '../../../src/identity/contract.js';
import { call } from '../api/client.js';
import { Trouble } from '../ui/trouble.js';
import { CodeInput } from './code-input.js';
import { Entrance } from './entrance.js';
import classes from './entrance.module.css';
import { readLetterHash } from './letter-hash.js';
import { MailHint } from './mail-hint.js';
import { NewPassword } from './new-password.js';
import { refusedElse, refusedField } from './refused-field.js';
import { useEnter } from './use-enter.js';

const LENGTH = 8;

export function RecoverPage() {
  const { hash } = useLocation();
  const { id, code } = readLetterHash(hash);
  return (
    <Entrance
      title="Get back into your account"
      intro={
        id === null
          ? 'If an account has this address, a letter with a code goes there.'
          : 'If an account has that address, a letter with a code of eight digits is on its way.'
      }
      foot={
        <p className={classes.links}>
          <Link to="/signin" className={classes.link}>
            Back to signing in
          </Link>
        </p>
      }
    >
      {id === null ? <AskForm /> : <NewPasswordForm key={id} id={id} code={code} />}
    </Entrance>
  );
}

function AskForm() {
  const router = useRouter();
  const [email, setEmail] = useState('');
  const ask = useMutation({
    mutationFn: () => call<MailedCodeView>('/recovery', { method: 'POST', body: { email } }),
    onSuccess: ({ codeId }) => router.navigate({ to: '/recover', hash: `id=${codeId}` }),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate();
      }}
    >
      <Stack gap="sm">
        <TextInput
          type="email"
          label="E-mail address"
          autoComplete="email"
          required
          withAsterisk={false}
          maxLength={200}
          value={email}
          error={refusedField(ask.error, 'email')}
          onChange={(event) => {
            setEmail(event.currentTarget.value);
          }}
        />
        <Trouble words={refusedElse(ask.error, 'email')} />
        <Button type="submit" size="md" loading={ask.isPending} data-testid="recover-ask">
          Send the code
        </Button>
      </Stack>
    </form>
  );
}

function NewPasswordForm({ id, code: given }: { id: string; code: string }) {
  const enter = useEnter();
  const [code, setCode] = useState(given);
  const [password, setPassword] = useState('');
  const finish = useMutation({
    mutationFn: () =>
      call<SessionView>(`/recovery/${id}`, { method: 'POST', body: { code, password } }),
    meta: { signingIn: true },
    onSuccess: enter,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        finish.mutate();
      }}
    >
      <Stack gap="sm">
        <MailHint />
        <CodeInput
          label="Code from the letter"
          length={LENGTH}
          autoFocus
          value={code}
          error={refusedField(finish.error, 'code')}
          onChange={setCode}
        />
        <NewPassword
          label="New password"
          value={password}
          error={refusedField(finish.error, 'password')}
          onChange={setPassword}
        />
        <ul className={classes.consequences}>
          <li>Wherever else your account is open, it is closed.</li>
          <li>For a day only small amounts can leave it, in case it was not you.</li>
        </ul>
        <Trouble words={refusedElse(finish.error, 'code', 'password')} />
        <Button
          type="submit"
          size="md"
          disabled={code.length < LENGTH}
          loading={finish.isPending}
          data-testid="recover-go"
        >
          Set it and sign in
        </Button>
      </Stack>
    </form>
  );
}
