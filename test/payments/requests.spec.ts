// Requests: who may ask whom, what may become of one, and that nothing is paid twice, unseen or beyond
// what was asked.
import { randomUUID } from 'node:crypto';
import type { RequestCard, RequestView } from '../../src/payments/requests/contract.js';
import { ChangeRequest } from '../../src/payments/requests/change-request.js';
import { Chatter, outcome } from '../support/chatter.js';
import { secondApp } from '../support/second-app.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

let world: World;
let chat: Chatter;
let ana: TestPerson;
let ben: TestPerson;
let thread: string;

beforeAll(async () => {
  world = await World.start();
  chat = new Chatter(world);
});
afterAll(() => world.stop());
beforeEach(async () => {
  [ana, ben] = [await world.person({ balance: '100.00' }), await world.person()];
  thread = await acquainted([ana, ben]);
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

/** A direct thread in which both have said something. */
async function acquainted(people: TestPerson[]): Promise<string> {
  const made = await world.thread(people);
  for (const person of people) await chat.said(person, made, 'Hello');
  return made;
}

const ask = (by: TestPerson, amount: string, more: object = {}): Promise<Answer> =>
  Promise.resolve(
    world.post(
      by,
      '/v1/requests',
      { threadId: thread, amount: { amount, currency: 'EUR' }, ...more },
      randomUUID(),
    ),
  );
/** Ben asks Ana for this much. */
async function asked(amount = '20.00', more: object = {}): Promise<RequestView> {
  const answer = await ask(ben, amount, more);
  expect(outcome(answer)).toEqual([201]);
  return answer.body as RequestView;
}
const pay = (request: RequestView, amount: string, more: object = {}): Promise<Answer> =>
  Promise.resolve(
    world.post(
      ana,
      '/v1/payments',
      {
        threadId: thread,
        amount: { amount, currency: 'EUR' },
        funding: { source: 'balance' },
        request: { id: request.id, revision: request.revision },
        ...more,
      },
      randomUUID(),
    ),
  );
const look = async ({ id }: RequestView, by = ana): Promise<RequestView> =>
  (await world.get(by, `/v1/requests/${id}`)).body as RequestView;
const say = async (by: TestPerson, { id }: RequestView, word: string): Promise<Answer> =>
  world.post(by, `/v1/requests/${id}/${word}`, {});
async function cardOf({ id }: RequestView, by = ana): Promise<RequestCard> {
  const { messages } = await chat.page(by, thread);
  return messages.find(({ card }) => card?.id === id)?.card?.data as RequestCard;
}

test('is asked, shown to both in the thread, paid, and done', async () => {
  const request = await asked('20.00', { note: 'Pizza' });
  expect(request).toMatchObject({
    requester: { id: ben.id },
    payer: { id: ana.id },
    amount: { amount: '20.00', currency: 'EUR' },
    ...{ paid: '0.00', left: '20.00', note: 'Pizza', state: 'open', revision: 1 },
  });
  expect(await cardOf(request, ben)).toEqual(await cardOf(request, ana));
  expect(outcome(await pay(request, '20.00'))).toEqual([201]);
  expect(await look(request)).toMatchObject({ paid: '20.00', left: '0.00', state: 'paid' });
  expect(await cardOf(request)).toMatchObject({ state: 'paid', paid: '20.00' });
  expect(await world.available(ben)).toBe('20.00');
  expect(outcome(await pay(request, '1.00'))).toEqual([409, 'request_over']);
});

test('is paid in parts, never beyond what is left', async () => {
  const request = await asked('20.00');
  expect(outcome(await pay(request, '7.50'))).toEqual([201]);
  expect(await cardOf(request)).toMatchObject({ state: 'open', paid: '7.50', left: '12.50' });
  const tooMuch = await pay(request, '12.51');
  expect(outcome(tooMuch)).toEqual([422, 'request_amount_too_much']);
  expect(tooMuch.body.detail).toContain('12.50 EUR');
  expect(outcome(await pay(request, '12.50'))).toEqual([201]);
  expect(await look(request)).toMatchObject({ state: 'paid' });
});

test('what is on its way counts, and comes back when it comes to nothing', async () => {
  const request = await asked('20.00');
  const card = await world.card(ana, 'pm_card_authenticationRequired');
  const funding = { source: 'card', cardId: card.id };
  const begun = await pay(request, '15.00', { funding });
  expect(begun.body.state).toBe('authenticating');
  expect(await look(request)).toMatchObject({ paid: '0.00', left: '5.00', state: 'open' });
  expect(outcome(await pay(request, '10.00'))).toEqual([422, 'request_amount_too_much']);
  await world.delete(ana, `/v1/payments/${String(begun.body.id)}/authentication`);
  expect(await look(request)).toMatchObject({ left: '20.00' });
  expect(outcome(await pay(request, '20.00'))).toEqual([201]);
});

test('forty payments at once over two processes pay it once', async () => {
  const request = await asked('20.00');
  const second = await secondApp(world);
  const { default: http } = await import('supertest');
  const answers = await Promise.all(
    Array.from({ length: 40 }, async (_, index) =>
      http((index % 2 === 0 ? world.app : second).getHttpServer())
        .post('/v1/payments')
        .set('authorization', `Bearer ${ana.token}`)
        .set('idempotency-key', randomUUID())
        .send({
          threadId: thread,
          amount: { amount: '4.00', currency: 'EUR' },
          funding: { source: 'balance' },
          request: { id: request.id, revision: 1 },
        }),
    ),
  );
  await second.close();
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
  expect(answers.every(({ status }) => [201, 409, 422].includes(status))).toBe(true);
  expect(await look(request)).toMatchObject({ state: 'paid', paid: '20.00' });
  expect(await world.available(ana)).toBe('80.00');
});

test('a request that was changed cannot be paid unseen', async () => {
  const request = await asked('20.00', { note: 'Pizza' });
  const wish = { amount: { amount: '25.00', currency: 'EUR' }, note: 'Pizza and wine' };
  const path = `/v1/requests/${request.id}`;
  const changed = await chat.ask(ben, 'patch', path.slice(3), wish);
  expect(changed.body).toMatchObject({ revision: 2, left: '25.00', note: 'Pizza and wine' });
  expect(outcome(await pay(request, '20.00'))).toEqual([409, 'request_changed']);
  expect(outcome(await pay({ ...request, revision: 2 }, '10.00'))).toEqual([201]);
  const less = { amount: { amount: '10.00', currency: 'EUR' } };
  expect(outcome(await chat.ask(ben, 'patch', path.slice(3), less))).toEqual([
    422,
    'request_amount_too_little',
  ]);
  expect(outcome(await chat.ask(ana, 'patch', path.slice(3), wish))).toEqual([
    403,
    'request_not_yours',
  ]);
});

test.each([
  ['declined', 'decline', () => ana, () => ben, 'request_payer_only'],
  ['cancelled', 'cancel', () => ben, () => ana, 'request_not_yours'],
])('is %s by one side alone, and is over then', async (state, word, by, other, code) => {
  const request = await asked();
  expect(outcome(await say(other(), request, word))).toEqual([403, code]);
  expect((await say(by(), request, word)).body).toMatchObject({ state, left: '0.00' });
  expect(await cardOf(request)).toMatchObject({ state });
  expect(outcome(await say(by(), request, word))).toEqual([409, 'request_over']);
  expect(outcome(await pay(request, '20.00'))).toEqual([409, 'request_over']);
});

test('its time passes: not payable from then on, and its card says so a little later', async () => {
  const request = await asked('20.00', { hours: 1 });
  await world.sql(
    `UPDATE payments.requests SET created_at = now() - interval '3 hours',
            expires_at = now() - interval '1 second' WHERE id = $1`,
    [request.id],
  );
  expect(outcome(await pay(request, '20.00'))).toEqual([409, 'request_over']);
  await world.app.get(ChangeRequest).endThosePast();
  expect(await cardOf(request)).toMatchObject({ state: 'expired', left: '0.00' });
});

test('reminds once a day and three times in all', async () => {
  const request = await asked();
  const dayBefore = () =>
    world.sql(
      `UPDATE payments.requests SET created_at = created_at - interval '1 day',
              reminded_at = reminded_at - interval '1 day' WHERE id = $1`,
      [request.id],
    );
  expect(outcome(await say(ben, request, 'remind'))).toEqual([429, 'request_reminded_lately']);
  for (const left of [2, 1, 0]) {
    await dayBefore();
    const reminded = await say(ben, request, 'remind');
    expect(reminded.body).toMatchObject({ remindersLeft: left });
    expect((await cardOf(request)).remindedAt).toBe(reminded.body.remindedAt);
  }
  await dayBefore();
  expect(outcome(await say(ben, request, 'remind'))).toEqual([429, 'request_reminded_enough']);
});

describe('who may ask', () => {
  test('only those who have both written in the thread', async () => {
    const dora = await world.person();
    thread = await world.thread([dora, ana]);
    await chat.said(dora, thread, 'Hi there!');
    expect(outcome(await ask(dora, '20.00'))).toEqual([422, 'request_strangers']);
    await chat.said(ana, thread, 'Hello');
    expect(outcome(await ask(dora, '20.00'))).toEqual([201]);
  });

  test('nobody who is blocked, nobody from outside, and not without end', async () => {
    const dora = await world.person();
    expect(outcome(await ask(dora, '20.00'))).toEqual([404, 'payment_thread_unknown']);
    for (let n = 0; n < 5; n++) await asked('1.00');
    expect(outcome(await ask(ben, '1.00'))).toEqual([422, 'requests_too_many_open']);
    await world.put(ana, `/v1/blocks/${ben.id}`, {});
    expect(outcome(await ask(ben, '1.00'))).toEqual([422, 'payee_unavailable']);
  });

  test('the same key asks once, and a group is asked one by one', async () => {
    const key = randomUUID();
    const body = { threadId: thread, amount: { amount: '5.00', currency: 'EUR' } };
    const [first, again] = [
      await world.post(ben, '/v1/requests', body, key),
      await world.post(ben, '/v1/requests', body, key),
    ];
    expect(again.text).toBe(first.text);
    const chloe = await world.person();
    thread = await chat.group([ben, ana, chloe]);
    for (const person of [ben, ana, chloe]) await chat.said(person, thread, 'Hello');
    expect(outcome(await ask(ben, '5.00'))).toEqual([400, 'payee_needed']);
    const request = await asked('5.00', { payerId: ana.id });
    expect(await cardOf(request, chloe)).toBeUndefined();
    expect(outcome(await world.get(chloe, `/v1/requests/${request.id}`))).toEqual([
      404,
      'request_unknown',
    ]);
    expect(outcome(await pay(request, '5.00', { payeeId: ben.id }))).toEqual([201]);
  });

  test('lists: those made, those received, page by page', async () => {
    const ids = [];
    for (let n = 0; n < 3; n++) ids.unshift((await asked('1.00')).id);
    const list = async (by: TestPerson, query: string) =>
      (await world.get(by, `/v1/requests?${query}`)).body as {
        requests: RequestView[];
        next: string | null;
      };
    const page = await list(ana, 'side=received&limit=2');
    expect(page.requests.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const rest = await list(ana, `side=received&limit=2&before=${String(page.next)}`);
    expect([rest.requests.map(({ id }) => id), rest.next]).toEqual([ids.slice(2), null]);
    expect((await list(ben, 'side=made&state=open')).requests).toHaveLength(3);
    expect((await list(ana, 'side=made')).requests).toEqual([]);
  });
});

test.each([
  [
    'another currency',
    { amount: { amount: '5.00', currency: 'USD' } },
    400,
    'request_currency_differs',
  ],
  ['another thread', { threadId: 'other' }, 404, 'request_unknown'],
])('is not paid in %s', async (_what, change, status, code) => {
  const request = await asked();
  const other = { threadId: await world.thread([ana, ben], 'Another') };
  const more = 'threadId' in change ? { ...other, payeeId: ben.id } : change;
  expect(outcome(await pay(request, '5.00', more))).toEqual([status, code]);
});
