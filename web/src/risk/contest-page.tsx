// One contest with everything a reviewer needs to decide it: what both sides said, what was decided before,
// what is frozen, and the two ways it can end.
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ContestCaseDetailView } from '../../../src/payments/returns/cases/contract.js';
import { contestCaseQuery } from '../api/risk-queries.js';
import { formatMoney, formatWithCode } from '../money/format.js';
import { Failed, Loading } from '../ui/states.js';
import { fullTime, useNow } from '../ui/time.js';
import { TonePill } from '../ui/tone.js';
import { inWords } from '../ui/words.js';
import { CaseHead } from './case-head.js';
import { kindWords, standing, verdictWords } from './contest-case-words.js';
import { ContestDecision } from './contest-decision.js';
import { Fact, PaymentSection, PeopleSection, Section } from './facts.js';
import classes from './risk.module.css';

export function ContestPage() {
  const { contestId } = useParams({ from: '/signed-in/risk-desks/risk/contests/$contestId' });
  const query = useQuery(contestCaseQuery(contestId));
  useDocumentTitle('Contest · Tenner');
  if (query.data) return <Contest key={query.data.id} contest={query.data} />;
  if (query.isPending) return <Loading what="the contest" rows={4} height={96} />;
  return (
    <Failed
      error={query.error}
      what="This contest"
      isPageHeading
      onRetry={() => void query.refetch()}
    />
  );
}

function Contest({ contest }: { contest: ContestCaseDetailView }) {
  const { payment } = contest;
  const pill = standing(contest, useNow(1000));
  return (
    <div className={classes.case}>
      <div
        className={classes.caseScroll}
        tabIndex={0}
        role="group"
        aria-label="Facts of the contest"
      >
        <CaseHead
          backTo="/risk/contests"
          backLabel="Back to the contests"
          title={
            <>
              <span className="tabular">{formatMoney(payment.amount)}</span> that{' '}
              {payment.payer.name} paid {payment.payee.name}
            </>
          }
        >
          <TonePill tone={pill.tone} icon={pill.icon}>
            {pill.words}
          </TonePill>
        </CaseHead>
        <Claim contest={contest} />
        <Said contest={contest} />
        <PeopleSection payment={payment} />
        <PaymentSection payment={payment} />
      </div>
      <ContestDecision contest={contest} />
    </div>
  );
}

function Claim({ contest }: { contest: ContestCaseDetailView }) {
  const { claim, frozen, openedAt, dueBy, extension, decision, kind } = contest;
  return (
    <Section title={kindWords(contest)}>
      <dl className={classes.facts}>
        <Fact name="Claim">{inWords(claim)}</Fact>
        {kind === 'report' && (
          <Fact name="Frozen">{frozen === null ? 'Nothing' : formatWithCode(frozen)}</Fact>
        )}
        <Fact name="Brought">{fullTime(openedAt)}</Fact>
        <Fact name="Decide by">{fullTime(dueBy)}</Fact>
        {extension !== null && (
          <Fact name="Extended">
            {extension.by}: {extension.reason}
          </Fact>
        )}
        {decision !== null && (
          <Fact name="Decided">
            {verdictWords(kind, decision.verdict)}, by {decision.by}
            {decision.confirmedBy !== null && ` and ${decision.confirmedBy}`}
            <div className={classes.quiet}>{decision.words}</div>
          </Fact>
        )}
      </dl>
    </Section>
  );
}

function Said({ contest: { said, earlier, kind } }: { contest: ContestCaseDetailView }) {
  return (
    <Section title="What was said">
      <dl className={classes.evidence} data-testid="contest-said">
        {said.map(({ by, what, words, at }) => (
          <div key={`${at} ${what}`}>
            <dt>
              {by} {what}, {fullTime(at)}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
        {earlier.map(({ number, verdict, words, decidedAt, by }) => (
          <div key={number}>
            <dt>
              {by} decided, {fullTime(decidedAt)}: {verdictWords(kind, verdict)}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
