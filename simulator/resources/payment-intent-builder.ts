// A new PaymentIntent, the refusals about its state, and its release when it is canceled or its
// authorisation runs out. Amounts are integer minor units.
import type Stripe from 'stripe';
import type { Requested } from '../cards/decide.js';
import { chargeable } from '../core/currencies.js';
import { invalidRequest, notFound, type StripeFault } from '../core/errors.js';
import { newClientSecret, newId } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { boolean, group, integer, oneOf, required, text, type Values } from '../http/fields.js';
import { common, described, mergeMetadata } from './common.js';
import { automaticMethods, methodChoice, methodOptions } from './intent-parts.js';

/** What Stripe keeps of a mandate is not here; that it was given is all that is looked at. */
const mandateField = group({
  customer_acceptance: required(
    group({
      type: required(oneOf('offline', 'online')),
      accepted_at: integer(),
      offline: group({}),
      online: group({ ip_address: text(), user_agent: text() }),
    }),
  ),
});

export const confirmFields = {
  ...common,
  ...methodOptions,
  mandate_data: mandateField,
  payment_method: text(255),
  off_session: boolean(),
  error_on_requires_action: boolean(),
  receipt_email: text(512),
  return_url: text(),
  setup_future_usage: oneOf('off_session', 'on_session'),
  use_stripe_sdk: boolean(),
};

export const createFields = {
  ...confirmFields,
  ...described,
  ...methodChoice,
  amount: required(integer({ min: 1 })),
  currency: required(text(16)),
  capture_method: oneOf('automatic', 'automatic_async', 'manual'),
  confirm: boolean(),
  customer: text(255),
  statement_descriptor_suffix: text(22),
  transfer_group: text(255),
};

export const paymentOptions = (
  request_three_d_secure: Requested,
): Stripe.PaymentIntent.PaymentMethodOptions => ({
  card: { installments: null, mandate_options: null, network: null, request_three_d_secure },
});

/** A PaymentIntent before any confirmation. Throws for amounts and currencies out of bounds. */
export function buildIntent(work: Work, values: Values<typeof createFields>): Stripe.PaymentIntent {
  const id = newId('pi');
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: values.allowed_payment_method_types ?? null,
    amount: values.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: automaticMethods(values),
    canceled_at: null,
    cancellation_reason: null,
    capture_method: values.capture_method ?? 'automatic_async',
    client_secret: newClientSecret(id),
    confirmation_method: 'automatic',
    created: work.now(),
    currency: chargeable(values.amount, values.currency),
    customer: values.customer ?? null,
    customer_account: null,
    description: values.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: mergeMetadata({}, values.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: paymentOptions(
      values.payment_method_options?.card?.request_three_d_secure ?? 'automatic',
    ),
    payment_method_types: values.allowed_payment_method_types ?? ['card'],
    payment_record: null,
    processing: null,
    receipt_email: values.receipt_email ?? null,
    review: null,
    setup_future_usage: values.setup_future_usage ?? null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: values.statement_descriptor_suffix ?? null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: values.transfer_group ?? null,
  };
}

/** The stored intent; throws resource_missing. */
export function paymentIntentOf(work: Work, id: string): Stripe.PaymentIntent {
  const intent = work.get('payment_intent', id);
  if (intent === undefined) throw notFound('payment_intent', id, 'intent');
  return intent;
}

/** Throws unless the intent's status is one of `allowed`; `done` is the verb's participle. */
export function refuseState(
  intent: Stripe.PaymentIntent,
  done: 'confirmed' | 'captured' | 'canceled',
  allowed: readonly string[],
): void {
  if (!allowed.includes(intent.status)) throw unexpectedState(intent, done, allowed);
}

function unexpectedState(
  intent: Stripe.PaymentIntent,
  done: string,
  allowed: readonly string[],
): StripeFault {
  return invalidRequest(
    `This PaymentIntent could not be ${done} because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be ${done}: ${allowed.join(', ')}.`,
    { code: 'payment_intent_unexpected_state', payment_intent: intent },
  );
}

/** The latest charge of an intent, or undefined before the first attempt. */
export function latestCharge(work: Work, intent: Stripe.PaymentIntent): Stripe.Charge | undefined {
  return typeof intent.latest_charge === 'string'
    ? work.get('charge', intent.latest_charge)
    : undefined;
}

/** Gives an uncaptured authorisation back: nothing was taken, so no balance moves. */
function release(work: Work, intent: Stripe.PaymentIntent, expired: boolean): void {
  const charge = latestCharge(work, intent);
  if (intent.status !== 'requires_capture' || charge === undefined) return;
  const released = { ...charge, amount_refunded: charge.amount, refunded: true };
  work.put('charge', released);
  work.emit(expired ? 'charge.expired' : 'charge.refunded', released);
}

/** Cancels an open intent and gives its authorisation back. */
export function cancelIntent(
  work: Work,
  intent: Stripe.PaymentIntent,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): Stripe.PaymentIntent {
  release(work, intent, reason === 'automatic');
  const canceled: Stripe.PaymentIntent = {
    ...intent,
    amount_capturable: 0,
    canceled_at: work.now(),
    cancellation_reason: reason,
    next_action: null,
    status: 'canceled',
  };
  work.put('payment_intent', canceled);
  work.emit('payment_intent.canceled', canceled);
  return canceled;
}

/** Cancels every authorisation that waited too long for its capture. */
export function expireAuthorisations(work: Work): void {
  for (const intent of work.store.all('payment_intent')) {
    if (intent.status !== 'requires_capture') continue;
    const before = latestCharge(work, intent)?.payment_method_details?.card?.capture_before;
    if (before !== undefined && before <= work.now()) {
      cancelIntent(work, structuredClone(intent), 'automatic');
    }
  }
}
