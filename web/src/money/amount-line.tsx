// An amount to type and its currency, side by side, at the head of a form.
import { Group, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { configQuery } from '../api/queries.js';

interface Props {
  label: string;
  typed: string;
  currency: string;
  fixedCurrency?: boolean;
  /** What is wrong with the amount. */
  trouble: string | null;
  edit: (change: { typed?: string; currency?: string }) => void;
  testId: string;
}

export function AmountLine(props: Props) {
  const { label, typed, currency, fixedCurrency = false, trouble, edit, testId } = props;
  const { data: config } = useQuery(configQuery);
  return (
    <Group align="flex-start" gap="xs" wrap="nowrap">
      <TextInput
        label={label}
        flex={1}
        size="md"
        inputMode="decimal"
        autoComplete="off"
        data-autofocus
        maxLength={24}
        value={typed}
        onChange={(event) => {
          edit({ typed: event.currentTarget.value });
        }}
        error={trouble}
        data-testid={testId}
      />
      <NativeSelect
        label="Currency"
        size="md"
        disabled={fixedCurrency}
        data={config?.currencies.map(({ code }) => code) ?? [currency]}
        value={currency}
        onChange={(event) => {
          edit({ currency: event.currentTarget.value });
        }}
      />
    </Group>
  );
}
