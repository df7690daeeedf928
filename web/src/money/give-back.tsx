// "Give back": whoever was paid returns the whole of it or a part, with a reason if they like. The dialog's key
// makes a repeated attempt count once, and what is offered first is all that is left.
import { Alert, Button, Group, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { RefundView } from '../../../src/payments/contract.js';
import type { ReturnBody } from '../../../src/payments/returns/contract.js';
import type { MoneyView } from '../../../src/shared/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { refreshMoney } from '../api/live.js';
import { catchUp } from '../api/messages.js';
import { Dialog } from '../ui/dialog.js';
import { useAttemptKey } from './attempt-key.js';
import { formatMoney, formatWithCode } from './format.js';
import { isMoreThan, parseAmount } from './parse-amount.js';

interface Props {
  paymentId: string;
  threadId: string;
  payerName: string;
  /** What could still be given back. */
  left: MoneyView;
}

const REASON = { min: 3, max: 500 };

export function GiveBack(props: Props) {
  const [opened, setOpened] = useState(false);
  const close = (): void => {
    setOpened(false);
  };
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => {
          setOpened(true);
        }}
        aria-label={`Give back ${formatMoney(props.left)} or less to ${props.payerName}`}
        data-testid="give-back"
      >
        Give back
      </Button>
      <Dialog opened={opened} onClose={close} title={`Give back to ${props.payerName}`} size="sm">
        <GiveBackForm {...props} onClose={close} />
      </Dialog>
    </>
  );
}

function GiveBackForm({
  paymentId,
  threadId,
  payerName,
  left,
  onClose,
}: Props & { onClose: () => void }) {
  const refund = useGiveBack(paymentId, threadId, onClose);
  const [typed, setTyped] = useState(left.amount);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const { currency } = left;
  const digits = left.amount.split('.')[1]?.length ?? 0;
  const parsed = parseAmount(typed, { currency, digits, maximum: 'Infinity' });
  const tooMuch = parsed.ok && isMoreThan(parsed.amount, left.amount);
  const wrongAmount = parsed.ok
    ? tooMuch && `At most ${formatMoney(left)} is left of this payment.`
    : parsed.sentence;
  const words = reason.trim();
  const wrongReason = words !== '' && words.length < REASON.min && 'A few words, or none.';
  const submit = (): void => {
    setTried(true);
    if (!parsed.ok || tooMuch || wrongReason) return;
    const amount = { amount: parsed.amount, currency };
    refund.mutate({ amount, ...(words === '' ? {} : { reason: words }) });
  };

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Text size="sm" mb="md">
        {payerName} gets it where the payment came from: on the card, or in the balance.
      </Text>
      <TextInput
        label="Amount"
        description={`Up to ${formatMoney(left)}`}
        data-autofocus
        inputMode="decimal"
        autoComplete="off"
        maxLength={24}
        rightSection={<Text size="sm">{currency}</Text>}
        rightSectionWidth={52}
        value={typed}
        error={tried && wrongAmount}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
        }}
        data-testid="give-back-amount"
      />
      <Textarea
        mt="md"
        label="Reason (optional)"
        description={`${payerName} can read it.`}
        autosize
        minRows={2}
        maxLength={REASON.max}
        value={reason}
        error={tried && wrongReason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
        data-testid="give-back-reason"
      />
      {refund.error && (
        <Alert color="red" role="alert" mt="md" data-testid="give-back-error">
          {sentenceOf(refund.error)}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Keep it
        </Button>
        <Button type="submit" loading={refund.isPending} data-testid="give-back-confirm">
          Give back
          {parsed.ok && !tooMuch ? ` ${formatWithCode({ amount: parsed.amount, currency })}` : ''}
        </Button>
      </Group>
    </form>
  );
}

function useGiveBack(paymentId: string, threadId: string, onDone: () => void) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  return useMutation({
    mutationFn: (body: ReturnBody) =>
      call<RefundView>(`/payments/${paymentId}/returns`, {
        method: 'POST',
        body,
        idempotencyKey: attempt.of(body),
      }),
    onSuccess: onDone,
    onSettled: (_refund, error) => {
      attempt.settle(error);
      refreshMoney(queryClient, paymentId);
      // The socket or the next connection brings the same news if this question gets lost.
      catchUp(queryClient, threadId).catch(() => undefined);
    },
  });
}
