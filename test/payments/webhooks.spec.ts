// The processor's events: only what it signed, just now, over exactly these bytes is taken in; each
// is taken in once; and an event is a hint, so what the intent says decides, if it is ours at all.
import { randomUUID } from 'node:crypto';
import { signatureHeader } from '../../simulator/webhooks/sign.js';
import { atProcessor } from '../support/desk.js';
import { traces } from '../support/traces.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

const SECRET = 'whsec_simulator';
let world: World;
let ana: TestPerson;
let threadId: string;
let cardId: string;

beforeAll(async () => {
  const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 1000n };
  world = await World.start({ config: { velocity } });
  ana = await world.person();
  threadId = await world.thread([ana, await world.person()]);
  cardId = (await world.card(ana)).id;
});
afterAll(() => world.stop());
beforeEach(() => world.control('webhooks', { mode: 'drop' }));
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const eventOf = (intentId: string, changes: object = {}): string =>
  JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: 'event',
    type: 'payment_intent.succeeded',
    livemode: false,
    created: Math.floor(Date.now() / 1000),
    data: { object: { id: intentId, object: 'payment_intent' } },
    ...changes,
  });

interface Signing {
  secret?: string;
  /** Seconds from now. */
  at?: number;
  header?: string;
}

async function deliver(body: string, { secret = SECRET, at = 0, header }: Signing = {}) {
  const seconds = Math.floor(Date.now() / 1000) + at;
  const signature = header ?? signatureHeader(body, secret, seconds);
  const test = world.http.post('/webhooks/stripe').set('content-type', 'application/json');
  if (signature !== '') test.set('stripe-signature', signature);
  return test.send(body);
}

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? body.received];

/** A payment whose card was charged, of which we do not know yet. */
async function charged(): Promise<{ paymentId: string; intentId: string }> {
  await world.control('faults', { path: '/v1/payment_intents', mode: 'drop_connection', times: 2 });
  const { status, body } = await world.send(ana, threadId, '20.00', { cardId });
  expect([status, body.state]).toEqual([202, 'funding']);
  const { data } = (await atProcessor(world, 'payment_intents?limit=1')) as {
    data: { id: string }[];
  };
  return { paymentId: String(body.id), intentId: String(data[0]?.id) };
}

async function stateOf(paymentId: string): Promise<string> {
  return String((await world.get(ana, `/v1/payments/${paymentId}`)).body.state);
}

async function known(): Promise<number> {
  const [row] = await world.sql<{ n: number }>(
    'SELECT count(*)::int AS n FROM payments.processor_events',
  );
  return row?.n ?? -1;
}

/** Waits until every event that was taken in has been worked on, at least once. */
const worked = (): Promise<boolean> =>
  until(async () => {
    const [row] = await world.sql<{ n: number }>(
      `SELECT count(*)::int AS n FROM shared.outbox
        WHERE topic = 'payments.processor_event' AND leased_until > now()`,
    );
    return row?.n === 0;
  }, 'the events being worked on');

describe('an event that is refused', () => {
  let paymentId: string;
  let intentId: string;
  beforeAll(async () => {
    await world.control('webhooks', { mode: 'drop' });
    ({ paymentId, intentId } = await charged());
  });

  const good = (): string => eventOf(intentId);
  const stamp = (at: number): string => String(Math.floor(Date.now() / 1000) + at);
  test.each<[string, () => string, Signing]>([
    ['not signed at all', good, { header: '' }],
    ['signed with another secret', good, { secret: 'whsec_forged' }],
    ['signed by nobody', good, { header: `t=${stamp(0)},v1=${'0'.repeat(64)}` }],
    ['no signature at all', good, { header: 'nonsense' }],
    ['signed six minutes ago', good, { at: -301 }],
    ['dated two minutes ahead', good, { at: 120 }],
    ['dated in another century', good, { at: 4_000_000_000 }],
    ['of live money', () => eventOf(intentId, { livemode: true }), {}],
  ])('%s', async (_what, body, signing) => {
    const before = [await known(), await traces(world)];
    expect(outcome(await deliver(body(), signing))).toEqual([400, 'event_refused']);
    expect([await known(), await traces(world)]).toEqual(before);
    expect(await stateOf(paymentId)).toBe('funding');
  });

  test('altered by one space after it was signed', async () => {
    const body = good();
    const header = signatureHeader(body, SECRET, Math.floor(Date.now() / 1000));
    const altered = await deliver(`${body} `, { header });
    expect(outcome(altered)).toEqual([400, 'event_refused']);
    // The same bytes as they were signed are good.
    expect(outcome(await deliver(body, { header }))).toEqual([200, true]);
    await until(async () => (await stateOf(paymentId)) === 'completed', 'the payment');
  });
});

test.each([
  ['four minutes late', -240],
  ['half a minute ahead of our clock', 30],
])('an event %s is still taken in', async (_what, at) => {
  const { paymentId, intentId } = await charged();
  expect(outcome(await deliver(eventOf(intentId), { at }))).toEqual([200, true]);
  await until(async () => (await stateOf(paymentId)) === 'completed', 'the payment');
});

test('one event twenty times at once, and three more about the same: one effect', async () => {
  const { paymentId, intentId } = await charged();
  const before = { known: await known(), ...(await traces(world)) };
  const body = eventOf(intentId);
  const answers = await Promise.all([
    ...Array.from({ length: 20 }, () => deliver(body)),
    ...Array.from({ length: 3 }, () => deliver(eventOf(intentId))),
  ]);
  expect(answers.map(outcome)).toEqual(answers.map(() => [200, true]));
  await until(async () => (await stateOf(paymentId)) === 'completed', 'the payment');
  await worked();
  expect(await known()).toBe(before.known + 4);
  expect((await traces(world)).entries).toBe(before.entries + 2);
});

test('an event of a kind that says nothing about the money changes nothing', async () => {
  const { paymentId, intentId } = await charged();
  const before = await known();
  for (const type of ['payment_intent.created', 'charge.succeeded', 'customer.created']) {
    expect(outcome(await deliver(eventOf(intentId, { type })))).toEqual([200, true]);
  }
  expect(await known()).toBe(before + 3);
  await worked();
  expect(await stateOf(paymentId)).toBe('funding');
});

test('an event that lies about the intent changes nothing: the intent is asked', async () => {
  const { data } = (await atProcessor(world, 'customers?limit=1')) as { data: { id: string }[] };
  const intent = await atProcessor(world, 'payment_intents', {
    amount: '2000',
    currency: 'eur',
    customer: String(data[0]?.id),
  });
  const before = await traces(world);
  await deliver(eventOf(String(intent.id)));
  await worked();
  expect(await traces(world)).toEqual(before);
});

test('an event about an intent nobody knows changes nothing', async () => {
  const before = await traces(world);
  world.simulator.requests.clear();
  expect(outcome(await deliver(eventOf('pi_unknown')))).toEqual([200, true]);
  const path = '/v1/payment_intents/pi_unknown';
  await until(() => world.simulator.requests.count('GET', path) > 0, 'the question');
  await worked();
  expect(await traces(world)).toEqual(before);
});

// Somebody makes charges of his own on the same account and writes the name of our payment on them.
test.each([
  ['another amount', { amount: '1999' }],
  ['another currency', { currency: 'usd' }],
  ['another customer', { customer: 'new' }],
  ['no customer', { customer: '' }],
])('a charge with %s is not the charge of our payment', async (_what, changes) => {
  await world.control('faults', {
    path: '/v1/payment_intents',
    mode: 'error_500_before',
    times: 2,
  });
  const { body } = await world.send(ana, threadId, '20.00', { cardId });
  const paymentId = String(body.id);
  const [ours] = await world.sql<{ id: string }>(
    'SELECT processor_id AS id FROM payments.customers',
  );
  const form: Record<string, string> = {
    amount: '2000',
    currency: 'eur',
    customer: String(ours?.id),
    payment_method: 'pm_card_visa',
    'allowed_payment_method_types[0]': 'card',
    confirm: 'true',
    'metadata[payment_id]': paymentId,
    ...changes,
  };
  if (form.customer === 'new')
    form.customer = String((await atProcessor(world, 'customers', {})).id);
  if (form.customer === '') delete form.customer;
  const intent = await atProcessor(world, 'payment_intents', form);
  expect(intent).toMatchObject({ status: 'succeeded' });
  const before = await traces(world);
  expect(outcome(await deliver(eventOf(String(intent.id))))).toEqual([200, true]);
  await worked();
  expect(await stateOf(paymentId)).toBe('funding');
  expect(await traces(world)).toEqual(before);
});

test('an authorisation that ended elsewhere does not end the review of a balance', async () => {
  await world.fund(ana, '1001.00');
  const { body } = await world.send(ana, threadId, '1001.00');
  expect(body.state).toBe('held');
  const intent = await atProcessor(world, 'payment_intents', {
    amount: '100100',
    currency: 'eur',
    'metadata[payment_id]': String(body.id),
  });
  await atProcessor(world, `payment_intents/${String(intent.id)}/cancel`, {});
  const ended = eventOf(String(intent.id), { type: 'payment_intent.canceled' });
  expect(outcome(await deliver(ended))).toEqual([200, true]);
  await worked();
  expect(await stateOf(String(body.id))).toBe('held');
  const [event] = await world.sql<{ applied: boolean }>(
    `SELECT applied_at IS NOT NULL AS applied FROM payments.processor_events
      WHERE type = 'payment_intent.canceled'`,
  );
  expect(event?.applied).toBe(true);
});
