// A limit as somebody types it, with its currency.
import { NativeSelect, TextInput } from '@mantine/core';
import type { MoneyView } from '../../../../src/shared/contract.js';
import { type ParsedAmount, parseAmount } from '../../money/parse-amount.js';
import classes from './contact.module.css';

interface Props {
  value: MoneyView;
  currencies: readonly { code: string; digits: number }[];
  onChange: (value: MoneyView) => void;
}

export function LimitField({ value, currencies, onChange }: Props) {
  const parsed = parsedLimit(value, currencies);
  const isWrong = !parsed.ok && !parsed.unfinished;
  return (
    <div className={classes.limit}>
      <TextInput
        label="Ask them above"
        inputMode="decimal"
        placeholder="200"
        value={value.amount}
        error={isWrong ? parsed.sentence : undefined}
        onChange={(event) => {
          onChange({ ...value, amount: event.currentTarget.value });
        }}
        data-testid="contact-limit"
      />
      <NativeSelect
        label="Currency"
        data={currencies.map(({ code }) => code)}
        value={value.currency}
        onChange={(event) => {
          onChange({ ...value, currency: event.currentTarget.value });
        }}
      />
    </div>
  );
}

/** What was typed, read as the server will. */
export function parsedLimit(
  { amount, currency }: MoneyView,
  currencies: Props['currencies'],
): ParsedAmount {
  const digits = currencies.find(({ code }) => code === currency)?.digits ?? 2;
  return parseAmount(amount, { currency, digits, maximum: '1000000000' });
}
