// The last look before money leaves for the bank: what leaves the balance, what arrives, the fee, where
// and by when. A refusal is shown here, with the way back.
import { Alert, Button, Group } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { sentenceOf } from '../api/client.js';
import rows from '../money/confirm-step.module.css';
import { formatMoney, formatWithCode } from '../money/format.js';
import { capitalised } from '../ui/words.js';
import { arrival } from './cash-out-words.js';
import type { CashingOut } from './use-cash-out.js';
import type { Choice } from './use-cash-out-quote.js';

interface Props {
  choice: Choice;
  destination: string;
  sending: CashingOut;
  onBack: () => void;
}

export function CashOutConfirm({ choice, destination, sending, onBack }: Props) {
  const { amount, method, terms } = choice;
  const { currency } = amount;
  return (
    <>
      <dl className={rows.rows}>
        <Row name="Your bank gets">
          {formatMoney(amount)}
          <span className={rows.hint}>{destination}</span>
        </Row>
        <Row name="Fee">{formatMoney({ amount: terms.fee, currency })}</Row>
        <Row name="Leaves your balance">{formatMoney({ amount: terms.total, currency })}</Row>
        <Row name="Expected">{capitalised(arrival({ ...terms, method }))}</Row>
      </dl>
      {sending.error && (
        <Alert
          color="red"
          role="alert"
          mt="md"
          icon={<IconAlertCircle />}
          data-testid="cash-out-error"
        >
          {sentenceOf(sending.error)}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onBack} disabled={sending.isPending}>
          Back
        </Button>
        <Button
          data-autofocus
          loading={sending.isPending}
          onClick={() => {
            sending.mutate({ amount, method });
          }}
          data-testid="cash-out-confirm"
        >
          Cash out {formatWithCode(amount)}
        </Button>
      </Group>
    </>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={rows.row}>
      <dt>{name}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}
