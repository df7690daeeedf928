// One dispute with everything that is needed to answer it: what the bank took and why, the payment and
// its people, what our records say, and the one word that can be given.
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { DisputeDetailView } from '../../../src/payments/contract.js';
import { disputeQuery } from '../api/risk-queries.js';
import { refundWords } from '../money/aftermath-words.js';
import { formatMoney, formatWithCode } from '../money/format.js';
import { useHolds } from '../session/viewer.js';
import { Failed, Loading } from '../ui/states.js';
import { fullTime, useNow } from '../ui/time.js';
import { TonePill } from '../ui/tone.js';
import { capitalised } from '../ui/words.js';
import { CaseHead } from './case-head.js';
import { DisputeAnswer } from './dispute-answer.js';
import { answerPill, isAnswerable, statePill } from './dispute-words.js';
import { Fact, PaymentSection, PeopleSection, Section } from './facts.js';
import classes from './risk.module.css';

export function DisputePage() {
  const { disputeId } = useParams({ from: '/signed-in/risk-desks/risk/disputes/$disputeId' });
  const query = useQuery(disputeQuery(disputeId));
  useDocumentTitle('Dispute · Tenner');
  if (query.data) return <Dispute key={query.data.id} dispute={query.data} />;
  if (query.isPending) return <Loading what="the dispute" rows={4} height={96} />;
  return (
    <Failed
      error={query.error}
      what="This dispute"
      isPageHeading
      onRetry={() => void query.refetch()}
    />
  );
}

function Dispute({ dispute }: { dispute: DisputeDetailView }) {
  const { payment, amount } = dispute;
  const now = useNow(1000);
  const mayDecide = useHolds('risk_approver');
  const pills = [statePill(dispute), answerPill(dispute, now)];
  return (
    <div className={classes.case}>
      <div
        className={classes.caseScroll}
        tabIndex={0}
        role="group"
        aria-label="Facts of the dispute"
      >
        <CaseHead
          backTo="/risk/disputes"
          backLabel="Back to the disputes"
          title={
            <>
              <span className="tabular">{formatMoney(amount)}</span> that {payment.payer.name} paid{' '}
              {payment.payee.name}
            </>
          }
        >
          {pills.map(
            (pill) =>
              pill && (
                <TonePill key={pill.words} tone={pill.tone} icon={pill.icon}>
                  {pill.words}
                </TonePill>
              ),
          )}
        </CaseHead>
        <Money dispute={dispute} />
        <Evidence dispute={dispute} />
        {mayDecide && isAnswerable(dispute, now) && <DisputeAnswer dispute={dispute} />}
        <PeopleSection payment={payment} />
        <PaymentSection payment={payment} />
        <Refunds dispute={dispute} />
      </div>
    </div>
  );
}

function Money({ dispute }: { dispute: DisputeDetailView }) {
  const { amount, reason, withdrawn, fee, held, dueBy, openedAt, closedAt } = dispute;
  const money = (value: string): string =>
    formatWithCode({ amount: value, currency: amount.currency });
  return (
    <Section title="What the bank says">
      <dl className={classes.facts}>
        <Fact name="Reason">{capitalised(reason)}</Fact>
        <Fact name="Disputed">{formatWithCode(amount)}</Fact>
        <Fact name="Withdrawn from us">{money(withdrawn)}</Fact>
        <Fact name="Fee">{money(fee)}</Fact>
        <Fact name="Set aside of the payee’s money">{money(held)}</Fact>
        <Fact name="Opened">{fullTime(openedAt)}</Fact>
        {dueBy !== null && <Fact name="Answer by">{fullTime(dueBy)}</Fact>}
        {closedAt !== null && <Fact name="Ended">{fullTime(closedAt)}</Fact>}
      </dl>
    </Section>
  );
}

function Evidence({ dispute }: { dispute: DisputeDetailView }) {
  const { evidence, answeredAt, answeredBy } = dispute;
  return (
    <Section
      title={answeredAt === null ? 'What would be sent to the bank' : 'What was sent to the bank'}
    >
      {answeredAt !== null && (
        <p className={classes.answered}>
          {fullTime(answeredAt)}
          {answeredBy !== null && `, by ${answeredBy}`}
        </p>
      )}
      <dl className={classes.evidence} data-testid="evidence">
        {evidence.map(({ field, label, text }) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function Refunds({ dispute: { refunds, payment } }: { dispute: DisputeDetailView }) {
  if (refunds.length === 0) return null;
  return (
    <Section title="Refunds">
      <dl className={classes.facts}>
        {refunds.map((refund) => (
          <Fact key={refund.id} name={fullTime(refund.createdAt)}>
            {formatWithCode(refund.amount)}
            <div className={classes.quiet}>
              {refundWords(refund, 'observer', payment.payer.name)} {refund.reason}
            </div>
          </Fact>
        ))}
      </dl>
    </Section>
  );
}
