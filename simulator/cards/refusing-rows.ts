// The cards that are refused, judged risky, or found wrong in one of Stripe's checks. A card the issuer
// declines never attaches to a customer; one that Radar blocks does, and is blocked when it pays.
import { card, declining, type TestCard } from './row.js';

export const REFUSING_ROWS: readonly TestCard[] = [
  // Declines.
  declining('4000000000000002', 'visa_chargeDeclined chargeDeclined', 'generic_decline'),
  declining(
    '4000000000009995',
    'visa_chargeDeclinedInsufficientFunds chargeDeclinedInsufficientFunds',
    'insufficient_funds',
  ),
  declining('4000000000009987', 'visa_chargeDeclinedLostCard chargeDeclinedLostCard', 'lost_card'),
  declining(
    '4000000000009979',
    'visa_chargeDeclinedStolenCard chargeDeclinedStolenCard',
    'stolen_card',
  ),
  declining('4000000000000069', 'chargeDeclinedExpiredCard', 'expired_card'),
  {
    ...declining('4000000000000127', 'chargeDeclinedIncorrectCvc', 'incorrect_cvc'),
    onlyWithCvc: true,
  },
  declining('4000000000000119', 'chargeDeclinedProcessingError', 'processing_error'),
  declining(
    '4000000000006975',
    'visa_chargeDeclinedVelocityLimitExceeded chargeDeclinedVelocityLimitExceeded',
    'card_velocity_exceeded',
  ),
  card('4000000000000341', 'chargeCustomerFail', { charge: 'generic_decline' }),
  // Radar judges payments, not setups, so these attach and are then blocked or let through.
  card('4100000000000019', 'radarBlock visa_chargeDeclinedFraudulent', {
    charge: 'fraudulent',
    risk: { level: 'highest', score: 92 },
  }),
  card('4000000000004954', 'riskLevelHighest', {
    charge: 'fraudulent',
    risk: { level: 'highest', score: 90 },
  }),
  card('4000000000009235', 'riskLevelElevated', { risk: { level: 'elevated', score: 68 } }),
  // Failed checks block nothing unless a rule of the account says so, and here there are none.
  card('4000000000000101', 'cvcCheckFail', { checks: { cvc: 'fail' } }),
  card('4000000000000036', 'avsZipFail', { checks: { postalCode: 'fail' } }),
  card('4000000000000028', 'avsLine1Fail', { checks: { line1: 'fail' } }),
  card('4000000000000010', 'avsFail', { checks: { line1: 'fail', postalCode: 'fail' } }),
  card('4000000000000044', 'avsUnchecked', {
    checks: { line1: 'unavailable', postalCode: 'unavailable' },
  }),
];
