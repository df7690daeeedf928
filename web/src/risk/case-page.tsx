// One case with everything a reviewer needs to decide it: the payment, both people, why it was held,
// the signals measured, and the two ways it can end.
import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { IconAlarm, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import type { ReviewCaseView } from '../../../src/payments/contract.js';
import { formatMoney } from '../money/format.js';
import { useHolds } from '../session/viewer.js';
import { Empty, Failed, Loading } from '../ui/states.js';
import { ago, deadline, useNow } from '../ui/time.js';
import { TonePill } from '../ui/tone.js';
import { CaseHead } from './case-head.js';
import { CaseFacts } from './case-facts.js';
import { useDecide } from './decide-context.js';
import classes from './risk.module.css';
import { useCase } from './use-cases.js';

export function CasePage() {
  const { caseId } = useParams({ from: '/signed-in/risk-desks/risk/$caseId' });
  const { found, isPending, error, retry } = useCase(caseId);
  useDocumentTitle('Case · Tenner');
  if (found) return <OpenCase reviewCase={found} />;
  if (isPending) return <Loading what="the case" rows={4} height={96} />;
  if (error) return <Failed error={error} what="This case" isPageHeading onRetry={retry} />;
  return (
    <Empty icon={<IconAlarm size={26} />} title="There is no such case" isPageHeading>
      <Button component={Link} to="/risk" variant="default" mt="sm">
        Back to the queue
      </Button>
    </Empty>
  );
}

function OpenCase({ reviewCase }: { reviewCase: ReviewCaseView }) {
  const decide = useDecide();
  const mayDecide = useHolds('risk_approver');
  const { payment, state, reviewBy } = reviewCase;
  const now = useNow(10_000);
  return (
    <div className={classes.case}>
      <div className={classes.caseScroll} tabIndex={0} role="group" aria-label="Facts of the case">
        <CaseHead
          backTo="/risk"
          backLabel="Back to the queue"
          title={
            <>
              <span className="tabular">{formatMoney(payment.amount)}</span> from{' '}
              {payment.payer.name} to {payment.payee.name}
            </>
          }
        >
          {state === 'open' && (
            <TonePill tone="wait" icon={IconAlarm}>
              Decide by {deadline(reviewBy, now)}, {ago(reviewBy, now)}
            </TonePill>
          )}
          {state === 'released' && (
            <TonePill tone="good" icon={IconCircleCheck}>
              Released
            </TonePill>
          )}
          {state === 'rejected' && (
            <TonePill tone="bad" icon={IconCircleX}>
              Rejected
            </TonePill>
          )}
        </CaseHead>
        <CaseFacts reviewCase={reviewCase} />
      </div>
      {state === 'open' && mayDecide && (
        <div className={classes.actions}>
          <Button
            variant="default"
            leftSection={<IconCircleX size={18} />}
            onClick={() => {
              decide('reject', reviewCase);
            }}
            data-testid="case-reject"
          >
            Reject
          </Button>
          <Button
            leftSection={<IconCircleCheck size={18} />}
            onClick={() => {
              decide('release', reviewCase);
            }}
            data-testid="case-release"
          >
            Release
          </Button>
        </div>
      )}
    </div>
  );
}
