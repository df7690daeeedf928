// What the viewer can do about a payment that waits, below its state: undo, recall, cancel, accept or
// decline it, answer the bank, or call it off.
import type { PaymentCard as Payment } from '../../../src/payments/contract.js';
import type { Side } from '../money/payment-words.js';
import { WaitingForContact } from '../trust/contact/waiting-for-contact.js';
import { ConfirmWithBank } from './confirm-with-bank.js';
import { UndoPayment } from './undo-payment.js';
import { EndWait } from './end-wait.js';

interface Props {
  payment: Payment;
  threadId: string;
  createdAt: string;
  side: Side;
  payerName: string;
  payeeName: string;
}

export function PaymentActions(props: Props) {
  const { payment, threadId, createdAt, side, payerName, payeeName } = props;
  const { paymentId, state, authenticateBy, agreeBy, sendsAt } = payment;
  if (side === 'payee') {
    return state === 'waiting' ? (
      <EndWait words={['accept', 'decline']} otherName={payerName} {...{ payment, threadId }} />
    ) : null;
  }
  if (side !== 'payer') return null;
  if (state === 'authenticating' && authenticateBy !== null) {
    return <ConfirmWithBank {...{ paymentId, threadId, payeeName, authenticateBy }} />;
  }
  if (agreeBy !== null) {
    return <WaitingForContact {...{ paymentId, threadId, payeeName, agreeBy }} />;
  }
  if (sendsAt !== null) {
    return <UndoPayment {...{ payment, threadId, createdAt, payeeName, sendsAt }} />;
  }
  if (state === 'arriving') {
    return <EndWait words={['recall']} otherName={payeeName} {...{ payment, threadId }} />;
  }
  return state === 'waiting' || state === 'held' ? (
    <EndWait words={['cancel']} otherName={payeeName} {...{ payment, threadId }} />
  ) : null;
}
