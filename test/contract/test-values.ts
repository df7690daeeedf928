// The processor's values for testing, and what each must do: one row for each, and nowhere else. The
// contract suite plays every row against the simulator, and against Stripe's sandbox when there is a
// key. A card, account or token that the simulator knows without a row here fails that suite.
import { TEST_CARDS } from '../../simulator/cards/table.js';

/** What follows a moment after a paid charge, or nothing. */
export type Sequel = 'compliance' | 'disputes' | 'dispute' | 'inquiry' | 'review' | 'warning' | '';

export interface Line {
  number: string;
  /** `brand funding country`. */
  is: string;
  /** `ok` or the decline code, when attached to a customer. */
  saves: string;
  /** `succeeded`, `requires_action` or `code/decline_code`. */
  pays: string;
  sequel: Sequel;
  charge: object;
}

const line = (
  number: string,
  is = 'visa credit US',
  changes: Partial<Omit<Line, 'number' | 'is'>> = {},
): Line => ({ number, is, saves: 'ok', pays: 'succeeded', sequel: '', charge: {}, ...changes });

const refused = (number: string, code: string, decline = code): Line =>
  line(number, undefined, { saves: decline, pays: `${code}/${decline}` });
const asks = (number: string, country: string): Line =>
  line(number, `visa credit ${country}`, { pays: 'requires_action' });
const checked = (number: string, checks: object): Line =>
  line(number, undefined, { charge: { payment_method_details: { card: { checks } } } });

const PLAIN: Line[] = [
  line('4242424242424242'),
  line('4000056655665556', 'visa debit US'),
  line('5555555555554444', 'mastercard credit US'),
  line('2223003122003222', 'mastercard credit US'),
  line('5200828282828210', 'mastercard debit US'),
  line('5105105105105100', 'mastercard prepaid US'),
  line('378282246310005', 'amex credit US'),
  line('6011111111111117', 'discover credit US'),
  line('3056930009020004', 'diners credit US'),
  line('3566002020360505', 'jcb credit US'),
  line('6200000000000005', 'unionpay credit US'),
  line('4000000000000077'),
  line('4000003720000278', 'visa credit IE'),
  line('4000008400000407'),
  line('4000008400000159'),
  line('4000008405600003'),
  line('4000000000007726'),
  line('4000000000005126'),
];

const REFUSED: Line[] = [
  refused('4000000000000002', 'card_declined', 'generic_decline'),
  refused('4000000000009995', 'card_declined', 'insufficient_funds'),
  refused('4000000000009987', 'card_declined', 'lost_card'),
  refused('4000000000009979', 'card_declined', 'stolen_card'),
  refused('4000000000000069', 'expired_card'),
  refused('4000000000000127', 'incorrect_cvc'),
  refused('4000000000000119', 'processing_error'),
  refused('4000000000006975', 'card_declined', 'card_velocity_exceeded'),
  line('4000000000000341', undefined, { pays: 'card_declined/generic_decline' }),
  line('4100000000000019', undefined, { pays: 'card_declined/fraudulent' }),
  line('4000000000004954', undefined, { pays: 'card_declined/fraudulent' }),
  line('4000000000009235', undefined, {
    sequel: 'review',
    charge: { outcome: { risk_level: 'elevated', risk_score: 68, type: 'manual_review' } },
  }),
  checked('4000000000000101', { cvc_check: 'fail', address_line1_check: 'pass' }),
  checked('4000000000000036', { address_postal_code_check: 'fail', address_line1_check: 'pass' }),
  checked('4000000000000028', { address_postal_code_check: 'pass', address_line1_check: 'fail' }),
  checked('4000000000000010', { address_postal_code_check: 'fail', address_line1_check: 'fail' }),
  checked('4000000000000044', {
    address_postal_code_check: 'unavailable',
    address_line1_check: 'unavailable',
    cvc_check: 'pass',
  }),
];

const ASKING: Line[] = [
  asks('4000002500003155', 'FR'),
  asks('4000002760003184', 'DE'),
  asks('4000003800000446', 'IT'),
  asks('4000008260003178', 'GB'),
  asks('4000000000003220', 'IE'),
  asks('4000008400000027', 'US'),
  asks('4000008400001629', 'US'),
  line('4000008400001280', undefined, { pays: 'card_declined/generic_decline' }),
  line('4000000000003055'),
  line('4000000000003097'),
  line('4000000032200000', undefined, {
    charge: {
      payment_method_details: { card: { three_d_secure: { authentication_flow: 'frictionless' } } },
    },
  }),
];

const FOLLOWED: Line[] = [
  line('4000000000000259', undefined, { sequel: 'dispute' }),
  line('4000000000002685', undefined, { sequel: 'dispute' }),
  line('4000000000001976', undefined, { sequel: 'inquiry' }),
  line('4000000000005423', undefined, { sequel: 'warning' }),
  line('4000000404000079', undefined, { sequel: 'disputes' }),
  line('4000000404000038', undefined, { sequel: 'dispute' }),
  line('4000008400000779', undefined, { sequel: 'compliance' }),
  line('5105008400000002', 'mastercard credit US', { sequel: 'compliance' }),
  line('4000000001000043', undefined, { sequel: 'dispute' }),
];

const COUNTRIES: Line[] = TEST_CARDS.filter((row) => /^[a-z]{2}$/.test(row.tokens[0] ?? '')).map(
  (row) => line(row.number, `visa credit ${String(row.tokens[0]).toUpperCase()}`),
);

export const CARDS: readonly Line[] = [...PLAIN, ...REFUSED, ...ASKING, ...FOLLOWED, ...COUNTRIES];

/** What is wrong with a card before any bank sees it: what was typed, and the code. */
export const MISTYPED: readonly [what: string, typed: Record<string, string>, code: string][] = [
  ['a digit', { 'card[number]': '4242424242424241' }, 'incorrect_number'],
  ['month 13', { 'card[exp_month]': '13' }, 'invalid_expiry_month'],
  ['a past year', { 'card[exp_year]': '2020' }, 'invalid_expiry_year'],
  ['a CVC of two digits', { 'card[cvc]': '99' }, 'invalid_cvc'],
];

/** `pm_card_…` whose dispute says what it is eligible for. */
export const ELIGIBLE: readonly [token: string, says: object][] = [
  ['createCe3EligibleDispute', { enhanced_eligibility_types: ['visa_compelling_evidence_3'] }],
  ['createComplianceDispute', { enhanced_eligibility_types: ['visa_compliance'] }],
  ['createMastercardComplianceDispute', { enhanced_eligibility_types: ['mastercard_compliance'] }],
  [
    'createAutoRepresentmentEligibleDispute',
    { intended_submission_method: 'prefer_smart_disputes' },
  ],
];

// Stripe's names, without `pm_card_`; their cards are tested above.
export const TOKENS =
  `visa visa_debit mastercard mastercard_debit mastercard_prepaid amex discover diners jcb
unionpay us fr gb de br au ca hk sg it bypassPending bypassPendingInternational visa_chargeDeclined
chargeDeclined visa_chargeDeclinedInsufficientFunds visa_chargeDeclinedLostCard
visa_chargeDeclinedStolenCard chargeDeclinedExpiredCard chargeDeclinedIncorrectCvc
chargeDeclinedProcessingError visa_chargeDeclinedVelocityLimitExceeded chargeCustomerFail radarBlock
visa_chargeDeclinedFraudulent riskLevelHighest riskLevelElevated cvcCheckFail avsZipFail avsLine1Fail
avsFail avsUnchecked authenticationRequiredOnSetup authenticationRequired
authenticationRequiredSetupForOffSession authenticationRequiredChargeDeclinedInsufficientFunds
threeDSecure2Required threeDSecureRequiredChargeDeclined threeDSecureRequiredProcessingError
threeDSecureOptional threeDSecureOptionalProcessingError createDispute createDisputeProductNotReceived
createDisputeInquiry createIssuerFraudRecord createMultipleDisputes createCe3EligibleDispute
createComplianceDispute createMastercardComplianceDispute createAutoRepresentmentEligibleDispute
pendingRefund refundFail`.split(/\s+/);

/** What evidence does to a dispute: card, `uncategorized_text`, and the status it ends with. */
export const EVIDENCE: readonly [token: string, text: string, status: string][] = [
  ['createDispute', 'winning_evidence', 'won'],
  ['createDispute', 'losing_evidence', 'lost'],
  ['createDisputeInquiry', 'escalate_inquiry_evidence', 'needs_response'],
];

/** What becomes of a refund: at once, and in the end. */
export const REFUNDS: readonly [token: string, atOnce: string, end: string][] = [
  ['visa', 'succeeded', 'succeeded'],
  ['pendingRefund', 'pending', 'succeeded'],
  ['refundFail', 'succeeded', 'failed'],
];

/** Off session: the card, whether it was set up before, and what paying with it says. */
export const OFF_SESSION: readonly [token: string, setUp: boolean, says: string][] = [
  ['visa', false, 'succeeded'],
  ['authenticationRequired', false, 'authentication_required/authentication_required'],
  ['authenticationRequiredSetupForOffSession', false, 'succeeded'],
];

/** Bank accounts in the US that payouts go to: the number, and how a payout ends. */
export const PAYOUT_BANKS: readonly [number: string, method: Method, ends: string][] = [
  ['000123456789', 'standard', 'paid'],
  ['000111111116', 'standard', 'no_account'],
  ['000111111113', 'standard', 'account_closed'],
  ['000222222227', 'standard', 'insufficient_funds'],
  ['000333333335', 'standard', 'debit_not_authorized'],
  ['000444444440', 'standard', 'invalid_currency'],
  ['000888888883', 'standard', 'paid'],
  ['000888888883', 'instant', 'could_not_process'],
];
type Method = 'standard' | 'instant';

/** Debit cards that payouts go to. */
export const PAYOUT_CARDS: readonly [token: string, method: Method, ends: string][] = [
  ['tok_visa_debit', 'instant', 'paid'],
  ['tok_visa_debit_us_transferSuccess', 'instant', 'paid'],
  ['tok_visa_debit_us_transferFail', 'instant', 'could_not_process'],
  ['tok_visa_debit_us_instantPayoutUnsupported', 'standard', 'paid'],
  ['tok_visa_debit_us_instantPayoutUnsupported', 'instant', 'instant_payouts_unsupported'],
];

/** Bank debits that are refused when they are asked for, and the code. */
export const REFUSED_DEBITS: readonly [token: string, code: string][] = [
  ['pm_usBankAccount_weeklyLimitExceeded', 'charge_exceeds_weekly_limit'],
  ['pm_usBankAccount_riskLevelHighest', 'payment_method_provider_decline'],
];

/** Bank debits: the method or the IBAN, its end, and the code when it failed. */
export const DEBITS: readonly [name: string, ends: string, code: string | null][] = [
  ['pm_usBankAccount_success', 'succeeded', null],
  ['pm_usBankAccount_accountClosed', 'requires_payment_method', 'account_closed'],
  ['pm_usBankAccount_noAccount', 'requires_payment_method', 'no_account'],
  ['pm_usBankAccount_insufficientFunds', 'requires_payment_method', 'insufficient_funds'],
  ['pm_usBankAccount_debitNotAuthorized', 'requires_payment_method', 'debit_not_authorized'],
  ['pm_usBankAccount_dispute', 'succeeded', null],
  ['pm_usBankAccount_processing', 'processing', null],
  ['pm_sepaDebit_success_at', 'succeeded', null],
  ['pm_sepaDebit_failed_at', 'requires_payment_method', 'generic_could_not_process'],
  ['AT61 1904 3002 3457 3201', 'succeeded', null],
  ['AT861904300235473202', 'requires_payment_method', 'generic_could_not_process'],
  ['AT591904300235473203', 'succeeded', null],
];
