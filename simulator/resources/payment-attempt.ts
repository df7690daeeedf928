// What one attempt to pay a PaymentIntent leaves behind: a charge, its balance transaction, the
// intent's new state and the events. A card's charge comes into being here and nowhere else. A
// decline is an answer of 402 whose effects stay.
import type Stripe from 'stripe';
import { declineBody, type DeclineName } from '../cards/declines.js';
import { StripeFault, type ErrorBody } from '../core/errors.js';
import type { Work } from '../core/work.js';
import { buildCharge, captured, type Attempt } from './charge-builder.js';
import { attach, markSetUp, spend, verified } from './payment-method-store.js';
import { openReview } from './reviews.js';

/** The intent after an attempt came to nothing; `body` is also what the caller is told. */
export function backToStart(
  work: Work,
  intent: Stripe.PaymentIntent,
  body: ErrorBody,
  charge: string | null = intent.latest_charge as string | null,
): Stripe.PaymentIntent {
  const failed: Stripe.PaymentIntent = {
    ...intent,
    last_payment_error: body,
    latest_charge: charge,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  };
  work.put('payment_intent', failed);
  work.emit('payment_intent.payment_failed', failed);
  return failed;
}

/** Records a declined attempt. Returns the decline as a fault, for whoever waits for an answer. */
export function fail(work: Work, attempt: Attempt, decline: DeclineName): StripeFault {
  const { intent, method } = attempt;
  const charge = buildCharge(work, { ...attempt, decline });
  const body = { ...declineBody(decline), charge: charge.id, payment_method: method };
  work.put('charge', charge);
  work.emit('charge.failed', charge);
  const failed = backToStart(work, intent, body, charge.id);
  return new StripeFault(402, { ...body, payment_intent: failed });
}

/** Keeps the method for later where that was asked for, and otherwise uses it up. */
export function keepOrSpend(
  work: Work,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): void {
  if (method.customer !== null) return;
  if (typeof intent.customer === 'string' && intent.setup_future_usage !== null) {
    attach(work, method, intent.customer);
  } else {
    work.put('payment_method', verified(work, method));
    spend(work, method.id);
  }
}

/** Records an approved attempt and returns the paid, or held, intent. */
export function approve(work: Work, attempt: Attempt): Stripe.PaymentIntent {
  const { intent, row } = attempt;
  const manual = intent.capture_method === 'manual';
  const method = verified(work, attempt.method);
  const authorised = openReview(work, buildCharge(work, { ...attempt, method }));
  const charge = manual ? authorised : captured(work, authorised, row, intent.amount);
  const paid: Stripe.PaymentIntent = {
    ...intent,
    amount_capturable: manual ? intent.amount : 0,
    amount_received: manual ? 0 : intent.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    next_action: null,
    payment_method: method.id,
    review: charge.review,
    status: manual ? 'requires_capture' : 'succeeded',
  };
  work.put('charge', charge);
  work.put('payment_intent', paid);
  keepOrSpend(work, paid, method);
  if (attempt.flow === 'challenge' && paid.setup_future_usage !== null) markSetUp(work, method.id);
  work.emit('charge.succeeded', charge);
  work.emit(manual ? 'payment_intent.amount_capturable_updated' : 'payment_intent.succeeded', paid);
  return paid;
}
