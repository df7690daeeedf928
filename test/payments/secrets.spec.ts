// Keys and client secrets stay where they belong. A process that logs all it can goes through whole
// journeys, the failing ones above all; neither what it wrote nor any answer that says no holds a key
// of the processor's, the secret of the webhooks, or the client secret of an intent.
import { randomUUID } from 'node:crypto';
import { signatureHeader } from '../../simulator/webhooks/sign.js';
import { readyToPay } from '../support/card-payment.js';
import { type ChildApp, startChild } from '../support/child-app.js';
import { atProcessor } from '../support/desk.js';
import { type TestPerson, until, World } from '../support/world.js';

// Made like the real ones, so that what masks keys by their looks is tried as well.
const KEY = 'sk_test_51PqRsTuVwXyZaBcDeFgHiJk';
const ENDPOINT_SECRET = 'whsec_AbCdEfGhIjKlMnOpQrStUvWx';
const SECRETS = [
  /\b[srp]k_(test|live)_\w{4}/,
  /whsec_\w{4}/,
  /\b(pi|seti)_\w+_secret_\w+/,
  /client_?secret["':= ]+\w+_secret/i,
];

let world: World;
let child: ChildApp;
const refusals: { status: number; text: string }[] = [];

beforeAll(async () => {
  world = await World.start();
  child = await startChild(world, { LOG_LEVEL: 'debug', STRIPE_WEBHOOK_SECRET: ENDPOINT_SECRET });
});
afterAll(async () => {
  await child.kill();
  await world.stop();
});

/** A request to the process; answers that say no are kept. */
async function ask(
  person: TestPerson | null,
  path: string,
  body?: object | string,
  headers: Record<string, string> = {},
  url: string = child.url,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(person === null ? {} : { authorization: `Bearer ${person.token}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) refusals.push({ status: response.status, text });
  return { status: response.status, body: JSON.parse(text) as Record<string, unknown> };
}

const found = (text: string): string[] =>
  SECRETS.flatMap((pattern) => {
    const match = pattern.exec(text);
    return match === null ? [] : [text.slice(Math.max(0, match.index - 200), match.index + 80)];
  });

const fault = (path: string, mode: string, more: object = {}): Promise<void> =>
  world.control('faults', { path, mode, times: 2, ...more });

test('a journey with everything that can go wrong', async () => {
  await world.control('webhooks', { mode: 'drop' });
  const send = (it: Awaited<ReturnType<typeof readyToPay>>, amount = '20.00', cardId = it.cardId) =>
    ask(it.ana, '/v1/payments', {
      threadId: it.thread,
      amount: { amount, currency: 'EUR' },
      funding: { source: 'card', cardId },
    });
  // Declined, authenticated, too small, no card, lost answers of each kind.
  const declined = await readyToPay(world, 'pm_card_chargeCustomerFail');
  expect((await send(declined)).status).toBe(422);
  const asked = await readyToPay(world, 'pm_card_authenticationRequired').catch(() => undefined);
  if (asked !== undefined) await send(asked);
  const it = await readyToPay(world);
  expect((await send(it, '0.01')).status).toBe(422);
  expect((await send(it, '20.00', 'card_unknown')).status).toBeGreaterThanOrEqual(400);
  for (const mode of ['half_body', 'error_500_after_effect', 'lock_409', 'drop_connection']) {
    await fault('/v1/payment_intents', mode);
    expect((await send(it)).status).toBe(202);
  }
  // Cards: a setup that fails at the processor, one that is not ours, one that cannot be looked up.
  const setup = await ask(it.ana, '/v1/cards/setup', {});
  expect(String(setup.body.clientSecret)).toContain('_secret_');
  const setupIntentId = String(setup.body.setupIntentId);
  await ask(it.ana, '/v1/cards', { setupIntentId });
  await ask(it.ben, '/v1/cards', { setupIntentId });
  await ask(it.ana, '/v1/cards', { setupIntentId: 'seti_unknown' });
  await ask(it.ana, '/v1/cards', { setupIntentId: `${setupIntentId}_secret_abcdefgh` });
  for (const mode of ['error_500_before', 'half_body', 'reset']) {
    await fault('/v1/setup_intents', mode, { after: true });
    await ask(it.ana, '/v1/cards/setup', {});
    await fault('/v1/setup_intents/:id', mode, { method: 'GET', after: true });
    await ask(it.ana, '/v1/cards', { setupIntentId });
  }
  // Events: forged, and real ones that carry the intent with its client secret, and cannot be read.
  const { data } = (await atProcessor(world, 'events?limit=100')) as {
    data: { id: string; type: string }[];
  };
  await fault('/v1/payment_intents/:id', 'error_500_before', { method: 'GET', times: 40 });
  for (const event of data.filter(({ type }) => type.startsWith('payment_intent.')).slice(0, 8)) {
    const body = JSON.stringify(event);
    const signed = (secret: string): Record<string, string> => ({
      'stripe-signature': signatureHeader(body, secret, Math.floor(Date.now() / 1000)),
    });
    expect((await ask(null, '/webhooks/stripe', body, signed(ENDPOINT_SECRET))).status).toBe(200);
    expect((await ask(null, '/webhooks/stripe', body, signed('whsec_forged'))).status).toBe(400);
    await ask(null, '/webhooks/stripe', `${body} `, signed(ENDPOINT_SECRET));
  }
  await fetch(`${world.simulator.url}/_simulator/faults`, { method: 'DELETE' });
  const unknown = { id: 'pi_unknown', object: 'payment_intent' };
  const hopeless = JSON.stringify({
    ...(data[0] as object),
    id: 'evt_hopeless',
    type: 'payment_intent.succeeded',
    data: { object: unknown },
  });
  await ask(null, '/webhooks/stripe', hopeless, {
    'stripe-signature': signatureHeader(hopeless, ENDPOINT_SECRET, Math.floor(Date.now() / 1000)),
  });
  await until(() => child.output().includes('tried again in'), 'an event that could not be read');
  await world.sql(`UPDATE payments.processor_calls SET lease_until = now() - interval '2 minutes'`);
  await until(() => child.output().includes('sweeper will ask again'), 'the sweeper');
  expect(refusals.length).toBeGreaterThan(15);
  expect(found(child.output())).toEqual([]);
  expect(refusals.flatMap(({ text }) => found(text))).toEqual([]);
}, 90_000);

test('a key that the processor does not accept is not told to anybody', async () => {
  await fetch(`${world.simulator.url}/_simulator/faults`, { method: 'DELETE' });
  const it = await readyToPay(world);
  const wrong = await startChild(world, { LOG_LEVEL: 'debug', STRIPE_SECRET_KEY: KEY });
  try {
    const body = {
      threadId: it.thread,
      amount: { amount: '20.00', currency: 'EUR' },
      funding: { source: 'card', cardId: it.cardId },
    };
    const sent = await ask(it.ana, '/v1/payments', body, {}, wrong.url);
    expect(sent.status).toBe(202);
    await ask(it.ana, '/v1/cards/setup', {}, {}, wrong.url);
    await ask(it.ana, '/v1/cards', { setupIntentId: 'seti_1' }, {}, wrong.url);
    await until(() => wrong.output().includes('Invalid API Key'), 'the refusal being logged');
    expect(found(wrong.output())).toEqual([]);
    expect(refusals.flatMap(({ text }) => found(text))).toEqual([]);
  } finally {
    await wrong.kill();
  }
});
