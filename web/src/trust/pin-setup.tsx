// Setting up a PIN in the middle of a payment, for whoever has nothing to confirm it with.
import { Alert, Button, PinInput, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call, sentenceOf } from '../api/client.js';
import { PIN_LENGTH } from './prove.js';
import classes from './trust.module.css';

const FOR_PAYMENT =
  'This payment must be confirmed. Set up a PIN once; you will use it for large payments and for ' +
  'people you have not paid before.';

interface Props {
  why?: string;
  onSet: () => void;
}

export function PinSetup({ why = FOR_PAYMENT, onSet }: Props) {
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const setting = useMutation({
    mutationFn: () => call('/pin', { method: 'PUT', body: { pin } }),
    onSuccess: onSet,
  });
  const isWhole = pin.length === PIN_LENGTH && again.length === PIN_LENGTH;
  const differs = isWhole && pin !== again;
  const fields = [
    { label: 'Choose a PIN of six digits', value: pin, onChange: setPin, id: 'pin-new' },
    { label: 'The same PIN again', value: again, onChange: setAgain, id: 'pin-again' },
  ];
  return (
    <Stack gap={10} data-testid="pin-setup">
      <p className={classes.why}>{why}</p>
      {fields.map(({ label, value, onChange, id }) => (
        <div key={id} className={classes.pin} role="group" aria-label={label}>
          <span className={classes.label}>{label}</span>
          <PinInput
            length={PIN_LENGTH}
            type="number"
            mask
            value={value}
            onChange={onChange}
            getInputProps={(index) => ({ 'aria-label': `${label}, digit ${String(index + 1)}` })}
            data-testid={id}
          />
        </div>
      ))}
      {(differs || setting.error) && (
        <Alert color="red" role="alert">
          {differs ? 'The two PINs are not the same.' : sentenceOf(setting.error)}
        </Alert>
      )}
      <Button
        disabled={!isWhole || differs}
        loading={setting.isPending}
        onClick={() => {
          setting.mutate();
        }}
        data-testid="pin-save"
      >
        Set up this PIN
      </Button>
    </Stack>
  );
}
