// Webhooks as a test may want them: shuffled, held back and released in an order, late, early, sent
// wrongly, or of a shape nobody knows; and those of connected accounts at an endpoint of their own.
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

const ids = (): string[] =>
  receiver.received
    .map(({ body }) => (JSON.parse(body) as Stripe.Event).data.object as { id: string })
    .map(({ id }) => id);

async function customers(count: number): Promise<string[]> {
  const made: string[] = [];
  for (let each = 0; each < count; each += 1) made.push((await rig.stripe.customers.create()).id);
  return made;
}

test('a batch is shuffled in the way its seed says', async () => {
  await rig.control('webhooks', { mode: 'reorder', size: 6, seed: 3 });
  const made = await customers(6);
  await until(() => receiver.received.length === 6);
  expect(ids()).not.toEqual(made);
  expect([...ids()].sort()).toEqual([...made].sort());
  const positions = ids().map((id) => made.indexOf(id));
  receiver.received.length = 0;
  await rig.control('webhooks', { mode: 'reorder', size: 6, seed: 3 });
  const again = await customers(6);
  await until(() => receiver.received.length === 6);
  expect(ids().map((id) => again.indexOf(id))).toEqual(positions);
});

test('held events can be released in a chosen order, and other types are not held', async () => {
  await rig.control('webhooks', { mode: 'hold', types: ['customer.*'] });
  const made = await customers(3);
  await rig.stripe.paymentIntents.create({ amount: 1000, currency: 'eur' });
  await until(() => receiver.received.length === 1);
  expect(types()).toEqual(['payment_intent.created']);
  receiver.received.length = 0;
  const events = (await rig.stripe.events.list({ type: 'customer.created' })).data;
  const order = [...events].map(({ id }) => id);
  expect(await rig.control('webhooks/release', { order })).toEqual({ released: 3 });
  await until(() => receiver.received.length === 3);
  expect(ids()).toEqual([...made].reverse());
});

test('events can be late, and can come before the answer', async () => {
  await rig.control('webhooks', { mode: 'delay', ms: 150 });
  await rig.stripe.customers.create();
  expect(receiver.received).toEqual([]);
  await until(() => receiver.received.length === 1);
  await rig.control('webhooks', { mode: 'early', ms: 150 });
  await rig.stripe.customers.create();
  expect(receiver.received).toHaveLength(2);
});

test.each([
  ['again', true],
  ['altered', false],
  ['forged', false],
  ['old', false],
  ['other_secret', false],
])('an event sent %s is taken by a careful receiver: %s', async (mode, taken) => {
  await rig.control('webhooks', { mode: 'hold' });
  await rig.stripe.customers.create();
  const [event] = (await rig.stripe.events.list()).data;
  const sent = await rig.control('webhooks/send', { event: event?.id, mode });
  expect(sent).toEqual({ status: 200 });
  const { body, signature } = receiver.received[0] ?? { body: '', signature: '' };
  const verify = (): unknown => Stripe.webhooks.constructEvent(body, signature, 'whsec_simulator');
  if (taken) expect(verify()).toMatchObject({ id: event?.id });
  else expect(verify).toThrow(Stripe.errors.StripeSignatureVerificationError);
});

test('an event of any shape can be sent, unsigned or from the future too', async () => {
  const event = { id: 'evt_odd', object: 'event', type: 'moon.landed', data: { object: {} } };
  await rig.control('webhooks/send', { event });
  await rig.control('webhooks/send', { event, mode: 'unsigned' });
  await rig.control('webhooks/send', { event, mode: 'future' });
  const [signed, unsigned, future] = receiver.received;
  const { body = '', signature = '' } = signed ?? {};
  expect(Stripe.webhooks.constructEvent(body, signature, 'whsec_simulator').type).toBe(
    'moon.landed',
  );
  expect(unsigned?.signature).toBe('undefined');
  expect(Number(/t=(\d+)/.exec(future?.signature ?? '')?.[1])).toBeGreaterThan(
    Date.now() / 1000 + 500,
  );
});

test('events of connected accounts have an endpoint and a secret of their own', async () => {
  const connect = await startReceiver();
  const apart = await startRig({
    webhookUrl: receiver.url,
    connectWebhookUrl: connect.url,
    connectWebhookSecret: 'whsec_connect',
  });
  const { id } = await apart.stripe.accounts.create({ type: 'express', country: 'DE' });
  await apart.stripe.customers.create({}, { stripeAccount: id });
  await until(() => connect.received.length === 1);
  const { body = '', signature = '' } = connect.received[0] ?? {};
  const event = Stripe.webhooks.constructEvent(body, signature, 'whsec_connect');
  expect(event).toMatchObject({ type: 'customer.created', account: id });
  expect(receiver.received).toEqual([]);
  await apart.simulator.stop();
  await connect.stop();
});

test('events are kept thirty days', async () => {
  await rig.stripe.customers.create();
  const [event] = (await rig.stripe.events.list()).data;
  await rig.control('clock', { advanceSeconds: 30 * 86_400 });
  expect((await rig.stripe.events.list()).data).toEqual([]);
  expect((await refusal(rig.stripe.events.retrieve(event?.id ?? ''))).statusCode).toBe(404);
  const both = refusal(rig.stripe.events.list({ type: 'charge.*', types: ['charge.failed'] }));
  expect((await both).statusCode).toBe(400);
});
