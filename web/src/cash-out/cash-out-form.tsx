// Step one of cashing out: the amount, and which of the two ways. Each way says its fee and when the
// money is expected; one that is not possible says why.
import { Anchor, Button, Group, Radio, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type {
  CashOutMethod,
  CashOutQuoteView,
  CashOutTerms,
} from '../../../src/payments/cash-out/contract.js';
import { formatMoney, isZero } from '../money/format.js';
import { isMoreThan } from '../money/parse-amount.js';
import { arrival } from './cash-out-words.js';
import classes from './cash-out.module.css';
import { type Choice, useCashOutQuote } from './use-cash-out-quote.js';

interface Props {
  currency: string;
  typed: string;
  onType: (typed: string) => void;
  onChosen: (choice: Choice) => void;
  onClose: () => void;
}

export function CashOutForm({ currency, typed, onType, onChosen, onClose }: Props) {
  const { available, quote, isAsking, wrong, missing } = useCashOutQuote(typed, currency);
  const [method, setMethod] = useState<CashOutMethod>('standard');
  const [tried, setTried] = useState(false);
  const terms = quote?.[method] ?? null;
  const beyond =
    terms !== null && available !== null && isMoreThan(terms.total, available)
      ? `With the fee that is ${formatMoney({ amount: terms.total, currency })}, and you have ${formatMoney({ amount: available, currency })}.`
      : null;
  const error = wrong ?? beyond ?? (tried ? missing : null);
  const submit = (): void => {
    setTried(true);
    if (quote && terms !== null && error === null)
      onChosen({ amount: quote.amount, method, terms });
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextInput
        label="Amount"
        size="md"
        data-autofocus
        inputMode="decimal"
        autoComplete="off"
        maxLength={24}
        placeholder="0.00"
        rightSection={<Text size="sm">{currency}</Text>}
        rightSectionWidth={56}
        value={typed}
        error={error}
        onChange={(event) => {
          setTried(false);
          onType(event.currentTarget.value);
        }}
        data-testid="cash-out-amount"
      />
      {available !== null && (
        <p className={classes.available}>
          {formatMoney({ amount: available, currency })} available.{' '}
          {!isZero(available) && (
            <Anchor
              component="button"
              type="button"
              inherit
              fw={600}
              onClick={() => {
                onType(available);
              }}
            >
              Take all of it
            </Anchor>
          )}
        </p>
      )}
      <Ways method={method} quote={quote} currency={currency} onPick={setMethod} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Not now
        </Button>
        <Button type="submit" loading={isAsking && tried} data-testid="cash-out-continue">
          Continue
        </Button>
      </Group>
    </form>
  );
}

interface WaysProps {
  method: CashOutMethod;
  quote: CashOutQuoteView | undefined;
  currency: string;
  onPick: (method: CashOutMethod) => void;
}

function Ways({ method, quote, currency, onPick }: WaysProps) {
  return (
    <Radio.Group
      label="How fast"
      mt="md"
      value={method}
      onChange={(value) => {
        onPick(value === 'instant' ? 'instant' : 'standard');
      }}
    >
      <div className={classes.ways}>
        <Way
          value="standard"
          name="Standard"
          hint="In some working days, free"
          terms={quote?.standard ?? null}
          currency={currency}
        />
        <Way
          value="instant"
          name="Instant"
          hint={quote?.instantReason?.message ?? 'Within minutes, for a small fee'}
          terms={quote?.instant ?? null}
          disabled={quote?.instantReason != null}
          currency={currency}
        />
      </div>
    </Radio.Group>
  );
}

interface WayProps {
  value: CashOutMethod;
  name: string;
  /** What to say while nothing is quoted, or why it is not possible. */
  hint: string;
  terms: CashOutTerms | null;
  disabled?: boolean;
  currency: string;
}

function Way({ value, name, hint, terms, disabled = false, currency }: WayProps) {
  const fee =
    terms && (isZero(terms.fee) ? 'Free' : `Fee ${formatMoney({ amount: terms.fee, currency })}`);
  return (
    <Radio.Card
      value={value}
      disabled={disabled}
      className={classes.way}
      data-testid={`cash-out-${value}`}
    >
      <Radio.Indicator disabled={disabled} />
      <span className={classes.wayWords}>
        <span className={classes.wayName}>{name}</span>
        <span className={classes.quiet}>
          {terms ? `${String(fee)}, expected ${arrival({ ...terms, method: value })}` : hint}
        </span>
      </span>
    </Radio.Card>
  );
}
