// The seconds in which a payment can be undone: a ring that runs down, the seconds in words, and one
// button. Where motion is not wanted the words are enough.
import { Alert, Button } from '@mantine/core';
import type { PaymentCard as Payment } from '../../../src/payments/contract.js';
import { sentenceOf } from '../api/client.js';
import { formatMoney } from '../money/format.js';
import { useNow } from '../ui/time.js';
import classes from './payment-card.module.css';
import { useEndWait } from './use-end-wait.js';

interface Props {
  payment: Payment;
  threadId: string;
  createdAt: string;
  payeeName: string;
  sendsAt: string;
}

const RADIUS = 9;
const LENGTH = 2 * Math.PI * RADIUS;

export function UndoPayment({ payment, threadId, createdAt, payeeName, sendsAt }: Props) {
  const ending = useEndWait(payment.paymentId, threadId);
  const now = useNow(250);
  const whole = Date.parse(sendsAt) - Date.parse(createdAt);
  const left = Math.max(0, Date.parse(sendsAt) - now);
  const seconds = Math.ceil(left / 1000);
  const isOver = left === 0;
  return (
    <div className={classes.actions}>
      {ending.error && (
        <Alert color="red" role="alert" p="xs">
          {sentenceOf(ending.error)}
        </Alert>
      )}
      <div className={classes.undo}>
        <svg className={classes.ring} viewBox="0 0 24 24" aria-hidden="true">
          <circle cx="12" cy="12" r={RADIUS} />
          <circle
            cx="12"
            cy="12"
            r={RADIUS}
            strokeDasharray={LENGTH}
            strokeDashoffset={LENGTH * (1 - Math.min(1, left / whole))}
          />
        </svg>
        <p className={classes.countdown} role="timer" data-testid="undo-left">
          {isOver ? 'Sending now\u2026' : `Sent in ${String(seconds)} s`}
        </p>
        <Button
          size="compact-md"
          variant="default"
          loading={ending.isPending}
          disabled={isOver}
          onClick={() => {
            ending.mutate('undo');
          }}
          aria-label={`Undo sending ${formatMoney(payment.amount)} to ${payeeName}`}
          data-testid="undo"
        >
          Undo
        </Button>
      </div>
    </div>
  );
}
