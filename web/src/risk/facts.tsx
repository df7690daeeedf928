// The parts that a reviewed payment is told with: sections of named facts, the two people, and the
// payment itself.
import { Title } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { PaymentParty, PaymentView } from '../../../src/payments/contract.js';
import { formatWithCode } from '../money/format.js';
import { fundingWords } from '../money/funding-words.js';
import { PersonAvatar } from '../ui/person-avatar.js';
import { fullTime } from '../ui/time.js';
import { inWords } from '../ui/words.js';
import classes from './risk.module.css';

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.section}>
      <Title order={2} className={classes.sectionTitle}>
        {title}
      </Title>
      {children}
    </section>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{name}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}

export function PeopleSection({ payment }: { payment: PaymentView }) {
  return (
    <Section title="People">
      <div className={classes.people}>
        <Party role="Payer" party={payment.payer} />
        <IconArrowRight size={20} aria-hidden="true" />
        <Party role="Payee" party={payment.payee} />
      </div>
    </Section>
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

export function PaymentSection({ payment }: { payment: PaymentView }) {
  const { funding, refunded, amount } = payment;
  return (
    <Section title="Payment">
      <dl className={classes.facts}>
        <Fact name="Amount">{formatWithCode(amount)}</Fact>
        <Fact name="State">{inWords(payment.state)}</Fact>
        {funding && (
          <Fact name="Paid from">
            {funding.source === 'balance' ? 'Balance' : fundingWords(funding, 'the balance')}
          </Fact>
        )}
        {refunded !== null && (
          <Fact name="Given back">
            {formatWithCode({ amount: refunded, currency: amount.currency })}
          </Fact>
        )}
        <Fact name="Note">{payment.note ?? 'None'}</Fact>
        <Fact name="Started">{fullTime(payment.createdAt)}</Fact>
        <Fact name="Reference">
          <code>{payment.id}</code>
        </Fact>
      </dl>
    </Section>
  );
}
