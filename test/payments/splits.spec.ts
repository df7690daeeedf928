// Bills: divided in every way, paid share by share, grown by rounds, taken back, divided anew, and right
// in the end whoever pays at once.
import { randomUUID } from 'node:crypto';
import http from 'supertest';
import { ChangeRequest } from '../../src/payments/requests/change-request.js';
import type { RequestsPage } from '../../src/payments/requests/contract.js';
import type { SplitView } from '../../src/payments/splits/contract.js';
import { Bills } from '../support/bills.js';
import { outcome } from '../support/chatter.js';
import { secondApp } from '../support/second-app.js';
import { type TestPerson, until, World } from '../support/world.js';

let world: World;
let bills: Bills;
let ana: TestPerson;
let ben: TestPerson;
let chloe: TestPerson;
let all: TestPerson[];

beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());
beforeEach(async () => {
  bills = new Bills(world);
  ana = await world.person();
  ben = await world.person({ balance: '100.00' });
  chloe = await world.person({ balance: '100.00' });
  all = [ana, ben, chloe];
  await bills.among(all);
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const shareOf = (view: SplitView, { id }: TestPerson) =>
  view.shares.find(({ person }) => person.id === id);
const counted = ({ paidCount, owingCount }: SplitView): string =>
  `${String(paidCount)} of ${String(owingCount)}`;
const ids = (...people: TestPerson[]): string[] => people.map(({ id }) => id);

test('one card, a share each, and live how many have paid', async () => {
  const view = await bills.split(ana, '10.00', all);
  expect(view).toMatchObject({
    maker: { id: ana.id, name: ana.name },
    total: { amount: '10.00', currency: 'EUR' },
    ...{ own: '3.34', paid: '0.00', paidCount: 0, owingCount: 2 },
    rounds: [{ way: 'equally', odd: { unit: '0.01', personIds: [ana.id] } }],
  });
  expect(view.shares).toMatchObject([
    { person: { id: ben.id }, amount: '3.33', left: '3.33', state: 'open' },
    { person: { id: chloe.id }, amount: '3.33', left: '3.33', state: 'open' },
  ]);
  const { messages } = await bills.chat.page(ben, bills.thread);
  expect(messages.filter(({ card }) => card !== null)).toHaveLength(1);
  // Where open requests are listed it is among them.
  const listed = (await world.get(ben, '/v1/requests?side=received&state=open'))
    .body as RequestsPage;
  expect(listed.requests).toMatchObject([{ splitId: view.id, amount: { amount: '3.33' } }]);
  const requestId = String(listed.requests[0]?.id);
  const edited = { amount: { amount: '9.00', currency: 'EUR' } };
  expect(outcome(await bills.chat.ask(ana, 'patch', `/requests/${requestId}`, edited))).toEqual([
    409,
    'request_of_split',
  ]);

  expect(outcome(await bills.pay(view, ben, '1.00'))).toEqual([201]);
  expect(shareOf(await bills.look(view, ana), ben)).toMatchObject({ paid: '1.00', left: '2.33' });
  expect(outcome(await bills.pay(view, ben))).toEqual([201]);
  const after = await bills.look(view, chloe);
  expect(counted(after)).toBe('1 of 2');
  expect(await bills.card(view, chloe)).toMatchObject({ paid: '3.33', paidCount: 1 });
  expect(await world.available(ana)).toBe('3.33');
  expect(
    outcome(
      await world.post(
        chloe,
        `/v1/requests/${String(shareOf(after, chloe)?.request?.id)}/decline`,
        {},
      ),
    ),
  ).toEqual([200]);
  expect((await bills.card(view, ana)).shares).toMatchObject([
    { personId: ben.id, state: 'paid' },
    { personId: chloe.id, state: 'declined' },
  ]);
});

describe('rounds', () => {
  test('another round grows what is open, and asks anew whoever has paid', async () => {
    const dora = await world.person({ balance: '100.00' });
    await bills.among([...all, dora]);
    const view = await bills.split(ana, '30.00', all);
    expect(await bills.card(view, dora)).toBeUndefined();
    expect(outcome(await bills.pay(view, chloe))).toEqual([201]);
    const seen = await bills.paying(view, ben);
    const drinks = bills.body(
      '12.00',
      { way: 'equally', personIds: ids(ben, chloe, dora) },
      { title: 'Drinks' },
    );
    const added = await bills.change(ana, view, 'rounds', drinks);
    expect(outcome(added)).toEqual([201]);
    const after = added.body as SplitView;
    expect(after).toMatchObject({ total: { amount: '42.00' }, paid: '10.00', own: '10.00' });
    expect(shareOf(after, ben)).toMatchObject({ amount: '14.00', left: '14.00' });
    expect(shareOf(after, chloe)).toMatchObject({ amount: '14.00', paid: '10.00', left: '4.00' });
    expect(shareOf(after, dora)).toMatchObject({ amount: '4.00', left: '4.00' });
    // Whoever has seen the smaller one must look again.
    expect(outcome(await world.post(ben, '/v1/payments', seen, randomUUID()))).toEqual([
      409,
      'request_changed',
    ]);
    for (const person of [ben, chloe, dora]) {
      expect(outcome(await bills.pay(view, person))).toEqual([201]);
    }
    expect(await bills.card(view, dora)).toMatchObject({
      paid: '32.00',
      paidCount: 3,
      note: ['', 'Drinks'],
    });
    const dollars = { ...drinks, amount: { amount: '12.00', currency: 'USD' } };
    expect(outcome(await bills.change(ana, view, 'rounds', dollars))).toEqual([
      400,
      'split_currency_differs',
    ]);
    const emil = await world.person();
    await bills.chat.ask(ana, 'post', `/threads/${bills.thread}/participants`, {
      personIds: [emil.id],
    });
    await bills.chat.said(emil, bills.thread, 'Hello');
    const late = bills.body('12.00', { way: 'equally', personIds: ids(ben, emil) });
    const refused = await bills.change(ana, view, 'rounds', late);
    expect([...outcome(refused), refused.body.detail]).toEqual([
      422,
      'split_before_their_time',
      `${emil.name}.`,
    ]);
    expect(outcome(await bills.change(ben, view, 'rounds', drinks))).toEqual([
      403,
      'split_not_yours',
    ]);
  });

  test('whoever leaves keeps their share, and it can be divided anew among the others', async () => {
    const view = await bills.split(ana, '30.00', all);
    expect(outcome(await bills.pay(view, chloe, '4.00'))).toEqual([201]);
    await bills.chat.ask(chloe, 'post', `/threads/${bills.thread}/leave`);
    expect(shareOf(await bills.look(view, ana), chloe)).toMatchObject({
      amount: '10.00',
      state: 'open',
    });
    expect(shareOf(await bills.look(view, chloe), chloe)).toMatchObject({ left: '6.00' });
    const reopened = await bills.change(ana, view, 'reopen', { personId: chloe.id });
    expect(outcome(reopened)).toEqual([201]);
    const after = reopened.body as SplitView;
    expect(after).toMatchObject({ total: { amount: '30.00' }, own: '13.00', paid: '4.00' });
    expect(after.rounds[1]).toMatchObject({ from: { id: chloe.id }, total: '6.00' });
    expect(shareOf(after, chloe)).toMatchObject({ amount: '4.00', state: 'paid', request: null });
    expect(shareOf(after, ben)).toMatchObject({ amount: '13.00', left: '13.00' });
    expect(outcome(await bills.change(ana, view, 'reopen', { personId: chloe.id }))).toEqual([
      409,
      'split_nothing_left',
    ]);
    expect(outcome(await bills.pay(view, ben))).toEqual([201]);
    expect(counted(await bills.look(view, ana))).toBe('2 of 2');
  });
});

test('what is on its way counts, grows by a round, and comes back when it comes to nothing', async () => {
  const view = await bills.split(ana, '30.00', all);
  const bank = await world.card(ben, 'pm_card_authenticationRequired');
  const funding = { source: 'card', cardId: bank.id };
  const body = { ...(await bills.paying(view, ben)), funding };
  const begun = await world.post(ben, '/v1/payments', body, randomUUID());
  expect(begun.body).toMatchObject({ state: 'authenticating' });
  const more = bills.body('5.00', { way: 'equally', personIds: ids(ben) });
  expect(outcome(await bills.change(ana, view, 'rounds', more))).toEqual([201]);
  const share = { amount: '15.00', paid: '0.00', left: '5.00', state: 'open' };
  expect(shareOf(await bills.look(view, ben), ben)).toMatchObject(share);
  await world.delete(ben, `/v1/payments/${String(begun.body.id)}/authentication`);
  expect(shareOf(await bills.look(view, ben), ben)).toMatchObject({ ...share, left: '15.00' });
  expect(outcome(await bills.pay(view, ben))).toEqual([201]);
  expect(counted(await bills.look(view, ana))).toBe('1 of 2');
});

test('its time passes: the card says so, and what was not paid can be divided anew', async () => {
  const view = await bills.split(ana, '30.00', all);
  await world.sql(
    `UPDATE payments.requests SET created_at = now() - interval '3 hours',
            expires_at = now() - interval '1 second' WHERE split_id = $1 AND payer_id = $2`,
    [view.id, chloe.id],
  );
  await world.app.get(ChangeRequest).endThosePast();
  expect((await bills.card(view, ben)).shares).toMatchObject([
    { personId: ben.id, state: 'open' },
    { personId: chloe.id, state: 'expired', left: '0.00' },
  ]);
  const body = { personId: chloe.id, amongIds: ids(ben) };
  const after = (await bills.change(ana, view, 'reopen', body)).body as SplitView;
  expect(shareOf(after, ben)).toMatchObject({ amount: '20.00', left: '20.00' });
  expect(shareOf(after, chloe)).toMatchObject({ amount: '0.00', state: 'moved' });
  expect(counted(after)).toBe('0 of 1');
});

test('the audit sees a bill that does not add up, and a card that does not tell the truth', async () => {
  const view = await bills.split(ana, '30.00', all);
  const named = async (): Promise<string[]> =>
    (await world.faults()).map((fault) => fault.split(':')[0] ?? '');
  const shift = (by: number) =>
    world.sql(
      `UPDATE payments.split_portions SET amount = amount + $3 WHERE split_id = $1 AND person_id = $2`,
      [view.id, ben.id, by],
    );
  await shift(1);
  expect(await named()).toEqual(['B1', 'B2']);
  await shift(-1);
  const count = (paid: number) =>
    world.sql(
      `UPDATE chat.messages SET card_data = jsonb_set(card_data, '{paidCount}', to_jsonb($2::int))
        WHERE card_id = $1`,
      [view.id, paid],
    );
  await count(1);
  expect(await named()).toEqual(['B3']);
  await count(0);
});

test('what is not paid is taken back, from one or from all; what is paid stays', async () => {
  const view = await bills.split(ana, '30.00', all);
  const word = (by: TestPerson, what: string, body = {}) => bills.change(by, view, what, body);
  expect(outcome(await word(ben, 'cancel'))).toEqual([403, 'split_not_yours']);
  expect(outcome(await word(await world.person(), 'cancel'))).toEqual([404, 'split_unknown']);
  expect(outcome(await bills.pay(view, ben))).toEqual([201]);
  const once = (await word(ana, 'cancel', { personId: chloe.id })).body as SplitView;
  expect(once.shares).toMatchObject([{ state: 'paid' }, { state: 'cancelled', left: '0.00' }]);
  expect(outcome(await word(ana, 'cancel'))).toEqual([409, 'split_nothing_left']);
  expect(await world.available(ana)).toBe('10.00');
});

test('reminds those who have not paid, each as often as a request may be', async () => {
  const view = await bills.split(ana, '30.00', all);
  expect(outcome(await bills.change(ana, view, 'remind'))).toEqual([
    429,
    'request_reminded_lately',
  ]);
  await bills.age('split_id', view.id);
  expect(outcome(await bills.pay(view, ben))).toEqual([201]);
  const reminded = (await bills.change(ana, view, 'remind')).body as SplitView;
  expect(shareOf(reminded, chloe)?.request?.remindedAt).not.toBeNull();
  const told = async (person: TestPerson): Promise<string[]> => {
    const { body } = await world.get(person, '/v1/notifications');
    return (body as { notifications: { kind: string }[] }).notifications.map(({ kind }) => kind);
  };
  await until(async () => (await told(chloe)).includes('request_reminder'), 'the reminder');
  expect(await told(ben)).not.toContain('request_reminder');
  expect(outcome(await bills.change(ana, view, 'remind'))).toEqual([
    429,
    'request_reminded_lately',
  ]);
});

test('forty at once pay their shares over two processes: each once, and the count is right', async () => {
  const payers = [ben, chloe];
  for (let n = 0; n < 8; n++) payers.push(await world.person({ balance: '100.00' }));
  await bills.among([ana, ...payers]);
  const view = await bills.split(ana, '100.00', payers);
  const second = await secondApp(world);
  const bodies = await Promise.all(payers.map((payer) => bills.paying(view, payer)));
  const answers = await Promise.all(
    Array.from({ length: 40 }, async (_, index) =>
      http((index % 2 === 0 ? world.app : second).getHttpServer())
        .post('/v1/payments')
        .set('authorization', `Bearer ${String(payers[index % 10]?.token)}`)
        .set('idempotency-key', randomUUID())
        .send(bodies[index % 10]),
    ),
  );
  await second.close();
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
  expect(answers.every(({ status }) => [201, 409, 422].includes(status))).toBe(true);
  expect(counted(await bills.look(view, ana))).toBe('10 of 10');
  expect(await bills.card(view, ana)).toMatchObject({ paid: '100.00', paidCount: 10 });
  expect(await world.available(ana)).toBe('100.00');
});
