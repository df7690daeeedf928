// Deciding a case: what will happen, and the reason that goes on record. The dialog's key makes a
// repeated attempt count once; a refusal, such as a colleague having been faster, is shown as it came.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReviewCaseView } from '../../../src/payments/contract.js';
import { call } from '../api/client.js';
import { useAttemptKey } from '../money/attempt-key.js';
import { formatMoney } from '../money/format.js';
import { Dialog } from '../ui/dialog.js';
import { useLast } from '../ui/use-last.js';
import { WordsForm } from '../ui/words-form.js';
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
  return (
    <WordsForm
      what={
        decision === 'release'
          ? `${payment.payee.name} gets ${money} from ${payment.payer.name}.`
          : `${payment.payee.name} gets nothing, and ${payment.payer.name} keeps the ${money}.`
      }
      label="Reason"
      description="Goes on record with your name."
      min={1}
      max={REASON_LIMIT}
      tooFew="Give a reason, so the decision can be understood later."
      confirm={decision === 'reject' ? `Reject ${money}` : `Release ${money}`}
      isGrave={decision === 'reject'}
      sending={decide}
      onSay={(reason) => {
        decide.mutate({ reason });
      }}
      onClose={onClose}
      testIds={{ words: 'case-reason', confirm: 'case-confirm' }}
    />
  );
}
