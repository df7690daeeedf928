// How much to add and from which card. The limits are said below the amount before anything is typed, and
// the button says once more what happens.
import { Alert, Button, Group, NativeSelect, Radio, TextInput } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SavedCardView } from '../../../src/payments/cards/contract.js';
import type { TopUpTerms } from '../../../src/payments/top-ups/contract.js';
import { Problem, sentenceOf } from '../api/client.js';
import { cardsQuery, configQuery } from '../api/queries.js';
import { AddCardButton, CardOptions } from '../money/card-options.js';
import { formatMoney, formatWithCode } from '../money/format.js';
import { isMoreThan, parseAmount, withDigits } from '../money/parse-amount.js';
import picker from '../money/source-picker.module.css';
import classes from './top-up.module.css';
import { topUpTermsQuery } from './top-up-queries.js';
import type { AddingMoney } from './use-top-up.js';

export interface AddMoneyDraft {
  typed: string;
  /** Null is the default currency. */
  currency: string | null;
  /** Null is the card that is offered first. */
  cardId: string | null;
}

interface Props {
  draft: AddMoneyDraft;
  edit: (change: Partial<AddMoneyDraft>) => void;
  adding: AddingMoney;
  onAddCard: () => void;
  onClose: () => void;
}

const QUICK = ['10', '20', '50', '100'];

export function AddMoneyForm({ draft, edit, adding, onAddCard, onClose }: Props) {
  const { data: config } = useQuery(configQuery);
  const { data: cards = [] } = useQuery(cardsQuery);
  const { data: terms } = useQuery(topUpTermsQuery);
  const [tried, setTried] = useState(false);
  const currency = draft.currency ?? config?.defaultCurrency ?? 'EUR';
  const digits = config?.currencies.find(({ code }) => code === currency)?.digits ?? 2;
  const parsed = parseAmount(draft.typed, { currency, digits, maximum: 'Infinity' });
  const own = terms?.find((each) => each.currency === currency);
  const card = cards.find(({ id }) => id === draft.cardId) ?? cards.find(({ expired }) => !expired);
  const beyond = parsed.ok && own ? beyondWords(parsed.amount, own) : null;
  const malformed = !parsed.ok && (tried || !parsed.unfinished) ? parsed.sentence : null;
  const type = (typed: string): void => {
    setTried(false);
    adding.reset();
    edit({ typed });
  };
  const submit = (): void => {
    setTried(true);
    if (parsed.ok && beyond === null && card) {
      adding.mutate({ amount: { amount: parsed.amount, currency }, cardId: card.id });
    }
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <AmountLine
        draft={draft}
        currency={currency}
        currencies={config?.currencies.map(({ code }) => code) ?? [currency]}
        digits={digits}
        isWrong={malformed !== null || beyond !== null}
        onType={type}
        onCurrency={(code) => {
          adding.reset();
          edit({ currency: code });
        }}
      />
      <Limits id="top-up-limits" wrong={malformed ?? beyond} terms={own} />
      <Quick currency={currency} onPick={type} />
      <CardChoice
        cards={cards}
        chosen={card?.id ?? null}
        onPick={(cardId) => {
          adding.reset();
          edit({ cardId });
        }}
        onAddCard={onAddCard}
      />
      {adding.error && (
        <Alert
          color="red"
          role="alert"
          mt="md"
          icon={<IconAlertCircle />}
          data-testid="top-up-error"
          data-code={adding.error instanceof Problem ? adding.error.code : 'unreachable'}
        >
          {sentenceOf(adding.error)}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Not now
        </Button>
        <Button
          type="submit"
          loading={adding.isPending}
          disabled={!card}
          data-testid="top-up-submit"
        >
          {parsed.ok ? `Add ${formatWithCode({ amount: parsed.amount, currency })}` : 'Add money'}
        </Button>
      </Group>
    </form>
  );
}

interface LimitsProps {
  id: string;
  wrong: string | null;
  terms: TopUpTerms | undefined;
}

function Limits({ id, wrong, terms }: LimitsProps) {
  if (wrong !== null) {
    return (
      <p id={id} className={classes.wrong} role="alert">
        {wrong}
      </p>
    );
  }
  return (
    <p id={id} className={classes.limits}>
      {terms &&
        `You can add up to ${formatMoney({ amount: terms.most, currency: terms.currency })} now. It is free, and there at once.`}
    </p>
  );
}

function beyondWords(amount: string, { currency, least, most }: TopUpTerms): string | null {
  if (isMoreThan(least, amount)) {
    return `The least is ${formatMoney({ amount: least, currency })}.`;
  }
  return isMoreThan(amount, most)
    ? `You can add up to ${formatMoney({ amount: most, currency })} now.`
    : null;
}

interface CardChoiceProps {
  cards: readonly SavedCardView[];
  chosen: string | null;
  onPick: (cardId: string) => void;
  onAddCard: () => void;
}

function CardChoice({ cards, chosen, onPick, onAddCard }: CardChoiceProps) {
  return (
    <div className={classes.cards}>
      {cards.length > 0 && (
        <Radio.Group label="From" value={chosen} onChange={onPick}>
          <div className={picker.list}>
            <CardOptions cards={cards} testId="top-up-card" />
          </div>
        </Radio.Group>
      )}
      <AddCardButton testId="top-up-add-card" onAddCard={onAddCard} />
    </div>
  );
}

interface AmountProps {
  draft: AddMoneyDraft;
  currency: string;
  currencies: string[];
  digits: number;
  isWrong: boolean;
  onType: (typed: string) => void;
  onCurrency: (currency: string) => void;
}

function AmountLine(props: AmountProps) {
  const { draft, currency, currencies, digits, isWrong, onType, onCurrency } = props;
  return (
    <div className={classes.amount}>
      <TextInput
        label="Amount"
        size="md"
        data-autofocus
        inputMode="decimal"
        autoComplete="off"
        maxLength={24}
        placeholder={withDigits('0', digits)}
        value={draft.typed}
        error={isWrong}
        aria-describedby="top-up-limits"
        onChange={(event) => {
          onType(event.currentTarget.value);
        }}
        data-testid="top-up-amount"
      />
      {currencies.length > 1 && (
        <NativeSelect
          aria-label="Currency"
          size="md"
          className={classes.currency}
          data={currencies}
          value={currency}
          onChange={(event) => {
            onCurrency(event.currentTarget.value);
          }}
        />
      )}
    </div>
  );
}

function Quick({ currency, onPick }: { currency: string; onPick: (amount: string) => void }) {
  return (
    <div className={classes.quick}>
      {QUICK.map((amount) => (
        <Button
          key={amount}
          size="compact-sm"
          variant="default"
          onClick={() => {
            onPick(amount);
          }}
        >
          {formatMoney({ amount, currency })}
        </Button>
      ))}
    </div>
  );
}
