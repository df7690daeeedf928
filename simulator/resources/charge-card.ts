// What a card charge says about its card: what the issuer authorised, what Radar thought, and how
// 3D Secure went. Nothing is claimed that did not happen: `three_d_secure` is null when nobody tried.
import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { declineBody, type DeclineName } from '../cards/declines.js';
import type { Flow, TestCard } from '../cards/row.js';
import { newId } from '../core/ids.js';

type ThreeDSecure = Stripe.Charge.PaymentMethodDetails.Card.ThreeDSecure;

const VERSION = '2.2.0';

const RESULTS: Record<
  Flow,
  Pick<ThreeDSecure, 'authentication_flow' | 'result' | 'result_reason'>
> = {
  challenge: { authentication_flow: 'challenge', result: 'authenticated', result_reason: null },
  frictionless: {
    authentication_flow: 'frictionless',
    result: 'authenticated',
    result_reason: null,
  },
  not_enrolled: {
    authentication_flow: null,
    result: 'attempt_acknowledged',
    result_reason: 'card_not_enrolled',
  },
  lookup_error: {
    authentication_flow: null,
    result: 'processing_error',
    result_reason: 'protocol_error',
  },
};

/** The networks' indicator: fully authenticated, attempted, or none. */
function indicator(flow: Flow, brand: string): '01' | '02' | '05' | '06' | null {
  if (flow === 'lookup_error') return null;
  const attempted = flow === 'not_enrolled';
  if (brand === 'mastercard') return attempted ? '01' : '02';
  return attempted ? '06' : '05';
}

function threeDSecure(flow: Flow | null, brand: string): ThreeDSecure | null {
  if (flow === null) return null;
  return {
    ...RESULTS[flow],
    electronic_commerce_indicator: indicator(flow, brand),
    exemption_indicator: null,
    transaction_id: flow === 'lookup_error' ? null : randomUUID(),
    version: VERSION,
  };
}

/** Whether the cardholder authenticated, so that the issuer answers for fraud. */
export function liabilityShifted(charge: Stripe.Charge): boolean {
  return charge.payment_method_details?.card?.three_d_secure?.result === 'authenticated';
}

const SELLER = {
  approved: 'Payment complete.',
  blocked: 'Stripe blocked this payment as too risky.',
};

/** How the payment was judged; `decline` is null when the issuer said yes. */
export function outcomeOf(row: TestCard, decline: DeclineName | null): Stripe.Charge.Outcome {
  const risk_level = row.risk?.level ?? 'normal';
  const risk_score = row.risk?.score ?? 20;
  const silent = { network_advice_code: null, network_decline_code: null };
  if (decline === null) {
    const elevated = risk_level === 'elevated';
    return {
      ...silent,
      advice_code: null,
      network_status: 'approved_by_network',
      reason: elevated ? 'elevated_risk_level' : null,
      risk_level,
      risk_score,
      seller_message: SELLER.approved,
      type: elevated ? 'manual_review' : 'authorized',
    };
  }
  const blocked = decline === 'fraudulent';
  return {
    ...silent,
    advice_code: declineBody(decline).advice_code ?? null,
    network_status: blocked ? 'not_sent_to_network' : 'declined_by_network',
    reason: blocked ? 'highest_risk_level' : decline,
    risk_level,
    risk_score,
    seller_message: blocked ? SELLER.blocked : `The bank returned the decline code \`${decline}\`.`,
    type: blocked ? 'blocked' : 'issuer_declined',
  };
}

export interface CardUse {
  amount: number;
  approved: boolean;
  /** How 3D Secure was tried, null when it was not. */
  flow: Flow | null;
  /** Until when an authorisation may be captured; null when it was captured at once. */
  captureBefore: number | null;
}

/** Throws when the method is no card. */
export function cardDetails(
  method: Stripe.PaymentMethod,
  { amount, approved, flow, captureBefore }: CardUse,
): Stripe.Charge.PaymentMethodDetails.Card {
  const card = method.card;
  if (card === undefined) throw new Error(`Payment method ${method.id} is not a card`);
  const secured = threeDSecure(flow, card.brand);
  return {
    amount_authorized: approved ? amount : null,
    authorization_code: approved ? newId('a').slice(2, 8).toUpperCase() : null,
    brand: card.brand,
    ...(captureBefore === null ? {} : { capture_before: captureBefore }),
    checks: card.checks,
    country: card.country,
    electronic_commerce_indicator: approved
      ? (secured?.electronic_commerce_indicator ?? null)
      : null,
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
    three_d_secure: secured,
    transaction_link_id: null,
    wallet: null,
  };
}
