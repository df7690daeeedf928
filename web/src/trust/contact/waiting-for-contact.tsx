// What the payer sees on the card of a payment that waits for their trusted contact, and the way to call
// it off.
import { Alert, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AgreementAnswer } from '../../../../src/payments/trust/contact/contract.js';
import { call, sentenceOf } from '../../api/client.js';
import { refreshMoney } from '../../api/live.js';
import { catchUp } from '../../api/messages.js';
import { paymentQuery } from '../../api/queries.js';
import { newUuid } from '../../api/uuid.js';
import cardClasses from '../../friends/payment-card.module.css';
import { countdown, useNow } from '../../ui/time.js';

interface Props {
  paymentId: string;
  threadId: string;
  payeeName: string;
  agreeBy: string;
}

export function WaitingForContact({ paymentId, threadId, payeeName, agreeBy }: Props) {
  const queryClient = useQueryClient();
  const { data: payment } = useQuery(paymentQuery(paymentId));
  const left = countdown(agreeBy, useNow(1000));
  const callOff = useMutation({
    mutationFn: () =>
      call<AgreementAnswer>(`/payments/${paymentId}/call-off`, {
        method: 'POST',
        body: {},
        idempotencyKey: newUuid(),
      }),
    onSettled: () => {
      refreshMoney(queryClient, paymentId);
      catchUp(queryClient, threadId).catch(() => undefined);
    },
  });
  const name = payment?.agreement?.contact.name ?? 'your trusted contact';
  return (
    <div className={cardClasses.actions}>
      <p className={cardClasses.countdown} role="timer">
        {left === null ? 'The time is over; nothing is sent.' : `${left} left for ${name}`}
      </p>
      {callOff.error && (
        <Alert color="red" role="alert" p="xs">
          {sentenceOf(callOff.error)}
        </Alert>
      )}
      <Button
        size="compact-md"
        variant="default"
        loading={callOff.isPending}
        onClick={() => {
          callOff.mutate();
        }}
        aria-label={`Call off the payment to ${payeeName}`}
        data-testid="call-off"
      >
        Call it off
      </Button>
    </div>
  );
}
