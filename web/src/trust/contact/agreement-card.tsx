// A payment that waits for the viewer's word, drawn only from what the server says: who pays whom, as they
// registered, how much, and until when there is time.
import { Alert, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  AgreementAnswer,
  AgreementView,
} from '../../../../src/payments/trust/contact/contract.js';
import { call, sentenceOf } from '../../api/client.js';
import { newUuid } from '../../api/uuid.js';
import { formatMoney } from '../../money/format.js';
import { countdown, useNow } from '../../ui/time.js';
import { AGREEMENTS } from './contact-queries.js';
import classes from './contact.module.css';

export function AgreementCard({ agreement }: { agreement: AgreementView }) {
  const { paymentId, payer, payee, amount, by } = agreement;
  const queryClient = useQueryClient();
  const left = countdown(by, useNow(1000));
  const answer = useMutation({
    mutationFn: (word: 'agree' | 'decline') =>
      call<AgreementAnswer>(`/agreements/${paymentId}/${word}`, {
        method: 'POST',
        body: {},
        idempotencyKey: newUuid(),
      }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: AGREEMENTS }),
  });
  const money = formatMoney(amount);
  return (
    <article
      className={classes.card}
      data-testid="agreement"
      data-payment-id={paymentId}
      aria-label={`${payer.name} wants to send ${money} to ${payee.name}`}
    >
      <p className={classes.quiet}>{payer.name} wants to send</p>
      <p className={classes.amount}>{money}</p>
      <dl className={classes.facts}>
        <dt>From</dt>
        <dd>
          {payer.name} <span className={classes.quiet}>@{payer.handle}</span>
        </dd>
        <dt>To</dt>
        <dd>
          {payee.name} <span className={classes.quiet}>@{payee.handle}</span>
        </dd>
        <dt>Time left</dt>
        <dd className="tabular">{left ?? 'None: it is over'}</dd>
      </dl>
      <p className={classes.quiet}>
        If you are not sure that {payer.name} really wants this, call them first. Nothing moves
        until you agree.
      </p>
      {answer.error && (
        <Alert color="red" role="alert" p="xs">
          {sentenceOf(answer.error)}
        </Alert>
      )}
      <div className={classes.buttons}>
        <Button
          disabled={left === null || answer.isPending}
          loading={answer.isPending && answer.variables === 'agree'}
          onClick={() => {
            answer.mutate('agree');
          }}
          data-testid="agreement-agree"
        >
          Agree
        </Button>
        <Button
          variant="default"
          disabled={left === null || answer.isPending}
          loading={answer.isPending && answer.variables === 'decline'}
          onClick={() => {
            answer.mutate('decline');
          }}
          data-testid="agreement-decline"
        >
          Decline
        </Button>
      </div>
    </article>
  );
}
