// Signing in: by passkey first, by handle and password second, and in a demo with one tap per person.
// Whoever is already signed in is sent on by the router before this page shows.
import { Button, Divider, PasswordInput, Stack, TextInput, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { SessionView } from '../../../src/identity/contract.js';
import { call } from '../api/client.js';
import { configQuery } from '../api/queries.js';
import { TestMoneyBanner } from '../shell/test-money-banner.js';
import { Brand } from '../ui/brand.js';
import { Trouble } from '../ui/trouble.js';
import { DemoPeople } from './demo-people.js';
import classes from './entrance.module.css';
import { passkeySentence, passkeysWork, signInByPasskey } from './passkeys.js';
import { useEnter } from './use-enter.js';
import { useInvite } from './use-invite.js';
import { usePasskeyAutofill } from './use-passkey-autofill.js';

type Way = 'passkey' | { handle: string; password: string };

export function SignInPage() {
  useDocumentTitle('Sign in · Tenner');
  const invite = useInvite();
  return (
    <div className={classes.page}>
      <TestMoneyBanner />
      <main className={classes.main}>
        <div className={classes.welcome}>
          <Brand size={40} />
          <Title order={1} className={classes.headline}>
            Money that stays in the conversation.
          </Title>
          {invite !== '' && <p>You have been invited. Sign in to see to what.</p>}
        </div>
        <SignInPanel />
        <p className={classes.links}>
          <Link to="/signup" hash={invite} className={classes.link}>
            Create an account
          </Link>
          <Link to="/recover" className={classes.link}>
            I cannot get in
          </Link>
        </p>
        <Demo />
      </main>
    </div>
  );
}

function SignInPanel() {
  const enter = useEnter();
  const [handle, setHandle] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: (way: Way) =>
      way === 'passkey'
        ? signInByPasskey()
        : call<SessionView>('/sessions', { method: 'POST', body: way }),
    meta: { signingIn: true },
    onSuccess: enter,
  });
  const byPasskey = signIn.variables === 'passkey';
  // Asking the browser a second thing takes the first back, so the offer is made again afterwards.
  usePasskeyAutofill(!signIn.isPending, (session) => void enter(session));
  return (
    <div className={classes.panel}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate({ handle, password });
        }}
      >
        <Stack gap="sm">
          {passkeysWork && (
            <>
              <Button
                size="md"
                leftSection={<IconFingerprint size={20} />}
                loading={signIn.isPending && byPasskey}
                onClick={() => {
                  signIn.mutate('passkey');
                }}
                data-testid="signin-passkey"
              >
                Sign in with a passkey
              </Button>
              <Divider label="or with your password" />
            </>
          )}
          <TextInput
            label="Handle"
            autoComplete="username webauthn"
            autoCapitalize="none"
            spellCheck={false}
            required
            withAsterisk={false}
            value={handle}
            onChange={(event) => {
              setHandle(event.currentTarget.value);
            }}
          />
          <PasswordInput
            label="Password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={(event) => {
              setPassword(event.currentTarget.value);
            }}
          />
          <Trouble words={signIn.error && passkeySentence(signIn.error)} />
          <Button
            type="submit"
            size="md"
            variant={passkeysWork ? 'default' : 'filled'}
            loading={signIn.isPending && !byPasskey}
          >
            Sign in
          </Button>
        </Stack>
      </form>
    </div>
  );
}

function Demo() {
  const enter = useEnter();
  const config = useQuery(configQuery);
  const stepIn = useMutation({
    mutationFn: (handle: string) =>
      call<SessionView>('/demo/sessions', { method: 'POST', body: { handle } }),
    meta: { signingIn: true },
    onSuccess: enter,
  });
  const demo = config.data?.demo;
  if (!demo) return null;
  return (
    <DemoPeople
      people={demo.people}
      pin={demo.pin}
      busyHandle={stepIn.isPending ? stepIn.variables : null}
      onPick={(handle) => {
        stepIn.mutate(handle);
      }}
    />
  );
}
