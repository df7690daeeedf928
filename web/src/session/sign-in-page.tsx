// Signing in: handle and password, and in a demo one tap per person. Whoever is already signed in is
// sent on by the router before this page shows.
import { Alert, Button, PasswordInput, Stack, TextInput, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocation, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import type { SessionView } from '../../../src/identity/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { configQuery, sessionQuery } from '../api/queries.js';
import { TestMoneyBanner } from '../shell/test-money-banner.js';
import { Brand } from '../ui/brand.js';
import { DemoPeople } from './demo-people.js';
import classes from './sign-in-page.module.css';
import { landingOf } from './viewer.js';

interface Credentials {
  handle: string;
  password: string;
}

/** To one's own first page, or on to the invitation that one came for. */
const wayOn = ({ person: { roles } }: SessionView, invite: string) =>
  invite === '' ? { to: landingOf(roles) } : ({ to: '/invite', hash: invite } as const);

export function SignInPage() {
  useDocumentTitle('Sign in · Tenner');
  const router = useRouter();
  const queryClient = useQueryClient();
  const { hash: invite } = useLocation();
  const config = useQuery(configQuery);
  const [credentials, setCredentials] = useState<Credentials>({ handle: '', password: '' });
  const enter = async (session: SessionView): Promise<void> => {
    queryClient.setQueryData(sessionQuery.queryKey, session);
    await router.navigate(wayOn(session, invite));
  };
  const signIn = useMutation({
    mutationFn: (body: Credentials) => call<SessionView>('/sessions', { method: 'POST', body }),
    meta: { signingIn: true },
    onSuccess: enter,
  });
  const stepIn = useMutation({
    mutationFn: (handle: string) =>
      call<SessionView>('/demo/sessions', { method: 'POST', body: { handle } }),
    meta: { signingIn: true },
    onSuccess: enter,
  });
  const demo = config.data?.demo;

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
        <div className={classes.panel}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              signIn.mutate(credentials);
            }}
          >
            <Stack gap="sm">
              <TextInput
                label="Handle"
                autoComplete="username"
                autoCapitalize="none"
                spellCheck={false}
                required
                withAsterisk={false}
                value={credentials.handle}
                onChange={(event) => {
                  setCredentials({ ...credentials, handle: event.currentTarget.value });
                }}
              />
              <PasswordInput
                label="Password"
                autoComplete="current-password"
                required
                withAsterisk={false}
                value={credentials.password}
                onChange={(event) => {
                  setCredentials({ ...credentials, password: event.currentTarget.value });
                }}
              />
              {signIn.error && (
                <Alert color="red" icon={<IconAlertCircle />} role="alert">
                  {sentenceOf(signIn.error)}
                </Alert>
              )}
              <Button type="submit" size="md" loading={signIn.isPending}>
                Sign in
              </Button>
            </Stack>
          </form>
        </div>
        {demo && (
          <DemoPeople
            people={demo.people}
            pin={demo.pin}
            busyHandle={stepIn.isPending ? stepIn.variables : null}
            onPick={(handle) => {
              stepIn.mutate(handle);
            }}
          />
        )}
      </main>
    </div>
  );
}
