// The facts of a case, in the order a reviewer reads them: why it is here, who is involved, what was
// measured, the payment itself, and for a decided case who decided what and why.
import { Title } from '@mantine/core';
import { IconArrowRight, IconFlag3 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { PaymentParty, ReviewCaseView } from '../../../src/payments/contract.js';
import { cardName } from '../money/card-words.js';
import { formatWithCode } from '../money/format.js';
import { PersonAvatar } from '../ui/person-avatar.js';
import { fullTime } from '../ui/time.js';
import classes from './risk.module.css';
import { inWords } from '../ui/words.js';

export function CaseFacts({ reviewCase }: { reviewCase: ReviewCaseView }) {
  const { payment, reasons, signals, decidedAt, decidedBy, decisionReason, state } = reviewCase;
  const { funding } = payment;
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
      <Section title="People">
        <div className={classes.people}>
          <Party role="Payer" party={payment.payer} />
          <IconArrowRight size={20} aria-hidden="true" />
          <Party role="Payee" party={payment.payee} />
        </div>
      </Section>
      <Section title="Signals">
        <dl className={classes.facts}>
          {signals.map(({ name, label, value }) => (
            <Fact key={name} name={label}>
              {value}
            </Fact>
          ))}
        </dl>
      </Section>
      <Section title="Payment">
        <dl className={classes.facts}>
          <Fact name="Amount">{formatWithCode(payment.amount)}</Fact>
          <Fact name="State">{inWords(payment.state)}</Fact>
          {funding && (
            <Fact name="Paid from">
              {funding.source === 'card' ? cardName(funding) : 'Balance'}
            </Fact>
          )}
          <Fact name="Note">{payment.note ?? 'None'}</Fact>
          <Fact name="Started">{fullTime(payment.createdAt)}</Fact>
          <Fact name="Reference">
            <code>{payment.id}</code>
          </Fact>
        </dl>
      </Section>
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <Title order={2} className={classes.sectionTitle}>
        {title}
      </Title>
      {children}
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}

function Party({ role, party }: { role: string; party: PaymentParty }) {
  return (
    <div className={classes.party}>
      <PersonAvatar name={party.name} seed={party.handle} size={40} />
      <div>
        <div className={classes.quiet}>{role}</div>
        <div className={classes.reasonText}>{party.name}</div>
        <div className={classes.quiet}>@{party.handle}</div>
      </div>
    </div>
  );
}
