// Builds charges and the balance transactions behind them. The types are Stripe's own, so a property
// that the SDK declares and we forget does not compile. All amounts are integer minor units.
import type Stripe from 'stripe';
import { declineBody, type DeclineName } from '../cards/declines.js';
import type { TestCard } from '../cards/table.js';
import { processingFee } from '../core/currencies.js';
import { newId } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { recordMovement } from './movements.js';

export const DAY = 86_400;
/** How long an authorisation may wait for its capture, in seconds. */
export const AUTHORISATION_LIFE = 7 * DAY;
/** How long captured funds stay pending, in seconds. */
const PENDING_LIFE = 2 * DAY;

function outcomeOf(row: TestCard, decline: DeclineName | null): Stripe.Charge.Outcome {
  const blocked = decline === 'fraudulent';
  const network = blocked ? 'not_sent_to_network' : 'declined_by_network';
  const declinedAs = blocked ? 'highest_risk_level' : decline;
  const seller =
    decline === null
      ? 'Payment complete.'
      : blocked
        ? 'Stripe blocked this payment as too risky.'
        : `The bank returned the decline code \`${decline}\`.`;
  return {
    advice_code: decline === null ? null : (declineBody(decline).advice_code ?? null),
    network_advice_code: null,
    network_decline_code: null,
    network_status: decline === null ? 'approved_by_network' : network,
    reason: row.risk?.level === 'elevated' && decline === null ? 'elevated_risk_level' : declinedAs,
    risk_level: row.risk?.level ?? 'normal',
    risk_score: row.risk?.score ?? 20,
    seller_message: seller,
    type: decline === null ? 'authorized' : blocked ? 'blocked' : 'issuer_declined',
  };
}

function cardDetails(
  method: Stripe.PaymentMethod,
  amount: number,
  approved: boolean,
  captureBefore: number | null,
): Stripe.Charge.PaymentMethodDetails.Card {
  const card = method.card;
  if (card === undefined) throw new Error(`Payment method ${method.id} is not a card`);
  return {
    amount_authorized: approved ? amount : null,
    authorization_code: approved ? newId('a').slice(2, 8).toUpperCase() : null,
    brand: card.brand,
    ...(captureBefore === null ? {} : { capture_before: captureBefore }),
    checks: card.checks,
    country: card.country,
    electronic_commerce_indicator: null,
    exp_month: card.exp_month,
    exp_year: card.exp_year,
    extended_authorization: { status: 'disabled' },
    fingerprint: card.fingerprint ?? null,
    funding: card.funding,
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: card.last4,
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: approved ? newId('n').slice(2, 17) : null,
    overcapture: { maximum_amount_capturable: amount, status: 'unavailable' },
    regulated_status: card.regulated_status,
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}

export interface Attempt {
  intent: Stripe.PaymentIntent;
  method: Stripe.PaymentMethod;
  row: TestCard;
  /** Null when the issuer said yes. */
  decline: DeclineName | null;
}

/** A charge as it is right after the issuer answered; nothing is captured yet. */
export function buildCharge(work: Work, { intent, method, row, decline }: Attempt): Stripe.Charge {
  const now = work.now();
  const body = decline === null ? null : declineBody(decline);
  const manual = intent.capture_method === 'manual' && decline === null;
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
    calculated_statement_descriptor: decline === null ? 'SIMULATOR' : null,
    captured: false,
    created: now,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: body?.code ?? null,
    failure_message: body?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcomeOf(row, decline),
    paid: decline === null,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: {
      type: 'card',
      card: cardDetails(
        method,
        intent.amount,
        decline === null,
        manual ? now + AUTHORISATION_LIFE : null,
      ),
    },
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
    status: decline === null ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
}

/** The charge after `amount` of it was captured, with its balance transaction stored. */
export function captured(
  work: Work,
  charge: Stripe.Charge,
  row: TestCard,
  amount: number,
): Stripe.Charge {
  const fee = processingFee(amount, charge.currency);
  const transaction = recordMovement(work, {
    type: 'charge',
    amount,
    fee: { amount: fee, description: 'Stripe processing fees' },
    currency: charge.currency,
    source: charge.id,
    category: 'charge',
    description: charge.description,
    availableOn: work.now() + (row.bypassPending === true ? 0 : PENDING_LIFE),
  });
  return {
    ...charge,
    amount_captured: amount,
    captured: true,
    balance_transaction: transaction.id,
  };
}
