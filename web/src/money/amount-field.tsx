// The amount, large. Digits may be typed or tapped; the line below says it back in words as it
// changes, so a slip is heard as well as seen, and names the limits that apply.
import { Anchor, NativeSelect } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconAlertCircle } from '@tabler/icons-react';
import { useEffect, useId, useRef } from 'react';
import classes from './amount-field.module.css';
import { currencySign, decimalSeparator, formatMoney, spokenMoney } from './format.js';
import type { Order } from './use-order.js';

interface Props {
  order: Order;
  typed: string;
  obstacle: string | null;
  onType: (typed: string) => void;
  onCurrency: (currency: string) => void;
  onAddCard: () => void;
}

export function AmountField(props: Props) {
  const { order, typed, obstacle, onType, onCurrency, onAddCard } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  // On touch screens the sheet's own keypad does the typing, so the system's stays away.
  const touch = useMediaQuery('(pointer: coarse)');
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  const { currency, digits, parsed, payee, available, maximum, needsCard } = order;
  const zero = digits === 0 ? '0' : `0${decimalSeparator()}${'0'.repeat(digits)}`;
  const saidBack =
    parsed.ok && payee
      ? `${spokenMoney({ amount: parsed.amount, currency })} to ${payee.name}`
      : '';
  const words = needsCard && available !== null && (
    <>
      You have {formatMoney({ amount: available, currency })} available.{' '}
      <Anchor component="button" type="button" inherit fw={600} onClick={onAddCard}>
        Add a card
      </Anchor>{' '}
      to send more.
    </>
  );

  return (
    <div className={classes.root}>
      <label htmlFor={id} className={classes.label}>
        Amount
      </label>
      <div className={classes.line} data-invalid={obstacle !== null || undefined}>
        <span className={classes.sign} aria-hidden="true">
          {currencySign(currency)}
        </span>
        <input
          ref={input}
          id={id}
          className={classes.input}
          data-autofocus
          data-length={typed.length > 9 ? 'very-long' : typed.length > 5 ? 'long' : undefined}
          style={{
            width: `${String(Math.max(typed.length, typed === '' ? zero.length : 1) + 0.5)}ch`,
          }}
          inputMode={touch ? 'none' : 'decimal'}
          autoComplete="off"
          maxLength={24}
          placeholder={zero}
          value={typed}
          onChange={(event) => {
            onType(event.currentTarget.value);
          }}
          aria-describedby={`${id}-limits`}
          aria-invalid={obstacle !== null}
          aria-errormessage={obstacle === null ? undefined : `${id}-obstacle`}
          data-testid="amount-input"
        />
        {order.currencies.length > 1 && (
          <NativeSelect
            aria-label="Currency"
            className={classes.currency}
            size="sm"
            data={order.currencies}
            value={currency}
            onChange={(event) => {
              onCurrency(event.currentTarget.value);
            }}
          />
        )}
      </div>
      <p className={classes.said} aria-live="polite">
        {saidBack}
      </p>
      {obstacle === null && needsCard && <p className={classes.limits}>{words}</p>}
      {obstacle !== null && (
        <p
          id={`${id}-obstacle`}
          className={classes.obstacle}
          role="alert"
          data-testid="sheet-error"
        >
          <IconAlertCircle size={16} aria-hidden="true" />
          <span>{needsCard ? words : obstacle}</span>
        </p>
      )}
      <p id={`${id}-limits`} className={classes.limits}>
        {available !== null && `${formatMoney({ amount: available, currency })} in your balance`}
        {available !== null && maximum !== null && ' · '}
        {maximum !== null && `up to ${formatMoney({ amount: maximum, currency })} per payment`}
      </p>
    </div>
  );
}
