// Giving a charge's money back: what a refund does to the charge, the balance and the events, and
// what becomes of it afterwards with the cards that make refunds pend or fail. The fee of the charge
// is not given back. Amounts are integer minor units.
import { randomInt } from 'node:crypto';
import type Stripe from 'stripe';
import { newId } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { DAY } from './charge-builder.js';
import { closeInquiries } from './dispute-moves.js';
import { later, onDue } from './due.js';
import { settleWarnings } from './early-fraud-warnings.js';
import { recordMovement } from './movements.js';
import { cancelIntent } from './payment-intent-builder.js';
import { bankOf, factsOf } from './payment-method-store.js';
import { closeReview } from './reviews.js';

/** How long a card that makes its refund pend or fail takes for it, in seconds. */
export const REFUND_TAKES = 5;

export interface RefundWish {
  amount: number;
  reason: Stripe.Refund['reason'];
  metadata: Stripe.Metadata;
}

type Fate = 'fails' | 'pending' | undefined;

function fateOf(work: Work, charge: Stripe.Charge): Fate {
  const method = charge.payment_method;
  if (method === null || bankOf(work, method) !== undefined) return undefined;
  return factsOf(work, method).row.refund;
}

function destination(charge: Stripe.Charge, fate: Fate): Stripe.Refund.DestinationDetails {
  const type = charge.payment_method_details?.type ?? 'card';
  if (type !== 'card') return { type };
  if (!charge.captured) return { card: { type: 'reversal' }, type };
  if (fate === 'pending') return { card: { type: 'pending' }, type };
  const card = { reference_status: 'pending', reference_type: 'acquirer_reference_number' };
  return { card: { ...card, type: 'refund' }, type };
}

function build(work: Work, charge: Stripe.Charge, wish: RefundWish): Stripe.Refund {
  const fate = charge.captured ? fateOf(work, charge) : undefined;
  return {
    id: newId('re'),
    object: 'refund',
    amount: wish.amount,
    balance_transaction: null,
    charge: charge.id,
    created: work.now(),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: destination(charge, fate),
    metadata: wish.metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    ...(fate === 'pending' ? { pending_reason: 'processing' as const } : {}),
    reason: wish.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: fate === 'pending' ? 'pending' : 'succeeded',
    transfer_reversal: null,
  };
}

/** The charge after a refund, as reported: what is closed by it is closed. */
function chargeAfter(work: Work, charge: Stripe.Charge, wish: RefundWish): void {
  const amount_refunded = charge.amount_refunded + wish.amount;
  const refunded = amount_refunded === charge.amount_captured;
  const fraud = wish.reason === 'fraudulent';
  const after: Stripe.Charge = {
    ...charge,
    amount_refunded,
    fraud_details: fraud
      ? { ...charge.fraud_details, user_report: 'fraudulent' }
      : charge.fraud_details,
    refunded,
  };
  work.put('charge', after);
  work.emit('charge.refunded', after);
  if (!refunded) return;
  settleWarnings(work, charge.id);
  closeInquiries(work, charge.id);
  closeReview(work, charge, fraud ? 'refunded_as_fraud' : 'refunded');
}

/** Refunds `wish.amount` of a captured charge. The caller has made sure that it can. */
export function refundCaptured(work: Work, charge: Stripe.Charge, wish: RefundWish): Stripe.Refund {
  const built = build(work, charge, wish);
  const card = charge.payment_method_details?.type === 'card';
  const movement = recordMovement(work, {
    type: card ? 'refund' : 'payment_refund',
    amount: -wish.amount,
    currency: charge.currency,
    source: built.id,
    category: 'refund',
    description: 'REFUND FOR CHARGE',
  });
  const refund = { ...built, balance_transaction: movement.id };
  work.put('refund', refund);
  work.emit('refund.created', refund);
  chargeAfter(work, charge, wish);
  const fate = fateOf(work, charge);
  if (fate === 'pending') later(work, REFUND_TAKES, 'settle_refund', refund.id);
  if (fate === 'fails') later(work, REFUND_TAKES, 'fail_refund', refund.id);
  if (fate === undefined && card) later(work, DAY, 'reference_refund', refund.id);
  return refund;
}

/** Gives an authorisation back that was never captured: the intent is canceled, no money moves. */
export function refundHeld(
  work: Work,
  intent: Stripe.PaymentIntent,
  charge: Stripe.Charge,
  wish: RefundWish,
): Stripe.Refund {
  const refund = build(work, charge, wish);
  work.put('refund', refund);
  work.emit('refund.created', refund);
  cancelIntent(work, intent, null);
  return refund;
}

/** The number with which a bank finds a card refund. */
function referenced(refund: Stripe.Refund): Stripe.Refund {
  const reference = String(randomInt(10 ** 11, 10 ** 12)).padStart(23, '74');
  const card = {
    reference,
    reference_status: 'available',
    reference_type: 'acquirer_reference_number',
    type: 'refund' as const,
  };
  return { ...refund, destination_details: { card, type: 'card' } };
}

function update(work: Work, refund: Stripe.Refund): void {
  work.put('refund', refund);
  work.emit('refund.updated', refund);
}

onDue('reference_refund', (work, id) => {
  const refund = work.get('refund', id);
  if (refund?.status === 'succeeded') update(work, referenced(refund));
});

onDue('settle_refund', (work, id) => {
  const refund = work.get('refund', id);
  if (refund?.status !== 'pending') return;
  delete refund.pending_reason;
  update(work, referenced({ ...refund, status: 'succeeded' }));
});

onDue('fail_refund', (work, id) => {
  const refund = work.get('refund', id);
  const charge = typeof refund?.charge === 'string' ? work.get('charge', refund.charge) : undefined;
  if (refund?.status !== 'succeeded' || charge === undefined) return;
  const movement = recordMovement(work, {
    type: 'refund_failure',
    amount: refund.amount,
    currency: refund.currency,
    source: refund.id,
    category: 'refund_failure',
    description: 'REFUND FAILURE',
  });
  const failed: Stripe.Refund = {
    ...refund,
    failure_balance_transaction: movement.id,
    failure_reason: 'expired_or_canceled_card',
    status: 'failed',
  };
  const amount_refunded = charge.amount_refunded - refund.amount;
  work.put('charge', { ...charge, amount_refunded, refunded: false });
  update(work, failed);
  work.emit('refund.failed', failed);
});
