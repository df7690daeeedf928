// The risk console: the queue on the left, the open case on the right. The keyboard does the daily
// work: j and k move, Enter opens, r releases, x rejects; deciding always asks for a reason.
import { SegmentedControl, Title } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReviewCaseView } from '../../../src/payments/contract.js';
import { casesQuery } from '../api/queries.js';
import { useHolds } from '../session/viewer.js';
import panes from '../ui/two-panes.module.css';
import { CaseQueue } from './case-queue.js';
import { DecisionDialog } from './decision-dialog.js';
import { DecideContext, type Decision } from './decide-context.js';
import { KeyHints } from './key-hints.js';
import classes from './risk.module.css';
import { RiskTabs } from './risk-tabs.js';
import { inQueueOrder, type CaseState } from './use-cases.js';

interface Deciding {
  reviewCase: ReviewCaseView;
  decision: Decision;
}

export function RiskLayout() {
  const { caseId } = useParams({ strict: false });
  const mayDecide = useHolds('risk_approver');
  const navigate = useNavigate();
  const [state, setState] = useState<CaseState>('open');
  const [pointedId, setPointedId] = useState<string>();
  const [deciding, setDeciding] = useState<Deciding | null>(null);
  const query = useQuery(casesQuery(state));
  const cases = inQueueOrder(state, query.data ?? []);
  const selectedId = caseId ?? pointedId;
  const selected = cases.find(({ id }) => id === selectedId);

  const move = (step: 1 | -1): void => {
    const at = cases.findIndex(({ id }) => id === selectedId);
    const next = cases[at === -1 ? 0 : at + step];
    if (!next) return;
    setPointedId(next.id);
    document.getElementById(`case-${next.id}`)?.focus();
    if (caseId) void navigate({ to: '/risk/$caseId', params: { caseId: next.id } });
  };
  const decide = (decision: Decision, reviewCase = selected): void => {
    if (mayDecide && reviewCase?.state === 'open') setDeciding({ reviewCase, decision });
  };
  useHotkeys([
    [
      'j',
      () => {
        move(1);
      },
    ],
    [
      'k',
      () => {
        move(-1);
      },
    ],
    [
      'r',
      () => {
        decide('release');
      },
    ],
    [
      'x',
      () => {
        decide('reject');
      },
    ],
  ]);

  return (
    <DecideContext value={decide}>
      <div className={panes.panes} data-open={caseId !== undefined || undefined}>
        <section className={panes.list} aria-label="Review queue">
          <div className={classes.queueHead}>
            <RiskTabs desk="reviews" />
            <Title order={caseId === undefined ? 1 : 2} className={classes.queueTitle}>
              Reviews
            </Title>
            <SegmentedControl
              fullWidth
              aria-label="Which cases"
              value={state}
              onChange={(value) => {
                setState(value);
              }}
              data={[
                { value: 'open', label: 'Open' },
                { value: 'released', label: 'Released' },
                { value: 'rejected', label: 'Rejected' },
              ]}
            />
          </div>
          <CaseQueue query={query} cases={cases} state={state} selectedId={selectedId} />
          <KeyHints mayDecide={mayDecide} />
        </section>
        <section className={panes.detail} aria-label="Case">
          <Outlet />
        </section>
      </div>
      <DecisionDialog
        deciding={deciding}
        onClose={() => {
          setDeciding(null);
        }}
      />
    </DecideContext>
  );
}
