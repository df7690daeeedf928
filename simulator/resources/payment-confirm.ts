// One attempt to pay a PaymentIntent: ask the issuer, then record what it said as a charge, a
// balance transaction, the intent's new state and events. A decline is an answer of 402 whose
// effects stay. This is the only place where a charge comes into being.
import type Stripe from 'stripe';
import { decidePayment } from '../cards/decide.js';
import { declineBody, type DeclineName } from '../cards/declines.js';
import { invalidRequest, StripeFault } from '../core/errors.js';
import type { Work } from '../core/work.js';
import type { Values } from '../http/fields.js';
import type { Call } from '../http/route.js';
import { buildCharge, captured, type Attempt } from './charge-builder.js';
import { authenticationAction } from './intent-parts.js';
import { refuseState, type confirmFields } from './payment-intent-builder.js';
import {
  attach,
  factsOf,
  paymentMethodNamed,
  refuseUnusable,
  spend,
  verified,
} from './payment-method-store.js';

type ConfirmCall = Call<Values<typeof confirmFields>>;

function fail(call: ConfirmCall, attempt: Attempt, decline: DeclineName): StripeFault {
  const { work } = call;
  const { intent, method } = attempt;
  const charge = buildCharge(work, { ...attempt, decline });
  const body = { ...declineBody(decline), charge: charge.id, payment_method: method };
  const failed: Stripe.PaymentIntent = {
    ...intent,
    last_payment_error: body,
    latest_charge: charge.id,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  };
  work.put('charge', charge);
  work.emit('charge.failed', charge);
  work.put('payment_intent', failed);
  work.emit('payment_intent.payment_failed', failed);
  return new StripeFault(402, { ...body, payment_intent: failed });
}

/** Fails an attempt that would need authentication when the caller asked for that. */
function failForAction(call: ConfirmCall, intent: Stripe.PaymentIntent): StripeFault {
  const body = {
    type: 'card_error' as const,
    code: 'authentication_required',
    message:
      'This payment required an authentication action to complete, but `error_on_requires_action` was set. When you use `error_on_requires_action`, you can only charge cards that do not require authentication.',
  };
  const failed: Stripe.PaymentIntent = {
    ...intent,
    last_payment_error: body,
    payment_method: null,
    status: 'requires_payment_method',
  };
  call.work.put('payment_intent', failed);
  call.work.emit('payment_intent.payment_failed', failed);
  return new StripeFault(402, { ...body, payment_intent: failed });
}

/** Keeps the method for later where that was asked for, and otherwise uses it up. */
function keepOrSpend(work: Work, intent: Stripe.PaymentIntent, method: Stripe.PaymentMethod): void {
  if (method.customer !== null) return;
  if (typeof intent.customer === 'string' && intent.setup_future_usage !== null) {
    attach(work, method, intent.customer);
  } else {
    work.put('payment_method', verified(method));
    spend(work, method.id);
  }
}

function approve(work: Work, attempt: Attempt): Stripe.PaymentIntent {
  const { intent, row } = attempt;
  const manual = intent.capture_method === 'manual';
  const method = verified(attempt.method);
  const authorised = buildCharge(work, { ...attempt, method });
  const charge = manual ? authorised : captured(work, authorised, row, intent.amount);
  const paid: Stripe.PaymentIntent = {
    ...intent,
    amount_capturable: manual ? intent.amount : 0,
    amount_received: manual ? 0 : intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: method.id,
    status: manual ? 'requires_capture' : 'succeeded',
  };
  work.put('charge', charge);
  work.put('payment_intent', paid);
  keepOrSpend(work, paid, method);
  work.emit('charge.succeeded', charge);
  work.emit(manual ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded', paid);
  return paid;
}

/** Refuses a confirmation that could send the payer to another page without a way back. */
function refuseWithoutReturn(call: ConfirmCall, intent: Stripe.PaymentIntent): void {
  const { values } = call;
  const redirects = intent.automatic_payment_methods?.allow_redirects === 'always';
  if (!redirects || values.return_url !== undefined || values.use_stripe_sdk === true) return;
  throw invalidRequest(
    'This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don’t want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.',
    { param: 'return_url' },
  );
}

/** Confirms an open intent. Returns it, or the decline as a fault whose effects stay. */
export function confirmPayment(
  call: ConfirmCall,
  before: Stripe.PaymentIntent,
): Stripe.PaymentIntent | StripeFault {
  const { work, values, settings } = call;
  refuseState(before, 'confirmed', [
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
  ]);
  const methodId = values.payment_method ?? (before.payment_method as string | null);
  if (methodId === null) {
    throw invalidRequest(
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken.",
      { code: 'payment_intent_unexpected_state', payment_intent: before },
    );
  }
  refuseWithoutReturn(call, before);
  const method = paymentMethodNamed(work, settings, methodId, 'payment_method');
  refuseUnusable(work, method, before.customer as string | null);
  const intent: Stripe.PaymentIntent = {
    ...before,
    receipt_email: values.receipt_email ?? before.receipt_email,
    setup_future_usage: values.setup_future_usage ?? before.setup_future_usage,
  };
  const { facts, row } = factsOf(work, method.id);
  const { cvc, setUp } = facts;
  const decision = decidePayment(row, { cvc, setUp, offSession: values.off_session === true });
  const attempt: Attempt = { intent, method, row, decline: null };
  if (decision.kind === 'decline') return fail(call, attempt, decision.decline);
  if (decision.kind === 'approve') return approve(work, attempt);
  if (values.error_on_requires_action === true) return failForAction(call, intent);
  const waiting: Stripe.PaymentIntent = {
    ...intent,
    payment_method: method.id,
    next_action: authenticationAction(intent.id),
    status: 'requires_action',
  };
  work.put('payment_intent', waiting);
  work.emit('payment_intent.requires_action', waiting);
  return waiting;
}
