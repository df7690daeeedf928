// What of a payment its people are told of. Nothing here touches a database.
import type { Happening } from '../../shared/happenings.js';
import { formatMinor, formatMoney } from '../../shared/money.js';
import type { Payment } from './payment.js';

/** What it means to somebody that the payment has come into its state. */
export function stateHappenings(payment: Payment): Happening[] {
  const { state, payerId, payeeId, contactId, agreedAt, reviewBy, requestId, settlementId } =
    payment;
  const toPayer = (kind: Happening['kind'], detail: string | null = null): Happening =>
    about(payment, { kind, detail, personIds: [payerId], otherId: payeeId });
  const toPayee = (kind: Happening['kind'], detail: string | null = null): Happening =>
    about(payment, { kind, detail, personIds: [payeeId], otherId: payerId });
  // Each state after it says so again, and the name of the event lets it be told once.
  const agreed = agreedAt === null ? [] : [byContact(payment, 'agreed')];
  if (state === 'asking' && contactId !== null) {
    const asked = { kind: 'contact_asked', detail: null, personIds: [contactId] } as const;
    return [{ ...about(payment, { ...asked, otherId: payerId }), threadId: null }];
  }
  if (state === 'held') {
    return [...agreed, toPayer('payment_held'), toPayee('payment_held', 'incoming')];
  }
  if (state === 'arriving') return [...agreed, toPayee('payment_arriving')];
  if (state === 'waiting') return [...agreed, toPayee('payment_waiting')];
  if (state === 'returned') return returned(payment, toPayer, toPayee);
  if (state === 'completed') {
    // Whoever accepted it knows that they have it; the other one does not.
    const paid =
      payment.expiresAt !== null
        ? toPayer('payment_waiting', 'accepted')
        : toPayee((requestId ?? settlementId) ? 'request_paid' : 'money_received');
    return [
      ...agreed,
      paid,
      ...(reviewBy === null ? [] : [toPayer('payment_decided', 'released')]),
    ];
  }
  if (state === 'rejected') {
    return [toPayer('payment_decided', 'rejected'), toPayee('payment_decided', 'incoming')];
  }
  return state === 'failed' ? [...agreed, ...failed(payment, toPayer)] : agreed;
}

/** A day before the payee's time to accept it is over, both are told. */
export function expiryHappenings(payment: Payment): Happening[] {
  const { payerId, payeeId } = payment;
  const told = (detail: string | null, personId: string, otherId: string): Happening => ({
    ...about(payment, { kind: 'payment_expiring', detail, personIds: [personId], otherId }),
  });
  return [told(null, payerId, payeeId), told('incoming', payeeId, payerId)];
}

// Whoever sent it back knows; the other one is told, and both are when nobody did.
function returned(
  { returned: why }: Payment,
  toPayer: (kind: Happening['kind'], detail: string | null) => Happening,
  toPayee: (kind: Happening['kind'], detail: string | null) => Happening,
): Happening[] {
  const outgoing = toPayer('payment_returned', why);
  const incoming = toPayee('payment_returned', 'incoming');
  if (why === 'declined') return [outgoing];
  return why === 'expired' || why === 'undeliverable' ? [outgoing, incoming] : [incoming];
}

/** What it means to somebody that money of it was given back, or how it is disputed. */
export function factHappenings(
  payment: Payment,
  before: Pick<Payment, 'refunded' | 'dispute'>,
): Happening[] {
  const { refunded, dispute, payerId, payeeId } = payment;
  const { currency } = payment.amount;
  const happenings: Happening[] = [];
  // A refund that came to nothing takes back what it had promised, which is no news of money.
  if (refunded > before.refunded) {
    const amount = { amount: formatMinor(refunded - before.refunded, currency), currency };
    const given = { kind: 'refund', detail: null, personIds: [payerId], otherId: payeeId } as const;
    happenings.push({ ...about(payment, given, String(refunded)), amount });
  }
  if (dispute !== null && dispute !== before.dispute) {
    const asked = { kind: 'dispute', detail: dispute, personIds: [payeeId] } as const;
    happenings.push(about(payment, { ...asked, otherId: payerId }, dispute));
  }
  return happenings;
}

type Told = Pick<Happening, 'kind' | 'detail' | 'personIds' | 'otherId'>;

const about = (payment: Payment, told: Told, which: string = payment.state): Happening => ({
  ...told,
  event: `${payment.id}:${told.kind}:${which}`,
  threadId: payment.threadId,
  subjectId: payment.id,
  amount: formatMoney(payment.amount),
});

const byContact = (payment: Payment, word: 'agreed' | 'declined'): Happening => ({
  ...about(
    payment,
    {
      kind: 'contact_answered',
      detail: word,
      personIds: [payment.payerId],
      otherId: payment.contactId,
    },
    word,
  ),
  threadId: null,
});

// Who called it off need not be told, and a contact's no has a sentence of its own.
function failed(payment: Payment, toPayer: (kind: Happening['kind']) => Happening): Happening[] {
  const { failureCode } = payment;
  if (failureCode === 'agreement_called_off') return [];
  if (failureCode === 'agreement_declined') return [byContact(payment, 'declined')];
  return [toPayer('payment_failed')];
}
