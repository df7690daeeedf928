// Payments that wait for a trusted contact: who sees them, that exactly one ending wins, and that limits,
// judge and books decide when the money moves and not before.
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import { Sweeper } from '../../src/payments/sweep/sweeper.js';
import { Contacts, eur } from '../support/contacts.js';
import { sameLimits } from '../support/trust-config.js';
import { until, World } from '../support/world.js';

const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'JPY', 'KWD'];
const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 700n };

let world: World;
let contacts: Contacts;

beforeAll(async () => {
  world = await World.start({ config: { limits: sameLimits(CURRENCIES, 900n), velocity } });
  contacts = new Contacts(world);
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

describe('what waits', () => {
  test('is set aside, seen by payer and contact alone, without the note, and arrives when agreed', async () => {
    const all = await contacts.three();
    const { ana, ben, cleo, thread } = all;
    const told: unknown[] = [];
    const socket = io(world.url, { auth: { token: cleo.token }, transports: ['websocket'] });
    socket.on('person.told', (what: unknown) => told.push(what));
    await new Promise<void>((ready) => socket.on('ready', ready));
    const check = await world.post(ana, '/v1/payments/check', {
      threadId: thread,
      amount: eur('200.00'),
      funding: { source: 'balance' },
    });
    expect(check.body).toMatchObject({ agreement: { contact: { id: cleo.id } }, obstacle: null });
    const id = await contacts.asking(all, '200.00', { note: 'between us' });
    await until(() => told.length > 0, 'the contact being told');
    expect(await world.available(ana)).toBe('800.00');
    const agreements = await contacts.waitingFor(cleo);
    expect(agreements).toMatchObject([
      {
        paymentId: id,
        payer: { name: ana.name },
        payee: { name: ben.name },
        amount: eur('200.00'),
      },
    ]);
    expect(JSON.stringify(agreements)).not.toContain('between us');
    expect(await contacts.stateOf(ana, id)).toMatchObject({
      agreement: { contact: { name: cleo.name } },
    });
    expect(await contacts.stateOf(ben, id)).toMatchObject({ code: 'payment_unknown' });
    expect(await contacts.stateOf(cleo, id)).toMatchObject({ code: 'payment_unknown' });
    const messages = await world.get(ben, `/v1/threads/${thread}/messages`);
    expect(messages.text).not.toContain(id);
    for (const stranger of [ana, ben]) {
      expect((await contacts.agree(stranger, id)).body).toMatchObject({
        code: 'agreement_unknown',
      });
    }
    const yes = await contacts.agree(cleo, id);
    expect([yes.status, yes.body]).toEqual([
      200,
      { paymentId: id, state: 'completed', failureCode: null },
    ]);
    expect(await world.available(ben)).toBe('200.00');
    expect((await world.get(ben, `/v1/threads/${thread}/messages`)).text).toContain(id);
    expect(await contacts.waitingFor(cleo)).toEqual([]);
    socket.close();
  });

  test.each([
    ['the contact declines', 'agreement_declined'],
    ['the payer calls it off', 'agreement_called_off'],
    ['nobody says a word', 'agreement_expired'],
  ])('%s: the money is back and the payee never knew', async (_, code) => {
    const all = await contacts.three();
    const { ana, ben, cleo } = all;
    const id = await contacts.asking(all);
    if (code === 'agreement_declined') await contacts.say(cleo, `agreements/${id}/decline`);
    if (code === 'agreement_called_off') await contacts.say(ana, `payments/${id}/call-off`);
    if (code === 'agreement_expired') {
      await world.sql(
        "UPDATE payments.payments SET agree_by = now() - interval '1 second' WHERE id = $1",
        [id],
      );
      expect((await contacts.agree(cleo, id)).body).toMatchObject({ code: 'agreement_over' });
      await world.app.get(Sweeper).sweep();
    }
    expect(await contacts.stateOf(ana, id)).toMatchObject({ state: 'failed', reason: { code } });
    expect(await contacts.stateOf(ben, id)).toMatchObject({ code: 'payment_unknown' });
    expect(await world.available(ana)).toBe('1000.00');
    expect((await contacts.agree(cleo, id)).body).toMatchObject({ code: 'agreement_over' });
  });

  test('in another currency everything waits, up to the limit nothing does', async () => {
    const all = await contacts.three();
    await world.fund(all.ana, '20.00', 'USD');
    await contacts.asking(all, '1.00', { currency: 'USD' });
    expect((await world.send(all.ana, all.thread, '100.00')).body).toMatchObject({
      state: 'completed',
    });
    await contacts.asking(all, '100.01');
  });

  test('the contact cannot be the payee, and other contacts have no word in it', async () => {
    const { ana, ben, cleo } = await contacts.three();
    const thread = await world.thread([ana, cleo]);
    expect((await world.send(ana, thread, '101.00')).body).toMatchObject({
      code: 'agreement_contact_is_payee',
    });
    expect((await world.send(ana, thread, '100.00')).status).toBe(201);
    // A contact that is ended keeps what it was asked.
    const withBen = await world.thread([ana, ben], 'group');
    const sent = await world.send(ana, withBen, '300.00', { payeeId: ben.id });
    await contacts.say(cleo, `trusted-contact/of/${ana.id}/leave`);
    await world.put(ana, '/v1/trusted-contact', { handle: ben.handle, limit: eur('50') });
    await contacts.say(ben, `trusted-contact/of/${ana.id}/accept`);
    const id = String(sent.body.id);
    expect((await contacts.agree(ben, id)).body).toMatchObject({ code: 'agreement_unknown' });
    expect((await contacts.agree(cleo, id)).body).toMatchObject({ state: 'completed' });
  });

  test('a card is not asked before the contact agreed', async () => {
    const all = await contacts.three('0.01');
    const card = await world.card(all.ana);
    world.simulator.requests.clear();
    const id = await contacts.asking(all, '150.00', { cardId: card.id });
    expect(world.simulator.requests.entries).toEqual([]);
    expect((await contacts.agree(all.cleo, id)).body).toMatchObject({ state: 'funding' });
    await until(
      async () => (await contacts.stateOf(all.ana, id))['state'] === 'completed',
      'the charge',
    );
    expect(await world.available(all.ben)).toBe('150.00');
    const declined = await contacts.asking(all, '160.00', { cardId: card.id });
    await contacts.say(all.cleo, `agreements/${declined}/decline`);
    expect(await contacts.stateOf(all.ana, declined)).toMatchObject({ state: 'failed' });
  });
});

describe('when the money moves', () => {
  test('limits are those of then, and what only waits does not count', async () => {
    const all = await contacts.three();
    const { ana, cleo, thread } = all;
    const first = await contacts.asking(all, '400.00');
    const second = await contacts.asking(all, '550.00');
    expect((await world.send(ana, thread, '10.00')).status).toBe(201);
    expect((await contacts.agree(cleo, first)).body).toMatchObject({ state: 'completed' });
    expect((await contacts.agree(cleo, second)).body).toMatchObject({
      state: 'failed',
      failureCode: 'limit_per_day',
    });
    expect(await contacts.stateOf(ana, second)).toMatchObject({
      reason: { code: 'limit_per_day' },
    });
    expect(await world.available(ana)).toBe('590.00');
  });

  test('the judge may hold it, and a reviewer decides as ever', async () => {
    const all = await contacts.three();
    const { ana, ben, cleo, thread } = all;
    for (let sent = 0; sent < 2; sent += 1) await world.send(ana, thread, '100.00');
    const id = await contacts.asking(all, '600.00');
    expect((await contacts.agree(cleo, id)).body).toMatchObject({ state: 'held' });
    expect(await world.available(ana)).toBe('200.00');
    expect(await contacts.stateOf(ben, id)).toMatchObject({ state: 'held' });
    const riley = await world.person({ roles: ['risk_approver'] });
    const { body } = await world.get(riley, '/v1/risk/cases');
    const [found] = (body as { cases: { id: string; payment: { id: string } }[] }).cases.filter(
      ({ payment }) => payment.id === id,
    );
    const released = await contacts.say(riley, `risk/cases/${found?.id ?? ''}/release`, {
      reason: 'fine',
    });
    expect(released.status).toBe(200);
    expect(await world.available(ben)).toBe('800.00');
  });

  test('whom the payee has blocked meanwhile cannot pay them', async () => {
    const all = await contacts.three();
    const id = await contacts.asking(all);
    await world.sql('INSERT INTO chat.blocks (blocker_id, blocked_id) VALUES ($1, $2)', [
      all.ben.id,
      all.ana.id,
    ]);
    expect((await contacts.agree(all.cleo, id)).body).toMatchObject({
      state: 'failed',
      failureCode: 'payee_unavailable',
    });
    expect(await world.available(all.ana)).toBe('1000.00');
  });
});

test('of eight who decide at once exactly one does, and a retry hears it again', async () => {
  for (let round = 0; round < 4; round += 1) {
    const all = await contacts.three();
    const { ana, ben, cleo } = all;
    const id = await contacts.asking(all);
    const words = [
      ...Array.from({ length: 3 }, () => () => contacts.agree(cleo, id)),
      ...Array.from({ length: 2 }, () => () => contacts.say(cleo, `agreements/${id}/decline`)),
      ...Array.from({ length: 2 }, () => () => contacts.say(ana, `payments/${id}/call-off`)),
      () => world.app.get(Sweeper).sweep(),
    ];
    const answers = await Promise.all(words.map((word) => word()));
    const statuses = answers.flatMap((answer) => (answer === undefined ? [] : [answer.status]));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(6);
    const { state } = await contacts.stateOf(ana, id);
    expect(Number(await world.available(ben))).toBe(state === 'completed' ? 200 : 0);
    const moves = await world.sql(
      'SELECT state FROM payments.transitions WHERE payment_id = $1 ORDER BY number',
      [id],
    );
    expect(moves).toHaveLength(2);
  }
  const all = await contacts.three();
  const id = await contacts.asking(all);
  const key = randomUUID();
  const first = await contacts.say(all.cleo, `agreements/${id}/agree`, {}, key);
  const again = await contacts.say(all.cleo, `agreements/${id}/agree`, {}, key);
  expect([again.text, again.headers['idempotent-replayed']]).toEqual([first.text, 'true']);
  expect((await contacts.say(all.cleo, `agreements/${id}/decline`, {}, key)).body).toMatchObject({
    code: 'idempotency_key_reused',
  });
});
