// The facts of a case, in the order a reviewer reads them: why it is here, who is involved, what was
// measured, the payment itself, and for a decided case who decided what and why.
import { IconFlag3 } from '@tabler/icons-react';
import type { ReviewCaseView } from '../../../src/payments/contract.js';
import { fullTime } from '../ui/time.js';
import { inWords } from '../ui/words.js';
import { Fact, PaymentSection, PeopleSection, Section } from './facts.js';
import { PayerTier } from './payer-tier.js';
import classes from './risk.module.css';

export function CaseFacts({ reviewCase }: { reviewCase: ReviewCaseView }) {
  const { payment, reasons, signals, decidedAt, decidedBy, decisionReason, state } = reviewCase;
  return (
    <>
      {decidedAt && (
        <Section title="Decision">
          <dl className={classes.facts}>
            <Fact name="Outcome">{state === 'released' ? 'Released' : 'Rejected'}</Fact>
            <Fact name="By">{decidedBy ?? 'Nobody: the deadline passed'}</Fact>
            <Fact name="When">{fullTime(decidedAt)}</Fact>
            <Fact name="Reason">{decisionReason ?? 'None given'}</Fact>
          </dl>
        </Section>
      )}
      <Section title="Why it is held">
        <ul className={classes.reasons}>
          {reasons.map(({ rule, message }) => (
            <li key={rule}>
              <IconFlag3 size={18} aria-hidden="true" />
              <div>
                <div className={classes.reasonText}>{message}</div>
                <div className={classes.quiet}>Rule: {inWords(rule)}</div>
              </div>
            </li>
          ))}
        </ul>
      </Section>
      <PeopleSection payment={payment} />
      <PayerTier key={payment.payer.id} payer={payment.payer} />
      <Section title="Signals">
        <dl className={classes.facts}>
          {signals.map(({ name, label, value }) => (
            <Fact key={name} name={label}>
              {value}
            </Fact>
          ))}
          {reviewCase.cardSharedWith !== null && (
            <Fact name="Other people with this card">{reviewCase.cardSharedWith}</Fact>
          )}
        </dl>
      </Section>
      <PaymentSection payment={payment} />
    </>
  );
}
