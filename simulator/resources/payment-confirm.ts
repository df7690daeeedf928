// Confirming a PaymentIntent: ask the issuer or the bank, and let the attempt be recorded, or wait for
// the card's owner to authenticate. A decline is an answer of 402 whose effects stay.
import type Stripe from 'stripe';
import { decidePayment, type Requested } from '../cards/decide.js';
import { invalidRequest, StripeFault } from '../core/errors.js';
import type { Values } from '../http/fields.js';
import type { Call } from '../http/route.js';
import { debit } from './bank-debits.js';
import { authenticationAction, refuseKind, requestedBy } from './intent-parts.js';
import { approve, backToStart, fail } from './payment-attempt.js';
import { paymentOptions, refuseState, type confirmFields } from './payment-intent-builder.js';
import { bankOf, factsOf, paymentMethodNamed, refuseUnusable } from './payment-method-store.js';

type ConfirmCall = Call<Values<typeof confirmFields>>;

/** Fails an attempt that would need authentication when the caller asked for that. */
function failForAction(call: ConfirmCall, intent: Stripe.PaymentIntent): StripeFault {
  const body = {
    type: 'card_error' as const,
    code: 'authentication_required',
    message:
      'This payment required an authentication action to complete, but `error_on_requires_action` was set. When you use `error_on_requires_action`, you can only charge cards that do not require authentication.',
  };
  return new StripeFault(402, { ...body, payment_intent: backToStart(call.work, intent, body) });
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

function payByCard(
  call: ConfirmCall,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  requested: Requested,
): Stripe.PaymentIntent | StripeFault {
  const { work, values } = call;
  const { facts, row } = factsOf(work, method.id);
  const { cvc, setUp } = facts;
  const offSession = values.off_session === true;
  const decision = decidePayment(row, { cvc, setUp, offSession, requested });
  if (decision.kind !== 'authenticate') {
    const attempt = { intent, method, row, decline: null, flow: decision.flow };
    return decision.kind === 'approve'
      ? approve(work, attempt)
      : fail(work, attempt, decision.decline);
  }
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
  refuseKind(before, method);
  const requested = requestedBy(before, values.payment_method_options);
  const intent: Stripe.PaymentIntent = {
    ...before,
    payment_method_options: paymentOptions(requested),
    receipt_email: values.receipt_email ?? before.receipt_email,
    setup_future_usage: values.setup_future_usage ?? before.setup_future_usage,
  };
  const bank = bankOf(work, method.id);
  return bank === undefined
    ? payByCard(call, intent, method, requested)
    : debit(work, intent, method, bank);
}
