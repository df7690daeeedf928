// Confirming a SetupIntent: ask the card's issuer (cards/decide.ts), and attach to the customer only
// what was approved. A decline is an answer of 402 whose effects stay: last_setup_error on the intent
// and an event. A bank account is saved without being asked.
import type Stripe from 'stripe';
import { decideSetup, type Requested } from '../cards/decide.js';
import { declineBody, type DeclineName } from '../cards/declines.js';
import { invalidRequest, StripeFault, type ErrorBody } from '../core/errors.js';
import type { Work } from '../core/work.js';
import { boolean, text, type Values } from '../http/fields.js';
import type { Call } from '../http/route.js';
import { common } from './common.js';
import { authenticationAction, methodOptions, refuseKind, requestedBy } from './intent-parts.js';
import {
  attach,
  bankOf,
  factsOf,
  markSetUp,
  paymentMethodNamed,
  refuseUnusable,
} from './payment-method-store.js';

export const confirmFields = {
  ...common,
  ...methodOptions,
  payment_method: text(255),
  return_url: text(),
  use_stripe_sdk: boolean(),
};

/** The states in which an intent may still be confirmed or canceled. */
export const OPEN = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

export const setupOptions = (
  request_three_d_secure: Requested,
): Stripe.SetupIntent.PaymentMethodOptions => ({
  card: { mandate_options: null, network: null, request_three_d_secure },
});

export function unexpected(intent: Stripe.SetupIntent, message: string): StripeFault {
  return invalidRequest(message, { code: 'setup_intent_unexpected_state', setup_intent: intent });
}

/** The intent after a setup came to nothing. */
export function setupFailed(
  work: Work,
  intent: Stripe.SetupIntent,
  body: ErrorBody,
): Stripe.SetupIntent {
  const failed: Stripe.SetupIntent = {
    ...intent,
    last_setup_error: body,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  };
  work.put('setup_intent', failed);
  work.emit('setup_intent.setup_failed', failed);
  return failed;
}

/** Records a declined setup. Returns the decline as a fault, for whoever waits for an answer. */
export function declineSetup(
  work: Work,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  decline: DeclineName,
): StripeFault {
  const body = { ...declineBody(decline), payment_method: method };
  return new StripeFault(402, { ...body, setup_intent: setupFailed(work, intent, body) });
}

/** Records a successful setup; the method belongs to the intent's customer from now on. */
export function finishSetup(
  work: Work,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
): Stripe.SetupIntent {
  const customer = intent.customer as string | null;
  const done: Stripe.SetupIntent = {
    ...intent,
    payment_method: method.id,
    last_setup_error: null,
    next_action: null,
    status: 'succeeded',
  };
  markSetUp(work, method.id);
  if (customer !== null && method.customer === null) attach(work, method, customer);
  work.put('setup_intent', done);
  work.emit('setup_intent.succeeded', done);
  return done;
}

/** Asks the issuer. Returns the intent, or the decline as a fault whose effects stay. */
export function confirmSetup(
  call: Call<Values<typeof confirmFields>>,
  before: Stripe.SetupIntent,
): Stripe.SetupIntent | StripeFault {
  const { work, values, settings } = call;
  if (!OPEN.includes(before.status)) {
    const message = `You cannot confirm this SetupIntent because it has a status of ${before.status}.`;
    throw unexpected(before, message);
  }
  const methodId = values.payment_method ?? (before.payment_method as string | null);
  if (methodId === null) {
    const message = `You cannot confirm this SetupIntent because it's missing a payment method. Update the SetupIntent with a payment method and then confirm it again.`;
    throw unexpected(before, message);
  }
  const method = paymentMethodNamed(work, settings, methodId, 'payment_method');
  refuseUnusable(work, method, before.customer as string | null);
  refuseKind(before, method);
  const requested = requestedBy(before, values.payment_method_options);
  const intent = { ...before, payment_method_options: setupOptions(requested) };
  if (bankOf(work, method.id) !== undefined) return finishSetup(work, intent, method);
  const { facts, row } = factsOf(work, method.id);
  const decision = decideSetup(row, facts.cvc, requested);
  if (decision.kind === 'decline') return declineSetup(work, intent, method, decision.decline);
  if (decision.kind === 'approve') return finishSetup(work, intent, method);
  const waiting: Stripe.SetupIntent = {
    ...intent,
    payment_method: method.id,
    next_action: authenticationAction(intent.id),
    status: 'requires_action',
  };
  work.put('setup_intent', waiting);
  work.emit('setup_intent.requires_action', waiting);
  return waiting;
}
