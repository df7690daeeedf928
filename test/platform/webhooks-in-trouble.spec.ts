// Outgoing webhooks in trouble: the order of one payment's events, a dead server that holds nobody up, dead
// letters and sending again, a killed process, and other people's endpoints.
import { DeliverWebhooks } from '../../src/platform/webhooks/deliver-webhooks.js';
import { startChild } from '../support/child-app.js';
import { arrived, ListeningHost } from '../support/listening.js';
import { addHost, addKey, withKey } from '../support/platform.js';
import { secondApp } from '../support/second-app.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

let world: World;
let host: ListeningHost;
let ana: TestPerson;
let ben: TestPerson;
let threadId: string;

beforeAll(async () => {
  const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 400n };
  world = await World.start({ config: { webhooks: { toLoopback: true }, velocity } });
  host = await ListeningHost.in(world);
});
beforeEach(async () => {
  [ana, ben] = [await world.person({ balance: '900.00' }), await world.person()];
  threadId = await world.thread([ana, ben]);
});
afterEach(() => host.silence());
afterAll(() => world.stop());

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];

async function paid(amount = '1.00'): Promise<string> {
  const { status, body } = await world.send(ana, threadId, amount, { note: 'zanzibar' });
  expect(status).toBe(201);
  return String(body.id);
}

test('the events of one payment come in their order, even when the first must be tried again', async () => {
  const listening = await host.listen();
  const { receiver } = listening;
  receiver.answer = (response) => response.writeHead(500).end();
  const id = await paid('5.00');
  await arrived(receiver, 1);
  const refund = await world.post(
    ben,
    `/v1/payments/${id}/refunds`,
    { reason: 'not mine' },
    'refund-in-order',
  );
  expect(refund.status).toBe(201);
  await until(async () => (await host.deliveries(listening)).length === 2, 'the second event');
  receiver.answer = (response) => response.end();
  await host.later(listening);
  await arrived(receiver, 3);
  const types = ['payment.completed', 'payment.completed', 'payment.refunded'];
  expect(receiver.typesOf(id)).toEqual(types);
  const [one, two] = receiver.received;
  expect(one?.event.id).toBe(two?.event.id);
  expect(one?.body).toBe(two?.body);
});

test('a dead endpoint is left alone after five failures, and holds nobody up', async () => {
  const [dead, alive] = [await host.listen(), await host.listen()];
  dead.receiver.answer = () => undefined; // It takes the request and never answers.
  for (let n = 0; n < 8; n++) await paid();
  // Were it waited for, eight times ten seconds would pass, which is longer than this waits.
  await arrived(alive.receiver, 8);
  dead.receiver.answer = (response) => response.socket?.destroy();
  dead.receiver.received.length = 0;
  await until(async () => {
    await world.sql(
      `UPDATE platform.webhook_deliveries SET next_at = now() WHERE endpoint_id = $1`,
      [dead.id],
    );
    return (await host.endpoint(dead)).openUntil;
  }, 'the circuit opening');
  const asked = dead.receiver.received.length;
  await paid();
  await arrived(alive.receiver, 9);
  expect(dead.receiver.received.length).toBe(asked);
  expect((await host.endpoint(dead)).waiting).toBe(9);

  dead.receiver.answer = (response) => response.end();
  await host.later(dead);
  await until(async () => (await host.endpoint(dead)).waiting === 0, 'everything that waited');
  expect(await host.endpoint(dead)).toMatchObject({ failures: 0, openUntil: null, dead: 0 });
}, 180_000);

test('after a day a delivery is a dead letter; it can be sent again, one or a range', async () => {
  const listening = await host.listen();
  const { receiver, id } = listening;
  receiver.answer = (response) => response.writeHead(410).end();
  const payments = [await paid(), await paid(), await paid()];
  await arrived(receiver, 3);
  await world.sql(
    `UPDATE platform.webhook_deliveries SET give_up_at = now() WHERE endpoint_id = $1`,
    [id],
  );
  await until(async () => {
    await host.later(listening);
    return (await host.endpoint(listening)).dead === 3;
  }, 'the dead letters');
  const log = await host.deliveries(listening, '?state=dead');
  expect(log.map(({ paymentId }) => paymentId)).toEqual([...payments].reverse());
  expect(log[0]?.attempts.map(({ status }) => status)).toEqual([410, 410]);
  expect(log[0]?.nextAt).toBeNull();

  receiver.answer = (response) => response.end();
  receiver.received.length = 0;
  const oldest = String(log.at(-1)?.eventId);
  const one = await host.ask('post', `webhooks/${id}/deliveries/${oldest}/replay`);
  expect(one.status).toBe(204);
  await arrived(receiver, 1);
  const range = { from: log.at(-1)?.createdAt, before: new Date(Date.now() + 1000), state: 'dead' };
  const rest = await world.post(host.admin, `/v1/admin/webhooks/${id}/replay`, range);
  expect([rest.status, rest.body]).toEqual([200, { again: 2 }]);
  await arrived(receiver, 3);
  expect(receiver.received.map(({ event }) => event.data.payment.id).sort()).toEqual(
    payments.sort(),
  );
  await until(async () => (await host.endpoint(listening)).waiting === 0, 'all being delivered');
});

test('what a killed process had in hand is delivered by another, under the same event id', async () => {
  const listening = await host.listen();
  const { receiver } = listening;
  receiver.answer = () => undefined;
  await world.app.get(DeliverWebhooks).onModuleDestroy();
  const child = await startChild(world, { WEBHOOKS_TO_LOOPBACK: '1' });
  const id = await paid();
  await arrived(receiver, 1);
  await child.kill();
  receiver.answer = (response) => response.end();
  const survivor = await secondApp(world);
  try {
    await world.sql(`UPDATE platform.webhook_deliveries SET leased_until = now() - interval '1 s'`);
    await arrived(receiver, 2);
    expect(receiver.typesOf(id)).toEqual(['payment.completed', 'payment.completed']);
    expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(1);
    await until(
      async () => (await host.deliveries(listening))[0]?.state === 'delivered',
      'the end',
    );
  } finally {
    await survivor.close();
  }
});

test('a host has its own endpoints and no other’s, at addresses that are everybody’s', async () => {
  const { id } = await host.listen();
  const other = await addKey(world, host.admin, await addHost(world, host.admin));
  for (const [method, path, body] of [
    ['get', `webhooks/${id}/deliveries`, undefined],
    ['post', `webhooks/${id}/rotate`, {}],
    ['put', `webhooks/${id}/state`, { state: 'disabled' }],
    ['delete', `webhooks/${id}`, undefined],
    ['post', `webhooks/${id}/deliveries/evt_unknown/replay`, undefined],
    ['post', `webhooks/${id}/replay`, { from: '2026-01-01', before: '2027-01-01' }],
  ] as const) {
    const answer = await withKey(world, other.key, method, path, body);
    expect([path, ...outcome(answer)]).toEqual([path, 404, 'webhook_unknown']);
  }
  const unknown = await host.ask('post', `webhooks/${id}/deliveries/evt_x/replay`);
  expect(outcome(unknown)).toEqual([404, 'webhook_delivery_unknown']);
  const events = ['payment.completed'];
  for (const url of [
    'http://example.com/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest',
  ]) {
    const answer = await host.ask('post', 'webhooks', { url, events });
    expect([url, ...outcome(answer)]).toEqual([url, 400, 'webhook_url_refused']);
  }
  for (const body of [
    { url: 'https://example.com/' },
    { url: 7, events },
    { url: 'https://example.com/', events: ['payment.*'] },
  ]) {
    expect(outcome(await host.ask('post', 'webhooks', body))).toEqual([400, 'request_invalid']);
  }
});
