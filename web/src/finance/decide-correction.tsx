// The second person's word on a correction: approve, and it is posted at once; or decline with a reason.
import { Alert, Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CorrectionView } from '../../../src/finance/contract.js';
import { call, sentenceOf } from '../api/client.js';
import { BOOKS } from '../api/finance-queries.js';
import { useAttemptKey } from '../money/attempt-key.js';
import classes from './finance.module.css';
import { ReasonDialog } from '../ui/reason-dialog.js';

export function DecideCorrection({ correction: { id } }: { correction: CorrectionView }) {
  const queryClient = useQueryClient();
  const attempt = useAttemptKey();
  const [declining, setDeclining] = useState(false);
  const decide = (
    word: 'approve' | 'decline',
    body?: { reason: string },
  ): Promise<CorrectionView> =>
    call(`/finance/corrections/${id}/${word}`, {
      method: 'POST',
      body,
      idempotencyKey: attempt.of({ id, word, body }),
    });
  const approve = useMutation({
    mutationFn: () => decide('approve'),
    onSettled: (_correction, error) => {
      attempt.settle(error);
      return queryClient.invalidateQueries({ queryKey: BOOKS });
    },
  });
  return (
    <>
      {approve.error && (
        <Alert color="red" role="alert" mx={20} mb="md">
          {sentenceOf(approve.error)}
        </Alert>
      )}
      <div className={classes.actions}>
        <Button
          loading={approve.isPending}
          onClick={() => {
            approve.mutate();
          }}
          data-testid="approve"
        >
          Approve and post
        </Button>
        <Button
          variant="default"
          onClick={() => {
            setDeclining(true);
          }}
          data-testid="decline"
        >
          Decline
        </Button>
      </div>
      <ReasonDialog
        queryKey={BOOKS}
        opened={declining}
        title="Decline this correction?"
        what="Nothing is posted. It stays on record as declined."
        confirm="Decline it"
        isGrave
        send={(reason) => decide('decline', { reason })}
        onSettled={attempt.settle}
        onClose={() => {
          setDeclining(false);
        }}
      />
    </>
  );
}
