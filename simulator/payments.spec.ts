// PaymentIntents, charges, balance and customers as the application uses them, through the untouched
// stripe package: captures, cancellations, lists, searches, expansion and the money that results.
import Stripe from 'stripe';
import { processingFee } from './core/currencies.js';
import { refusal, startRig, type Rig } from './support/harness.js';

let rig: Rig;
let stripe: Stripe;
beforeEach(async () => {
  rig = await startRig();
  stripe = rig.stripe;
});
afterEach(() => rig.simulator.stop());

const base = {
  currency: 'eur',
  allowed_payment_method_types: ['card'],
  payment_method: 'pm_card_visa',
  confirm: true,
};

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
  const [owner, other] = await Promise.all([stripe.customers.create(), stripe.customers.create()]);
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
