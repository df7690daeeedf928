// One's own data as a file: everything that is one's own, nothing of anybody else's, for whoever has just
// shown that it is them.
import { Gifts } from '../support/gifts.js';
import { Bills } from '../support/bills.js';
import { Chatter } from '../support/chatter.js';
import { Contests } from '../support/contests.js';
import { DAY, planAt, Scheduling } from '../support/scheduling.js';
import { type Answer, PASSWORD, type TestPerson, until, World } from '../support/world.js';

type File = Record<string, Record<string, unknown>[]>;

let world: World;
let ana: TestPerson;
let ben: TestPerson;

beforeAll(async () => {
  world = await World.start();
  ana = await world.person({ balance: '50.00' });
  ben = await world.person();
});
afterAll(() => world.stop());

const exported = (person: TestPerson): Promise<Answer> =>
  Promise.resolve(world.get(person, '/v1/account/export'));

test('what a person said, paid and was told is in it; what others said is counted', async () => {
  const thread = await world.thread([ana, ben]);
  const chatter = new Chatter(world);
  await chatter.said(ana, thread, 'my own words');
  await chatter.said(ben, thread, 'not hers to take along');
  const card = await world.card(ana);
  const sent = await world.send(ana, thread, '12.34', { note: 'two coffees' });
  expect(sent.status).toBe(201);
  const contests = new Contests(world);
  const paymentId = String(sent.body.id);
  await contests.askBack(ana, paymentId, 'one coffee too many');
  await contests.report(ana, paymentId);
  const [amount, funding] = [{ amount: '2.00', currency: 'EUR' }, { source: 'balance' as const }];
  const plan = planAt(new Date(Date.now() + 30 * DAY), { every: 'month' });
  const wish = { threadId: thread, amount, funding, plan, note: 'the paper' };
  await new Scheduling(world).made(ana, wish);
  const support = await world.person({ roles: ['support'] });
  const path = `/v1/support/people/${ana.id}?reason=she%20called%20us`;
  expect((await world.get(support, path)).status).toBe(200);

  const answer = await exported(ana);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-disposition']).toContain('tenner-my-data.json');
  expect(answer.headers['cache-control']).toBe('no-store');
  const file = answer.body as File;
  expect(file).toMatchObject({ format: 'tenner-export-1', personId: ana.id });
  expect(file['account']).toMatchObject([{ handle: ana.handle, name: ana.name }]);
  expect(file['threads']).toMatchObject([{ id: thread, messagesOfMine: 2, messagesOfOthers: 1 }]);
  expect(file['messages']?.map(({ body }) => body)).toEqual(['my own words', null]);
  expect(file['payments']).toMatchObject([
    {
      role: 'payer',
      with: { id: ben.id, name: ben.name },
      amount: { amount: '12.34', currency: 'EUR' },
      note: 'two coffees',
    },
  ]);
  expect(file['balances']).toMatchObject([{ balance: { amount: '37.66', currency: 'EUR' } }]);
  expect(file['cards']).toMatchObject([{ id: card.id, last4: card.last4 }]);
  expect(file['schedules']).toMatchObject([
    { with: { id: ben.id }, amount, plan, note: 'the paper', state: 'active', occurrences: [] },
  ]);
  expect(file['askBacks']).toMatchObject([{ paymentId, words: 'one coffee too many' }]);
  expect(file['reports']).toMatchObject([
    { kind: 'tricked', words: 'They said they were my bank.' },
  ]);
  expect(file['sessions']).toHaveLength(1);
  expect(file['dataViews']).toMatchObject([{ viewerRoles: ['support'], reason: 'she called us' }]);
  expect(answer.text).not.toContain('not hers to take along');
  expect(answer.text).not.toContain(support.name);

  // The payee has the payment too, and nothing of how it was paid.
  const other = (await exported(ben)).body as File;
  expect(other['schedules']).toEqual([]);
  expect(other['payments']).toMatchObject([{ role: 'payee', cardId: null }]);
  expect(other['reports']).toMatchObject([{ kind: null, words: null, state: 'examined' }]);
  expect(other['messages']).toMatchObject([{ body: 'not hers to take along' }]);
});

test('of a bill there is all for its maker, and for the others what they owe', async () => {
  const bills = new Bills(world);
  const [cora, dan] = [await world.person(), await world.person()];
  await bills.among([cora, dan, ben]);
  const personIds = [cora.id, dan.id, ben.id];
  const body = bills.body('9.00', { way: 'equally', personIds }, { title: 'Taxi' });
  expect((await bills.ask(cora, body)).status).toBe(201);
  const mine = { amount: '3.00', currency: 'EUR' };
  const total = { amount: '9.00', currency: 'EUR' };
  expect(((await exported(cora)).body as File)['splits']).toMatchObject([
    { role: 'maker', rounds: [{ title: 'Taxi', total, mine, way: 'equally' }] },
  ]);
  const other = (await exported(dan)).body as File;
  expect(other['splits']).toMatchObject([
    { role: 'member', maker: { id: cora.id }, rounds: [{ title: null, total, mine }] },
  ]);
  expect(other['requests']).toMatchObject([{ role: 'payer', amount: mine }]);
});

test('of a gift there is all for its giver, and for the others their own part', async () => {
  const gifts = new Gifts(world);
  const [cora, dan, eve] = [
    await world.person({ balance: '9.00' }),
    await world.person(),
    await world.person(),
  ];
  await gifts.among([cora, dan, eve]);
  const gift = await gifts.given(cora, '9.00', 1, { note: 'For whoever is first' });
  await gifts.open(gift, dan);
  const all = { amount: '9.00', currency: 'EUR' };
  expect(((await exported(cora)).body as File)['gifts']).toMatchObject([
    { role: 'giver', note: 'For whoever is first', amount: all, mine: null },
  ]);
  expect(((await exported(dan)).body as File)['gifts']).toMatchObject([
    { role: 'member', giver: { id: cora.id }, note: null, amount: all, mine: all },
  ]);
  expect(((await exported(eve)).body as File)['gifts']).toEqual([]);
});

test('it is for whoever has just shown that it is them, and three times a day', async () => {
  const cara = await world.person();
  await world.sql(
    "UPDATE identity.sessions SET proven_at = now() - interval '1 hour' WHERE person_id = $1",
    [cara.id],
  );
  const grave = async (): Promise<number> =>
    (await world.put(cara, '/v1/account/password', { password: PASSWORD })).status;
  await until(async () => (await grave()) === 403, 'the session growing old');
  expect((await exported(cara)).body).toMatchObject({ code: 'fresh_sign_in_needed' });
  const { body } = await world.http
    .post('/v1/sessions')
    .send({ handle: cara.handle, password: PASSWORD });
  const again = { ...cara, token: (body as { token: string }).token };
  for (let time = 0; time < 3; time += 1) expect((await exported(again)).status).toBe(200);
  expect((await exported(again)).body).toMatchObject({ status: 429, code: 'too_many_requests' });
});

test('more than a page of it comes whole, each thing once', async () => {
  const dora = await world.person();
  const thread = await world.thread([dora, ben]);
  await world.sql(
    `INSERT INTO chat.messages (id, thread_id, sequence, revision, author_id, body, created_at)
     SELECT 'msg_many_' || lpad(n::text, 5, '0'), $1, n, n, $2, 'word ' || n, now()
       FROM generate_series(1, 1203) n`,
    [thread, dora.id],
  );
  const { messages } = (await exported(dora)).body as File;
  expect(messages).toHaveLength(1203);
  expect(new Set(messages?.map(({ id }) => id)).size).toBe(1203);
});
