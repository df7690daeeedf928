// "Show once more that it is you": the one dialog that opens whenever the server wants a fresh proof.
// What was asked for goes on by itself once it is given.
import { Button, Divider, PasswordInput, Stack } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call, onProofNeeded } from '../api/client.js';
import { accountQuery, configQuery, passkeysQuery, sessionQuery } from '../api/queries.js';
import { Dialog } from '../ui/dialog.js';
import { Trouble } from '../ui/trouble.js';
import classes from './entrance.module.css';
import { passkeySentence, passkeysWork, proveByPasskey } from './passkeys.js';

type Answer = (isProven: boolean) => void;

export function StepUp() {
  const [answers, setAnswers] = useState<readonly Answer[]>([]);
  useEffect(() => {
    // Several calls may wait for the same proof.
    onProofNeeded(
      () =>
        new Promise((answer) => {
          setAnswers((before) => [...before, answer]);
        }),
    );
    return () => {
      onProofNeeded(null);
    };
  }, []);
  const settle = (isProven: boolean): void => {
    for (const answer of answers) answer(isProven);
    setAnswers([]);
  };
  return (
    <Dialog
      opened={answers.length > 0}
      onClose={() => {
        settle(false);
      }}
      title="Is it you?"
      size="sm"
      isUrgent
    >
      <ProofForm
        onProven={() => {
          settle(true);
        }}
      />
    </Dialog>
  );
}

function ProofForm({ onProven }: { onProven: () => void }) {
  const { data: session } = useQuery(sessionQuery);
  const isIn = session != null && session.secondFactor === undefined;
  const { data: passkeys } = useQuery({ ...passkeysQuery, enabled: isIn });
  const { data: account } = useQuery({ ...accountQuery, enabled: isIn });
  const [password, setPassword] = useState('');
  const proof = useMutation({
    mutationFn: (typed: string | null) =>
      typed === null
        ? proveByPasskey()
        : call<undefined>('/session/proof', { method: 'POST', body: { password: typed } }),
    onSuccess: onProven,
  });
  const hasPasskey = passkeysWork && passkeys !== undefined && passkeys.length > 0;
  const hasPassword = account?.hasPassword ?? true;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        proof.mutate(password);
      }}
    >
      <Stack gap="sm" data-testid="step-up">
        <p className={classes.note}>
          What you are about to do is grave, and it was a while ago that you showed who you are.
        </p>
        {hasPasskey && (
          <Button
            leftSection={<IconFingerprint size={20} />}
            loading={proof.isPending && proof.variables === null}
            onClick={() => {
              proof.mutate(null);
            }}
            data-testid="step-up-passkey"
          >
            Use your passkey
          </Button>
        )}
        {hasPasskey && hasPassword && <Divider label="or" />}
        {hasPassword && <PasswordField value={password} onChange={setPassword} />}
        <Trouble words={proof.error && passkeySentence(proof.error)} />
        {hasPassword && (
          <Button
            type="submit"
            variant={hasPasskey ? 'default' : 'filled'}
            loading={proof.isPending && proof.variables !== null}
            data-testid="step-up-go"
          >
            Go on
          </Button>
        )}
      </Stack>
    </form>
  );
}

interface FieldProps {
  value: string;
  onChange: (value: string) => void;
}

function PasswordField({ value, onChange }: FieldProps) {
  const { data: config } = useQuery(configQuery);
  return (
    <PasswordInput
      label="Your password"
      description={config?.demo && `The demo’s people have: ${config.demo.password}`}
      autoComplete="current-password"
      required
      withAsterisk={false}
      data-autofocus
      value={value}
      onChange={(event) => {
        onChange(event.currentTarget.value);
      }}
      data-testid="step-up-password"
    />
  );
}
