// The form of an exchange. The price is asked for when the typing pauses, and shown until it is taken.
import { Alert, Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAlertCircle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ExchangeView, QuoteView } from '../../../src/payments/exchange/contract.js';
import { call, isFinal, sentenceOf } from '../api/client.js';
import { refreshMoney } from '../api/live.js';
import { configQuery, walletQuery } from '../api/queries.js';
import { useAttemptKey } from '../money/attempt-key.js';
import rows from '../money/confirm-step.module.css';
import { formatMoney, formatWithCode } from '../money/format.js';
import { isMoreThan, parseAmount, withDigits } from '../money/parse-amount.js';
import own from '../top-up/top-up.module.css';
import { ownQuoteQuery } from './exchange-queries.js';
import { PriceRows, PriceSaid } from './price-rows.js';
import { usePrice } from './use-price.js';

const PAUSE_MS = 300;

function useExchange() {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  return useMutation({
    mutationFn: (quoteId: string) =>
      call<ExchangeView>('/exchanges', {
        method: 'POST',
        body: { quoteId },
        idempotencyKey: attempt.of(quoteId),
      }),
    onSettled: (_exchange, error) => {
      attempt.settle(error);
      refreshMoney(queryClient);
    },
  });
}

/** The amount in one currency, what there is of it, and why it cannot be exchanged. */
function useTyped(typed: string, from: string) {
  const { data: config } = useQuery(configQuery);
  const { data: wallet } = useQuery(walletQuery);
  const digits = config?.currencies.find(({ code }) => code === from)?.digits ?? 2;
  const parsed = parseAmount(typed, { currency: from, digits, maximum: 'Infinity' });
  const row = wallet?.balances.find(({ currency }) => currency === from);
  const available = row?.available ?? withDigits('0', digits);
  const tooMuch = parsed.ok && isMoreThan(parsed.amount, available);
  const malformed = parsed.ok || parsed.unfinished ? null : parsed.sentence;
  const has = `You have ${formatMoney({ amount: available, currency: from })}.`;
  return {
    currencies: config?.currencies.map(({ code }) => code) ?? [from],
    amount: parsed.ok && !tooMuch ? parsed.amount : null,
    has,
    wrong: tooMuch ? has : malformed,
    zero: withDigits('0', digits),
  };
}

export function ExchangeForm({ onClose }: { onClose: () => void }) {
  const [draft, setDraft] = useState({ typed: '', from: 'EUR', to: 'USD' });
  const { typed, from, to } = draft;
  const { currencies, amount, has, wrong, zero } = useTyped(typed, from);
  const exchanging = useExchange();
  const [paused] = useDebouncedValue(amount, PAUSE_MS);
  const wanted = amount !== null && paused === amount && from !== to && !exchanging.isSuccess;
  const frozen = exchanging.isPending || (exchanging.error !== null && !isFinal(exchanging.error));
  const body = { amount: { amount: paused ?? zero, currency: from }, currency: to };
  const price = usePrice(ownQuoteQuery(body), { wanted, frozen });
  const edit = (change: Partial<typeof draft>): void => {
    exchanging.reset();
    setDraft((held) => ({ ...held, ...change }));
  };
  if (exchanging.isSuccess) return <Done exchange={exchanging.data} onClose={onClose} />;
  const { quote, secondsLeft } = price;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (quote && (frozen || secondsLeft > 0)) exchanging.mutate(quote.quoteId);
      }}
    >
      <div className={own.amount}>
        <TextInput
          label="You give"
          size="md"
          data-autofocus
          inputMode="decimal"
          autoComplete="off"
          maxLength={24}
          placeholder={zero}
          value={typed}
          error={wrong}
          onChange={(event) => {
            edit({ typed: event.currentTarget.value });
          }}
          data-testid="exchange-amount"
        />
        <Currency
          label="From currency"
          value={from}
          all={currencies}
          onPick={(code) => {
            edit({ from: code });
          }}
        />
      </div>
      {wrong === null && <p className={own.limits}>{has}</p>}
      <NativeSelect
        label="You get"
        size="md"
        mt="md"
        value={to}
        data={currencies}
        error={from === to ? 'Choose another currency.' : null}
        onChange={(event) => {
          edit({ to: event.currentTarget.value });
        }}
        data-testid="exchange-to"
      />
      <Priced quote={quote} secondsLeft={secondsLeft} error={exchanging.error ?? price.error} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Not now
        </Button>
        <Button
          type="submit"
          loading={exchanging.isPending}
          disabled={!quote || (!frozen && secondsLeft === 0)}
          data-testid="exchange-submit"
        >
          {quote ? `Exchange ${formatWithCode(quote.amount)}` : 'Exchange'}
        </Button>
      </Group>
    </form>
  );
}

interface CurrencyProps {
  label: string;
  value: string;
  all: string[];
  onPick: (code: string) => void;
}

function Currency({ label, value, all, onPick }: CurrencyProps) {
  return (
    <NativeSelect
      aria-label={label}
      size="md"
      className={own.currency}
      data={all}
      value={value}
      onChange={(event) => {
        onPick(event.currentTarget.value);
      }}
    />
  );
}

function Done({ exchange, onClose }: { exchange: ExchangeView; onClose: () => void }) {
  return (
    <>
      <p role="status" data-testid="exchange-done">
        You gave {formatMoney(exchange.sent)} and have{' '}
        <strong>{formatMoney(exchange.received)}</strong> more.
      </p>
      <Group justify="flex-end" mt="lg">
        <Button onClick={onClose} data-autofocus>
          Done
        </Button>
      </Group>
    </>
  );
}

interface PricedProps {
  quote: QuoteView | undefined;
  secondsLeft: number;
  error: Error | null;
}

function Priced({ quote, secondsLeft, error }: PricedProps) {
  return (
    <>
      {quote && (
        <dl className={rows.rows} data-priced data-testid="exchange-price">
          <div className={rows.row}>
            <dt>You get</dt>
            <dd className="tabular">{formatMoney(quote.payeeGets)}</dd>
          </div>
          <PriceRows quote={quote} secondsLeft={secondsLeft} />
        </dl>
      )}
      <PriceSaid quote={quote} to="you get" />
      {error && (
        <Alert
          color="red"
          role="alert"
          mt="md"
          icon={<IconAlertCircle />}
          data-testid="exchange-error"
        >
          {sentenceOf(error)}
        </Alert>
      )}
    </>
  );
}
