// Every test card against the three places it can be used, one row each: set up for a customer,
// attached directly, and charged. A row says `ok`, `action`, or the code and decline code expected.
import { TEST_CARDS } from './cards/table.js';
import { rawCard, refusal, startRig, type Rig } from './support/harness.js';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.simulator.stop());

const once = { currency: 'eur', amount: 1000, allowed_payment_method_types: ['card'] };

async function described(call: Promise<{ status?: string }>): Promise<string> {
  try {
    const { status } = await call;
    return status === 'requires_action' ? 'action' : 'ok';
  } catch (error) {
    const { type, statusCode, code, decline_code } = error as Record<string, unknown>;
    expect([type, statusCode]).toEqual(['StripeCardError', 402]);
    return `${String(code)}/${String(decline_code)}`;
  }
}

async function customerId(): Promise<string> {
  return (await rig.stripe.customers.create()).id;
}

// token                                                 set up                          attach                          pay (on session)                pay attached, off session
const rows: [string, string, string, string, string][] = [
  ['visa', 'ok', 'ok', 'ok', 'ok'],
  ['us', 'ok', 'ok', 'ok', 'ok'],
  ['visa_debit', 'ok', 'ok', 'ok', 'ok'],
  ['mastercard', 'ok', 'ok', 'ok', 'ok'],
  ['mastercard_debit', 'ok', 'ok', 'ok', 'ok'],
  ['mastercard_prepaid', 'ok', 'ok', 'ok', 'ok'],
  ['amex', 'ok', 'ok', 'ok', 'ok'],
  ['discover', 'ok', 'ok', 'ok', 'ok'],
  ['diners', 'ok', 'ok', 'ok', 'ok'],
  ['jcb', 'ok', 'ok', 'ok', 'ok'],
  ['unionpay', 'ok', 'ok', 'ok', 'ok'],
  ['fr', 'ok', 'ok', 'ok', 'ok'],
  ['gb', 'ok', 'ok', 'ok', 'ok'],
  ['bypassPending', 'ok', 'ok', 'ok', 'ok'],
  ['bypassPendingInternational', 'ok', 'ok', 'ok', 'ok'],
  ...(
    [
      ['visa_chargeDeclined', 'card_declined/generic_decline'],
      ['chargeDeclined', 'card_declined/generic_decline'],
      ['visa_chargeDeclinedInsufficientFunds', 'card_declined/insufficient_funds'],
      ['visa_chargeDeclinedLostCard', 'card_declined/lost_card'],
      ['visa_chargeDeclinedStolenCard', 'card_declined/stolen_card'],
      ['chargeDeclinedExpiredCard', 'expired_card/expired_card'],
      ['chargeDeclinedIncorrectCvc', 'incorrect_cvc/incorrect_cvc'],
      ['chargeDeclinedProcessingError', 'processing_error/processing_error'],
      ['visa_chargeDeclinedVelocityLimitExceeded', 'card_declined/card_velocity_exceeded'],
    ] as const
  ).map(([token, code]): [string, string, string, string, string] => [
    token,
    code,
    code,
    code,
    'never attached',
  ]),
  [
    'chargeCustomerFail',
    'ok',
    'ok',
    'card_declined/generic_decline',
    'card_declined/generic_decline',
  ],
  ['radarBlock', 'ok', 'ok', 'card_declined/fraudulent', 'card_declined/fraudulent'],
  ['riskLevelHighest', 'ok', 'ok', 'card_declined/fraudulent', 'card_declined/fraudulent'],
  ['riskLevelElevated', 'ok', 'ok', 'ok', 'ok'],
  [
    'authenticationRequiredOnSetup',
    'action',
    'ok',
    'action',
    'authentication_required/authentication_required',
  ],
  [
    'authenticationRequired',
    'action',
    'ok',
    'action',
    'authentication_required/authentication_required',
  ],
  ['authenticationRequiredSetupForOffSession', 'action', 'ok', 'action', 'ok'],
  [
    'authenticationRequiredChargeDeclinedInsufficientFunds',
    'action',
    'ok',
    'action',
    'authentication_required/authentication_required',
  ],
  [
    'threeDSecure2Required',
    'action',
    'ok',
    'action',
    'authentication_required/authentication_required',
  ],
];

test.each(rows)('pm_card_%s', async (token, setup, attached, paid, offSession) => {
  const { stripe } = rig;
  const id = `pm_card_${token}`;
  const setupCustomer = await customerId();
  const intent = await stripe.setupIntents.create({
    customer: setupCustomer,
    usage: 'off_session',
  });
  expect(await described(stripe.setupIntents.confirm(intent.id, { payment_method: id }))).toBe(
    setup,
  );
  const after = await stripe.setupIntents.retrieve(intent.id);
  const saved = await stripe.paymentMethods.list({ customer: setupCustomer });
  expect(saved.data).toHaveLength(setup === 'ok' ? 1 : 0);
  expect(after.last_setup_error?.decline_code ?? null).toBe(
    setup.includes('/') ? setup.split('/')[1] : null,
  );

  const customer = await customerId();
  const attaching = stripe.paymentMethods.attach(id, { customer });
  expect(await described(attaching as Promise<object>)).toBe(attached);

  expect(
    await described(stripe.paymentIntents.create({ ...once, payment_method: id, confirm: true })),
  ).toBe(paid);

  if (attached !== 'ok') return;
  const method = (await attaching).id;
  const charging = stripe.paymentIntents.create({
    ...once,
    customer,
    payment_method: method,
    confirm: true,
    off_session: true,
  });
  expect(await described(charging)).toBe(offSession);
});

test.each(TEST_CARDS.flatMap((row) => row.tokens.map((token) => [token, row] as const)))(
  'tok_%s and pm_card_%s name one card',
  async (token, row) => {
    const byToken = await rig.stripe.paymentMethods.create({
      type: 'card',
      card: { token: `tok_${token}` },
    });
    const byMethod = await rig.stripe.paymentMethods.retrieve(`pm_card_${token}`);
    const typed = await rig.browser('/v1/payment_methods', rawCard(row.number));
    const fingerprint = byToken.card?.fingerprint;
    expect(fingerprint).toBe(byMethod.card?.fingerprint);
    expect(typed.body['card']).toMatchObject({
      fingerprint,
      last4: row.number.slice(-4),
      country: row.country,
      funding: row.funding,
    });
  },
);

test.each([
  ['a wrong last digit', { 'card[number]': '4242424242424241' }, 'incorrect_number', undefined],
  ['letters', { 'card[number]': 'abcd' }, 'invalid_number', undefined],
  ['month 13', { 'card[exp_month]': '13' }, 'invalid_expiry_month', undefined],
  ['a past year', { 'card[exp_year]': '2020' }, 'invalid_expiry_year', undefined],
  ['CVC 99', { 'card[cvc]': '99' }, 'invalid_cvc', undefined],
  ['a live card', { 'card[number]': '4111111111111111' }, 'card_declined', 'test_mode_live_card'],
])('a typed card with %s is refused', async (_what, changes, code, decline) => {
  const { status, body } = await rig.browser(
    '/v1/payment_methods',
    rawCard('4242424242424242', changes),
  );
  expect(status).toBe(402);
  expect(body.error).toMatchObject({ type: 'card_error', code });
  expect(body.error?.['decline_code']).toBe(decline);
});

test('a card that declines its CVC passes without one', async () => {
  const form = rawCard('4000000000000127');
  delete form['card[cvc]'];
  const typed = await rig.browser('/v1/payment_methods', form);
  const paid = await rig.stripe.paymentIntents.create({
    ...once,
    payment_method: String(typed.body.id),
    confirm: true,
  });
  expect(paid.status).toBe('succeeded');
});

test.each(['pm_card_nobody', 'pm_card_', 'pm_card_toString', 'pm_unknown'])(
  'the unknown token %s never succeeds',
  async (payment_method) => {
    const error = await refusal(
      rig.stripe.paymentIntents.create({ ...once, payment_method, confirm: true }),
    );
    expect(error).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'payment_method',
    });
  },
);

test('a server may not send raw numbers', async () => {
  const card = { number: '4242424242424242', exp_month: 12, exp_year: 2035 };
  const error = await refusal(rig.stripe.paymentMethods.create({ type: 'card', card }));
  expect(error.message).toContain('generally unsafe');
});

test('fingerprints tell cards apart', async () => {
  const prints = await Promise.all(
    ['visa', 'visa_debit', 'mastercard'].map(
      async (name) =>
        (await rig.stripe.paymentMethods.retrieve(`pm_card_${name}`)).card?.fingerprint,
    ),
  );
  expect(new Set(prints).size).toBe(3);
});
