// The look before a payment: the payee as they registered, what there was between the two, warnings
// only when something measured says so, and what payers did then. It moves nothing.
import { randomUUID } from 'node:crypto';
import type { PaymentCheckView, ShownWarningsView } from '../../src/payments/trust/contract.js';
import { sameLimits } from '../support/trust-config.js';
import { type TestPerson, World } from '../support/world.js';

let world: World;

beforeAll(async () => {
  const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'JPY', 'KWD'];
  world = await World.start({ config: { limits: sameLimits(currencies, 100n) } });
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const bodyOf = (threadId: string, amount: string, more: object = {}) => ({
  threadId,
  amount: { amount, currency: 'EUR' },
  funding: { source: 'balance' },
  ...more,
});

async function check(
  payer: TestPerson,
  threadId: string,
  amount: string,
): Promise<PaymentCheckView> {
  const { status, body } = await world.post(payer, '/v1/payments/check', bodyOf(threadId, amount));
  expect(status).toBe(200);
  return body as PaymentCheckView;
}

const signalsOf = ({ warning }: PaymentCheckView): string[] =>
  warning?.signals.map(({ code }) => code) ?? [];

/** Somebody whose account is not of today. */
async function resident(options: { balance?: string } = {}): Promise<TestPerson> {
  const person = await world.person(options);
  await world.sql(
    "UPDATE identity.people SET created_at = now() - interval '1 year' WHERE id = $1",
    [person.id],
  );
  return person;
}

test('somebody unknown and quiet brings no warning; history grows with what arrives', async () => {
  const [ana, ben] = [await resident({ balance: '100.00' }), await resident()];
  const thread = await world.thread([ana, ben]);
  const first = await check(ana, thread, '20.00');
  expect(first).toEqual({
    payee: { id: ben.id, name: ben.name, handle: ben.handle },
    history: { count: 0, since: null, last: null },
    firstPayment: true,
    looksLike: null,
    warning: null,
    fee: { amount: '0.00', currency: 'EUR' },
    arrives: 'at_once',
    undoSeconds: 0,
    toAccept: false,
    agreement: null,
    confirmation: null,
    obstacle: null,
  });
  await world.send(ana, thread, '20.00');
  await world.send(ana, thread, '5.00');
  const later = await check(ana, thread, '1.00');
  expect(later).toMatchObject({ firstPayment: false, history: { count: 2 } });
  expect(later.history.since).not.toBeNull();
  expect(await world.available(ben)).toBe('25.00');
  expect((await check(ana, thread, '75.01')).obstacle?.code).toBe('limit_per_day');
});

test('each signal is measured, named once, and gone after the first payment', async () => {
  const ana = await resident({ balance: '50.00' });
  const mule = await world.person();
  const thread = await world.thread([ana, mule]);
  expect(signalsOf(await check(ana, thread, '20.00'))).toEqual(['account_new']);

  const say = (person: TestPerson, body: string) =>
    world.post(person, `/v1/threads/${thread}/messages`, {
      body,
      clientId: randomUUID(),
    });
  await say(mule, 'Hello, it is me');
  expect(signalsOf(await check(ana, thread, '20.00'))).toEqual(['account_new']);
  await say(mule, 'Can you send me 20 EUR?');
  expect(signalsOf(await check(ana, thread, '20.00'))).toEqual(['account_new', 'asked_soon']);

  for (let count = 0; count < 3; count++) {
    const victim = await resident({ balance: '10.00' });
    await world.send(victim, await world.thread([victim, mule]), '10.00');
  }
  await world.sql('UPDATE identity.people SET name = $2 WHERE id = $1', [mule.id, 'Pеrson 1']);
  const ben = await resident();
  await world.sql('UPDATE identity.people SET name = $2 WHERE id = $1', [ben.id, 'Person 1']);
  await world.thread([ana, ben]);
  // Names are remembered for a moment, so somebody new looks.
  const all = await check(ana, thread, '20.00');
  expect(signalsOf(all)).toEqual(
    expect.arrayContaining(['account_new', 'asked_soon', 'many_new_payers']),
  );
  expect(all.warning?.signals.find(({ code }) => code === 'many_new_payers')?.message).toBe(
    '3 people paid this new account for the first time this week.',
  );
  await world.send(ana, thread, '20.00');
  expect((await check(ana, thread, '20.00')).warning).toBeNull();
});

test('somebody whose name is drawn like a contact’s is told apart', async () => {
  const [ana, ben, fake] = [await resident(), await resident(), await resident()];
  await world.sql('UPDATE identity.people SET name = $2 WHERE id = $1', [ben.id, 'Rosa Parks']);
  await world.sql('UPDATE identity.people SET name = $2 WHERE id = $1', [fake.id, 'Rоsа Раrks']);
  await world.thread([ana, ben]);
  const found = await check(ana, await world.thread([ana, fake]), '20.00');
  expect(found.looksLike).toEqual({ name: 'Rosa Parks', handle: ben.handle });
  expect(signalsOf(found)).toEqual(['looks_like_contact']);
});

test('what payers did is counted, once for each warning', async () => {
  const riley = await world.person({ roles: ['risk_analyst'] });
  const counts = async () => {
    const { body } = await world.get(riley, '/v1/risk/warnings-shown');
    const { warnings } = body as ShownWarningsView;
    const row = warnings.find(({ code }) => code === 'account_new');
    return [row?.shown ?? 0, row?.wentOn ?? 0, row?.turnedBack ?? 0, row?.cooledOff ?? 0];
  };
  const before = await counts();
  const ana = await resident({ balance: '10.00' });
  const dora = await resident();
  for (const answer of ['went_on', 'turned_back', 'cooled_off', null]) {
    const thread = await world.thread([ana, await world.person()]);
    const { warning } = await check(ana, thread, '1.00');
    // Looking again before answering is the same warning.
    expect((await check(ana, thread, '2.00')).warning?.id).toBe(warning?.id);
    const path = `/v1/payments/warnings/${String(warning?.id)}/answer`;
    expect((await world.post(dora, path, { answer: 'went_on' })).status).toBe(404);
    expect((await world.post(ana, path, { answer: 'shrugged' })).status).toBe(400);
    if (answer !== null) expect((await world.post(ana, path, { answer })).status).toBe(204);
  }
  const after = await counts();
  expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([4, 1, 1, 1]);
  expect((await world.get(ana, '/v1/risk/warnings-shown')).status).toBe(403);
});

test('bad input is refused as a send refuses it', async () => {
  const [ana, ben, eve] = [await resident(), await resident(), await resident()];
  const thread = await world.thread([ana, ben]);
  const group = await world.thread([ana, ben, eve], 'Group');
  const refusals: [TestPerson, object, number, string][] = [
    [eve, bodyOf(thread, '1.00'), 404, 'payment_thread_unknown'],
    [ana, bodyOf('thr_none', '1.00'), 404, 'payment_thread_unknown'],
    [ana, bodyOf(group, '1.00'), 400, 'payee_needed'],
    [ana, bodyOf(thread, '1.00', { payeeId: eve.id }), 404, 'payee_not_in_thread'],
    [ana, bodyOf(thread, '1.00', { payeeId: ana.id }), 400, 'payee_is_payer'],
    [ana, bodyOf(thread, '-1'), 400, 'amount_not_positive'],
    [ana, bodyOf(thread, '1.001'), 400, 'amount_too_precise'],
    [ana, bodyOf(thread, '1.00', { funding: { source: 'cash' } }), 400, 'request_invalid'],
    [
      ana,
      { ...bodyOf(thread, '1.00'), amount: { amount: '1.00', currency: 'AUD' } },
      400,
      'currency_not_supported',
    ],
  ];
  for (const [person, body, status, code] of refusals) {
    const answer = await world.post(person, '/v1/payments/check', body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  }
});
