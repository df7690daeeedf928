// A new dispute as Stripe shows it: who disputes what, how long there is to answer, and what kinds of
// enhanced evidence would count. Nothing here moves money; dispute-moves.ts does.
import type Stripe from 'stripe';
import type { DisputeScript } from '../cards/row.js';
import { newId } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { DAY } from './charge-builder.js';

/** How long there is to answer a dispute, in seconds. */
export const ANSWER_WITHIN = 9 * DAY;

export const REASONS = [
  'bank_cannot_process',
  'check_returned',
  'credit_not_processed',
  'customer_initiated',
  'debit_not_authorized',
  'duplicate',
  'fraudulent',
  'general',
  'incorrect_account_details',
  'insufficient_funds',
  'noncompliant',
  'product_not_received',
  'product_unacceptable',
  'subscription_canceled',
  'unrecognized',
] as const;

/** Visa's and Mastercard's code of a reason, as far as it is known. */
const NETWORK_CODES: Partial<Record<string, readonly [visa: string, mastercard: string]>> = {
  duplicate: ['12.6.1', '4834'],
  fraudulent: ['10.4', '4837'],
  product_not_received: ['13.1', '4853'],
  product_unacceptable: ['13.3', '4853'],
  subscription_canceled: ['13.2', '4853'],
};

const NO_EVIDENCE: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};

const ELIGIBILITY: Record<
  NonNullable<DisputeScript['eligible']>,
  Stripe.Dispute.EvidenceDetails.EnhancedEligibility
> = {
  mastercard_compliance: { mastercard_compliance: { status: 'requires_fee_acknowledgement' } },
  visa_compliance: { visa_compliance: { status: 'requires_fee_acknowledgement' } },
  visa_compelling_evidence_3: {
    visa_compelling_evidence_3: {
      required_actions: [
        'missing_customer_identifiers',
        'missing_disputed_transaction_description',
        'missing_merchandise_or_services',
        'missing_prior_undisputed_transactions',
      ],
      status: 'requires_action',
    },
  },
};

export interface NewDispute extends Omit<DisputeScript, 'reason' | 'case' | 'count'> {
  case: DisputeScript['case'] | 'block';
  reason: string;
  amount: number;
}

function cardPart(charge: Stripe.Charge, made: NewDispute): Partial<Stripe.Dispute> {
  const brand = charge.payment_method_details?.card?.brand;
  if (brand == null) return {};
  const codes = NETWORK_CODES[made.reason];
  const network_reason_code = codes?.[brand === 'mastercard' ? 1 : 0] ?? null;
  const card = { brand, case_type: made.case, network: brand, network_reason_code };
  return { payment_method_details: { card, type: 'card' } };
}

/** The dispute before anything happened to it; inquiries and blocks have their own first status. */
export function buildDispute(work: Work, charge: Stripe.Charge, made: NewDispute): Stripe.Dispute {
  const inquiry = made.case === 'inquiry';
  const blocked = made.case === 'block';
  return {
    id: newId('dp'),
    object: 'dispute',
    amount: made.amount,
    balance_transactions: [],
    charge: charge.id,
    created: work.now(),
    currency: charge.currency,
    enhanced_eligibility_types: made.eligible === undefined ? [] : [made.eligible],
    evidence: NO_EVIDENCE,
    evidence_details: {
      due_by: blocked ? null : work.now() + ANSWER_WITHIN,
      enhanced_eligibility: made.eligible === undefined ? {} : ELIGIBILITY[made.eligible],
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: 'not_submitted',
    },
    intended_submission_method: made.smart === true ? 'prefer_smart_disputes' : null,
    is_charge_refundable: inquiry,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    ...cardPart(charge, made),
    reason: made.reason,
    status: blocked ? 'prevented' : inquiry ? 'warning_needs_response' : 'needs_response',
  };
}
