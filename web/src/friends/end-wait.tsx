// The buttons that end a wait, each with its verb; the one that brings money is the one that stands out.
import { Alert, Anchor, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { PaymentCard as Payment } from '../../../src/payments/contract.js';
import { Problem, sentenceOf } from '../api/client.js';
import { formatMoney } from '../money/format.js';
import classes from './payment-card.module.css';
import { useEndWait, type WaitWord } from './use-end-wait.js';

interface Props {
  words: readonly Exclude<WaitWord, 'undo'>[];
  payment: Payment;
  threadId: string;
  otherName: string;
}

const LABELS: Record<Props['words'][number], string> = {
  accept: 'Accept',
  decline: 'Decline',
  recall: 'Recall',
  cancel: 'Cancel',
};

export function EndWait({ words, payment, threadId, otherName }: Props) {
  const ending = useEndWait(payment.paymentId, threadId);
  const money = formatMoney(payment.amount);
  const isUnproven = ending.error instanceof Problem && ending.error.code === 'claim_needs_email';
  return (
    <div className={classes.actions}>
      {ending.error && (
        <Alert color="red" role="alert" p="xs">
          {sentenceOf(ending.error)}{' '}
          {isUnproven && (
            <Anchor component={Link} to="/security" inherit underline="always">
              Confirm it now
            </Anchor>
          )}
        </Alert>
      )}
      <div className={classes.buttons}>
        {words.map((word) => (
          <Button
            key={word}
            size="compact-md"
            variant={word === 'accept' ? 'filled' : 'default'}
            loading={ending.isPending && ending.variables === word}
            disabled={ending.isPending && ending.variables !== word}
            onClick={() => {
              ending.mutate(word);
            }}
            aria-label={`${LABELS[word]} ${money} ${words.includes('accept') ? 'from' : 'to'} ${otherName}`}
            data-testid={`wait-${word}`}
          >
            {LABELS[word]}
          </Button>
        ))}
      </div>
    </div>
  );
}
