// Stripe's test cards and what each must do, one row per card. This table is the only place that
// knows a card's behaviour; everything else asks it by the row's key. A number or token that is not
// here is never a success: the number is refused as a live card, the token does not exist.
import type { DeclineName } from './declines.js';

export interface TestCard {
  /** Names the row for ever; journals keep it instead of the number. */
  key: string;
  number: string;
  /** Suffixes of `pm_card_…` and `tok_…`; empty when Stripe has no token for the card. */
  tokens: readonly string[];
  funding: 'credit' | 'debit' | 'prepaid';
  /** ISO 3166-1 alpha-2 code of the issuer. */
  country: string;
  /** The decline when the card is set up for a customer or attached to one. */
  attach?: DeclineName;
  /** The decline when the card is charged. */
  charge?: DeclineName;
  /** The declines above happen only when a CVC came with the card. */
  onlyWithCvc?: true;
  /**
   * Who must authenticate: `always`; `unless_set_up` (a set-up card passes off session); or
   * `on_session` (off session passes, as if the card had been set up before).
   */
  authentication?: 'always' | 'unless_set_up' | 'on_session';
  /** Funds are available at once instead of two days later. */
  bypassPending?: true;
  /** Radar's opinion; normal with score 20 where nothing else is said. */
  risk?: { level: 'elevated' | 'highest'; score: number };
}

type Behaviour = Omit<TestCard, 'key' | 'number' | 'tokens' | 'funding' | 'country'> & {
  funding?: TestCard['funding'];
  country?: string;
};

function card(number: string, tokens: string, behaviour: Behaviour = {}): TestCard {
  const names = tokens === '' ? [] : tokens.split(' ');
  const { funding = 'credit', country = 'US', ...rest } = behaviour;
  return {
    key: names[0] ?? `card_${number.slice(-4)}`,
    number,
    tokens: names,
    funding,
    country,
    ...rest,
  };
}

/** A card that neither attaches nor pays. */
const declining = (number: string, tokens: string, decline: DeclineName): TestCard =>
  card(number, tokens, { attach: decline, charge: decline });

const abroad = (number: string, country: string): TestCard =>
  card(number, country.toLowerCase(), { country });

export const TEST_CARDS: readonly TestCard[] = [
  // Brands and kinds of funding.
  card('4242424242424242', 'visa us'),
  card('4000056655665556', 'visa_debit', { funding: 'debit' }),
  card('5555555555554444', 'mastercard'),
  card('2223003122003222', ''),
  card('5200828282828210', 'mastercard_debit', { funding: 'debit' }),
  card('5105105105105100', 'mastercard_prepaid', { funding: 'prepaid' }),
  card('378282246310005', 'amex'),
  card('6011111111111117', 'discover'),
  card('3056930009020004', 'diners'),
  card('3566002020360505', 'jcb'),
  card('6200000000000005', 'unionpay'),
  // Countries.
  abroad('4000000320000021', 'AR'),
  abroad('4000000400000008', 'AT'),
  abroad('4000000360000006', 'AU'),
  abroad('4000000560000004', 'BE'),
  abroad('4000001000000000', 'BG'),
  abroad('4000000760000002', 'BR'),
  abroad('4000001240000000', 'CA'),
  abroad('4000007560000009', 'CH'),
  abroad('4000001560000002', 'CN'),
  abroad('4000002030000002', 'CZ'),
  abroad('4000002760000016', 'DE'),
  abroad('4000002080000001', 'DK'),
  abroad('4000007240000007', 'ES'),
  abroad('4000002460000001', 'FI'),
  abroad('4000002500000003', 'FR'),
  abroad('4000008260000000', 'GB'),
  abroad('4000003000000030', 'GR'),
  abroad('4000003440000004', 'HK'),
  abroad('4000003480000005', 'HU'),
  abroad('4000003720000005', 'IE'),
  abroad('4000003560000008', 'IN'),
  abroad('4000003800000008', 'IT'),
  abroad('4000003920000003', 'JP'),
  abroad('4000004420000006', 'LU'),
  abroad('4000004840008001', 'MX'),
  abroad('4000004580000002', 'MY'),
  abroad('4000005280000002', 'NL'),
  abroad('4000005780000007', 'NO'),
  abroad('4000005540000008', 'NZ'),
  abroad('4000006160000005', 'PL'),
  abroad('4000006200000007', 'PT'),
  abroad('4000006420000001', 'RO'),
  abroad('4000007520000008', 'SE'),
  abroad('4000007020000003', 'SG'),
  // Straight into the available balance.
  card('4000000000000077', 'bypassPending', { bypassPending: true }),
  card('4000003720000278', 'bypassPendingInternational', { country: 'IE', bypassPending: true }),
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
  // Authentication.
  card('4000002500003155', 'authenticationRequiredOnSetup', {
    country: 'FR',
    authentication: 'unless_set_up',
  }),
  card('4000002760003184', 'authenticationRequired', { country: 'DE', authentication: 'always' }),
  card('4000003800000446', 'authenticationRequiredSetupForOffSession', {
    country: 'IT',
    authentication: 'on_session',
  }),
  card('4000008260003178', 'authenticationRequiredChargeDeclinedInsufficientFunds', {
    country: 'GB',
    authentication: 'always',
    charge: 'insufficient_funds',
  }),
  card('4000000000003220', 'threeDSecure2Required', { country: 'IE', authentication: 'always' }),
];

const byNumber = new Map(TEST_CARDS.map((row) => [row.number, row]));
const byKey = new Map(TEST_CARDS.map((row) => [row.key, row]));
const byToken = new Map(TEST_CARDS.flatMap((row) => row.tokens.map((token) => [token, row])));

export const cardByNumber = (number: string): TestCard | undefined => byNumber.get(number);

/** The row of `pm_card_visa` or `tok_visa`; undefined when Stripe has no such token. */
export function cardByToken(id: string, prefix: 'pm_card_' | 'tok_'): TestCard | undefined {
  return id.startsWith(prefix) ? byToken.get(id.slice(prefix.length)) : undefined;
}

/** The row a stored payment method was made from. Throws when a journal names a row now gone. */
export function cardByKey(key: string): TestCard {
  const row = byKey.get(key);
  if (row === undefined) throw new Error(`The card table has no row '${key}' any more`);
  return row;
}
