// The field of a code that was mailed or that an app shows. One field and not one per digit: a code
// can be pasted with its spaces, filled in by a phone, and read aloud as what it is.
import { TextInput } from '@mantine/core';
import classes from './entrance.module.css';

interface Props {
  label: string;
  length: number;
  value: string;
  error?: string | undefined;
  autoFocus?: boolean;
  onChange: (digits: string) => void;
  /** All digits are there. */
  onComplete?: (digits: string) => void;
}

export function CodeInput({ label, length, value, error, autoFocus, onChange, onComplete }: Props) {
  return (
    <TextInput
      label={label}
      inputMode="numeric"
      autoComplete="one-time-code"
      size="md"
      labelProps={{ size: 'sm' }}
      required
      withAsterisk={false}
      autoFocus={autoFocus}
      data-autofocus={autoFocus}
      classNames={{ input: classes.code }}
      value={value}
      error={error}
      onChange={(event) => {
        const digits = event.currentTarget.value.replace(/\D/g, '').slice(0, length);
        onChange(digits);
        if (digits.length === length && digits !== value) onComplete?.(digits);
      }}
      data-testid="code"
    />
  );
}
