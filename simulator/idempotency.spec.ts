// Idempotency keys and injected faults, seen from the stripe package: what is replayed, what is
// refused, and what a caller knows after a call whose outcome it never learned.
import type Stripe from 'stripe';
import { refusal, startRig, until, type Rig } from './support/harness.js';

let rig: Rig;
let stripe: Stripe;
beforeEach(async () => {
  rig = await startRig();
  stripe = rig.stripe;
});
afterEach(() => rig.simulator.stop());

const params = {
  amount: 1000,
  currency: 'eur',
  allowed_payment_method_types: ['card'],
  payment_method: 'pm_card_visa',
  confirm: true,
};
const pay = (
  idempotencyKey: string,
  changes: Partial<Stripe.PaymentIntentCreateParams> = {},
): ReturnType<typeof stripe.paymentIntents.create> =>
  stripe.paymentIntents.create({ ...params, ...changes }, { idempotencyKey });
const chargesMade = async (): Promise<number> => (await stripe.charges.list()).data.length;

test('the same key gives the first answer again', async () => {
  const first = await pay('k1');
  const again = await pay('k1');
  expect(again).toEqual(first);
  expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
  expect(await chargesMade()).toBe(1);
});

test('a decline is replayed as the same decline', async () => {
  const declined = { payment_method: 'pm_card_visa_chargeDeclined' };
  const first = await refusal(pay('k1', declined));
  const again = await refusal(pay('k1', declined));
  expect(again.raw['charge']).toBe(first.raw['charge']);
  expect(await chargesMade()).toBe(1);
});

test.each([
  ['other parameters', () => pay('k1', { amount: 2000 })],
  ['another path', () => stripe.customers.create({}, { idempotencyKey: 'k1' })],
])('the same key with %s is refused', async (_what, call) => {
  await pay('k1');
  expect(await refusal(call())).toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
});

test('a refusal before execution does not use the key up', async () => {
  expect((await refusal(pay('k1', { capture_method: 'later' }))).statusCode).toBe(400);
  expect((await pay('k1')).status).toBe('succeeded');
});

test('a key longer than 255 characters is refused', async () => {
  expect((await refusal(pay('k'.repeat(256)))).statusCode).toBe(400);
  expect((await pay('k'.repeat(255))).status).toBe('succeeded');
});

test('a key lives 24 hours', async () => {
  const first = await pay('k1');
  await rig.control('clock', { advanceSeconds: 86_300 });
  expect((await pay('k1')).id).toBe(first.id);
  await rig.control('clock', { advanceSeconds: 101 });
  expect((await pay('k1')).id).not.toBe(first.id);
});

test('a second call while the first runs is told to come back, and pays nothing', async () => {
  await rig.control('faults', { path: '/v1/payment_intents', mode: 'delay_ms', ms: 1000 });
  const first = pay('k1');
  await until(() => rig.simulator.requests.count('POST', '/v1/payment_intents') === 1);
  const second = await refusal(pay('k1'));
  expect(second).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
  const { id } = await first;
  expect((await pay('k1')).id).toBe(id);
  expect(await chargesMade()).toBe(1);
});

test('a 500 after the effect is saved with the effect', async () => {
  await rig.control('faults', { path: '/v1/payment_intents', mode: 'error_500_after_effect' });
  expect(await refusal(pay('k1', { metadata: { payment_id: 'pay_1' } }))).toMatchObject({
    statusCode: 500,
  });
  const again = await refusal(pay('k1', { metadata: { payment_id: 'pay_1' } }));
  expect(again).toMatchObject({ statusCode: 500, type: 'StripeAPIError' });
  expect(rig.simulator.requests.entries.at(-1)?.replayed).toBe(true);
  const found = await stripe.paymentIntents.search({ query: "metadata['payment_id']:'pay_1'" });
  expect(found.data.map((each) => each.status)).toEqual(['succeeded']);
  expect(await chargesMade()).toBe(1);
});

test('a 500 before the effect leaves the key free', async () => {
  const fault = { path: '/v1/payment_intents', mode: 'error_500_before', times: 2 };
  await rig.control('faults', fault);
  expect((await refusal(pay('k1'))).statusCode).toBe(500);
  expect((await refusal(pay('k1'))).statusCode).toBe(500);
  expect(await chargesMade()).toBe(0);
  expect((await pay('k1')).status).toBe('succeeded');
});

test('a dropped connection hides an effect that the same key finds again', async () => {
  // The stripe package repeats a closed connection once by itself, so both calls are dropped.
  await rig.control('faults', { path: '/v1/payment_intents', mode: 'drop_connection', times: 2 });
  expect(await refusal(pay('k1'))).toMatchObject({ type: 'StripeConnectionError' });
  expect(rig.simulator.requests.count('POST', '/v1/payment_intents')).toBe(2);
  const found = await pay('k1');
  expect(found.status).toBe('succeeded');
  expect(await chargesMade()).toBe(1);
});

test('a call that hangs times out and has no effect', async () => {
  const path = '/v1/payment_intents/:id/capture';
  const held = await pay('k1', { capture_method: 'manual' });
  await rig.control('faults', { path, mode: 'hang' });
  const hanging = stripe.paymentIntents.capture(held.id, {}, { timeout: 200 });
  expect(await refusal(hanging)).toMatchObject({ type: 'StripeConnectionError' });
  expect((await stripe.paymentIntents.retrieve(held.id)).status).toBe('requires_capture');
});

test.each([
  ['faults', { path: '/v1/customers', mode: 'explode' }],
  ['faults', { mode: 'hang' }],
  ['clock', { advanceSeconds: -5 }],
  ['webhooks', { mode: 'lost' }],
  ['webhooks', { url: 'http://example.com/' }],
])('the control endpoint %s refuses %j', async (path, body) => {
  await expect(rig.control(path, body)).rejects.toThrow(/must be/);
});

test('no web page can reach the control endpoints with a plain form', async () => {
  const response = await fetch(`${rig.simulator.url}/_simulator/clock`, {
    method: 'POST',
    body: new URLSearchParams({ advanceSeconds: '5' }),
  });
  expect(response.status).toBe(400);
});
