// Cards through Stripe: a customer for each person, and a SetupIntent for each card that is added.
import { Injectable } from '@nestjs/common';
import { Stripe } from 'stripe';
import { present } from '../../../shared/refusal.js';
import { type ProcessorCard, ProcessorCards } from '../cards.js';
import { ProcessorRefused } from '../processor.js';
import { idOf, StripeClient } from './client.js';

@Injectable()
export class StripeCards extends ProcessorCards {
  constructor(private readonly client: StripeClient) {
    super();
  }

  async createCustomer(personId: string): Promise<string> {
    const customer = await this.client.call((stripe) =>
      stripe.customers.create(
        { metadata: { person_id: personId } },
        { idempotencyKey: `customer_${personId}` },
      ),
    );
    return customer.id;
  }

  async createCardSetup(
    customerId: string,
  ): Promise<{ setupIntentId: string; clientSecret: string }> {
    // Never asked twice and moves nothing, so the key that the package makes for its retry is enough.
    const intent = await this.client.call((stripe) =>
      stripe.setupIntents.create({
        customer: customerId,
        allowed_payment_method_types: ['card'],
        // Authenticated once with the payer there, a card may later be charged without them.
        usage: 'off_session',
      }),
    );
    const clientSecret = present(intent.client_secret, 'a new setup has a secret');
    return { setupIntentId: intent.id, clientSecret };
  }

  async cardOf(setupIntentId: string): Promise<ProcessorCard | undefined> {
    const intent = await this.client.look((stripe) =>
      stripe.setupIntents.retrieve(setupIntentId, { expand: ['payment_method'] }),
    );
    const method = intent?.payment_method;
    if (intent?.status !== 'succeeded' || typeof method !== 'object' || method === null) {
      return undefined;
    }
    return toCard(method);
  }

  async card(token: string): Promise<ProcessorCard | undefined> {
    const method = await this.client.look((stripe) => stripe.paymentMethods.retrieve(token));
    return method === undefined ? undefined : toCard(method);
  }

  async removeCard(token: string): Promise<void> {
    try {
      await this.client.call((stripe) => stripe.paymentMethods.detach(token));
    } catch (error) {
      // Not attached, or gone: that is what was wanted.
      if (!(error instanceof ProcessorRefused)) throw error;
    }
  }
}

function toCard(method: Stripe.PaymentMethod): ProcessorCard | undefined {
  const { card } = method;
  if (card === undefined) return undefined;
  return {
    token: method.id,
    customerId: idOf(method.customer),
    brand: card.brand,
    last4: card.last4,
    expiryMonth: card.exp_month,
    expiryYear: card.exp_year,
    funding: card.funding,
    country: card.country,
    fingerprint: card.fingerprint ?? method.id,
  };
}
