// Asking somebody to be one's trusted contact: who, and above which amount.
import { Alert, Button, NativeSelect, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ThreadView } from '../../../../src/chat/contract.js';
import type { TrustedContactView } from '../../../../src/payments/trust/contact/contract.js';
import { sentenceOf } from '../../api/client.js';
import { configQuery, threadsQuery } from '../../api/queries.js';
import { useViewer } from '../../session/viewer.js';
import classes from './contact.module.css';
import { LimitField, parsedLimit } from './limit-field.js';
import { useContactChange } from './use-contact.js';

export function NameContact({ view }: { view: TrustedContactView }) {
  const viewer = useViewer();
  const { data: config } = useQuery(configQuery);
  const { data: threads = [] } = useQuery(threadsQuery);
  const currencies = config?.currencies ?? [];
  const people = peopleIn(threads, viewer.id);
  const [handle, setHandle] = useState('');
  const [limit, setLimit] = useState({ amount: '', currency: '' });
  const money = { ...limit, currency: limit.currency || (currencies[0]?.code ?? 'EUR') };
  const parsed = parsedLimit(money, currencies);
  const naming = useContactChange();
  return (
    <form
      className={classes.panel}
      onSubmit={(event) => {
        event.preventDefault();
        if (handle === '' || !parsed.ok) return;
        const body = { handle, limit: { amount: parsed.amount, currency: money.currency } };
        naming.mutate({ path: '', method: 'PUT', body });
      }}
    >
      <Stack gap="md">
        <NativeSelect
          label="Who"
          description="They must say yes first, and cannot be the one you pay."
          data={[{ value: '', label: 'Choose somebody you write with' }, ...people]}
          value={handle}
          onChange={(event) => {
            setHandle(event.currentTarget.value);
          }}
          data-testid="contact-who"
        />
        <LimitField value={money} currencies={currencies} onChange={setLimit} />
        <p className={classes.quiet}>
          Payments of more than this wait up to {view.waitingHours} hours for them; in other
          currencies every payment waits. They see who pays whom and how much, not your note. A
          higher limit later, or ending this, takes {view.coolingHours} hours.
        </p>
        {naming.error && (
          <Alert color="red" role="alert">
            {sentenceOf(naming.error)}
          </Alert>
        )}
        <Button
          type="submit"
          disabled={handle === '' || !parsed.ok}
          loading={naming.isPending}
          data-testid="contact-ask"
        >
          Ask them
        </Button>
      </Stack>
    </form>
  );
}

/** Everybody the viewer shares a conversation with, by name. */
function peopleIn(threads: readonly ThreadView[], viewerId: string) {
  const others = threads.flatMap(({ participants }) =>
    participants.filter(({ personId }) => personId !== viewerId),
  );
  const people = new Map(others.map(({ handle, name }) => [handle, `${name} (@${handle})`]));
  return [...people]
    .map(([value, label]) => ({ value, label }))
    .sort((one, other) => one.label.localeCompare(other.label));
}
