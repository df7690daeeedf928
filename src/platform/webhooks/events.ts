// Which changes of a payment are events for a host, and what an event says: ids, money and state. No
// name, no note, no thread.
import type { Payment, PaymentChange } from '../../payments/index.js';
import { newId } from '../../shared/ids.js';
import { formatMinor, formatMoney } from '../../shared/money.js';
import type { WebhookEvent, WebhookEventType } from '../contract.js';

export const EVENT_TYPES: readonly WebhookEventType[] = [
  'payment.completed',
  'payment.held',
  'payment.failed',
  'payment.returned',
  'payment.refunded',
  'payment.disputed',
];

/** The event that a change is, if it is one. */
export function eventOf({ payment, what }: PaymentChange): WebhookEvent | undefined {
  const type = typeOf(payment, what);
  if (type === undefined) return undefined;
  const { id, payerId, payeeId, amount, state, refunded, dispute } = payment;
  return {
    id: newId('evt'),
    type,
    createdAt: payment.updatedAt.toISOString(),
    data: {
      payment: {
        id,
        payerId,
        payeeId,
        amount: formatMoney(amount),
        state,
        refunded: refunded === 0n ? null : formatMinor(refunded, amount.currency),
        dispute,
        createdAt: payment.createdAt.toISOString(),
        updatedAt: payment.updatedAt.toISOString(),
      },
    },
  };
}

// A payment that a reviewer refused has failed, as far as a host is concerned.
function typeOf({ state }: Payment, what: PaymentChange['what']): WebhookEventType | undefined {
  if (what === 'refunded') return 'payment.refunded';
  if (what === 'dispute') return 'payment.disputed';
  if (state === 'completed') return 'payment.completed';
  if (state === 'held') return 'payment.held';
  if (state === 'returned') return 'payment.returned';
  return state === 'failed' || state === 'rejected' ? 'payment.failed' : undefined;
}
