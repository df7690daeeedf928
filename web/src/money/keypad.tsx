// Keys for typing an amount by touch. The decimal key is the reader's own separator, and it is missing
// for currencies without decimals.
import { UnstyledButton } from '@mantine/core';
import { IconBackspace } from '@tabler/icons-react';
import { decimalSeparator } from './format.js';
import classes from './keypad.module.css';

interface Props {
  typed: string;
  digits: number;
  onType: (typed: string) => void;
}

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

export function Keypad({ typed, digits, onType }: Props) {
  const separator = decimalSeparator();
  const put = (key: string): void => {
    onType(typed === '0' && key !== separator ? key : typed + key);
  };
  return (
    <div className={classes.keys} role="group" aria-label="Amount keypad">
      {DIGITS.map((digit) => (
        <UnstyledButton
          key={digit}
          type="button"
          className={classes.key}
          onClick={() => {
            put(digit);
          }}
        >
          {digit}
        </UnstyledButton>
      ))}
      {digits > 0 ? (
        <UnstyledButton
          type="button"
          className={classes.key}
          aria-label="Decimal separator"
          disabled={/[.,]/.test(typed)}
          onClick={() => {
            put(typed === '' ? `0${separator}` : separator);
          }}
        >
          {separator}
        </UnstyledButton>
      ) : (
        <span />
      )}
      <UnstyledButton
        type="button"
        className={classes.key}
        onClick={() => {
          put('0');
        }}
      >
        0
      </UnstyledButton>
      <UnstyledButton
        type="button"
        className={classes.key}
        aria-label="Delete last digit"
        disabled={typed === ''}
        onClick={() => {
          onType(typed.slice(0, -1));
        }}
      >
        <IconBackspace size={22} aria-hidden="true" />
      </UnstyledButton>
    </div>
  );
}
