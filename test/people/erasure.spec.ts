// Leaving for good: when it may be asked for, the day in which it can be called off, and that nothing of a
// person is left anywhere afterwards while everybody else's books and threads stay whole.
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import type { NoticeView } from '../../src/identity/contract.js';
import { ErasePeople } from '../../src/privacy/index.js';
import { Transactor } from '../../src/shared/database.js';
import { Gifts } from '../support/gifts.js';
import { Chatter } from '../support/chatter.js';
import { Contests } from '../support/contests.js';
import { type ChildApp, startChild } from '../support/child-app.js';
import { DAY, planAt, Scheduling } from '../support/scheduling.js';
import { type Answer, PASSWORD, type TestPerson, until, World } from '../support/world.js';

let world: World;
let child: ChildApp;
let ben: TestPerson;

beforeAll(async () => {
  world = await World.start();
  // What it writes down while people use it is part of what must hold nothing of them.
  child = await startChild(world, { LOG_LEVEL: 'debug' });
  ben = await world.person({ balance: '100.00' });
});
afterAll(async () => {
  await child.stop();
  await world.stop();
});

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];

const signIn = async (handle: string, password: string): Promise<Answer> =>
  request(child.url).post('/v1/sessions').send({ handle, password });

const ask = async (person: TestPerson, confirmation = person.handle): Promise<Answer> =>
  world.post(person, '/v1/account/erasure', { confirmation });

/** The day of waiting goes by, and the clock comes along. */
async function dayGoesBy(person: TestPerson): Promise<void> {
  await world.sql(
    `UPDATE identity.erasures SET asked_at = now() - interval '25 hours',
            due_at = now() - interval '1 hour' WHERE person_id = $1`,
    [person.id],
  );
  await world.app.get(ErasePeople).eraseDue();
}

/** Every column of every row of every table. */
async function dump(): Promise<string> {
  const tables = await world.sql<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const found = await world.sql<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
    texts.push(...found.map(({ row }) => `${name}: ${row}`));
  }
  return texts.join('\n');
}

const linesWith = (text: string, traces: readonly RegExp[]): string[] =>
  text.split('\n').filter((line) => traces.some((trace) => trace.test(line)));

test('the tables let nobody be written over whose key is not destroyed', async () => {
  const { id } = await world.person();
  const transactor = world.app.get(Transactor);
  const verbs = ['identity', 'chat', 'payments', 'notifications'].map(
    (one) => `${one}.erase_person`,
  );
  for (const verb of [...verbs, 'payments.erase_splits', 'payments.erase_gifts']) {
    const erased = transactor.run((tx) => tx.query(`SELECT ${verb}($1)`, [id]));
    await expect(erased).rejects.toThrow('is not destroyed');
  }
});

/** Asks one payment back, which Ben keeps, and reports another, which stays with him. */
async function contest(payer: TestPerson, askedId: string, reportedId: string): Promise<void> {
  const contests = new Contests(world);
  const asked = await contests.askBack(payer, askedId, 'juniper was too dear');
  const kept = `ask-backs/${String(asked.body.askBack.id)}/keep`;
  expect((await contests.say(ben, kept, { words: 'It was not.' })).status).toBe(201);
  const report = { kind: 'not_as_promised', words: 'there was no juniper' };
  expect((await contests.say(payer, `payments/${reportedId}/reports`, report)).status).toBe(201);
  await until(
    async () => (await ask(payer)).body.code === 'erasure_contest_open',
    'the contest keeping it',
  );
  const reviewer = await world.person({ roles: ['risk_analyst'] });
  expect((await contests.decide(reviewer, reportedId, 'denied', 'No juniper?')).status).toBe(200);
}

describe('asking', () => {
  test('needs the typed handle, and nothing left or under way', async () => {
    const dora = await world.person({ balance: '10.00' });
    const thread = await world.thread([dora, ben]);
    expect(outcome(await ask(dora, 'somebody'))).toEqual([400, 'erasure_not_confirmed']);
    expect(outcome(await ask(dora))).toEqual([409, 'erasure_balance_left']);
    expect((await world.send(dora, thread, '10.00')).status).toBe(201);
    const chatter = new Chatter(world);
    await chatter.said(ben, thread, 'thank you');
    await chatter.said(dora, thread, 'welcome');
    const amount = { amount: '5.00', currency: 'EUR' };
    const asked = await world.post(
      dora,
      '/v1/requests',
      { threadId: thread, amount, payerId: ben.id },
      randomUUID(),
    );
    expect(outcome(asked)).toEqual([201, undefined]);
    expect(outcome(await ask(dora))).toEqual([409, 'erasure_request_open']);
    const staff = await world.person({ roles: ['support'] });
    expect(outcome(await ask(staff))).toEqual([403, 'erasure_of_staff']);
  });

  test('closes the account for a day, in which its owner may say no', async () => {
    const emil = await world.person();
    expect(outcome(await ask(emil))).toEqual([202, undefined]);
    await until(async () => (await world.get(emil, '/v1/session')).status === 401, 'the end');
    const { body } = await signIn(emil.handle, PASSWORD);
    expect(body).toMatchObject({ closing: true });
    const back = { ...emil, token: (body as { token: string }).token };
    expect(outcome(await world.get(back, '/v1/threads'))).toEqual([403, 'account_closing']);
    expect(outcome(await ask(back))).toEqual([403, 'account_closing']);
    expect((await world.get(back, '/v1/account/erasure')).body).toHaveProperty('dueAt');
    expect((await world.delete(back, '/v1/account/erasure')).status).toBe(204);
    await until(async () => (await world.get(back, '/v1/threads')).status === 200, 'being open');
    expect(outcome(await world.delete(back, '/v1/account/erasure'))).toEqual([
      404,
      'erasure_unknown',
    ]);
  });

  test('is in vain when money comes in meanwhile', async () => {
    const fay = await world.person();
    const thread = await world.thread([fay, ben]);
    expect((await ask(fay)).status).toBe(202);
    expect((await world.send(ben, thread, '1.00')).status).toBe(201);
    await dayGoesBy(fay);
    const { body } = await signIn(fay.handle, PASSWORD);
    expect(body).not.toHaveProperty('closing');
    const back = { ...fay, token: (body as { token: string }).token };
    const { notices } = (await world.get(back, '/v1/notices')).body as { notices: NoticeView[] };
    expect(notices.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['erasure_asked', 'erasure_stopped']),
    );
  });
});

/** Each makes a bill with the other in it, and takes it back. */
async function bothSplit(person: TestPerson, threadId: string): Promise<void> {
  await new Chatter(world).said(ben, threadId, 'a fine day');
  for (const [maker, other] of [
    [person, ben],
    [ben, person],
  ] as const) {
    const title = maker === person ? 'quince pie' : 'coffee';
    const items = [{ name: title, amount: '4.00', personIds: [other.id] }];
    const body = { amount: { amount: '5.00', currency: 'EUR' }, title };
    const made = await world.post(
      maker,
      `/v1/threads/${threadId}/splits`,
      { ...body, division: { way: 'items', items } },
      randomUUID(),
    );
    expect(outcome(made)).toEqual([201, undefined]);
    const { id } = made.body as { id: string };
    expect((await world.post(maker, `/v1/splits/${id}/cancel`, {})).status).toBe(200);
  }
}

test('afterwards nothing of them is anywhere, and what is others’ is whole', async () => {
  const email = 'zephyrine.q@example.org';
  const password = 'seven green herons at dusk';
  const made = await request(child.url)
    .post('/v1/accounts')
    .set('user-agent', 'Quuxbrowser/9')
    .send({ handle: 'zephy_q', name: 'Zephyrine Quagliarello', email, password });
  expect(made.status).toBe(201);
  const { person, token } = made.body as { person: TestPerson; token: string };
  const zephy: TestPerson = { ...person, token };
  await world.fund(zephy, '50.00');
  const cara = await world.person();
  const thread = await world.thread([zephy, ben]);
  const group = await world.thread([zephy, ben, cara], 'The picnic');
  const chatter = new Chatter(world);
  await chatter.said(zephy, thread, 'the heliotrope is out');
  await chatter.said(ben, thread, 'so is the lavender');
  await chatter.said(zephy, group, 'heliotrope again');
  await world.sql(
    `INSERT INTO chat.pictures (id, thread_id, owner_id, width, height, full_size, thumbnail)
     VALUES ('pic_zephy', $1, $2, 1, 1, 'heliotrope', 'heliotrope')`,
    [thread, zephy.id],
  );
  const saved = await world.card(zephy);
  const viaChild = (path: string, body: object) =>
    request(child.url)
      .post(path)
      .set('authorization', `Bearer ${zephy.token}`)
      .set('idempotency-key', randomUUID())
      .send(body);
  const amount = (value: string) => ({ amount: value, currency: 'EUR' });
  const paid = await viaChild('/v1/payments', {
    ...{ threadId: thread, amount: amount('7.00'), note: 'marzipan and tea' },
    funding: { source: 'card', cardId: saved.id },
  });
  expect(outcome(paid)).toEqual([201, undefined]);
  const paymentId = (paid.body as { id: string }).id;
  const rest = await world.send(zephy, thread, '50.00', { note: 'marzipan, the rest' });
  expect(outcome(rest)).toEqual([201, undefined]);
  await contest(zephy, paymentId, String(rest.body.id));
  const asked = await world.post(
    zephy,
    '/v1/requests',
    { threadId: thread, amount: amount('3.00'), payerId: ben.id, note: 'tangerines' },
    randomUUID(),
  );
  expect(outcome(asked)).toEqual([201, undefined]);
  const { id: requestId } = asked.body as { id: string };
  expect((await world.post(zephy, `/v1/requests/${requestId}/cancel`, {})).status).toBeLessThan(
    300,
  );
  await bothSplit(zephy, group);
  await world.fund(zephy, '2.00');
  const gifts = new Gifts(world);
  gifts.thread = group;
  const gift = await gifts.given(zephy, '2.00', 1, { note: 'elderflower for one of you' });
  expect(outcome(await ask(zephy))).toEqual([409, 'erasure_gift_open']);
  expect((await gifts.open(gift, ben)).status).toBe(200);
  const scheduling = new Scheduling(world);
  const wish = {
    threadId: thread,
    amount: amount('4.00'),
    funding: { source: 'balance' as const },
  };
  const plan = planAt(new Date(Date.now() + 30 * DAY), { every: 'month' });
  const own = await scheduling.made(zephy, { ...wish, plan, note: 'tangerines, every month' });
  expect(outcome(await ask(zephy))).toEqual([409, 'erasure_schedule_open']);
  await scheduling.say(zephy, own.id, 'stop');
  const toZephy = await scheduling.made(ben, { ...wish, plan });
  expect((await world.get(ben, '/v1/activity?q=marzipan')).status).toBe(200);
  const traces = [
    ...[
      /zephyrine/i,
      /quagliarello/i,
      /zephy_q/i,
      /heliotrope/,
      /marzipan/,
      /tangerine/,
      /juniper/,
      /quince/,
      /elderflower/,
    ],
    ...[/Quuxbrowser/, /herons/, new RegExp(`(?<![\\d.])${saved.last4}(?!\\d)`)],
    new RegExp(Buffer.from('heliotrope').toString('hex')),
  ];
  expect(linesWith(await dump(), traces).length).toBeGreaterThan(10);

  await until(async () => (await ask(zephy)).status === 202, 'the payment being through');
  await dayGoesBy(zephy);

  const detached = `SELECT 1 FROM payments.processor_calls WHERE subject_id = $1 AND concluded_at IS NULL`;
  await until(async () => (await world.sql(detached, [saved.id])).length === 0, 'the card let go');
  expect(linesWith(await dump(), traces)).toEqual([]);
  expect(linesWith(child.output(), traces)).toEqual([]);
  expect(child.output()).toContain('/v1/payments');
  expect(await scheduling.look(ben, toZephy.id)).toMatchObject({ state: 'stopped', next: null });
  expect(await world.faults()).toEqual([]);

  // Nobody gets in by it, takes its handle, finds it or reaches it.
  expect(outcome(await signIn('zephy_q', password))).toEqual([401, 'credentials_wrong']);
  const again = { handle: 'zephy_q', name: 'Another', email: 'a@example.org', password };
  expect(outcome(await world.http.post('/v1/accounts').send(again))).toEqual([409, 'handle_taken']);
  expect(outcome(await world.get(ben, '/v1/people?handle=zephy_q'))[0]).toBe(404);
  expect(outcome(await world.send(ben, thread, '1.00'))).toEqual([422, 'payee_unavailable']);
  expect(outcome(await chatter.say(ben, thread, 'are you there?'))).toEqual([
    422,
    'person_unavailable',
  ]);

  // The other one still sees what happened, with somebody who left.
  expect(await chatter.words(ben, thread)).toEqual(
    expect.arrayContaining(['-', 'so is the lavender']),
  );
  expect((await world.get(ben, `/v1/payments/${paymentId}`)).body).toMatchObject({
    payer: { id: zephy.id, name: 'Somebody who left' },
    amount: amount('7.00'),
    note: null,
    state: 'completed',
  });
  const { participants } = await chatter.thread(ben, group);
  expect(participants.map(({ personId }) => personId)).not.toContain(zephy.id);
  const support = await world.person({ roles: ['support'] });
  const look = await world.get(support, `/v1/support/people/${zephy.id}?reason=a%20question`);
  expect(look.body).toMatchObject({ name: 'Somebody who left', email: null, hasPassword: false });
});
