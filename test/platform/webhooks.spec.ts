// Outgoing webhooks: what is told, to whom, and how it is signed: over the time and the very bytes, under
// one secret or two, in a form that the receiver's helper checks.
import { createHmac } from 'node:crypto';
import { verifyWebhook } from '../../examples/host/verify-webhook.js';
import { arrived, ListeningHost } from '../support/listening.js';
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

test('what is signed is the time, a full stop, and the bytes that were sent', async () => {
  const { receiver, secret } = await host.listen();
  const id = await paid('12.50');
  await arrived(receiver, 1);
  const [first] = receiver.received;
  if (first === undefined) throw new Error('nothing came');
  const [, time = '', signature = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(
    String(first.headers['tenner-signature']),
  ) ?? ['', '', ''];
  const expected = createHmac('sha256', secret).update(`${time}.${first.body}`).digest('hex');
  expect(signature).toBe(expected);
  expect(Math.abs(Date.now() / 1000 - Number(time))).toBeLessThan(30);
  const [kept] = await world.sql<{ body: string }>(
    'SELECT body FROM platform.webhook_events WHERE payment_id = $1',
    [id],
  );
  expect(kept?.body).toBe(first.body);
  expect(first.headers['tenner-event']).toBe(first.event.id);
  expect(first.event).toEqual({
    id: expect.stringMatching(/^evt_/),
    type: 'payment.completed',
    createdAt: expect.any(String),
    data: {
      payment: {
        ...{ id, payerId: ana.id, payeeId: ben.id, state: 'completed' },
        ...{ amount: { amount: '12.50', currency: 'EUR' }, refunded: null, dispute: null },
        ...{ createdAt: expect.any(String), updatedAt: expect.any(String) },
      },
    },
  });
  for (const word of ['zanzibar', ana.name, ana.handle, threadId]) {
    expect(first.body).not.toContain(word);
  }
});

test("the receiver's helper takes what is genuine and nothing else", async () => {
  const { receiver, secret } = await host.listen();
  await paid();
  await arrived(receiver, 1);
  const [{ headers, body, event } = {} as never] = receiver.received;
  const header = String(headers['tenner-signature']);
  const now = new Date();
  expect(verifyWebhook(body, header, [secret])).toEqual(event);
  expect(verifyWebhook(Buffer.from(body), header, ['whsec_other', secret])).toEqual(event);
  const after = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
  const signedWith = (other: string, time: number): string => {
    const hex = createHmac('sha256', other)
      .update(`${String(time)}.${body}`)
      .digest('hex');
    return `t=${String(time)},v1=${hex}`;
  };
  const seconds = Math.floor(now.getTime() / 1000);
  const forged: [string, string, string | undefined, string[], Date][] = [
    ['another body', body.replace('1.00', '9.00'), header, [secret], now],
    ['a space more', `${body} `, header, [secret], now],
    ['another secret', body, header, ['whsec_other'], now],
    ['no secret', body, header, [], now],
    ['no header', body, undefined, [secret], now],
    ['an empty header', body, '', [secret], now],
    ['a forger’s signature', body, signedWith('guess', seconds), [secret], now],
    [
      'another time over the same signature',
      body,
      header.replace(/t=\d+/, `t=${String(seconds + 1)}`),
      [secret],
      after(1),
    ],
    ['a time that comes twice', body, `t=${String(seconds)},${header}`, [secret], now],
    ['a signature cut short', body, header.slice(0, -2), [secret], now],
    ['an old one', body, header, [secret], after(400)],
    ['one from the future', body, header, [secret], after(-400)],
    ['a time that is no number', body, header.replace(/t=\d+/, 't=NaN'), [secret], now],
  ];
  for (const [what, text, sign, secrets, at] of forged) {
    expect([what, attempt(() => verifyWebhook(text, sign, secrets, at))]).toEqual([
      what,
      'refused',
    ]);
  }
});

function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch {
    return 'refused';
  }
}

test('while a secret is exchanged both sign; afterwards only the new one', async () => {
  const listening = await host.listen();
  const { receiver, id, secret } = listening;
  const { status, body } = await host.ask('post', `webhooks/${id}/rotate`, { hours: 1 });
  const next = String(body.secret);
  expect([status, next === secret]).toEqual([200, false]);
  await paid();
  await arrived(receiver, 1);
  await world.sql('UPDATE platform.webhook_endpoints SET previous_until = now() WHERE id = $1', [
    id,
  ]);
  await paid();
  await arrived(receiver, 2);
  const judged = receiver.received.map(({ body: text, headers }) =>
    [secret, next].map((each) => {
      const header = String(headers['tenner-signature']);
      return attempt(() => verifyWebhook(text, header, [each])) !== 'refused';
    }),
  );
  expect(judged).toEqual([
    [true, true],
    [false, true],
  ]);
});

test('every turn of a payment is told once, to those who want it', async () => {
  const [all, refunds] = [await host.listen(), await host.listen(['payment.refunded'])];
  const risk = await world.person({ roles: ['risk_approver'] });
  const gift = await paid('20.00');
  await world.post(ben, `/v1/payments/${gift}/refunds`, { reason: 'not mine' }, 'refund-of-gift');
  const held = await paid('500.00');
  const { body } = await world.get(risk, '/v1/risk/cases');
  const [first] = (body.cases as { id: string; payment: { id: string } }[]).filter(
    ({ payment }) => payment.id === held,
  );
  const verdict = { reason: 'Nobody knows them.' };
  await world.post(risk, `/v1/risk/cases/${String(first?.id)}/reject`, verdict, 'reject-held');
  await arrived(all.receiver, 4);
  await arrived(refunds.receiver, 1);
  expect(all.receiver.typesOf(gift)).toEqual(['payment.completed', 'payment.refunded']);
  expect(all.receiver.typesOf(held)).toEqual(['payment.held', 'payment.failed']);
  expect(refunds.receiver.received.map(({ event }) => event.data.payment)).toMatchObject([
    { id: gift, refunded: '20.00' },
  ]);
});

test('a payment that was refused tells nobody', async () => {
  const { receiver } = await host.listen();
  const poor = await world.send(ben, threadId, '700.00');
  expect(outcome(poor)).toEqual([422, 'insufficient_funds']);
  const id = await paid();
  await arrived(receiver, 1);
  expect(receiver.received.map(({ event }) => event.data.payment.id)).toEqual([id]);
});

test('a card that is declined is told as failed, a bank that doubts a charge as disputed', async () => {
  const { receiver } = await host.listen();
  const pay = async (token: string): Promise<Answer> => {
    const { id } = await world.card(ana, token);
    return world.send(ana, threadId, '3.00', { cardId: id });
  };
  await pay('pm_card_chargeCustomerFail');
  const disputed = (await pay('pm_card_createDispute')).body as { id: string };
  await until(() => receiver.typesOf(disputed.id).includes('payment.disputed'), 'the dispute');
  expect(receiver.typesOf(disputed.id).slice(0, 2)).toEqual([
    'payment.completed',
    'payment.disputed',
  ]);
  const failed = receiver.received.filter(({ event }) => event.type === 'payment.failed');
  expect(failed.map(({ event }) => event.data.payment)).toMatchObject([
    { state: 'failed', payerId: ana.id, amount: { amount: '3.00', currency: 'EUR' } },
  ]);
});
