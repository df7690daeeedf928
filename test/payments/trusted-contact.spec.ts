// A trusted contact: who becomes one and how it ends, what waits for them and who sees it, that exactly
// one ending wins, and that limits, judge and books decide when the money moves and not before.
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import type {
  AgreementView,
  TrustedContactView,
} from '../../src/payments/trust/contact/contract.js';
import type { ContactConfirmationView } from '../../src/payments/trust/contact/contract.js';
import { Sweeper } from '../../src/payments/sweep/sweeper.js';
import { sameLimits } from '../support/trust-config.js';
import { PIN, type TestPerson, until, World } from '../support/world.js';

const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'JPY', 'KWD'];
const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 700n };

let world: World;

beforeAll(async () => {
  world = await World.start({ config: { limits: sameLimits(CURRENCIES, 900n), velocity } });
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

interface Three {
  ana: TestPerson;
  ben: TestPerson;
  cleo: TestPerson;
  thread: string;
}

/** Ana pays Ben; Cleo must agree above 100 EUR. */
async function three(balance = '1000.00'): Promise<Three> {
  const [ana, ben, cleo] = [
    await world.person({ balance }),
    await world.person(),
    await world.person(),
  ];
  await world.setPin(ana);
  const named = await world.put(ana, '/v1/trusted-contact', {
    handle: cleo.handle,
    limit: eur('100'),
  });
  expect(named.body).toMatchObject({ mine: { state: 'asked', contact: { id: cleo.id } } });
  const yes = await say(cleo, `trusted-contact/of/${ana.id}/accept`);
  expect(yes.body).toMatchObject({ of: [{ person: { id: ana.id }, state: 'active' }] });
  return { ana, ben, cleo, thread: await world.thread([ana, ben]) };
}

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const say = (person: TestPerson, path: string, body: object = {}, key = randomUUID()) =>
  world.post(person, `/v1/${path}`, body, key);
const agree = (person: TestPerson, id: string) => say(person, `agreements/${id}/agree`);
const stateOf = async (person: TestPerson, id: string) =>
  (await world.get(person, `/v1/payments/${id}`)).body as Record<string, unknown>;
const mineOf = async (person: TestPerson) =>
  ((await world.get(person, '/v1/trusted-contact')).body as TrustedContactView).mine;
const waitingFor = async (person: TestPerson) =>
  (await world.get(person, '/v1/agreements')).body as { agreements: AgreementView[] };

async function asking(
  { ana, thread }: Three,
  amount = '200.00',
  more: Parameters<World['send']>[3] = {},
): Promise<string> {
  const { status, body } = await world.send(ana, thread, amount, more);
  expect([status, body.state]).toEqual([202, 'asking']);
  return String(body.id);
}

async function confirmed(person: TestPerson, limit?: object): Promise<string> {
  const asked = await world.post(
    person,
    '/v1/trusted-contact/confirmation',
    limit === undefined ? {} : { limit },
  );
  const { id } = asked.body as ContactConfirmationView;
  expect((await world.post(person, `/v1/confirmations/${id}/pin`, { pin: PIN })).status).toBe(204);
  return id;
}

const cool = (person: TestPerson) =>
  world.sql(
    "UPDATE payments.trusted_contacts SET changes_at = now() - interval '1 second' WHERE person_id = $1",
    [person.id],
  );

describe('who it is', () => {
  test('nothing is protected before they say yes, and they may say no', async () => {
    const [ana, ben, cleo] = [
      await world.person({ balance: '500.00' }),
      await world.person(),
      await world.person(),
    ];
    const thread = await world.thread([ana, ben]);
    await world.put(ana, '/v1/trusted-contact', { handle: `@${cleo.handle}`, limit: eur('10') });
    expect((await world.send(ana, thread, '50.00')).status).toBe(201);
    await say(cleo, `trusted-contact/of/${ana.id}/leave`);
    expect(await mineOf(ana)).toBeNull();
    expect((await say(ben, `trusted-contact/of/${ana.id}/accept`)).body).toMatchObject({
      code: 'trusted_contact_none',
    });
  });

  test.each<[object, string]>([
    [{ handle: 'nobody_at_all', limit: eur('5') }, 'trusted_contact_unknown'],
    [{ handle: 'person_1', limit: eur('0') }, 'amount_not_positive'],
    [{ handle: 'person_1', limit: { amount: '5', currency: 'NOK' } }, 'currency_not_supported'],
    [{ handle: 'person_1' }, 'request_invalid'],
  ])('%j is refused as %s', async (body, code) => {
    const ana = await world.person();
    expect((await world.put(ana, '/v1/trusted-contact', body)).body).toMatchObject({ code });
    expect(await mineOf(ana)).toBeNull();
  });

  test('nobody is their own, and an accepted one is not simply replaced', async () => {
    const { ana, ben } = await three();
    const swap = { handle: ben.handle, limit: eur('900') };
    expect((await world.put(ana, '/v1/trusted-contact', swap)).body).toMatchObject({
      code: 'trusted_contact_exists',
    });
    const own = await world.put(ben, '/v1/trusted-contact', { ...swap });
    expect(own.body).toMatchObject({ code: 'trusted_contact_is_you' });
  });

  test('lower counts at once; higher is confirmed and cools off, and can be called off', async () => {
    const { ana, thread } = await three();
    const limit = (amount: string, confirmationId?: string) =>
      world.put(ana, '/v1/trusted-contact/limit', {
        limit: eur(amount),
        ...(confirmationId === undefined ? {} : { confirmationId }),
      });
    expect((await limit('40')).body).toMatchObject({ mine: { limit: eur('40.00'), change: null } });
    expect((await limit('300')).body).toMatchObject({ code: 'confirmation_needed' });
    const other = await confirmed(ana, eur('299'));
    expect((await limit('300', other)).body).toMatchObject({ code: 'confirmation_not_valid' });
    expect((await limit('300', await confirmed(ana, eur('300')))).body).toMatchObject({
      mine: { limit: eur('40.00'), change: { limit: eur('300.00') } },
    });
    expect((await world.send(ana, thread, '41.00')).body).toMatchObject({ state: 'asking' });
    await say(ana, 'trusted-contact/keep');
    expect(await mineOf(ana)).toMatchObject({ change: null });
    await limit('300', await confirmed(ana, eur('300')));
    await cool(ana);
    expect(await mineOf(ana)).toMatchObject({ limit: eur('300.00'), change: null });
    expect((await world.send(ana, thread, '299.00')).body).toMatchObject({ state: 'completed' });
    expect((await world.send(ana, thread, '301.00')).body).toMatchObject({ state: 'asking' });
  });

  test('the end cools off as well; the contact may stop at once', async () => {
    const { ana, thread } = await three();
    expect((await say(ana, 'trusted-contact/end')).body).toMatchObject({
      code: 'confirmation_needed',
    });
    const confirmationId = await confirmed(ana);
    const ends = await say(ana, 'trusted-contact/end', { confirmationId });
    expect(ends.body).toMatchObject({ mine: { change: { limit: null } } });
    expect((await world.send(ana, thread, '101.00')).body).toMatchObject({ state: 'asking' });
    await cool(ana);
    expect(await mineOf(ana)).toBeNull();
    expect((await world.send(ana, thread, '102.00')).body).toMatchObject({ state: 'completed' });
    const other = await three();
    await say(other.cleo, `trusted-contact/of/${other.ana.id}/leave`);
    expect((await world.send(other.ana, other.thread, '150.00')).status).toBe(201);
  });
});

describe('what waits', () => {
  test('is set aside, seen by payer and contact alone, without the note, and arrives when agreed', async () => {
    const all = await three();
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
    const id = await asking(all, '200.00', { note: 'between us' });
    await until(() => told.length > 0, 'the contact being told');
    expect(await world.available(ana)).toBe('800.00');
    const { agreements } = await waitingFor(cleo);
    expect(agreements).toMatchObject([
      {
        paymentId: id,
        payer: { name: ana.name },
        payee: { name: ben.name },
        amount: eur('200.00'),
      },
    ]);
    expect(JSON.stringify(agreements)).not.toContain('between us');
    expect(await stateOf(ana, id)).toMatchObject({ agreement: { contact: { name: cleo.name } } });
    expect(await stateOf(ben, id)).toMatchObject({ code: 'payment_unknown' });
    expect(await stateOf(cleo, id)).toMatchObject({ code: 'payment_unknown' });
    const messages = await world.get(ben, `/v1/threads/${thread}/messages`);
    expect(messages.text).not.toContain(id);
    for (const stranger of [ana, ben]) {
      expect((await agree(stranger, id)).body).toMatchObject({ code: 'agreement_unknown' });
    }
    const yes = await agree(cleo, id);
    expect([yes.status, yes.body]).toEqual([
      200,
      { paymentId: id, state: 'completed', failureCode: null },
    ]);
    expect(await world.available(ben)).toBe('200.00');
    expect((await world.get(ben, `/v1/threads/${thread}/messages`)).text).toContain(id);
    expect((await waitingFor(cleo)).agreements).toEqual([]);
    socket.close();
  });

  test.each([
    ['the contact declines', 'agreement_declined'],
    ['the payer calls it off', 'agreement_called_off'],
    ['nobody says a word', 'agreement_expired'],
  ])('%s: the money is back and the payee never knew', async (_, code) => {
    const all = await three();
    const { ana, ben, cleo } = all;
    const id = await asking(all);
    if (code === 'agreement_declined') await say(cleo, `agreements/${id}/decline`);
    if (code === 'agreement_called_off') await say(ana, `payments/${id}/call-off`);
    if (code === 'agreement_expired') {
      await world.sql(
        "UPDATE payments.payments SET agree_by = now() - interval '1 second' WHERE id = $1",
        [id],
      );
      expect((await agree(cleo, id)).body).toMatchObject({ code: 'agreement_over' });
      await world.app.get(Sweeper).sweep();
    }
    expect(await stateOf(ana, id)).toMatchObject({ state: 'failed', reason: { code } });
    expect(await stateOf(ben, id)).toMatchObject({ code: 'payment_unknown' });
    expect(await world.available(ana)).toBe('1000.00');
    expect((await agree(cleo, id)).body).toMatchObject({ code: 'agreement_over' });
  });

  test('in another currency everything waits, up to the limit nothing does', async () => {
    const all = await three();
    await world.fund(all.ana, '20.00', 'USD');
    await asking(all, '1.00', { currency: 'USD' });
    expect((await world.send(all.ana, all.thread, '100.00')).body).toMatchObject({
      state: 'completed',
    });
    await asking(all, '100.01');
  });

  test('the contact cannot be the payee, and other contacts have no word in it', async () => {
    const { ana, ben, cleo } = await three();
    const thread = await world.thread([ana, cleo]);
    expect((await world.send(ana, thread, '101.00')).body).toMatchObject({
      code: 'agreement_contact_is_payee',
    });
    expect((await world.send(ana, thread, '100.00')).status).toBe(201);
    // A contact that is ended keeps what it was asked.
    const withBen = await world.thread([ana, ben], 'group');
    const sent = await world.send(ana, withBen, '300.00', { payeeId: ben.id });
    await say(cleo, `trusted-contact/of/${ana.id}/leave`);
    await world.put(ana, '/v1/trusted-contact', { handle: ben.handle, limit: eur('50') });
    await say(ben, `trusted-contact/of/${ana.id}/accept`);
    const id = String(sent.body.id);
    expect((await agree(ben, id)).body).toMatchObject({ code: 'agreement_unknown' });
    expect((await agree(cleo, id)).body).toMatchObject({ state: 'completed' });
  });

  test('a card is not asked before the contact agreed', async () => {
    const all = await three('0.01');
    const card = await world.card(all.ana);
    world.simulator.requests.clear();
    const id = await asking(all, '150.00', { cardId: card.id });
    expect(world.simulator.requests.entries).toEqual([]);
    expect((await agree(all.cleo, id)).body).toMatchObject({ state: 'funding' });
    await until(async () => (await stateOf(all.ana, id))['state'] === 'completed', 'the charge');
    expect(await world.available(all.ben)).toBe('150.00');
    const declined = await asking(all, '160.00', { cardId: card.id });
    await say(all.cleo, `agreements/${declined}/decline`);
    expect(await stateOf(all.ana, declined)).toMatchObject({ state: 'failed' });
  });
});

describe('when the money moves', () => {
  test('limits are those of then, and what only waits does not count', async () => {
    const all = await three();
    const { ana, cleo, thread } = all;
    const first = await asking(all, '400.00');
    const second = await asking(all, '550.00');
    expect((await world.send(ana, thread, '10.00')).status).toBe(201);
    expect((await agree(cleo, first)).body).toMatchObject({ state: 'completed' });
    expect((await agree(cleo, second)).body).toMatchObject({
      state: 'failed',
      failureCode: 'limit_per_day',
    });
    expect(await stateOf(ana, second)).toMatchObject({ reason: { code: 'limit_per_day' } });
    expect(await world.available(ana)).toBe('590.00');
  });

  test('the judge may hold it, and a reviewer decides as ever', async () => {
    const all = await three();
    const { ana, ben, cleo, thread } = all;
    for (let sent = 0; sent < 2; sent += 1) await world.send(ana, thread, '100.00');
    const id = await asking(all, '600.00');
    expect((await agree(cleo, id)).body).toMatchObject({ state: 'held' });
    expect(await world.available(ana)).toBe('200.00');
    expect(await stateOf(ben, id)).toMatchObject({ state: 'held' });
    const riley = await world.person({ roles: ['risk'] });
    const { body } = await world.get(riley, '/v1/risk/cases');
    const [found] = (body as { cases: { id: string; payment: { id: string } }[] }).cases.filter(
      ({ payment }) => payment.id === id,
    );
    const released = await say(riley, `risk/cases/${found?.id ?? ''}/release`, { reason: 'fine' });
    expect(released.status).toBe(200);
    expect(await world.available(ben)).toBe('800.00');
  });

  test('whom the payee has blocked meanwhile cannot pay them', async () => {
    const all = await three();
    const id = await asking(all);
    await world.sql('INSERT INTO chat.blocks (blocker_id, blocked_id) VALUES ($1, $2)', [
      all.ben.id,
      all.ana.id,
    ]);
    expect((await agree(all.cleo, id)).body).toMatchObject({
      state: 'failed',
      failureCode: 'payee_unavailable',
    });
    expect(await world.available(all.ana)).toBe('1000.00');
  });
});

test('of eight who decide at once exactly one does, and a retry hears it again', async () => {
  for (let round = 0; round < 4; round += 1) {
    const all = await three();
    const { ana, ben, cleo } = all;
    const id = await asking(all);
    const words = [
      ...Array.from({ length: 3 }, () => () => agree(cleo, id)),
      ...Array.from({ length: 2 }, () => () => say(cleo, `agreements/${id}/decline`)),
      ...Array.from({ length: 2 }, () => () => say(ana, `payments/${id}/call-off`)),
      () => world.app.get(Sweeper).sweep(),
    ];
    const answers = await Promise.all(words.map((word) => word()));
    const statuses = answers.flatMap((answer) => (answer === undefined ? [] : [answer.status]));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(6);
    const { state } = await stateOf(ana, id);
    expect(await world.available(ben)).toBe(state === 'completed' ? '200.00' : '0');
    const moves = await world.sql(
      'SELECT state FROM payments.transitions WHERE payment_id = $1 ORDER BY number',
      [id],
    );
    expect(moves).toHaveLength(2);
  }
  const all = await three();
  const id = await asking(all);
  const key = randomUUID();
  const first = await say(all.cleo, `agreements/${id}/agree`, {}, key);
  const again = await say(all.cleo, `agreements/${id}/agree`, {}, key);
  expect([again.text, again.headers['idempotent-replayed']]).toEqual([first.text, 'true']);
  expect((await say(all.cleo, `agreements/${id}/decline`, {}, key)).body).toMatchObject({
    code: 'idempotency_key_reused',
  });
});
