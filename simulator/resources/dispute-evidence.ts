// The evidence an update of a dispute may carry: texts, and the enhanced kinds the networks know.
// Files are not kept here, so a file's id never names one. All texts together are limited as at
// Stripe; what is given replaces what was there, and an empty text removes it.
import type Stripe from 'stripe';
import { invalidRequest, noSuch } from '../core/errors.js';
import {
  boolean,
  emptyable,
  group,
  listOf,
  oneOf,
  required,
  text,
  type Values,
} from '../http/fields.js';
import { addressField } from './common.js';

const MOST_CHARACTERS = 150_000;

const words = emptyable(text(MOST_CHARACTERS));
const file = emptyable(text(255));

const FILES = {
  cancellation_policy: file,
  customer_communication: file,
  customer_signature: file,
  duplicate_charge_documentation: file,
  receipt: file,
  refund_policy: file,
  service_documentation: file,
  shipping_documentation: file,
  uncategorized_file: file,
};

const TEXTS = {
  access_activity_log: words,
  billing_address: words,
  cancellation_policy_disclosure: words,
  cancellation_rebuttal: words,
  customer_email_address: words,
  customer_name: words,
  customer_purchase_ip: words,
  duplicate_charge_explanation: words,
  duplicate_charge_id: words,
  product_description: words,
  refund_policy_disclosure: words,
  refund_refusal_explanation: words,
  service_date: words,
  shipping_address: words,
  shipping_carrier: words,
  shipping_date: words,
  shipping_tracking_number: words,
  uncategorized_text: words,
};

const transaction = {
  customer_account_id: words,
  customer_device_fingerprint: words,
  customer_device_id: words,
  customer_email_address: words,
  customer_purchase_ip: words,
  product_description: words,
  shipping_address: addressField,
};
const acknowledged = group({ fee_acknowledged: boolean() });

const ENHANCED = {
  mastercard_compliance: acknowledged,
  visa_compliance: acknowledged,
  visa_compelling_evidence_3: group({
    disputed_transaction: group({
      ...transaction,
      merchandise_or_services: oneOf('merchandise', 'services'),
    }),
    prior_undisputed_transactions: listOf(
      group({ ...transaction, charge: required(text(255)) }),
      5,
    ),
  }),
};

export const evidenceField = group({
  ...FILES,
  ...TEXTS,
  enhanced_evidence: emptyable(group(ENHANCED)),
});

type Given = NonNullable<Values<{ evidence: typeof evidenceField }>['evidence']>;
type Enhanced = NonNullable<Given['enhanced_evidence']>;
type Compelling = NonNullable<Enhanced['visa_compelling_evidence_3']>;
type Eligibility = Stripe.Dispute.EvidenceDetails.EnhancedEligibility;
type Transaction = Omit<
  Stripe.Dispute.Evidence.EnhancedEvidence.VisaCompellingEvidence3.DisputedTransaction,
  'merchandise_or_services'
>;

function transactionFrom(
  given: Omit<NonNullable<Compelling['disputed_transaction']>, 'merchandise_or_services'>,
): Transaction {
  const { shipping_address: address } = given;
  return {
    customer_account_id: given.customer_account_id ?? null,
    customer_device_fingerprint: given.customer_device_fingerprint ?? null,
    customer_device_id: given.customer_device_id ?? null,
    customer_email_address: given.customer_email_address ?? null,
    customer_purchase_ip: given.customer_purchase_ip ?? null,
    product_description: given.product_description ?? null,
    shipping_address:
      address === undefined
        ? null
        : {
            city: address.city ?? null,
            country: address.country ?? null,
            line1: address.line1 ?? null,
            line2: address.line2 ?? null,
            postal_code: address.postal_code ?? null,
            state: address.state ?? null,
          },
  };
}

function enhancedFrom(given: Enhanced): Stripe.Dispute.Evidence.EnhancedEvidence {
  const { mastercard_compliance, visa_compliance, visa_compelling_evidence_3: proof } = given;
  const fee = (part: { fee_acknowledged: boolean | undefined }): { fee_acknowledged: boolean } => ({
    fee_acknowledged: part.fee_acknowledged === true,
  });
  const disputed = proof?.disputed_transaction;
  return {
    ...(mastercard_compliance && { mastercard_compliance: fee(mastercard_compliance) }),
    ...(visa_compliance && { visa_compliance: fee(visa_compliance) }),
    ...(proof && {
      visa_compelling_evidence_3: {
        disputed_transaction: disputed
          ? {
              ...transactionFrom(disputed),
              merchandise_or_services: disputed.merchandise_or_services ?? null,
            }
          : null,
        prior_undisputed_transactions: (proof.prior_undisputed_transactions ?? []).map((prior) => ({
          ...transactionFrom(prior),
          charge: prior.charge,
        })),
      },
    }),
  };
}

/** What of Visa's rule is still missing. */
function compelling(
  evidence: Stripe.Dispute.Evidence.EnhancedEvidence,
): Eligibility['visa_compelling_evidence_3'] {
  const proof = evidence.visa_compelling_evidence_3;
  const disputed = proof?.disputed_transaction;
  const priors = proof?.prior_undisputed_transactions ?? [];
  const identified = [
    disputed?.customer_account_id,
    disputed?.customer_device_fingerprint,
    disputed?.customer_device_id,
    disputed?.customer_email_address,
    disputed?.customer_purchase_ip,
  ].filter((each) => each != null);
  const missing = {
    missing_customer_identifiers: identified.length < 2,
    missing_disputed_transaction_description: disputed?.product_description == null,
    missing_merchandise_or_services: disputed?.merchandise_or_services == null,
    missing_prior_undisputed_transactions: priors.length < 2,
    missing_prior_undisputed_transaction_description: priors.some(
      (prior) => prior.product_description === null,
    ),
  };
  const required_actions = Object.entries(missing)
    .filter(([, lacking]) => lacking)
    .map(([name]) => name);
  return {
    required_actions,
    status: required_actions.length === 0 ? 'qualified' : 'requires_action',
  };
}

function eligibilityAfter(
  before: Eligibility,
  evidence: Stripe.Dispute.Evidence.EnhancedEvidence,
): Eligibility {
  const status = (fee: { fee_acknowledged: boolean } | undefined) => ({
    status:
      fee?.fee_acknowledged === true
        ? ('fee_acknowledged' as const)
        : ('requires_fee_acknowledgement' as const),
  });
  const { mastercard_compliance: mastercard, visa_compliance: visa } = evidence;
  const proof = compelling(evidence);
  return {
    ...(before.mastercard_compliance && { mastercard_compliance: status(mastercard) }),
    ...(before.visa_compliance && { visa_compliance: status(visa) }),
    ...(before.visa_compelling_evidence_3 && proof && { visa_compelling_evidence_3: proof }),
  };
}

/** The dispute with new evidence staged. Throws for files, and for more text than Stripe takes. */
export function stage(dispute: Stripe.Dispute, given: Given): Stripe.Dispute {
  const { enhanced_evidence: enhanced, ...plain } = given;
  for (const name of Object.keys(FILES) as (keyof typeof FILES)[]) {
    const id = plain[name];
    if (id != null) throw noSuch('file upload', id, `evidence[${name}]`);
  }
  const changes = Object.entries(plain).filter(([, value]) => value !== undefined);
  const kept = dispute.evidence.enhanced_evidence;
  const evidence: Stripe.Dispute.Evidence = {
    ...dispute.evidence,
    ...Object.fromEntries(changes),
    enhanced_evidence:
      enhanced === undefined
        ? kept
        : enhanced === null
          ? {}
          : { ...kept, ...enhancedFrom(enhanced) },
  };
  const texts = Object.values(evidence).filter((value) => typeof value === 'string');
  if (texts.reduce((total, value) => total + value.length, 0) > MOST_CHARACTERS) {
    const message = `The combined character count of your evidence is more than ${String(MOST_CHARACTERS)}.`;
    throw invalidRequest(message, { param: 'evidence' });
  }
  const { enhanced_eligibility: before } = dispute.evidence_details;
  return {
    ...dispute,
    evidence,
    evidence_details: {
      ...dispute.evidence_details,
      enhanced_eligibility: eligibilityAfter(before, evidence.enhanced_evidence),
      has_evidence: texts.length > 0 || Object.keys(evidence.enhanced_evidence).length > 0,
    },
  };
}
