// Builds charges and the balance transactions behind them. The types are Stripe's own, so a property
// that the SDK declares and we forget does not compile. All amounts are integer minor units.
import type Stripe from 'stripe';
import { declineBody, type DeclineName } from '../cards/declines.js';
import type { Flow, TestCard } from '../cards/row.js';
import { processingFee } from '../core/currencies.js';
import { newId } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { cardDetails, liabilityShifted, outcomeOf } from './charge-card.js';
import { later } from './due.js';
import { recordMovement } from './movements.js';

export const DAY = 86_400;
/** How long an authorisation may wait for its capture, in seconds. */
export const AUTHORISATION_LIFE = 7 * DAY;
/** How long captured funds stay pending, in seconds. */
const PENDING_LIFE = 2 * DAY;

export interface Attempt {
  intent: Stripe.PaymentIntent;
  method: Stripe.PaymentMethod;
  row: TestCard;
  /** Null when the issuer said yes. */
  decline: DeclineName | null;
  /** How 3D Secure was tried, null when it was not. */
  flow: Flow | null;
}

/** What the kind of payment method knows of a new charge. */
export interface Particulars {
  status: Stripe.Charge.Status;
  failure: { code: string; message: string } | null;
  outcome: Stripe.Charge.Outcome;
  details: Stripe.Charge.PaymentMethodDetails;
}

/** A charge of any kind of payment method; nothing is captured yet. */
export function chargeFor(
  work: Work,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  { status, failure, outcome, details }: Particulars,
): Stripe.Charge {
  return {
    id: newId('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: failure === null ? 'SIMULATOR' : null,
    captured: false,
    created: work.now(),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: failure?.code ?? null,
    failure_message: failure?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome,
    paid: status === 'succeeded',
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: details,
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status,
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
}

/** A card charge as it is right after the issuer answered. */
export function buildCharge(work: Work, attempt: Attempt): Stripe.Charge {
  const { intent, method, row, decline, flow } = attempt;
  const approved = decline === null;
  const held = intent.capture_method === 'manual' && approved;
  const captureBefore = held ? work.now() + AUTHORISATION_LIFE : null;
  const body = approved ? null : declineBody(decline);
  return chargeFor(work, intent, method, {
    status: approved ? 'succeeded' : 'failed',
    failure: body === null ? null : { code: body.code ?? body.type, message: body.message },
    outcome: outcomeOf(row, decline),
    details: {
      type: 'card',
      card: cardDetails(method, { amount: intent.amount, approved, flow, captureBefore }),
    },
  });
}

/** How an amount reaches the balance. */
export interface Terms {
  type: 'charge' | 'payment';
  /** What Stripe keeps, in minor units. */
  fee: number;
  /** When the rest may be used, in seconds. */
  availableOn: number;
}

/** The charge after `amount` of it was collected, with its balance transaction stored. */
export function collected(
  work: Work,
  charge: Stripe.Charge,
  amount: number,
  { type, fee, availableOn }: Terms,
): Stripe.Charge {
  const transaction = recordMovement(work, {
    type,
    amount,
    fee: { amount: fee, description: 'Stripe processing fees' },
    currency: charge.currency,
    source: charge.id,
    category: 'charge',
    description: charge.description,
    availableOn,
  });
  return {
    ...charge,
    amount_captured: amount,
    captured: true,
    balance_transaction: transaction.id,
  };
}

/** A card charge after `amount` of it was captured; what its card has in store follows by itself. */
export function captured(
  work: Work,
  charge: Stripe.Charge,
  row: TestCard,
  amount: number,
): Stripe.Charge {
  const fraudOnly = row.dispute?.reason === 'fraudulent' && row.dispute.case === 'chargeback';
  const covered = fraudOnly && liabilityShifted(charge);
  if (row.dispute !== undefined && !covered) later(work, 0, 'dispute_charge', charge.id);
  if (row.fraudWarning === true) later(work, 0, 'report_fraud', charge.id);
  return collected(work, charge, amount, {
    type: 'charge',
    fee: processingFee(amount, charge.currency),
    availableOn: work.now() + (row.bypassPending === true ? 0 : PENDING_LIFE),
  });
}
