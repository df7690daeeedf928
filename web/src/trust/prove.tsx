// Confirming something: with a passkey or the six digits of a PIN, beside what exactly is confirmed.
// Whoever has neither sets up a PIN here and goes on.
import { Alert, Button, PinInput, Stack } from '@mantine/core';
import { startAuthentication } from '@simplewebauthn/browser';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConfirmationAsked } from '../../../src/payments/trust/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { configQuery } from '../api/queries.js';
import classes from './trust.module.css';

interface Props {
  asked: Pick<ConfirmationAsked, 'id' | 'methods' | 'passkey'>;
  /** What is confirmed, as a sentence. */
  why: string;
  onProven: (confirmationId: string) => void;
}

export const PIN_LENGTH = 6;

type RequestOptions = Parameters<typeof startAuthentication>[0]['optionsJSON'];

export function Prove({ asked, why, onProven }: Props) {
  const [pin, setPin] = useState('');
  const { data: config } = useQuery(configQuery);
  const path = `/confirmations/${asked.id}`;
  const proving = useMutation({
    mutationFn: async (typed: string | null) => {
      if (typed !== null) {
        await call(`${path}/pin`, { method: 'POST', body: { pin: typed } });
        return;
      }
      const optionsJSON = asked.passkey as RequestOptions;
      const response = await startAuthentication({ optionsJSON });
      await call(`${path}/passkey`, { method: 'POST', body: { response } });
    },
    onSuccess: () => {
      onProven(asked.id);
    },
    onError: () => {
      setPin('');
    },
  });

  return (
    <Stack gap={10} data-testid="prove">
      <p className={classes.why}>{why}</p>
      {asked.methods.includes('passkey') && (
        <Button
          leftSection={<IconFingerprint size={20} />}
          loading={proving.isPending && proving.variables === null}
          onClick={() => {
            proving.mutate(null);
          }}
          data-testid="prove-passkey"
        >
          Confirm with your passkey
        </Button>
      )}
      {asked.methods.includes('pin') && (
        <div className={classes.pin}>
          <PinInput
            length={PIN_LENGTH}
            type="number"
            mask
            aria-label="Your PIN"
            getInputProps={(index) => ({ 'aria-label': `PIN, digit ${String(index + 1)}` })}
            autoFocus
            value={pin}
            disabled={proving.isPending}
            onChange={setPin}
            onComplete={(typed) => {
              proving.mutate(typed);
            }}
            data-testid="prove-pin"
          />
          {config?.demo && <p className={classes.hint}>The demo’s PIN is {config.demo.pin}.</p>}
        </div>
      )}
      {proving.error && (
        <Alert color="red" role="alert" data-testid="prove-error">
          {proving.error.name === 'NotAllowedError'
            ? 'Your passkey was not used. Try again, or use your PIN.'
            : sentenceOf(proving.error)}
        </Alert>
      )}
    </Stack>
  );
}
