// One change to one's trusted contact, from the wish over the confirmation, where one is needed, to its
// answer.
import { Alert, Button, Group, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type {
  ContactConfirmationView,
  TrustedContactView,
} from '../../../../src/payments/trust/contact/contract.js';
import type { MoneyView } from '../../../../src/shared/contract.js';
import { call, sentenceOf } from '../../api/client.js';
import { configQuery } from '../../api/queries.js';
import { formatMoney } from '../../money/format.js';
import { isMoreThan } from '../../money/parse-amount.js';
import { PinSetup } from '../pin-setup.js';
import { Prove } from '../prove.js';
import classes from './contact.module.css';
import { LimitField, parsedLimit } from './limit-field.js';
import { useContactChange } from './use-contact.js';

export type Wish = 'limit' | 'end';

interface Props {
  wish: Wish;
  mine: NonNullable<TrustedContactView['mine']>;
  coolingHours: number;
  onDone: () => void;
}

export function ChangeContact({ wish, mine, coolingHours, onDone }: Props) {
  const { data: config } = useQuery(configQuery);
  const currencies = config?.currencies ?? [];
  const [typed, setTyped] = useState<MoneyView>({ amount: '', currency: mine.limit.currency });
  const parsed = parsedLimit(typed, currencies);
  const limit = parsed.ok ? { amount: parsed.amount, currency: typed.currency } : null;
  const changing = useContactChange(onDone);
  const asking = useMutation({
    mutationFn: () =>
      call<ContactConfirmationView>('/trusted-contact/confirmation', {
        method: 'POST',
        body: wish === 'end' ? {} : { limit },
      }),
  });
  const waits = mine.state === 'active' && (wish === 'end' || isWider(limit, mine.limit));
  const change = (confirmationId?: string): void => {
    const proof = confirmationId === undefined ? {} : { confirmationId };
    if (wish === 'end') changing.mutate({ path: '/end', body: proof });
    else changing.mutate({ path: '/limit', method: 'PUT', body: { limit, ...proof } });
  };
  const asked = asking.data;
  if (asked && !changing.error) {
    return asked.methods.length === 0 ? (
      <PinSetup
        why="This must be confirmed. Set up a PIN once."
        onSet={() => {
          asking.mutate();
        }}
      />
    ) : (
      <Prove
        key={asked.id}
        asked={asked}
        why={
          wish === 'end'
            ? `Please confirm that ${mine.contact.name} is not to be asked any more.`
            : `Please confirm a limit of ${limit ? formatMoney(limit) : ''}.`
        }
        onProven={change}
      />
    );
  }
  const error = changing.error ?? asking.error;
  return (
    <Stack gap="sm" className={classes.changing}>
      {wish === 'limit' && <LimitField value={typed} currencies={currencies} onChange={setTyped} />}
      {waits && (
        <p className={classes.quiet}>
          {wish === 'end' ? 'The end of it' : 'A higher limit'} counts {coolingHours} hours after
          you confirm it.
        </p>
      )}
      {error && (
        <Alert color="red" role="alert">
          {sentenceOf(error)}
        </Alert>
      )}
      <Group gap="sm">
        <Button
          color={wish === 'end' ? 'red' : undefined}
          disabled={wish === 'limit' && limit === null}
          loading={changing.isPending || asking.isPending}
          onClick={() => {
            changing.reset();
            if (waits) asking.mutate();
            else change();
          }}
          data-testid="contact-change-save"
        >
          {wish === 'end' ? 'End it' : 'Set this limit'}
        </Button>
        <Button variant="subtle" color="gray" onClick={onDone}>
          Leave it
        </Button>
      </Group>
    </Stack>
  );
}

// Another currency cannot be compared, and counts as more.
const isWider = (limit: MoneyView | null, than: MoneyView): boolean =>
  limit !== null && (limit.currency !== than.currency || isMoreThan(limit.amount, than.amount));
