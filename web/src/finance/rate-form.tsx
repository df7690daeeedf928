// Proposing a rate: two currencies, what one is worth in the other, where that was read, and how long it
// holds from now on.
import { Alert, Button, Group, NativeSelect, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RateBody, RateView } from '../../../src/payments/exchange/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { configQuery } from '../api/queries.js';
import { ratesQuery } from '../exchange/exchange-queries.js';
import classes from './finance.module.css';

const HOURS = [
  { value: '1', label: 'An hour' },
  { value: '24', label: 'A day' },
  { value: '168', label: 'A week' },
];
const BLANK = { base: 'EUR', counter: 'USD', rate: '', source: '', hours: '24' };

function usePropose(draft: typeof BLANK, onProposed: () => void) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => {
      const { hours, ...rest } = draft;
      const now = Date.now();
      const until = new Date(now + Number(hours) * 3_600_000);
      const quotedAt = new Date(now).toISOString();
      const body: RateBody = { ...rest, quotedAt, validUntil: until.toISOString() };
      return call<RateView>('/finance/rates', { method: 'POST', body });
    },
    onSuccess: onProposed,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ratesQuery.queryKey }),
  });
}

export function RateForm() {
  const { data: config } = useQuery(configQuery);
  const [draft, setDraft] = useState(BLANK);
  const currencies = config?.currencies.map(({ code }) => code) ?? [];
  const propose = usePropose(draft, () => {
    setDraft((held) => ({ ...held, rate: '' }));
  });
  const edit = (change: Partial<typeof draft>): void => {
    propose.reset();
    setDraft((held) => ({ ...held, ...change }));
  };
  return (
    <form
      className={classes.sheet}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        propose.mutate();
      }}
    >
      <div className={classes.entryHead}>
        <Title order={2} className={classes.entryTitle}>
          Propose a mid-market rate
        </Title>
      </div>
      <Group align="flex-end" px={20} pb={20} gap="sm">
        <NativeSelect
          label="One"
          data={currencies}
          value={draft.base}
          onChange={(event) => {
            edit({ base: event.currentTarget.value });
          }}
        />
        <TextInput
          label="is worth"
          inputMode="decimal"
          autoComplete="off"
          placeholder="1.0774"
          value={draft.rate}
          onChange={(event) => {
            edit({ rate: event.currentTarget.value.trim() });
          }}
          data-testid="rate-value"
        />
        <NativeSelect
          label="of"
          data={currencies}
          value={draft.counter}
          onChange={(event) => {
            edit({ counter: event.currentTarget.value });
          }}
        />
        <TextInput
          label="Read at"
          placeholder="European Central Bank"
          value={draft.source}
          onChange={(event) => {
            edit({ source: event.currentTarget.value });
          }}
          data-testid="rate-source"
        />
        <NativeSelect
          label="Holds for"
          data={HOURS}
          value={draft.hours}
          onChange={(event) => {
            edit({ hours: event.currentTarget.value });
          }}
        />
        <Button type="submit" loading={propose.isPending} data-testid="rate-propose">
          Propose
        </Button>
      </Group>
      {propose.error && (
        <Alert color="red" role="alert" mx={20} mb="md">
          {sentenceOf(propose.error)}
        </Alert>
      )}
    </form>
  );
}
