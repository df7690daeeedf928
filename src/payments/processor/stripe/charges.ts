// Charges through Stripe: one PaymentIntent for each, confirmed as it is made. Every call that moves
// money carries a key that we stored first, because the package's own retries are only safe within
// one call.
import { Injectable } from '@nestjs/common';
import { Stripe } from 'stripe';
import { type ChargeRequest, type ProcessorCharge, ProcessorCharges } from '../charges.js';
import { ProcessorRefused } from '../processor.js';
import { toStripeAmount } from '../stripe-amount.js';
import { fromSeconds, idOf, StripeClient, toMinor, toMovement } from './client.js';

const EXPAND = ['latest_charge.balance_transaction'];

@Injectable()
export class StripeCharges extends ProcessorCharges {
  constructor(private readonly client: StripeClient) {
    super();
  }

  get available(): boolean {
    return this.client.available;
  }

  charge(request: ChargeRequest, key: string): Promise<ProcessorCharge> {
    const { paymentId, amount, currency } = request;
    return this.settle((stripe) =>
      stripe.paymentIntents.create(
        {
          amount: toStripeAmount({ minor: amount, currency }),
          currency: currency.toLowerCase(),
          customer: request.customerId,
          payment_method: request.cardToken,
          allowed_payment_method_types: ['card'],
          capture_method: request.manual ? 'manual' : 'automatic',
          confirm: true,
          // Absent, the payer is there: the bank may ask, and the payer answers in the browser.
          ...(request.offSession ? { off_session: true } : { use_stripe_sdk: true }),
          metadata: { payment_id: paymentId },
          transfer_group: paymentId,
          expand: EXPAND,
        },
        { idempotencyKey: key },
      ),
    );
  }

  capture(intentId: string, key: string): Promise<ProcessorCharge> {
    const options = { idempotencyKey: key };
    return this.settleOrFind(intentId, (stripe) =>
      stripe.paymentIntents.capture(intentId, { expand: EXPAND }, options),
    );
  }

  cancel(intentId: string, key: string): Promise<ProcessorCharge> {
    const options = { idempotencyKey: key };
    return this.settleOrFind(intentId, (stripe) =>
      stripe.paymentIntents.cancel(intentId, { expand: EXPAND }, options),
    );
  }

  find(intentId: string): Promise<ProcessorCharge> {
    return this.settle((stripe) => stripe.paymentIntents.retrieve(intentId, { expand: EXPAND }));
  }

  async findByPayment(paymentId: string, customerId: string): Promise<ProcessorCharge | undefined> {
    const intentId = await this.client.call(async (stripe) => {
      for await (const intent of stripe.paymentIntents.list({ customer: customerId, limit: 100 })) {
        if (intent.metadata.payment_id === paymentId) return intent.id;
      }
      return undefined;
    });
    return intentId === undefined ? undefined : this.find(intentId);
  }

  async clientSecret(intentId: string): Promise<string | undefined> {
    const intent = await this.client.call((stripe) => stripe.paymentIntents.retrieve(intentId));
    return intent.status === 'requires_action' ? (intent.client_secret ?? undefined) : undefined;
  }

  // A card that said no comes as an error, which carries the intent.
  private async settle(
    call: (stripe: Stripe) => Promise<Stripe.PaymentIntent>,
  ): Promise<ProcessorCharge> {
    try {
      return toCharge(await this.client.call(call));
    } catch (error) {
      if (error instanceof Stripe.errors.StripeCardError && error.payment_intent !== undefined) {
        const failure = failureOf(error.code, error.decline_code);
        return { ...toCharge(error.payment_intent), status: 'failed', failure };
      }
      throw error;
    }
  }

  // "Unexpected state" means somebody was faster: what counts is how the intent stands now.
  private async settleOrFind(
    intentId: string,
    call: (stripe: Stripe) => Promise<Stripe.PaymentIntent>,
  ): Promise<ProcessorCharge> {
    try {
      return await this.settle(call);
    } catch (error) {
      if (error instanceof ProcessorRefused) return this.find(intentId);
      throw error;
    }
  }
}

const STATUS: Record<string, ProcessorCharge['status']> = {
  succeeded: 'succeeded',
  requires_capture: 'authorised',
  requires_action: 'needs_authentication',
  canceled: 'cancelled',
};

function toCharge(intent: Stripe.PaymentIntent): ProcessorCharge {
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  const card = charge?.payment_method_details?.card;
  const error = intent.last_payment_error;
  // Without an error it is an intent that has not been confirmed yet, which is no answer.
  const declined = intent.status === 'requires_payment_method' && error !== null;
  return {
    status: declined ? 'failed' : (STATUS[intent.status] ?? 'processing'),
    intentId: intent.id,
    paymentId: intent.metadata.payment_id,
    amount: toMinor(intent.amount, intent.currency),
    currency: intent.currency.toUpperCase(),
    customerId: idOf(intent.customer),
    live: intent.livemode,
    chargeId: charge?.id,
    movement: toMovement(charge?.balance_transaction),
    captureBefore:
      card?.capture_before === undefined ? undefined : fromSeconds(card.capture_before),
    authentication: authenticationOf(card?.three_d_secure),
    failure: error === null ? undefined : failureOf(error.code, error.decline_code),
  };
}

function authenticationOf(
  secure: Stripe.Charge.PaymentMethodDetails.Card['three_d_secure'] | undefined,
): string | undefined {
  if (secure === undefined || secure === null) return undefined;
  const words = [secure.authentication_flow, secure.result].filter((word) => word !== null);
  return words.length === 0 ? undefined : words.join(' ');
}

const failureOf = (
  code: string | undefined,
  declineCode: string | undefined,
): { code?: string; declineCode?: string } => ({
  ...(code === undefined ? {} : { code }),
  ...(declineCode === undefined ? {} : { declineCode }),
});
