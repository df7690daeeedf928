// Confirmed payments: above a threshold and the first to somebody, decided under the lock. A
// confirmation is for one payer, payee, amount, currency and thread, and is good once.
import { randomUUID } from 'node:crypto';
import type { ConfirmationAsked, PaymentCheckView } from '../../src/payments/trust/contract.js';
import { PIN, type TestPerson, World } from '../support/world.js';

let world: World;

beforeAll(async () => {
  const above = { EUR: 50n, USD: 50n, GBP: 50n, CHF: 50n, SEK: 500n, JPY: 5_000n, KWD: 20n };
  world = await World.start({ config: { confirm: { above, first: true } } });
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

async function pair(balance = '1000.00') {
  const ana = await world.person({ balance });
  const ben = await world.person();
  await world.setPin(ana);
  return { ana, ben, thread: await world.thread([ana, ben]) };
}

const bodyOf = (threadId: string, amount: string, more: object = {}) => ({
  threadId,
  amount: { amount, currency: 'EUR' },
  funding: { source: 'balance' },
  ...more,
});

async function ask(payer: TestPerson, body: object): Promise<ConfirmationAsked | null> {
  const answer = await world.post(payer, '/v1/payments/check', body);
  expect(answer.status).toBe(200);
  return (answer.body as PaymentCheckView).confirmation;
}

/** A confirmation of exactly this, proven with the PIN. */
async function confirmed(payer: TestPerson, body: object): Promise<string> {
  const asked = await ask(payer, body);
  if (asked === null) throw new Error('nothing was to be confirmed');
  const proof = await world.post(payer, `/v1/confirmations/${asked.id}/pin`, { pin: PIN });
  expect(proof.status).toBe(204);
  return asked.id;
}

const send = (payer: TestPerson, body: object, confirmationId?: string) =>
  world.post(
    payer,
    '/v1/payments',
    confirmationId === undefined ? body : { ...body, confirmationId },
    randomUUID(),
  );

test('the first payment to somebody and a large one are confirmed, others are not', async () => {
  const { ana, thread } = await pair();
  const small = bodyOf(thread, '10.00');
  expect((await send(ana, small)).body).toMatchObject({ status: 422, code: 'confirmation_needed' });
  expect(await ask(ana, small)).toMatchObject({ reason: 'first', methods: ['pin'], passkey: null });
  expect((await send(ana, small, await confirmed(ana, small))).status).toBe(201);
  expect(await ask(ana, small)).toBeNull();
  expect((await send(ana, small)).status).toBe(201);
  expect((await send(ana, bodyOf(thread, '50.00'))).status).toBe(201);
  const large = bodyOf(thread, '50.01');
  expect(await ask(ana, large)).toMatchObject({ reason: 'amount' });
  expect((await send(ana, large)).body.code).toBe('confirmation_needed');
  expect((await send(ana, large, await confirmed(ana, large))).status).toBe(201);
});

test('whoever has set up nothing is told so, and can do it', async () => {
  const [ana, ben] = [await world.person({ balance: '20.00' }), await world.person()];
  const body = bodyOf(await world.thread([ana, ben]), '10.00');
  expect((await send(ana, body)).body.code).toBe('confirmation_setup_needed');
  expect(await ask(ana, body)).toMatchObject({ methods: [] });
  await world.setPin(ana);
  expect((await send(ana, body, await confirmed(ana, body))).status).toBe(201);
});

test('unproven, unknown, somebody else’s, or out of time is none', async () => {
  const { ana, ben, thread } = await pair();
  await world.setPin(ben);
  const body = bodyOf(thread, '10.00');
  const unproven = (await ask(ana, body))?.id;
  const late = await confirmed(ana, body);
  await world.sql(
    "UPDATE identity.confirmations SET expires_at = now() - interval '1 second' WHERE id = $1",
    [late],
  );
  const bens = await confirmed(ben, body);
  for (const id of [unproven, late, bens, 'cnf_none', 'x']) {
    expect((await send(ana, body, id)).body.code).toBe('confirmation_not_valid');
  }
  expect(await world.available(ben)).toBe('0.00');
});

test('every field of what was confirmed is bound', async () => {
  const { ana, ben, thread } = await pair();
  await world.fund(ana, '1000.00', 'USD');
  const eve = await world.person();
  const group = await world.thread([ana, ben, eve], 'Group');
  const other = await world.thread([ana, ben, eve], 'Another group');
  const asked = bodyOf(group, '60.00', { payeeId: ben.id });
  const changes: [string, object][] = [
    ['payee', { ...asked, payeeId: eve.id }],
    ['amount, one unit more', { ...asked, amount: { amount: '60.01', currency: 'EUR' } }],
    ['amount, one unit less', { ...asked, amount: { amount: '59.99', currency: 'EUR' } }],
    ['currency', { ...asked, amount: { amount: '60.00', currency: 'USD' } }],
    ['group', { ...asked, threadId: other }],
    ['direct thread', bodyOf(thread, '60.00')],
  ];
  const id = await confirmed(ana, asked);
  for (const [field, body] of changes) {
    expect([field, (await send(ana, body, id)).body.code]).toEqual([
      field,
      'confirmation_not_valid',
    ]);
  }
  // The note is not part of it, and what was refused has not used it up.
  expect((await send(ana, { ...asked, note: 'another note' }, id)).status).toBe(201);
});

test('of many uses at once exactly one pays, and none after it', async () => {
  const { ana, ben, thread } = await pair();
  const body = bodyOf(thread, '60.00');
  const id = await confirmed(ana, body);
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(ana, body, id)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  const refused = answers.filter(({ status }) => status !== 201);
  expect(new Set(refused.map(({ body: { code } }) => String(code)))).toEqual(
    new Set(['confirmation_not_valid']),
  );
  expect((await send(ana, body, id)).body.code).toBe('confirmation_not_valid');
  expect(await world.available(ben)).toBe('60.00');
});

test('a repeat with the same key is the same payment, though its confirmation is used', async () => {
  const { ana, ben, thread } = await pair();
  const body = bodyOf(thread, '60.00');
  const sent = { ...body, confirmationId: await confirmed(ana, body) };
  const key = randomUUID();
  const first = await world.post(ana, '/v1/payments', sent, key);
  const again = await world.post(ana, '/v1/payments', sent, key);
  expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
  // A confirmation is no part of the wish: with another one it is the same wish still.
  const other = { ...body, confirmationId: await confirmed(ana, body) };
  expect((await world.post(ana, '/v1/payments', other, key)).text).toBe(first.text);
  expect(await world.available(ben)).toBe('60.00');
});
