// What a refund looks like to those who may see its payment.
import { formatMinor } from '../../shared/money.js';
import type { RefundView } from '../contract.js';
import type { Payment } from '../payment/payment.js';
import type { Refund } from './refund.js';

/** `rest` is its other part, where it has two. */
export function toRefundView(
  refund: Refund,
  payment: Payment,
  rest: Refund | null = null,
): RefundView {
  const { currency } = payment.amount;
  return {
    id: refund.id,
    paymentId: refund.paymentId,
    amount: { amount: formatMinor(refund.amount, currency), currency },
    destination: refund.destination,
    state: refund.state,
    reason: refund.reason,
    ...(rest === null ? {} : { rest: toRefundView(rest, payment) }),
    createdAt: refund.createdAt.toISOString(),
    updatedAt: refund.updatedAt.toISOString(),
  };
}
