// What the payer can do on the card of a payment whose bank waits for them: answer it, for as long as
// it waits, or give the payment up.
import { Alert, Button } from '@mantine/core';
import { sentenceOf } from '../api/client.js';
import { useAuthenticate } from '../money/use-authenticate.js';
import { countdown, useNow } from '../ui/time.js';
import classes from './payment-card.module.css';

interface Props {
  paymentId: string;
  threadId: string;
  payeeName: string;
  authenticateBy: string;
}

export function ConfirmWithBank({ paymentId, threadId, payeeName, authenticateBy }: Props) {
  const { confirm, cancel } = useAuthenticate(paymentId, threadId);
  const now = useNow(1000);
  const left = countdown(authenticateBy, now);
  const busy = confirm.isPending || cancel.isPending;
  const error = confirm.error ?? cancel.error;
  const stillAsks = confirm.data?.state === 'authenticating' && !busy;
  return (
    <div className={classes.actions}>
      <p className={classes.countdown} role="timer">
        {left === null ? 'The time is over; nothing is charged.' : `${left} left to confirm`}
      </p>
      {(error ?? stillAsks) && (
        <Alert color="red" role="alert" p="xs">
          {error ? sentenceOf(error) : 'Your bank has no answer yet. Please confirm once more.'}
        </Alert>
      )}
      <div className={classes.buttons}>
        <Button
          size="compact-md"
          loading={confirm.isPending}
          disabled={cancel.isPending || left === null}
          onClick={() => {
            cancel.reset();
            confirm.mutate();
          }}
          aria-label={`Confirm the payment to ${payeeName} with your bank`}
          data-testid="authentication-confirm"
        >
          Confirm
        </Button>
        <Button
          size="compact-md"
          variant="default"
          loading={cancel.isPending}
          disabled={confirm.isPending}
          onClick={() => {
            confirm.reset();
            cancel.mutate();
          }}
          aria-label={`Cancel the payment to ${payeeName}`}
          data-testid="authentication-cancel"
        >
          Cancel
        </Button>
      </div>
    </div>
  );
}
