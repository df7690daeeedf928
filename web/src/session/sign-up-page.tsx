// Making an account: who one is, then how one comes in: a passkey first, a password for whoever wants
// one. An account whose passkey was called off is kept, and the question is asked again.
import { Button, Stack, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { SessionView, SignedUpView } from '../../../src/identity/contract.js';
import { call } from '../api/client.js';
import { sessionQuery } from '../api/queries.js';
import { Trouble } from '../ui/trouble.js';
import { Entrance } from './entrance.js';
import classes from './entrance.module.css';
import { NewPassword } from './new-password.js';
import { makePasskey, passkeySentence, passkeysWork, thisDevice } from './passkeys.js';
import { refusedElse, refusedField } from './refused-field.js';

type Way = 'passkey' | 'password';

export function SignUpPage() {
  return (
    <Entrance
      title="Create an account"
      intro="Friends find you by your handle and see your name."
      foot={
        <p className={classes.links}>
          <Link to="/signin" className={classes.link}>
            I have an account
          </Link>
        </p>
      }
    >
      <SignUpForm />
    </Entrance>
  );
}

function SignUpForm() {
  const [who, setWho] = useState({ handle: '', name: '', email: '' });
  const [password, setPassword] = useState('');
  const [way, setWay] = useState<Way>(passkeysWork ? 'passkey' : 'password');
  const { made, signUp } = useSignUp();
  const { error, isPending } = signUp;
  const isElse = refusedElse(error, 'handle', 'name', 'email', 'password') !== null;
  const trouble = isElse ? passkeySentence(error) : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        signUp.mutate({ ...who, password: way === 'password' ? password : undefined });
      }}
    >
      <Stack gap="sm">
        {!made && <WhoFields who={who} error={error} onChange={setWho} />}
        {made && way === 'passkey' && (
          <p className={classes.note}>
            Your account is there. Now make the passkey that opens it, or take a password.
          </p>
        )}
        {way === 'password' && (
          <NewPassword
            value={password}
            error={refusedField(error, 'password')}
            onChange={setPassword}
          />
        )}
        <Trouble words={trouble} />
        <Button
          type="submit"
          size="md"
          leftSection={way === 'passkey' ? <IconFingerprint size={20} /> : undefined}
          loading={isPending}
          data-testid="signup-go"
        >
          {way === 'passkey' ? 'Go on with a passkey' : 'Create the account'}
        </Button>
        {passkeysWork && (
          <Button
            variant="subtle"
            disabled={isPending}
            onClick={() => {
              signUp.reset();
              setWay(way === 'passkey' ? 'password' : 'passkey');
            }}
            data-testid="signup-other-way"
          >
            {way === 'passkey' ? 'Use a password instead' : 'Use a passkey instead'}
          </Button>
        )}
      </Stack>
    </form>
  );
}

interface Wish {
  handle: string;
  name: string;
  email: string;
  /** Without one a passkey is made. */
  password: string | undefined;
}

/** Makes the account once, then the way in; whatever of it failed is done again at the next try. */
function useSignUp() {
  const router = useRouter();
  const queryClient = useQueryClient();
  const [made, setMade] = useState<SignedUpView | null>(null);
  const signUp = useMutation({
    mutationFn: async (wish: Wish) => {
      const { password } = wish;
      const account =
        made ?? (await call<SignedUpView>('/accounts', { method: 'POST', body: wish }));
      setMade(account);
      if (password === undefined) await makePasskey(thisDevice());
      else if (made) await call('/account/password', { method: 'PUT', body: { password } });
      return account;
    },
    meta: { signingIn: true },
    onSuccess: async ({ person, verificationId }) => {
      const session: SessionView = { person };
      await queryClient.cancelQueries({ queryKey: sessionQuery.queryKey });
      queryClient.setQueryData(sessionQuery.queryKey, session);
      await router.navigate({ to: '/verify-email', hash: `id=${verificationId}` });
    },
  });
  return { made, signUp };
}

interface WhoProps {
  who: { handle: string; name: string; email: string };
  error: unknown;
  onChange: (who: WhoProps['who']) => void;
}

function WhoFields({ who, error, onChange }: WhoProps) {
  return (
    <>
      <TextInput
        label="Handle"
        description="2 to 30 of a to z, 0 to 9 and _"
        leftSection="@"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        withAsterisk={false}
        maxLength={30}
        value={who.handle}
        error={refusedField(error, 'handle')}
        onChange={(event) => {
          onChange({ ...who, handle: event.currentTarget.value.trim().toLowerCase() });
        }}
      />
      <TextInput
        label="Name"
        autoComplete="name"
        required
        withAsterisk={false}
        maxLength={80}
        value={who.name}
        error={refusedField(error, 'name')}
        onChange={(event) => {
          onChange({ ...who, name: event.currentTarget.value });
        }}
      />
      <TextInput
        type="email"
        label="E-mail address"
        description="For a code now, and to get back in if you ever must"
        autoComplete="email"
        required
        withAsterisk={false}
        maxLength={200}
        value={who.email}
        error={refusedField(error, 'email')}
        onChange={(event) => {
          onChange({ ...who, email: event.currentTarget.value });
        }}
      />
    </>
  );
}
