// How well we know the payer, and saying that we know them well, with how it was found out.
import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserCheck } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { TierView } from '../../../src/identity/contract.js';
import type { PaymentParty } from '../../../src/payments/contract.js';
import { call } from '../api/client.js';
import { ReasonDialog } from '../ui/reason-dialog.js';
import { inWords } from '../ui/words.js';
import { Fact, Section } from './facts.js';
import classes from './risk.module.css';

const tierPath = (personId: string): string => `/risk/people/${personId}/verification`;

const tierQuery = (personId: string) =>
  queryOptions({
    queryKey: ['tier', personId],
    queryFn: ({ signal }) => call<TierView>(tierPath(personId), { signal }),
  });

export function PayerTier({ payer }: { payer: PaymentParty }) {
  const { data } = useQuery(tierQuery(payer.id));
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <Section title={`How well we know ${payer.name}`}>
      <dl className={classes.facts}>
        <Fact name="Tier">{data === undefined ? '…' : inWords(data.tier)}</Fact>
      </dl>
      {data !== undefined && data.tier !== 'verified' && (
        <Button
          variant="default"
          size="compact-md"
          mt="sm"
          leftSection={<IconUserCheck size={16} />}
          onClick={open}
          data-testid="raise-tier"
        >
          Say that we know them
        </Button>
      )}
      <ReasonDialog
        opened={opened}
        title={`Verify ${payer.name}?`}
        what="They may send more from now on. It says nothing about this payment, which is decided by itself."
        confirm="Verify"
        queryKey={tierQuery(payer.id).queryKey}
        send={(reason) => call(tierPath(payer.id), { method: 'POST', body: { reason } })}
        onClose={close}
      />
    </Section>
  );
}
