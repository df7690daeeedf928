// Deciding a case: what will happen, and the reason that goes on record. The dialog's key makes a
// repeated attempt count once; a refusal, such as a colleague having been faster, is shown as it came.
import { Alert, Button, Group, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReviewCaseView } from '../../../src/payments/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { useAttemptKey } from '../money/attempt-key.js';
import { formatMoney } from '../money/format.js';
import { Dialog } from '../ui/dialog.js';
import { useLast } from '../ui/use-last.js';
import type { Decision } from './decide-context.js';

interface Props {
  deciding: { reviewCase: ReviewCaseView; decision: Decision } | null;
  onClose: () => void;
}

const REASON_LIMIT = 500;

export function DecisionDialog({ deciding, onClose }: Props) {
  const shown = useLast(deciding);
  return (
    <Dialog
      opened={deciding !== null}
      onClose={onClose}
      title={shown?.decision === 'reject' ? 'Reject this payment?' : 'Release this payment?'}
    >
      {shown && <DecisionForm key={shown.reviewCase.id} {...shown} onClose={onClose} />}
    </Dialog>
  );
}

interface FormProps {
  reviewCase: ReviewCaseView;
  decision: Decision;
  onClose: () => void;
}

function DecisionForm({ reviewCase, decision, onClose }: FormProps) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const decide = useMutation({
    mutationFn: (body: { reason: string }) =>
      call<ReviewCaseView>(`/risk/cases/${reviewCase.id}/${decision}`, {
        method: 'POST',
        body,
        idempotencyKey: attempt.of({ id: reviewCase.id, decision, ...body }),
      }),
    onSuccess: onClose,
    onSettled: (_case, error) => {
      attempt.settle(error);
      return queryClient.invalidateQueries({ queryKey: ['cases'] });
    },
  });
  const { payment } = reviewCase;
  const money = formatMoney(payment.amount);
  const submit = (): void => {
    const words = reason.trim();
    setMissing(words === '');
    if (words !== '') decide.mutate({ reason: words });
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Text size="sm" mb="md">
        {decision === 'release'
          ? `${payment.payee.name} gets ${money} from ${payment.payer.name}.`
          : `${payment.payee.name} gets nothing, and ${payment.payer.name} keeps the ${money}.`}
      </Text>
      <Textarea
        label="Reason"
        description="Goes on record with your name."
        data-autofocus
        autosize
        minRows={2}
        maxLength={REASON_LIMIT}
        value={reason}
        error={missing ? 'Give a reason, so the decision can be understood later.' : undefined}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          setMissing(false);
        }}
        data-testid="case-reason"
      />
      {decide.error && (
        <Alert color="red" role="alert" mt="md">
          {sentenceOf(decide.error)}
        </Alert>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Back
        </Button>
        <Button
          type="submit"
          color={decision === 'reject' ? 'red' : undefined}
          loading={decide.isPending}
          data-testid="case-confirm"
        >
          {decision === 'reject' ? `Reject ${money}` : `Release ${money}`}
        </Button>
      </Group>
    </form>
  );
}
