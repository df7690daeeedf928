// The one file that talks to Stripe, through its own package. Every call that moves money carries
// a key we stored first, because the package's own retries are only safe within one call.
import { Inject, Injectable } from '@nestjs/common';
import { Stripe } from 'stripe';
import { CONFIG, type Config } from '../../shared/config.js';
import { present } from '../../shared/refusal.js';
import {
  ChargeRefused,
  type ChargeRequest,
  EventRefused,
  OutcomeUnknown,
  Processor,
  type ProcessorCard,
  type ProcessorCharge,
  type ProcessorEvent,
} from './processor.js';
import { fromStripeAmount, toStripeAmount } from './stripe-amount.js';

// The package waits 80 s and retries twice by default, far beyond the lease of a call. One retry of
// ten seconds keeps the whole under 25 s, below the lease of 60 s.
const TIMEOUT_MS = 10_000;
const EXPAND = ['latest_charge.balance_transaction'];
const FUTURE_SKEW_SECONDS = 60;

@Injectable()
export class StripeProcessor extends Processor {
  private readonly stripe: Stripe;

  constructor(@Inject(CONFIG) private readonly config: Config) {
    super();
    const { secretKey, apiUrl } = config.stripe;
    this.stripe = new Stripe(secretKey, {
      timeout: TIMEOUT_MS,
      maxNetworkRetries: 1,
      telemetry: false,
      ...(apiUrl === null ? {} : hostOf(apiUrl)),
    });
  }

  async createCustomer(personId: string): Promise<string> {
    const customer = await this.stripe.customers.create(
      { metadata: { person_id: personId } },
      { idempotencyKey: `customer_${personId}` },
    );
    return customer.id;
  }

  async createCardSetup(
    customerId: string,
  ): Promise<{ setupIntentId: string; clientSecret: string }> {
    // Never asked twice and moves nothing, so the key that the package makes for its retry is enough.
    const intent = await this.stripe.setupIntents.create({
      customer: customerId,
      allowed_payment_method_types: ['card'],
      usage: 'on_session',
    });
    const clientSecret = present(intent.client_secret, 'a new setup has a secret');
    return { setupIntentId: intent.id, clientSecret };
  }

  async cardOf(setupIntentId: string): Promise<ProcessorCard | undefined> {
    const intent = await this.stripe.setupIntents
      .retrieve(setupIntentId, { expand: ['payment_method'] })
      .catch(undefinedWhenMissing);
    const method = intent?.payment_method;
    if (intent?.status !== 'succeeded' || typeof method !== 'object' || !method?.card) {
      return undefined;
    }
    const { card } = method;
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

  async removeCard(token: string): Promise<void> {
    await this.stripe.paymentMethods.detach(token).catch(undefinedWhenMissing);
  }

  async charge(request: ChargeRequest, key: string): Promise<ProcessorCharge> {
    const intent = this.stripe.paymentIntents.create(
      {
        amount: toStripeAmount({ minor: request.amount, currency: request.currency }),
        currency: request.currency.toLowerCase(),
        customer: request.customerId,
        payment_method: request.cardToken,
        allowed_payment_method_types: ['card'],
        capture_method: request.manual ? 'manual' : 'automatic',
        confirm: true,
        error_on_requires_action: true,
        metadata: { payment_id: request.paymentId },
        transfer_group: request.paymentId,
        expand: EXPAND,
      },
      { idempotencyKey: key },
    );
    try {
      return await settle(intent);
    } catch (error) {
      if (error instanceof Stripe.errors.StripeInvalidRequestError) {
        throw new ChargeRefused(error.code, error);
      }
      throw error;
    }
  }

  capture(intentId: string, key: string): Promise<ProcessorCharge> {
    const options = { idempotencyKey: key };
    return this.settleOrFind(
      intentId,
      this.stripe.paymentIntents.capture(intentId, { expand: EXPAND }, options),
    );
  }

  cancel(intentId: string, key: string): Promise<ProcessorCharge> {
    const options = { idempotencyKey: key };
    return this.settleOrFind(intentId, this.stripe.paymentIntents.cancel(intentId, {}, options));
  }

  find(intentId: string): Promise<ProcessorCharge> {
    return settle(this.stripe.paymentIntents.retrieve(intentId, { expand: EXPAND }));
  }

  async findByPayment(paymentId: string, customerId: string): Promise<ProcessorCharge | undefined> {
    try {
      const intents = this.stripe.paymentIntents.list({ customer: customerId, limit: 100 });
      for await (const intent of intents) {
        if (intent.metadata.payment_id === paymentId) return await this.find(intent.id);
      }
      return undefined;
    } catch (error) {
      throw unknownOr(error);
    }
  }

  readEvent(raw: Buffer, signature: string, receivedAt: Date): ProcessorEvent {
    const { webhookSecret } = this.config.stripe;
    let event: Stripe.Event;
    try {
      event = this.stripe.webhooks.constructEvent(raw, signature, webhookSecret);
    } catch (error) {
      throw new EventRefused('the signature does not match', { cause: error });
    }
    // The package refuses what is too old, but accepts a stamp from the future.
    const stamp = Number(/(?:^|,)t=(\d+)/.exec(signature)?.[1] ?? NaN);
    if (!(stamp - receivedAt.getTime() / 1000 <= FUTURE_SKEW_SECONDS)) {
      throw new EventRefused('the signature is dated in the future');
    }
    const live = this.config.stripe.processor === 'stripe_live';
    if (event.livemode !== live) throw new EventRefused('test and live are never mixed');
    const { object } = event.data;
    const intentId = event.type.startsWith('payment_intent.')
      ? (object as { id: string }).id
      : undefined;
    return { id: event.id, type: event.type, intentId, payload: event };
  }

  // "Unexpected state" means somebody was faster: what counts is how the intent stands now.
  private async settleOrFind(
    intentId: string,
    call: Promise<Stripe.PaymentIntent>,
  ): Promise<ProcessorCharge> {
    try {
      return toCharge(await call);
    } catch (error) {
      if (error instanceof Stripe.errors.StripeInvalidRequestError) return this.find(intentId);
      throw unknownOr(error);
    }
  }
}

function hostOf(apiUrl: string): { host: string; port: string; protocol: 'http' | 'https' } {
  const { hostname, port, protocol } = new URL(apiUrl);
  return { host: hostname, port, protocol: protocol === 'https:' ? 'https' : 'http' };
}

/** The charge, also when the card said no: then the error carries the intent. */
async function settle(call: Promise<Stripe.PaymentIntent>): Promise<ProcessorCharge> {
  try {
    return toCharge(await call);
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError) {
      const intent = error.payment_intent;
      const failure = failureOf(error.code, error.decline_code);
      if (intent !== undefined) return { ...toCharge(intent), status: 'failed', failure };
    }
    throw unknownOr(error);
  }
}

// Only an answer from the processor that it understood us and did nothing is a real error of ours;
// everything else leaves open what happened.
function unknownOr(error: unknown): unknown {
  const understood =
    error instanceof Stripe.errors.StripeInvalidRequestError ||
    error instanceof Stripe.errors.StripeAuthenticationError ||
    error instanceof Stripe.errors.StripePermissionError ||
    error instanceof Stripe.errors.StripeIdempotencyError;
  if (understood) return error;
  return error instanceof Stripe.errors.StripeError
    ? new OutcomeUnknown(`the processor did not answer clearly (${error.type})`, { cause: error })
    : error;
}

function undefinedWhenMissing(error: unknown): undefined {
  if (error instanceof Stripe.errors.StripeInvalidRequestError) return undefined;
  throw unknownOr(error);
}

const STATUS: Record<string, ProcessorCharge['status']> = {
  succeeded: 'succeeded',
  requires_capture: 'authorised',
  canceled: 'cancelled',
  requires_action: 'failed',
};

function toCharge(intent: Stripe.PaymentIntent): ProcessorCharge {
  const charge = typeof intent.latest_charge === 'object' ? intent.latest_charge : null;
  const movement =
    typeof charge?.balance_transaction === 'object' ? charge.balance_transaction : null;
  const currency = intent.currency.toUpperCase();
  // A fee in another currency than the payment's is booked when that movement is reconciled.
  const known = movement !== null && movement.currency === intent.currency ? movement : undefined;
  const error = intent.last_payment_error;
  // Without an error it is an intent that has not been confirmed yet, which is no answer.
  const declined = intent.status === 'requires_payment_method' && error !== null;
  const failure =
    intent.status === 'requires_action'
      ? failureOf('authentication_required', undefined)
      : error === null
        ? undefined
        : failureOf(error.code, error.decline_code);
  return {
    status: declined ? 'failed' : (STATUS[intent.status] ?? 'processing'),
    intentId: intent.id,
    paymentId: intent.metadata.payment_id,
    amount: fromStripeAmount(intent.amount, currency),
    currency,
    customerId: idOf(intent.customer),
    live: intent.livemode,
    chargeId: charge?.id,
    fee: known === undefined ? undefined : fromStripeAmount(known.fee, currency),
    availableOn: movement === null ? undefined : new Date(movement.available_on * 1000),
    failure,
  };
}

const failureOf = (
  code: string | undefined,
  declineCode: string | undefined,
): { code?: string; declineCode?: string } => ({
  ...(code === undefined ? {} : { code }),
  ...(declineCode === undefined ? {} : { declineCode }),
});

const idOf = (reference: string | { id: string } | null): string | undefined =>
  typeof reference === 'string' ? reference : reference?.id;
