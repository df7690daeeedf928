// The cards whose charge succeeds and has a sequel: a dispute, a report of fraud, a refund that takes
// time or comes back. The sequel follows a moment after, so the charge's own answer comes first.
import { card, type TestCard } from './row.js';

const visaDispute = { reason: 'fraudulent', case: 'chargeback' } as const;

export const LATER_ROWS: readonly TestCard[] = [
  // The first two can do 3D Secure when it is asked for; only fraud is covered by it.
  card('4000000000000259', 'createDispute', { threeDSecure: 'challenge', dispute: visaDispute }),
  card('4000000000002685', 'createDisputeProductNotReceived', {
    threeDSecure: 'challenge',
    dispute: { reason: 'product_not_received', case: 'chargeback' },
  }),
  card('4000000000001976', 'createDisputeInquiry', {
    dispute: { reason: 'fraudulent', case: 'inquiry' },
  }),
  card('4000000000005423', 'createIssuerFraudRecord', { fraudWarning: true }),
  card('4000000404000079', 'createMultipleDisputes', { dispute: { ...visaDispute, count: 2 } }),
  card('4000000404000038', 'createCe3EligibleDispute', {
    dispute: { ...visaDispute, eligible: 'visa_compelling_evidence_3' },
  }),
  card('4000008400000779', 'createComplianceDispute', {
    dispute: { reason: 'noncompliant', case: 'compliance', eligible: 'visa_compliance' },
  }),
  card('5105008400000002', 'createMastercardComplianceDispute', {
    dispute: { reason: 'noncompliant', case: 'compliance', eligible: 'mastercard_compliance' },
  }),
  card('4000000001000043', 'createAutoRepresentmentEligibleDispute', {
    dispute: { ...visaDispute, smart: true },
  }),
  card('4000000000007726', 'pendingRefund', { refund: 'pending' }),
  card('4000000000005126', 'refundFail', { refund: 'fails' }),
];
