// Webhooks as the application receives them: signed so that the stripe package accepts them, sent
// again until accepted, and held, dropped or doubled when a test asks for that.
import Stripe from 'stripe';
import {
  refusal,
  startReceiver,
  startRig,
  until,
  type Receiver,
  type Rig,
} from './support/harness.js';

let rig: Rig;
let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
  rig = await startRig({ webhookUrl: receiver.url, webhookBackoffMs: 20 });
});
afterEach(async () => {
  await rig.simulator.stop();
  await receiver.stop();
});

const types = (): string[] =>
  receiver.received.map(({ body }) => (JSON.parse(body) as Stripe.Event).type).sort();

const params: Stripe.PaymentIntentCreateParams = {
  amount: 1000,
  currency: 'eur',
  allowed_payment_method_types: ['card'],
  payment_method: 'pm_card_visa',
  confirm: true,
};

test('an event is signed, complete, and names the request that caused it', async () => {
  const paid = await rig.stripe.paymentIntents.create(params, { idempotencyKey: 'pay_1' });
  await until(() => receiver.received.length === 3);
  const events = receiver.received.map(({ body, signature }) =>
    Stripe.webhooks.constructEvent(body, signature, 'whsec_simulator'),
  );
  const succeeded = events.find((each) => each.type === 'payment_intent.succeeded');
  expect(succeeded).toMatchObject({
    object: 'event',
    api_version: Stripe.API_VERSION,
    livemode: false,
    pending_webhooks: 1,
    request: { id: paid.lastResponse.requestId, idempotency_key: 'pay_1' },
    data: { object: { id: paid.id, status: 'succeeded' } },
  });
  const [first] = receiver.received;
  expect(() =>
    Stripe.webhooks.constructEvent(
      `${first?.body ?? ''} `,
      first?.signature ?? '',
      'whsec_simulator',
    ),
  ).toThrow(Stripe.errors.StripeSignatureVerificationError);
  expect(() =>
    Stripe.webhooks.constructEvent(first?.body ?? '', first?.signature ?? '', 'whsec_other'),
  ).toThrow(Stripe.errors.StripeSignatureVerificationError);
  const stored = await rig.stripe.events.retrieve(succeeded?.id ?? '');
  expect(stored.data).toEqual(succeeded?.data);
});

const flows: [string, string[], () => Promise<unknown>][] = [
  [
    'a declined payment',
    ['charge.failed', 'payment_intent.created', 'payment_intent.payment_failed'],
    () =>
      refusal(
        rig.stripe.paymentIntents.create({ ...params, payment_method: 'pm_card_chargeDeclined' }),
      ),
  ],
  [
    'an authorisation and its capture',
    [
      'charge.captured',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'payment_intent.created',
      'payment_intent.succeeded',
    ],
    async () => {
      const held = await rig.stripe.paymentIntents.create({ ...params, capture_method: 'manual' });
      await rig.stripe.paymentIntents.capture(held.id);
    },
  ],
  [
    'a canceled authorisation',
    [
      'charge.refunded',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'payment_intent.canceled',
      'payment_intent.created',
    ],
    async () => {
      const held = await rig.stripe.paymentIntents.create({ ...params, capture_method: 'manual' });
      await rig.stripe.paymentIntents.cancel(held.id);
    },
  ],
  [
    'a payment that asks for authentication',
    ['payment_intent.created', 'payment_intent.requires_action'],
    () =>
      rig.stripe.paymentIntents.create({
        ...params,
        payment_method: 'pm_card_authenticationRequired',
      }),
  ],
  [
    'saving, dropping and forgetting a card',
    [
      'customer.created',
      'customer.deleted',
      'customer.updated',
      'payment_method.attached',
      'payment_method.detached',
      'setup_intent.canceled',
      'setup_intent.created',
      'setup_intent.created',
      'setup_intent.created',
      'setup_intent.requires_action',
      'setup_intent.setup_failed',
      'setup_intent.succeeded',
    ],
    async () => {
      const { stripe } = rig;
      const customer = (await stripe.customers.create()).id;
      await stripe.customers.update(customer, { name: 'Ana' });
      const saved = await stripe.setupIntents.create({
        customer,
        payment_method: 'pm_card_visa',
        confirm: true,
      });
      await stripe.paymentMethods.detach(saved.payment_method as string);
      await refusal(
        stripe.setupIntents.create({
          customer,
          payment_method: 'pm_card_chargeDeclined',
          confirm: true,
        }),
      );
      const asked = await stripe.setupIntents.create({
        customer,
        payment_method: 'pm_card_threeDSecure2Required',
        confirm: true,
      });
      await stripe.setupIntents.cancel(asked.id);
      await stripe.customers.del(customer);
    },
  ],
];

test.each(flows)('%s raises %j', async (_what, expected, flow) => {
  await flow();
  await until(() => receiver.received.length >= expected.length);
  expect(types()).toEqual(expected);
});

test('an event is sent again until it is accepted', async () => {
  receiver.statuses.push(500, 302, 404);
  const customer = await rig.stripe.customers.create();
  await until(() => receiver.received.length === 4);
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  const pending = async (): Promise<number | undefined> =>
    (await rig.stripe.events.list({ type: 'customer.created' })).data[0]?.pending_webhooks;
  const deadline = Date.now() + 3000;
  while ((await pending()) !== 0 && Date.now() < deadline);
  expect(await pending()).toBe(0);
  expect((await rig.stripe.events.list({ delivery_success: false })).data).toEqual([]);
  expect(customer.object).toBe('customer');
});

test('events can be held and released', async () => {
  await rig.control('webhooks', { mode: 'hold' });
  await rig.stripe.customers.create();
  await rig.stripe.customers.create();
  expect(receiver.received).toEqual([]);
  expect(await rig.control('webhooks/release', {})).toEqual({ released: 2 });
  await until(() => receiver.received.length === 2);
});

test('events can be lost, and are then found by asking', async () => {
  await rig.control('webhooks', { mode: 'drop' });
  await rig.stripe.customers.create();
  await rig.control('webhooks', { mode: 'duplicate' });
  await rig.stripe.customers.create();
  await until(() => receiver.received.length === 2);
  const ids = receiver.received.map(({ body }) => (JSON.parse(body) as Stripe.Event).id);
  expect(new Set(ids).size).toBe(1);
  const listed = await rig.stripe.events.list({ type: 'customer.*' });
  expect(listed.data).toHaveLength(2);
});
