// Between us: what two people ask of each other is one difference, settled by one real payment or, when
// they are even, by none; and of a group everybody sees what they may see.
import { randomUUID } from 'node:crypto';
import type { BetweenPair, BetweenView } from '../../src/payments/between/contract.js';
import type { PaymentView } from '../../src/payments/contract.js';
import type { RequestView } from '../../src/payments/requests/contract.js';
import { Bills } from '../support/bills.js';
import { Chatter, outcome } from '../support/chatter.js';
import { Waits } from '../support/waits.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

let world: World;
let chat: Chatter;
let waits: Waits;
let ana: TestPerson;
let ben: TestPerson;
let thread: string;

beforeAll(async () => {
  world = await World.start();
  chat = new Chatter(world);
  waits = new Waits(world);
});
afterAll(() => world.stop());
beforeEach(async () => {
  ana = await world.person({ balance: '100.00' });
  ben = await world.person({ balance: '100.00' });
  thread = await chat.group([ana, ben]);
  for (const person of [ana, ben]) await chat.said(person, thread, 'Hello');
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const eur = (amount: string) => ({ amount, currency: 'EUR' });

/** Somebody asks somebody for money. */
async function asks(by: TestPerson, of: TestPerson, amount: string): Promise<RequestView> {
  const body = { threadId: thread, payerId: of.id, amount: eur(amount) };
  const answer = await world.post(by, '/v1/requests', body, randomUUID());
  expect(outcome(answer)).toEqual([201]);
  return answer.body as RequestView;
}
const view = async (of: TestPerson): Promise<BetweenView> =>
  (await world.get(of, `/v1/threads/${thread}/between`)).body as BetweenView;
async function pairOf(me: TestPerson, other: TestPerson): Promise<BetweenPair | undefined> {
  const { currencies } = await view(me);
  return currencies[0]?.pairs.find(({ person }) => person.id === other.id);
}
const settleOf = (pair: BetweenPair | undefined) =>
  (pair?.items ?? []).map(({ requestId, revision, left }) => ({ requestId, revision, left }));
const settling = (pair: BetweenPair | undefined, payee: TestPerson, more: object = {}) => ({
  ...{ threadId: thread, payeeId: payee.id, funding: { source: 'balance' } },
  amount: eur(pair?.youPay ?? ''),
  settle: settleOf(pair),
  ...more,
});
const pays = (by: TestPerson, body: object, key: string = randomUUID()): Promise<Answer> =>
  world.post(by, '/v1/payments', body, key);
const even = (by: TestPerson, other: TestPerson, pair: BetweenPair | undefined): Promise<Answer> =>
  world.post(
    by,
    `/v1/threads/${thread}/between/even`,
    { personId: other.id, currency: 'EUR', settle: settleOf(pair) },
    randomUUID(),
  );
const request = async (of: TestPerson, { id }: RequestView): Promise<RequestView> =>
  (await world.get(of, `/v1/requests/${id}`)).body as RequestView;

test('one payment of the difference settles both ways, once for its key', async () => {
  const first = await asks(ben, ana, '12.00');
  const second = await asks(ben, ana, '8.00');
  const back = await asks(ana, ben, '5.00');
  const pair = await pairOf(ana, ben);
  expect(pair).toMatchObject({ youPay: '15.00', theyPay: '0.00' });
  expect(await pairOf(ben, ana)).toMatchObject({ youPay: '0.00', theyPay: '15.00' });
  const key = randomUUID();
  const body = settling(pair, ben);
  const answer = await pays(ana, body, key);
  expect(outcome(answer)).toEqual([201]);
  expect((await pays(ana, body, key)).body).toEqual(answer.body);
  expect(await world.available(ana)).toBe('85.00');
  expect(await world.available(ben)).toBe('115.00');
  const settled = { state: 'paid', left: '0.00' };
  expect(await request(ana, first)).toMatchObject({ ...settled, paid: '7.00', setOff: '5.00' });
  expect(await request(ana, second)).toMatchObject({ ...settled, paid: '8.00', setOff: '0.00' });
  expect(await request(ben, back)).toMatchObject({ ...settled, paid: '0.00', setOff: '5.00' });
  const { messages } = await chat.page(ben, thread);
  const card = messages.find((message) => message.card?.id === back.id)?.card?.data;
  expect(card).toMatchObject({ state: 'paid', setOff: '5.00' });
  expect((await view(ana)).currencies).toEqual([]);
});

test('two who are even set all off, and no money moves', async () => {
  await asks(ben, ana, '9.00');
  const back = await asks(ana, ben, '9.00');
  const pair = await pairOf(ben, ana);
  expect(pair).toMatchObject({ youPay: '0.00', theyPay: '0.00' });
  expect(outcome(await even(ben, ana, pair))).toEqual([201]);
  expect(outcome(await even(ana, ben, pair))).toEqual([409, 'between_changed']);
  expect(await request(ben, back)).toMatchObject({ state: 'paid', setOff: '9.00', paid: '0.00' });
  expect(await world.available(ana)).toBe('100.00');
});

test('what changed meanwhile is refused, and nothing is half done', async () => {
  const first = await asks(ben, ana, '20.00');
  const back = await asks(ana, ben, '5.00');
  const pair = await pairOf(ana, ben);
  const body = settling(pair, ben);
  const refused = async (code: string, status: number, wanted: object = body): Promise<void> => {
    expect(outcome(await pays(ana, wanted))).toEqual([status, code]);
    expect(await world.available(ana)).toBe('100.00');
  };
  await refused('between_amount_differs', 400, { ...body, amount: eur('14.00') });
  await refused('between_or_request', 400, { ...body, request: { id: first.id, revision: 1 } });
  expect(outcome(await even(ana, ben, pair))).toEqual([400, 'between_amount_differs']);
  for (const settle of [
    'all',
    [],
    [null],
    [[{}]],
    [body.settle],
    [body.settle[0], body.settle[0]],
  ]) {
    const { status } = await pays(ana, { ...body, settle });
    expect([400, 404]).toContain(status);
  }
  const chloe = await world.person({ balance: '50.00' });
  const others = await chat.group([ana, ben, chloe]);
  await refused('request_unknown', 404, { ...body, threadId: others });
  await refused('request_unknown', 404, { ...body, threadId: others, payeeId: chloe.id });
  const edited = { amount: eur('6.00') };
  expect(outcome(await chat.ask(ana, 'patch', `/requests/${back.id}`, edited))).toEqual([200]);
  await refused('between_changed', 409);
  const partly = { id: back.id, revision: 2 };
  const part = { threadId: thread, payeeId: ana.id, funding: { source: 'balance' } };
  const again = settling(await pairOf(ana, ben), ben);
  expect(outcome(await pays(ben, { ...part, amount: eur('1.00'), request: partly }))).toEqual([
    201,
  ]);
  expect(outcome(await pays(ana, again))).toEqual([409, 'between_changed']);
  const third = settling(await pairOf(ana, ben), ben);
  expect(outcome(await world.post(ben, `/v1/requests/${first.id}/cancel`, {}))).toEqual([200]);
  expect(outcome(await pays(ana, third))).toEqual([409, 'between_changed']);
  expect(await request(ana, back)).toMatchObject({ state: 'open', setOff: '0.00', left: '5.00' });
});

test('a settlement that can be undone keeps its requests, and gives them back', async () => {
  const first = await asks(ben, ana, '20.00');
  const back = await asks(ana, ben, '5.00');
  const body = settling(await pairOf(ana, ben), ben, { undoSeconds: 60 });
  const sent = (await pays(ana, body)).body as PaymentView;
  expect(sent.state).toBe('sending');
  expect(await view(ana)).toMatchObject({ currencies: [], onItsWay: true });
  expect(await request(ben, back)).toMatchObject({ state: 'open', left: '0.00', setOff: '0.00' });
  const paying = { threadId: thread, payeeId: ana.id, funding: { source: 'balance' } };
  const meanwhile = { ...paying, amount: eur('5.00'), request: { id: back.id, revision: 1 } };
  expect(outcome(await pays(ben, meanwhile))).toEqual([422, 'request_amount_too_much']);
  expect(outcome(await waits.say(ana, sent.id, 'undo'))).toEqual([200]);
  expect(await request(ben, back)).toMatchObject({ state: 'open', left: '5.00' });
  expect(await request(ana, first)).toMatchObject({ state: 'open', left: '20.00' });
  // The next one goes through when its time has come.
  const again = settling(await pairOf(ana, ben), ben, { undoSeconds: 60 });
  const { id } = (await pays(ana, again)).body as PaymentView;
  await waits.overdue(id, 'sending');
  await waits.tick();
  await waits.reaches(ana, id, 'completed');
  expect(await request(ben, back)).toMatchObject({ state: 'paid', setOff: '5.00' });
  expect(await request(ana, first)).toMatchObject({ state: 'paid', paid: '15.00', setOff: '5.00' });
});

test('of a group one sees what one may see, and the fewest payments for it', async () => {
  const bills = new Bills(world);
  const chloe = await world.person({ balance: '100.00' });
  const dave = await world.person();
  await bills.among([ana, ben, chloe, dave]);
  thread = bills.thread;
  const bill = await bills.split(ana, '30.00', [ana, ben, chloe]);
  await bills.split(ben, '20.00', [ben, chloe]);
  await asks(ben, ana, '3.00');
  // Ana is asked by Ben alone, which Chloe does not see; Ben's bill is none of Ana's.
  expect((await view(chloe)).currencies).toMatchObject([
    {
      pairs: [
        { person: { id: ana.id }, youPay: '10.00' },
        { person: { id: ben.id }, youPay: '10.00' },
      ],
      members: [
        { person: { id: ana.id }, gets: '20.00' },
        { person: { id: chloe.id }, pays: '20.00' },
      ],
      proposal: { fewest: true, payments: [{ from: { id: chloe.id }, to: { id: ana.id } }] },
    },
  ]);
  expect((await view(ana)).currencies[0]?.members).toMatchObject([
    { person: { id: ana.id }, gets: '17.00' },
    { person: { id: ben.id }, pays: '7.00' },
    { person: { id: chloe.id }, pays: '10.00' },
  ]);
  expect(await view(dave)).toMatchObject({ currencies: [], onItsWay: false });
  const stranger = await world.person();
  expect(outcome(await world.get(stranger, `/v1/threads/${thread}/between`))).toEqual([
    404,
    'payment_thread_unknown',
  ]);
  // A share of a bill is set off like any other request, and the bill's card knows.
  const pair = await pairOf(ben, ana);
  expect(pair).toMatchObject({ youPay: '7.00' });
  expect(outcome(await pays(ben, settling(pair, ana)))).toEqual([201]);
  expect(await bills.card(bill, chloe)).toMatchObject({ paid: '10.00', paidCount: 1 });
});

test('both settle at once, or one settles while the other pays: one of them wins', async () => {
  for (let round = 0; round < 12; round++) {
    await world.sql('DELETE FROM shared.allowances');
    await asks(ben, ana, '4.00');
    const back = await asks(ana, ben, round % 2 === 0 ? '1.00' : '4.00');
    const pair = await pairOf(ana, ben);
    const rival =
      round % 2 === 0
        ? pays(ben, {
            ...{ threadId: thread, payeeId: ana.id, funding: { source: 'balance' } },
            ...{ amount: eur('1.00'), request: { id: back.id, revision: 1 } },
          })
        : even(ben, ana, pair);
    const mine = round % 2 === 0 ? pays(ana, settling(pair, ben)) : even(ana, ben, pair);
    const statuses = (await Promise.all([mine, rival])).map(({ status }) => status).sort();
    expect(statuses[0]).toBe(201);
    expect([409, 422]).toContain(statuses[1]);
    const left = await pairOf(ana, ben);
    if (left !== undefined) await pays(ana, settling(left, ben));
    expect((await view(ana)).currencies).toEqual([]);
  }
});
