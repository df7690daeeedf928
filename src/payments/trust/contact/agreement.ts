// Which payments a trusted contact must agree to, and what became of those: pure rules. Amounts of another
// currency cannot be compared with the limit, so they are asked about whatever they are; a limit that
// could be passed in dollars would be none.
import type { Money } from '../../../shared/money.js';
import { type Refusal, refusals } from '../../../shared/refusal.js';
import { moved, type Payment } from '../../payment/payment.js';
import type { AgreementLimit } from '../standing-store.js';

export const refuseAgreement = refusals({
  agreement_contact_is_payee: {
    kind: 'refused',
    title:
      'Your trusted contact would have to agree to this, and cannot agree to money for themselves. ' +
      'Send less, or change your limit.',
  },
  agreement_declined: {
    kind: 'refused',
    title: 'Your trusted contact did not agree. Nothing was sent.',
  },
  agreement_expired: {
    kind: 'refused',
    title: 'Your trusted contact did not answer in time. Nothing was sent.',
  },
  agreement_called_off: { kind: 'refused', title: 'You called it off. Nothing was sent.' },
  agreement_unknown: { kind: 'missing', title: 'Nobody asks you about such a payment.' },
  agreement_over: { kind: 'conflict', title: 'This payment is not waiting any more.' },
});

export type AgreementEnding = 'agreement_declined' | 'agreement_expired' | 'agreement_called_off';

/** The payment as it waits, why it cannot, or undefined when nobody need be asked. */
export type Agreeing = Payment | Refusal | undefined;

/** Whose agreement an amount needs; null when nobody's. */
export function needsAgreement(amount: Money, agreement: AgreementLimit | null): string | null {
  if (agreement === null) return null;
  const { limit, contactId } = agreement;
  const isWithin = amount.currency === limit.currency && amount.minor <= limit.minor;
  return isWithin ? null : contactId;
}

export function agreementOf(
  payment: Payment,
  agreement: AgreementLimit | null,
  hours: number,
): Agreeing {
  const { amount, payeeId, createdAt } = payment;
  const contactId = needsAgreement(amount, agreement);
  if (contactId === null) return undefined;
  if (contactId === payeeId) return refuseAgreement('agreement_contact_is_payee');
  const agreeBy = new Date(createdAt.getTime() + hours * 3_600_000);
  return { ...payment, state: 'asking', contactId, agreeBy };
}

/** The payment that came to nothing. */
export const ended = (payment: Payment, failureCode: string, at: Date): Payment =>
  moved(payment, 'failed', at, { failureCode });
