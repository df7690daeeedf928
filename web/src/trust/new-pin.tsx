// A new PIN, typed twice, because nobody sees what they type.
import { Button, PinInput, Stack } from '@mantine/core';
import { useState } from 'react';
import { Trouble } from '../ui/trouble.js';
import { PIN_LENGTH } from './prove.js';
import classes from './trust.module.css';

interface Props {
  save: string;
  isPending: boolean;
  /** Why the last one was not taken. */
  trouble: string | null;
  onSave: (pin: string) => void;
}

export function NewPin({ save, isPending, trouble, onSave }: Props) {
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const isWhole = pin.length === PIN_LENGTH && again.length === PIN_LENGTH;
  const differs = isWhole && pin !== again;
  return (
    <Stack gap={10}>
      <PinField label="Choose a PIN of six digits" value={pin} onChange={setPin} testId="pin-new" />
      <PinField label="The same PIN again" value={again} onChange={setAgain} testId="pin-again" />
      <Trouble words={differs ? 'The two PINs are not the same.' : trouble} />
      <Button
        disabled={!isWhole || differs}
        loading={isPending}
        onClick={() => {
          onSave(pin);
        }}
        data-testid="pin-save"
      >
        {save}
      </Button>
    </Stack>
  );
}

interface FieldProps {
  label: string;
  value: string;
  onChange: (pin: string) => void;
  testId: string;
}

export function PinField({ label, value, onChange, testId }: FieldProps) {
  return (
    <div className={classes.pin} role="group" aria-label={label}>
      <span className={classes.label}>{label}</span>
      <PinInput
        length={PIN_LENGTH}
        type="number"
        mask
        value={value}
        onChange={onChange}
        getInputProps={(index) => ({ 'aria-label': `${label}, digit ${String(index + 1)}` })}
        data-testid={testId}
      />
    </div>
  );
}
