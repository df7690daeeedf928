// The example of a product that embeds the payments module: its own users, its own conversations, its
// own routes. Two of its users send money through the module, from a card at the simulator and from a
// balance; the cards are in the product's own conversation, and the books are right.
import { getDataSourceToken } from '@nestjs/typeorm';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import type { DataSource } from 'typeorm';
import { createHost } from '../../examples/host/host.js';
import { prepareDatabase } from '../../examples/host/schema.js';
import { freePort } from '../../scripts/ports.mjs';
import { newSecret, newSigningKey } from '../../scripts/signing-key.mjs';
import { type Simulator, startSimulator } from '../../simulator/server.js';
import { audit } from '../../src/finance/index.js';
import { readConfig } from '../../src/shared/config.js';
import { DATABASE } from '../../src/shared/database.js';
import { createEmptyDatabase, type TestDatabase } from '../support/database.js';
import { type Answer, until } from '../support/world.js';

let database: TestDatabase;
let simulator: Simulator;
let app: NestFastifyApplication;

beforeAll(async () => {
  database = await createEmptyDatabase();
  await prepareDatabase(database.url);
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  simulator = await startSimulator({
    port: 0,
    host: '127.0.0.1',
    webhookUrl: `${url}/webhooks/stripe`,
    webOrigins: [url],
  });
  const config = readConfig({
    DATABASE_URL: database.url,
    PUBLIC_URL: url,
    STRIPE_SECRET_KEY: 'sk_test_simulator',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_simulator',
    STRIPE_WEBHOOK_SECRET: 'whsec_simulator',
    STRIPE_API_URL: simulator.url,
    LEDGER_SIGNING_KEY: newSigningKey(),
    PIN_PEPPER: newSecret(),
    // Its users have no PIN; confirming is what other tests are about.
    CONFIRM_ABOVE: 'off',
    UNDO_SECONDS: '0',
    CONFIRM_FIRST: 'off',
    PERSONAL_DATA_KEY: newSecret(),
    PROCESSOR_FEED_SECONDS: '86400',
  });
  app = await createHost(config);
  await app.listen(port, '127.0.0.1');
});
afterAll(async () => {
  await app.close();
  await simulator.stop();
  await database.drop();
});

interface HostUser {
  readonly name: string;
  /** At the host. */
  readonly session: string;
  /** At the payments module. */
  readonly bearer: string;
}

const call = (method: 'get' | 'post', path: string, headers: Record<string, string>, body = {}) => {
  const test = request(app.getHttpServer())[method](path).set(headers);
  return method === 'get' ? test : test.send(body);
};
const atHost = (user: HostUser, method: 'get' | 'post', path: string, body = {}) =>
  call(method, `/host/${path}`, { 'x-session': user.session }, body);
const atPayments = (user: HostUser, method: 'get' | 'post', path: string, body = {}) =>
  call(
    method,
    `/v1/${path}`,
    { authorization: `Bearer ${user.bearer}`, 'idempotency-key': randomUUID() },
    body,
  );

/** A user signs in at the host, which vouches for them at the payments module. */
async function user(name: string): Promise<HostUser> {
  const { body } = await call('post', '/host/sign-in', {}, { user: name.toLowerCase(), name });
  const session = String(body.session);
  const vouched = await call('post', '/host/payment-token', { 'x-session': session });
  const authorization = `Bearer ${String(vouched.body.token)}`;
  const entered = await call('post', '/v1/sessions/host', { authorization });
  expect(entered.status).toBe(201);
  expect(entered.body.person).toMatchObject({ name, handle: name.toLowerCase() });
  return { name, session, bearer: String(entered.body.token) };
}

/** Saves the test card that always pays. */
async function card(owner: HostUser): Promise<string> {
  const setup = (await atPayments(owner, 'post', 'cards/setup')).body;
  const confirmed = await fetch(
    `${simulator.url}/v1/setup_intents/${String(setup.setupIntentId)}/confirm`,
    {
      method: 'POST',
      headers: { authorization: 'Bearer pk_test_simulator' },
      body: new URLSearchParams({
        client_secret: String(setup.clientSecret),
        payment_method: 'pm_card_visa_debit',
      }),
    },
  );
  expect(confirmed.status).toBe(200);
  const { setupIntentId } = setup;
  const saved = await atPayments(owner, 'post', 'cards', { setupIntentId });
  return String(saved.body.id);
}

const send = (payer: HostUser, threadId: string, amount: string, funding: object): request.Test =>
  atPayments(payer, 'post', 'payments', { threadId, amount: { amount, currency: 'EUR' }, funding });

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];

test('its users send each other money, and its own conversation shows it', async () => {
  const [ana, ben, eve] = [await user('Ana'), await user('Ben'), await user('Eve')];
  const { id } = (await atHost(ana, 'post', 'conversations', { with: ['ben'] })).body;
  const conversation = `conversations/${String(id)}`;
  await atHost(ben, 'post', `${conversation}/messages`, { text: 'That was 20, I think?' });

  const cardId = await card(ana);
  const paid = await send(ana, String(id), '20.00', { source: 'card', cardId });
  expect([paid.status, paid.body.state, paid.body.threadId]).toEqual([201, 'completed', id]);
  const back = await send(ben, String(id), '5.00', { source: 'balance' });
  expect([back.status, back.body.payee.name]).toEqual([201, 'Ana']);
  const refund = await atPayments(ana, 'post', `payments/${String(back.body.id)}/refunds`, {
    reason: 'too kind',
  });
  expect(refund.status).toBe(201);

  for (const reader of [ana, ben]) {
    const { messages } = (await atHost(reader, 'get', conversation)).body;
    expect(messages).toMatchObject([
      { user: 'ben', text: 'That was 20, I think?', card: null },
      { user: 'ana', text: null, card: { amount: { amount: '20.00' }, state: 'completed' } },
      { user: 'ben', text: null, card: { amount: { amount: '5.00' }, refunded: '5.00' } },
    ]);
  }
  const wallet = (await atPayments(ben, 'get', 'wallet')).body;
  expect(wallet.balances).toMatchObject([{ currency: 'EUR', available: '20.00' }]);

  expect(outcome(await send(eve, String(id), '1.00', { source: 'balance' }))).toEqual([
    404,
    'payment_thread_unknown',
  ]);
  const data = app.get<DataSource>(getDataSourceToken(DATABASE));
  const sound = await until(async () => {
    const results = await audit(data);
    return results.every(({ difference }) => difference === null) && results.length;
  }, 'the books being right');
  expect(sound).toBeGreaterThan(20);
});

test('money that is not sent leaves no card', async () => {
  const [carl, dora] = [await user('Carl'), await user('Dora')];
  const { id } = (await atHost(carl, 'post', 'conversations', { with: ['dora'] })).body;
  const refused = await send(carl, String(id), '1.00', { source: 'balance' });
  expect(outcome(refused)).toEqual([422, 'insufficient_funds']);
  const { messages } = (await atHost(dora, 'get', `conversations/${String(id)}`)).body;
  expect(messages).toEqual([]);
});

test("the module guards and validates its own routes, and nobody else's", async () => {
  const frank = await user('Frank');
  expect(outcome(await call('get', '/v1/wallet', {}))).toEqual([401, 'session_missing']);
  const foreign = { ...frank, bearer: frank.session };
  expect(outcome(await atPayments(foreign, 'get', 'wallet'))).toEqual([401, 'session_missing']);
  const number = { reason: '4242 4242 4242 4242' };
  expect((await atHost(frank, 'post', 'conversations', { with: [], ...number })).status).toBe(201);
  expect(outcome(await atPayments(frank, 'post', 'payments', { more: 1 }))).toEqual([
    400,
    'request_invalid',
  ]);
  const unsigned = await call('get', '/host/conversations/x', {});
  expect([unsigned.status, unsigned.headers['content-type']]).toEqual([
    401,
    'application/json; charset=utf-8',
  ]);
});
