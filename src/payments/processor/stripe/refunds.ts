// Refunds through Stripe.
import { Injectable } from '@nestjs/common';
import type { Stripe } from 'stripe';
import { type ProcessorRefund, ProcessorRefunds, type RefundRequest } from '../refunds.js';
import { toStripeAmount } from '../stripe-amount.js';
import { idOf, StripeClient, toMinor, toMovement } from './client.js';

const EXPAND = ['balance_transaction', 'failure_balance_transaction'];

@Injectable()
export class StripeRefunds extends ProcessorRefunds {
  constructor(private readonly client: StripeClient) {
    super();
  }

  async refund(request: RefundRequest, key: string): Promise<ProcessorRefund> {
    const { refundId, intentId, amount, currency, fraudulent } = request;
    const refund = await this.client.call((stripe) =>
      stripe.refunds.create(
        {
          payment_intent: intentId,
          amount: toStripeAmount({ minor: amount, currency }),
          reason: fraudulent ? 'fraudulent' : 'requested_by_customer',
          metadata: { refund_id: refundId },
          expand: EXPAND,
        },
        { idempotencyKey: key },
      ),
    );
    return toRefund(refund);
  }

  async find(processorId: string): Promise<ProcessorRefund> {
    return toRefund(
      await this.client.call((stripe) => stripe.refunds.retrieve(processorId, { expand: EXPAND })),
    );
  }

  async ofIntent(intentId: string): Promise<ProcessorRefund[]> {
    const found = await this.client.call((stripe) =>
      stripe.refunds.list({
        payment_intent: intentId,
        limit: 100,
        expand: EXPAND.map((path) => `data.${path}`),
      }),
    );
    return found.data.map(toRefund).reverse();
  }
}

const STATUS: Record<string, ProcessorRefund['status']> = {
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'cancelled',
};

function toRefund(refund: Stripe.Refund): ProcessorRefund {
  return {
    processorId: refund.id,
    refundId: refund.metadata?.refund_id,
    intentId: idOf(refund.payment_intent),
    amount: toMinor(refund.amount, refund.currency),
    currency: refund.currency.toUpperCase(),
    status: STATUS[refund.status ?? ''] ?? 'pending',
    failureCode: refund.failure_reason,
    moved: toMovement(refund.balance_transaction),
    cameBack: toMovement(refund.failure_balance_transaction),
  };
}
