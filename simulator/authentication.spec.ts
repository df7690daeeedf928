// 3D Secure through the untouched stripe package: who is asked, what the request can ask for, how the
// answer ends the intent, and what the charge says about it. The browser's own path is here too; the
// frame it is used from is driven in authentication-modal.spec.ts.
import type Stripe from 'stripe';
import { idOf } from './resources/intent-parts.js';
import { refusal, startRig, type Rig } from './support/harness.js';
import { eventsAbout, pay } from './support/sequel.js';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.simulator.stop());

const asking = (request_three_d_secure: 'any' | 'automatic' | 'challenge') => ({
  payment_method_options: { card: { request_three_d_secure } },
});

const securedBy = (charge: Stripe.Charge) =>
  charge.payment_method_details?.card?.three_d_secure ?? null;

async function answered(intent: string, outcome: string): Promise<Stripe.PaymentIntent> {
  await rig.control('authenticate', { intent, outcome });
  return rig.stripe.paymentIntents.retrieve(intent, { expand: ['latest_charge'] });
}

test('completing pays, and the charge says that its owner was asked', async () => {
  const waiting = await pay(rig, 'authenticationRequired');
  expect(waiting).toMatchObject({
    status: 'requires_action',
    latest_charge: null,
    next_action: { type: 'use_stripe_sdk' },
  });
  const paid = await answered(waiting.id, 'succeed');
  expect(paid).toMatchObject({ status: 'succeeded', next_action: null, amount_received: 10_000 });
  expect(securedBy(paid.latest_charge as Stripe.Charge)).toMatchObject({
    authentication_flow: 'challenge',
    result: 'authenticated',
    result_reason: null,
    version: '2.2.0',
    electronic_commerce_indicator: '05',
  });
  expect(await eventsAbout(rig, waiting.id)).toEqual([
    'payment_intent.created',
    'payment_intent.requires_action',
    'payment_intent.succeeded',
  ]);
});

test('with manual capture, completing only holds', async () => {
  const waiting = await pay(rig, 'threeDSecure2Required', { capture_method: 'manual' });
  const held = await answered(waiting.id, 'succeed');
  expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 10_000 });
  expect((await rig.stripe.paymentIntents.capture(held.id)).status).toBe('succeeded');
});

test('failing asks for another card, makes no charge, and the intent lives on', async () => {
  const waiting = await pay(rig, 'authenticationRequired');
  const failed = await answered(waiting.id, 'fail');
  expect(failed).toMatchObject({
    status: 'requires_payment_method',
    payment_method: null,
    latest_charge: null,
    next_action: null,
    last_payment_error: {
      type: 'invalid_request_error',
      code: 'payment_intent_authentication_failure',
      payment_method: { id: waiting.payment_method },
    },
  });
  expect((await rig.stripe.charges.list()).data).toEqual([]);
  expect((await eventsAbout(rig, waiting.id)).at(-1)).toBe('payment_intent.payment_failed');
  const again = await rig.stripe.paymentIntents.confirm(waiting.id, {
    payment_method: 'pm_card_visa',
  });
  expect(again.status).toBe('succeeded');
});

test.each([
  ['authenticationRequiredChargeDeclinedInsufficientFunds', 'insufficient_funds'],
  ['threeDSecureRequiredChargeDeclined', 'generic_decline'],
])('%s is declined after its owner was asked', async (token, decline_code) => {
  const waiting = await pay(rig, token);
  expect(waiting.status).toBe('requires_action');
  const failed = await answered(waiting.id, 'succeed');
  expect(failed).toMatchObject({
    status: 'requires_payment_method',
    last_payment_error: { type: 'card_error', code: 'card_declined', decline_code },
  });
  const charge = failed.latest_charge as Stripe.Charge;
  expect(charge.status).toBe('failed');
  expect(securedBy(charge)?.result).toBe('authenticated');
});

// token                                 asked for     status or decline    flow, result
const requests: [string, 'any' | 'automatic' | 'challenge', string, string, string][] = [
  ['visa', 'automatic', 'succeeded', '-', '-'],
  ['visa', 'any', 'succeeded', 'none', 'attempt_acknowledged'],
  ['visa', 'challenge', 'succeeded', 'none', 'attempt_acknowledged'],
  ['amex', 'any', 'succeeded', '-', '-'],
  ['threeDSecureOptional', 'automatic', 'succeeded', '-', '-'],
  ['threeDSecureOptional', 'any', 'requires_action', 'challenge', 'authenticated'],
  ['threeDSecureOptional', 'challenge', 'requires_action', 'challenge', 'authenticated'],
  ['threeDSecureOptionalProcessingError', 'automatic', 'succeeded', '-', '-'],
  ['threeDSecureOptionalProcessingError', 'any', 'processing_error', 'none', 'processing_error'],
  ['threeDSecureRequiredProcessingError', 'automatic', 'card_declined', 'none', 'processing_error'],
  ['4000000032200000', 'automatic', 'succeeded', 'frictionless', 'authenticated'],
];

test.each(requests)('%s, asked for %s: %s', async (card, asked, ends, flow, result) => {
  const typed = {
    type: 'card',
    'card[number]': card,
    'card[exp_month]': '12',
    'card[exp_year]': '2035',
  };
  const method = /^\d/.test(card)
    ? String((await rig.browser('/v1/payment_methods', typed)).body.id)
    : `pm_card_${card}`;
  const intent = await rig.stripe.paymentIntents.create({
    amount: 1000,
    currency: 'eur',
    allowed_payment_method_types: ['card'],
    ...asking(asked),
  });
  expect(intent.payment_method_options?.card?.request_three_d_secure).toBe(asked);
  let outcome: string;
  try {
    const confirmed = await rig.stripe.paymentIntents.confirm(intent.id, {
      payment_method: method,
    });
    outcome = confirmed.status;
  } catch (error) {
    outcome = String((error as { code?: string }).code);
  }
  expect(outcome).toBe(ends);
  if (ends === 'requires_action') await answered(intent.id, 'succeed');
  const [charge] = (await rig.stripe.charges.list({ payment_intent: intent.id })).data;
  const secured = charge === undefined ? null : securedBy(charge);
  expect(secured === null ? '-' : (secured.authentication_flow ?? 'none')).toBe(flow);
  expect(secured?.result ?? '-').toBe(result);
});

test('what confirm asks for wins, and off session nobody can be asked', async () => {
  const { stripe } = rig;
  const asked = await pay(rig, 'threeDSecureOptional', asking('any'));
  expect(asked.status).toBe('requires_action');
  const open = await stripe.paymentIntents.create({
    amount: 1000,
    currency: 'eur',
    allowed_payment_method_types: ['card'],
    payment_method: 'pm_card_threeDSecureOptional',
  });
  const confirmed = await stripe.paymentIntents.confirm(open.id, asking('challenge'));
  expect(confirmed.status).toBe('requires_action');
  expect(confirmed.payment_method_options?.card?.request_three_d_secure).toBe('challenge');
  const away = await pay(rig, 'threeDSecureOptional', { ...asking('any'), off_session: true });
  expect(away.status).toBe('succeeded');
  const declined = await refusal(pay(rig, 'authenticationRequired', { off_session: true }));
  expect(declined).toMatchObject({ statusCode: 402, code: 'authentication_required' });
});

test.each([
  ['succeed', 'succeeded', null, 1],
  ['fail', 'requires_payment_method', 'setup_intent_authentication_failure', 0],
])('a setup that must authenticate and %ss is %s', async (outcome, status, code, saved) => {
  const { stripe } = rig;
  const customer = (await stripe.customers.create()).id;
  const intent = await stripe.setupIntents.create({
    customer,
    payment_method: 'pm_card_authenticationRequiredOnSetup',
    confirm: true,
    use_stripe_sdk: true,
  });
  expect(intent.status).toBe('requires_action');
  await rig.control('authenticate', { intent: intent.id, outcome });
  const after = await stripe.setupIntents.retrieve(intent.id);
  expect(after.status).toBe(status);
  expect(after.last_setup_error?.code ?? null).toBe(code);
  const { data } = await stripe.paymentMethods.list({ customer });
  expect(data).toHaveLength(saved);
  expect((await eventsAbout(rig, intent.id)).at(-1)).toBe(
    saved === 1 ? 'setup_intent.succeeded' : 'setup_intent.setup_failed',
  );
  if (saved === 0) return;
  const later = { customer, payment_method: String(data[0]?.id), off_session: true };
  expect((await pay(rig, 'visa', later)).status).toBe('succeeded');
});

test('a payment that saves its card sets it up as well', async () => {
  const { stripe } = rig;
  const customer = (await stripe.customers.create()).id;
  const first = await pay(rig, 'authenticationRequiredOnSetup', {
    customer,
    setup_future_usage: 'off_session',
  });
  const paid = await answered(first.id, 'succeed');
  const later = { customer, payment_method: idOf(paid.payment_method), off_session: true };
  expect((await pay(rig, 'visa', later)).status).toBe('succeeded');
});

test('a browser ends it with its own key and the client secret, and sees no more than it may', async () => {
  const waiting = await pay(rig, 'authenticationRequired', { metadata: { secret: 'yes' } });
  const path = `/_elements/authenticate/${waiting.id}`;
  const secret = String(waiting.client_secret);
  const refused: [Record<string, string>, string][] = [
    [{ outcome: 'succeed' }, 'client_secret'],
    [{ client_secret: `${waiting.id}_secret_x`, outcome: 'succeed' }, 'client_secret'],
    [{ client_secret: secret, outcome: 'maybe' }, 'outcome'],
  ];
  for (const [form, param] of refused) {
    const { status, body } = await rig.browser(path, form);
    expect([status, body.error?.['param']]).toEqual([400, param]);
  }
  const { status, body } = await rig.browser(path, { client_secret: secret, outcome: 'succeed' });
  expect([status, body['status']]).toEqual([200, 'succeeded']);
  expect(body).not.toHaveProperty('metadata');
  const again = await rig.browser(path, { client_secret: secret, outcome: 'fail' });
  expect(again.body.error).toMatchObject({ code: 'payment_intent_unexpected_state' });
});

test('the control endpoint says what is wrong', async () => {
  const paid = await pay(rig, 'visa');
  const bad: [object, string][] = [
    [{ outcome: 'succeed' }, 'intent must be a text'],
    [{ intent: paid.id, outcome: 'perhaps' }, 'outcome must be one of'],
    [{ intent: 'pi_none', outcome: 'fail' }, 'No such payment_intent'],
    [{ intent: 'seti_none', outcome: 'fail' }, 'No such setupintent'],
    [{ intent: paid.id, outcome: 'fail' }, 'waits for no authentication'],
  ];
  for (const [body, message] of bad) {
    await expect(rig.control('authenticate', body)).rejects.toThrow(message);
  }
});

test('error_on_requires_action refuses instead of asking', async () => {
  const error = await refusal(
    pay(rig, 'threeDSecureOptional', { ...asking('any'), error_on_requires_action: true }),
  );
  expect(error).toMatchObject({ statusCode: 402, code: 'authentication_required' });
});

test('authentication protects from a dispute about fraud, not from one about the goods', async () => {
  for (const token of ['createDispute', 'createDisputeProductNotReceived']) {
    const waiting = await pay(rig, token, asking('any'));
    await answered(waiting.id, 'succeed');
  }
  await rig.control('clock', { advanceSeconds: 1 });
  expect((await rig.stripe.disputes.list()).data.map(({ reason }) => reason)).toEqual([
    'product_not_received',
  ]);
});
