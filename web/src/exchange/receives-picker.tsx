// What the payee gets: the same currency as a rule, or another one that the payer's balance is exchanged to.
import { NativeSelect } from '@mantine/core';
import type { Draft } from '../money/use-money-sheet.js';
import type { Order } from '../money/use-order.js';

interface Props {
  order: Order;
  edit: (change: Partial<Draft>) => void;
}

export function ReceivesPicker({ order, edit }: Props) {
  const { currencies, currency, receives, payee } = order;
  if (currencies.length < 2) return null;
  const name = payee?.name ?? 'The other person';
  return (
    <NativeSelect
      label={`${name} gets it in`}
      description={receives === currency ? undefined : 'You see the rate before anything is sent.'}
      value={receives}
      data={currencies.map((code) => ({
        value: code,
        label: code === currency ? `${code}, as you send it` : code,
      }))}
      onChange={(event) => {
        const picked = event.currentTarget.value;
        edit({ receives: picked === currency ? null : picked });
      }}
      data-testid="receives"
    />
  );
}
