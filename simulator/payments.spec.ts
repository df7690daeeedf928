// PaymentIntents, charges, balance and customers as the application uses them, through the untouched
// stripe package: captures, cancellations, lists, searches, expansion and the money that results.
import Stripe from 'stripe';
import { processingFee } from './core/currencies.js';
import { clientOf, refusal, startRig, type Rig } from './support/harness.js';

let rig: Rig;
let stripe: Stripe;
beforeEach(async () => {
  rig = await startRig();
  stripe = rig.stripe;
});
afterEach(() => rig.simulator.stop());

const base = {
  currency: 'eur',
  payment_method_types: ['card'],
  payment_method: 'pm_card_visa',
  confirm: true,
};

describe('charging', () => {
  test('moves an amount, a fee and a net, pending for two days', async () => {
    const paid = await stripe.paymentIntents.create({
      ...base,
      amount: 10_000,
      metadata: { payment_id: 'pay_1' },
      transfer_group: 'pay_1',
      expand: ['latest_charge.balance_transaction'],
    });
    const charge = paid.latest_charge as Stripe.Charge;
    const money = charge.balance_transaction as Stripe.BalanceTransaction;
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 10_000 });
    expect(charge).toMatchObject({
      amount_captured: 10_000,
      captured: true,
      metadata: { payment_id: 'pay_1' },
      transfer_group: 'pay_1',
      payment_method_details: { type: 'card', card: { last4: '4242', brand: 'visa' } },
      outcome: { type: 'authorized', risk_level: 'normal' },
    });
    expect(money).toMatchObject({
      amount: 10_000,
      fee: 175,
      net: 9825,
      status: 'pending',
      source: charge.id,
      reporting_category: 'charge',
    });
    expect(money.available_on - money.created).toBe(2 * 86_400);
    expect((await stripe.balance.retrieve()).pending).toMatchObject([
      { currency: 'eur', amount: 9825 },
    ]);
    await rig.control('clock', { advanceSeconds: 2 * 86_400 });
    expect((await stripe.balanceTransactions.retrieve(money.id)).status).toBe('available');
    expect((await stripe.balance.retrieve()).available).toMatchObject([
      { currency: 'eur', amount: 9825 },
    ]);
  });

  test('a card that bypasses pending is available at once', async () => {
    await stripe.paymentIntents.create({
      ...base,
      amount: 1000,
      payment_method: 'pm_card_bypassPending',
    });
    expect((await stripe.balance.retrieve()).available).toMatchObject([{ amount: 960 }]);
  });

  test('a decline leaves a failed charge and an intent that can be tried again', async () => {
    const error = await refusal(
      stripe.paymentIntents.create({
        ...base,
        amount: 1000,
        payment_method: 'pm_card_visa_chargeDeclined',
      }),
    );
    const intent = error.raw['payment_intent'] as Stripe.PaymentIntent;
    const charge = await stripe.charges.retrieve(String(error.raw['charge']));
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: {
        code: 'card_declined',
        decline_code: 'generic_decline',
        charge: charge.id,
      },
    });
    expect(charge).toMatchObject({
      status: 'failed',
      paid: false,
      captured: false,
      failure_code: 'card_declined',
    });
    const again = await stripe.paymentIntents.confirm(intent.id, {
      payment_method: 'pm_card_visa',
    });
    expect(again).toMatchObject({ status: 'succeeded', last_payment_error: null });
    expect((await stripe.charges.list({ payment_intent: intent.id })).data).toHaveLength(2);
    expect((await stripe.balanceTransactions.list()).data).toHaveLength(1);
  });

  test('error_on_requires_action refuses what would ask the payer', async () => {
    const error = await refusal(
      stripe.paymentIntents.create({
        ...base,
        amount: 1000,
        payment_method: 'pm_card_authenticationRequired',
        error_on_requires_action: true,
      }),
    );
    expect(error).toMatchObject({ statusCode: 402, code: 'authentication_required' });
  });

  test('a method used without a customer pays once', async () => {
    const method = await stripe.paymentMethods.retrieve('pm_card_visa');
    await stripe.paymentIntents.create({ ...base, amount: 1000, payment_method: method.id });
    const error = await refusal(
      stripe.paymentIntents.create({ ...base, amount: 1000, payment_method: method.id }),
    );
    expect(error.message).toContain('may not be used again');
  });

  test("another customer's card is refused", async () => {
    const [owner, other] = await Promise.all([
      stripe.customers.create(),
      stripe.customers.create(),
    ]);
    const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: owner.id });
    for (const customer of [{}, { customer: other.id }]) {
      const error = await refusal(
        stripe.paymentIntents.create({
          ...base,
          ...customer,
          amount: 1000,
          payment_method: card.id,
        }),
      );
      expect(error).toMatchObject({ statusCode: 400, param: 'payment_method' });
    }
  });
});

describe('manual capture', () => {
  const hold = (): Promise<Stripe.PaymentIntent> =>
    stripe.paymentIntents.create({ ...base, amount: 5000, capture_method: 'manual' });

  test.each([
    ['all', undefined, 5000, 100],
    ['part', 2000, 2000, 55],
  ])('captures %s of an authorisation', async (_what, amount, received, fee) => {
    const held = await hold();
    expect(held).toMatchObject({
      status: 'requires_capture',
      amount_capturable: 5000,
      amount_received: 0,
    });
    expect((await stripe.balanceTransactions.list()).data).toHaveLength(0);
    const paid = await stripe.paymentIntents.capture(
      held.id,
      amount === undefined ? {} : { amount_to_capture: amount },
    );
    expect(paid).toMatchObject({
      status: 'succeeded',
      amount_received: received,
      amount_capturable: 0,
    });
    const money = (await stripe.balanceTransactions.list()).data[0];
    expect(money).toMatchObject({ amount: received, fee, net: received - fee });
    const twice = await refusal(stripe.paymentIntents.capture(held.id));
    expect(twice).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
  });

  test('refuses to capture more than was authorised', async () => {
    const error = await refusal(
      stripe.paymentIntents.capture((await hold()).id, { amount_to_capture: 5001 }),
    );
    expect(error).toMatchObject({ code: 'amount_too_large', param: 'amount_to_capture' });
  });

  test('cancelling gives the authorisation back and moves no money', async () => {
    const held = await hold();
    const canceled = await stripe.paymentIntents.cancel(held.id, {
      cancellation_reason: 'fraudulent',
    });
    expect(canceled).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'fraudulent',
      amount_capturable: 0,
    });
    const error = await refusal(stripe.paymentIntents.capture(held.id));
    expect(error.code).toBe('payment_intent_unexpected_state');
    expect((await stripe.balanceTransactions.list()).data).toHaveLength(0);
  });

  test('an authorisation expires after seven days', async () => {
    const held = await hold();
    await rig.control('clock', { advanceSeconds: 7 * 86_400 });
    const after = await stripe.paymentIntents.retrieve(held.id);
    expect(after).toMatchObject({ status: 'canceled', cancellation_reason: 'automatic' });
    const types = (await stripe.events.list({ types: ['charge.expired'] })).data;
    expect(types).toHaveLength(1);
  });
});

describe('refusals', () => {
  const { confirm: _confirm, payment_method: _method, ...plain } = base;
  test.each([
    ['an unknown parameter', { amount: 1000, favour: 'x' }, 'parameter_unknown', 'favour'],
    [
      'a nested unknown one',
      { amount: 1000, automatic_payment_methods: { enabled: true, x: 1 } },
      'parameter_unknown',
      'automatic_payment_methods[x]',
    ],
    ['no amount', {}, 'parameter_missing', 'amount'],
    ['a fraction', { amount: 10.5 }, 'parameter_invalid_integer', 'amount'],
    ['a negative amount', { amount: -100 }, 'parameter_invalid_integer', 'amount'],
    ['too little', { amount: 49 }, 'amount_too_small', 'amount'],
    ['too much', { amount: 100_000_000 }, 'amount_too_large', 'amount'],
    ['an unknown currency', { amount: 1000, currency: 'xyz' }, undefined, 'currency'],
    ['an empty currency', { amount: 1000, currency: '' }, 'parameter_invalid_empty', 'currency'],
    ['a wrong word', { amount: 1000, capture_method: 'later' }, undefined, 'capture_method'],
    ['a missing customer', { amount: 1000, customer: 'cus_none' }, 'resource_missing', 'customer'],
    ['a wrong expansion', { amount: 1000, expand: ['nothing'] }, undefined, 'expand'],
    ['off_session without confirm', { amount: 1000, off_session: true }, undefined, 'off_session'],
  ])('%s', async (_what, changes, code, param) => {
    const params = { ...plain, ...changes } as unknown as Stripe.PaymentIntentCreateParams;
    const error = await refusal(stripe.paymentIntents.create(params));
    expect(error).toMatchObject({ type: 'StripeInvalidRequestError', statusCode: 400, param });
    expect(error.code).toBe(code);
    expect((await stripe.paymentIntents.list()).data).toHaveLength(0);
    expect((await stripe.events.list()).data).toHaveLength(0);
  });

  test.each([
    ['no key', '', undefined],
    ['a wrong key', 'sk_test_wrong', undefined],
    ['the publishable key', 'pk_test_simulator', 'secret_key_required'],
  ])('%s is a 401', async (_what, key, code) => {
    const response = await fetch(`${rig.simulator.url}/v1/customers`, {
      headers: key === '' ? {} : { authorization: `Basic ${btoa(`${key}:`)}` },
    });
    const { error } = (await response.json()) as { error: { type: string; code?: string } };
    expect(response.status).toBe(401);
    expect(error).toMatchObject({ type: 'invalid_request_error' });
    expect(error.code).toBe(code);
  });

  test('the stripe package sees a wrong key as an authentication error', async () => {
    const error = await refusal(clientOf(rig.simulator, 'sk_test_other').balance.retrieve());
    expect(error.type).toBe('StripeAuthenticationError');
  });

  test.each([
    () => stripe.customers.retrieve('cus_none'),
    () => stripe.paymentIntents.retrieve('pi_none'),
    () => stripe.refunds.list(),
  ])('what does not exist is a 404 (%#)', async (call) => {
    expect(await refusal(call())).toMatchObject({ statusCode: 404 });
  });

  test('automatic methods need a way back, as at Stripe', async () => {
    const error = await refusal(
      stripe.paymentIntents.create({
        amount: 1000,
        currency: 'eur',
        payment_method: 'pm_card_visa',
        confirm: true,
      }),
    );
    expect(error.param).toBe('return_url');
  });
});

describe('finding', () => {
  test('lists page in both directions and search finds metadata', async () => {
    const customer = (await stripe.customers.create({ metadata: { user: 'u1' } })).id;
    const made: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      const intent = await stripe.paymentIntents.create({
        amount: 1000 + index,
        currency: 'eur',
        customer,
        metadata: { payment_id: `pay_${String(index)}` },
      });
      made.unshift(intent.id);
    }
    const first = await stripe.paymentIntents.list({ customer, limit: 2 });
    expect([first.data.map((each) => each.id), first.has_more]).toEqual([made.slice(0, 2), true]);
    const before = await stripe.paymentIntents.list({ limit: 2, ending_before: made[4] ?? '' });
    expect(before.data.map((each) => each.id)).toEqual(made.slice(2, 4));
    const all = await stripe.paymentIntents.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
    expect(all.map((each) => each.id)).toEqual(made);
    const found = await stripe.paymentIntents.search({
      query: "metadata['payment_id']:'pay_3' AND -status:'canceled'",
    });
    expect(found.data.map((each) => each.metadata['payment_id'])).toEqual(['pay_3']);
    expect((await refusal(stripe.paymentIntents.search({ query: 'amount>5' }))).param).toBe(
      'query',
    );
    const none = await stripe.paymentIntents.list({
      created: { gt: Math.floor(Date.now() / 1000) + 60 },
    });
    expect(none.data).toEqual([]);
  });

  test('customers are updated, listed by email and deleted with their cards', async () => {
    const made = await stripe.customers.create({
      email: 'ana@example.com',
      metadata: { a: '1', b: '2' },
    });
    const updated = await stripe.customers.update(made.id, { name: 'Ana', metadata: { a: '' } });
    expect(updated).toMatchObject({ name: 'Ana', email: 'ana@example.com', metadata: { b: '2' } });
    expect((await stripe.customers.list({ email: 'ana@example.com' })).data).toHaveLength(1);
    const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: made.id });
    expect(await stripe.customers.del(made.id)).toMatchObject({ deleted: true });
    expect(await stripe.customers.retrieve(made.id)).toMatchObject({ deleted: true });
    expect((await stripe.paymentMethods.retrieve(card.id)).customer).toBeNull();
    expect((await refusal(stripe.paymentMethods.attach(card.id, { customer: made.id }))).code).toBe(
      'resource_missing',
    );
  });

  test('a detached card can not come back', async () => {
    const customer = (await stripe.customers.create()).id;
    const card = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    await stripe.paymentMethods.detach(card.id);
    expect((await refusal(stripe.paymentMethods.attach(card.id, { customer }))).statusCode).toBe(
      400,
    );
    expect((await refusal(stripe.paymentMethods.detach(card.id))).statusCode).toBe(400);
  });

  test('calls are counted by endpoint', async () => {
    const { requests } = rig.simulator;
    expect(requests.count()).toBe(0);
    const intent = await stripe.paymentIntents.create({ amount: 1000, currency: 'eur' });
    await stripe.paymentIntents.cancel(intent.id);
    expect(requests.count('POST', '/v1/payment_intents')).toBe(1);
    expect(requests.count('POST', '/v1/payment_intents/:id/cancel')).toBe(1);
    expect(requests.count('GET')).toBe(0);
  });
});

describe('setup from a browser', () => {
  test('a browser confirms with the client secret and sees no more than it may', async () => {
    const customer = (await stripe.customers.create()).id;
    const intent = await stripe.setupIntents.create({ customer, metadata: { user: 'u1' } });
    const form = {
      payment_method: 'pm_card_visa_debit',
      client_secret: String(intent.client_secret),
    };
    const wrong = await rig.browser(`/v1/setup_intents/${intent.id}/confirm`, {
      ...form,
      client_secret: 'guess',
    });
    expect(wrong.status).toBe(400);
    const right = await rig.browser(`/v1/setup_intents/${intent.id}/confirm`, form);
    expect(right.body).toMatchObject({ status: 'succeeded', id: intent.id });
    expect(right.body).not.toHaveProperty('customer');
    expect(right.body).not.toHaveProperty('metadata');
    const saved = await stripe.customers.listPaymentMethods(customer);
    expect(saved.data[0]?.card).toMatchObject({ funding: 'debit', checks: { cvc_check: 'pass' } });
    const again = await refusal(stripe.setupIntents.confirm(intent.id));
    expect(again.code).toBe('setup_intent_unexpected_state');
  });

  test('an open setup can be canceled', async () => {
    const intent = await stripe.setupIntents.create({ payment_method: 'pm_card_visa' });
    expect(intent.status).toBe('requires_confirmation');
    expect((await stripe.setupIntents.cancel(intent.id)).status).toBe('canceled');
    expect((await refusal(stripe.setupIntents.cancel(intent.id))).code).toBe(
      'setup_intent_unexpected_state',
    );
  });
});

test.each([
  [10_000, 'eur', 175],
  [50, 'usd', 26],
  [1033, 'eur', 40],
  [1000, 'jpy', 15],
  [1000, 'kwd', 265],
  [99_999_999, 'usd', 1_500_025],
])('the fee of %d %s is %d', (amount, currency, fee) => {
  expect(processingFee(amount, currency)).toBe(fee);
});

test('the API version is echoed', async () => {
  const made = await stripe.customers.create();
  expect(made.lastResponse.headers['stripe-version']).toBe(Stripe.API_VERSION);
  expect(made.lastResponse.requestId).toMatch(/^req_/);
});
