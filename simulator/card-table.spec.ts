// The whole table of test cards, number by number, as a person would type them: what each card is,
// whether it can be saved, what paying with it does, and what follows. A card without a line here
// fails the last test, so nothing in the table goes untested.
import type Stripe from 'stripe';
import { TEST_CARDS } from './cards/table.js';
import { idOf } from './resources/intent-parts.js';
import { rawCard, startRig, type Rig } from './support/harness.js';
import { pass } from './support/sequel.js';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.simulator.stop());

/** What follows a moment after a paid charge, or nothing. */
type Sequel = 'compliance' | 'disputes' | 'dispute' | 'inquiry' | 'review' | 'warning' | '';

interface Line {
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

const LINES = [...PLAIN, ...REFUSED, ...ASKING, ...FOLLOWED, ...COUNTRIES];

const ADDRESS = {
  'billing_details[address][line1]': '1 High Street',
  'billing_details[address][postal_code]': '1010',
};

async function type(number: string): Promise<Stripe.PaymentMethod> {
  const form = rawCard(number, {
    ...ADDRESS,
    'card[cvc]': number.startsWith('37') ? '1234' : '123',
  });
  const { status, body } = await rig.browser('/v1/payment_methods', form);
  expect([status, body.error]).toEqual([200, undefined]);
  return body as unknown as Stripe.PaymentMethod;
}

async function said<T>(call: Promise<T>, success: (result: T) => string): Promise<string> {
  try {
    return success(await call);
  } catch (error) {
    const { code, decline_code } = error as { code?: string; decline_code?: string };
    return `${String(code)}/${String(decline_code)}`;
  }
}

async function sequelOf(charge: string): Promise<Sequel> {
  await pass(rig);
  const { radar, disputes, reviews } = rig.stripe;
  if ((await radar.earlyFraudWarnings.list({ charge })).data.length > 0) return 'warning';
  if ((await reviews.list({ limit: 100 })).data.some((each) => each.charge === charge)) {
    return 'review';
  }
  const { data } = await disputes.list({ charge });
  const [first] = data;
  if (first === undefined) return '';
  expect(data.reduce((sum, each) => sum + each.amount, 0)).toBe(1000);
  if (data.length > 1) return 'disputes';
  const kind = first.payment_method_details?.card?.case_type;
  return kind === 'chargeback' ? 'dispute' : (kind as Sequel);
}

test.each(LINES)('$number is $is and pays: $pays', async (wanted) => {
  const { stripe } = rig;
  const { card, id } = await type(wanted.number);
  expect(`${String(card?.brand)} ${String(card?.funding)} ${String(card?.country)}`).toBe(
    wanted.is,
  );
  const customer = (await stripe.customers.create()).id;
  const other = (await type(wanted.number)).id;
  const saving = said(stripe.paymentMethods.attach(other, { customer }), () => 'ok');
  expect((await saving).split('/').at(-1)).toBe(wanted.saves);
  const paying = stripe.paymentIntents.create({
    amount: 1000,
    currency: 'eur',
    allowed_payment_method_types: ['card'],
    payment_method: id,
    confirm: true,
  });
  expect(await said(paying, ({ status }) => status)).toBe(wanted.pays);
  if (wanted.pays !== 'succeeded') return;
  const charge = await stripe.charges.retrieve(idOf((await paying).latest_charge));
  expect(charge).toMatchObject(wanted.charge);
  expect(await sequelOf(charge.id)).toBe(wanted.sequel);
});

test('every card of the table has its line', () => {
  const tested = LINES.map(({ number }) => number).sort();
  expect(tested).toEqual(TEST_CARDS.map(({ number }) => number).sort());
});

test.each([
  ['createCe3EligibleDispute', { enhanced_eligibility_types: ['visa_compelling_evidence_3'] }],
  ['createComplianceDispute', { enhanced_eligibility_types: ['visa_compliance'] }],
  ['createMastercardComplianceDispute', { enhanced_eligibility_types: ['mastercard_compliance'] }],
  [
    'createAutoRepresentmentEligibleDispute',
    { intended_submission_method: 'prefer_smart_disputes' },
  ],
])('the dispute of pm_card_%s says what it is eligible for', async (token, expected) => {
  const { id: payment_intent } = await rig.stripe.paymentIntents.create({
    amount: 1000,
    currency: 'eur',
    allowed_payment_method_types: ['card'],
    payment_method: `pm_card_${token}`,
    confirm: true,
  });
  await pass(rig);
  expect((await rig.stripe.disputes.list({ payment_intent })).data).toMatchObject([expected]);
});

test.each([
  ['cvcCheckFail', { cvc_check: 'fail' }],
  ['avsFail', { address_line1_check: 'fail', address_postal_code_check: 'fail' }],
  ['visa', { cvc_check: 'pass', address_line1_check: null }],
])('pm_card_%s brings its checks along', async (token, checks) => {
  const customer = (await rig.stripe.customers.create()).id;
  const method = await rig.stripe.paymentMethods.attach(`pm_card_${token}`, { customer });
  expect(method.card?.checks).toMatchObject(checks);
});

// Stripe's names, without `pm_card_`; their cards are tested above.
const NAMES =
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

test.each(NAMES)('there is a pm_card_%s', async (name) => {
  const method = await rig.stripe.paymentMethods.retrieve(`pm_card_${name}`);
  expect(method).toMatchObject({ object: 'payment_method', type: 'card' });
});
