// Activity: what a person finds of their own, by every filter, page after page, with the balance the
// books had after each movement; and that what does not fit is refused.
import { randomUUID } from 'node:crypto';
import type { ActivityItem, ActivityPage } from '../../src/payments/records/contract.js';
import { cashedOut, personWithBank, topUp } from '../support/teller.js';
import { type TestPerson, World } from '../support/world.js';

let world: World;
let ana: TestPerson;
let ben: TestPerson;
let cleo: TestPerson;
let withBen: string;
let withCleo: string;
const ids: Record<string, string> = {};

beforeAll(async () => {
  world = await World.start();
  ana = await world.person({ balance: '500.00' });
  await world.fund(ana, '90.00', 'USD');
  ben = await world.person({ balance: '50.00' });
  cleo = await world.person({ balance: '50.00' });
  [withBen, withCleo] = [await world.thread([ana, ben]), await world.thread([ana, cleo])];
  const send = async (
    name: string,
    payer: TestPerson,
    thread: string,
    amount: string,
    rest: object = {},
  ): Promise<void> => {
    const { body } = await world.send(payer, thread, amount, rest);
    ids[name] = (body as { id: string }).id;
  };
  await send('crepes', ana, withBen, '12.50', { note: 'Crêpes à la Ménagère' });
  await send('rent', ana, withCleo, '100.00', { note: 'rent, November' });
  await send('dollars', ana, withBen, '10.00', { currency: 'USD' });
  await send('back', ben, withBen, '5.00', { note: 'CREPES again' });
  const refund = await world.post(
    cleo,
    `/v1/payments/${ids.rent ?? ''}/refunds`,
    { amount: { amount: '40.00', currency: 'EUR' }, reason: 'too much' },
    randomUUID(),
  );
  ids.refund = (refund.body as { id: string }).id;
});
afterAll(() => world.stop());

async function find(person: TestPerson, query: Record<string, string> = {}): Promise<ActivityPage> {
  const { status, body } = await world.get(
    person,
    `/v1/activity?${new URLSearchParams(query).toString()}`,
  );
  expect(status).toBe(200);
  return body as ActivityPage;
}

async function found(person: TestPerson, query: Record<string, string>): Promise<string[]> {
  const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
  return (await find(person, query)).items.map(({ id }) => names.get(id) ?? id);
}

test('everything is listed, newest first, with the balance after it', async () => {
  const { items, next } = await find(ana);
  expect(next).toBeNull();
  expect(items.map(({ kind, direction, balanceAfter }) => [kind, direction, balanceAfter])).toEqual(
    [
      ['refund', 'in', { amount: '432.50', currency: 'EUR' }],
      ['payment', 'in', { amount: '392.50', currency: 'EUR' }],
      ['payment', 'out', { amount: '80.00', currency: 'USD' }],
      ['payment', 'out', { amount: '387.50', currency: 'EUR' }],
      ['payment', 'out', { amount: '487.50', currency: 'EUR' }],
    ],
  );
  expect(await world.available(ana)).toBe('432.50');
  expect(await found(cleo, {})).toEqual(['refund', 'rent']);
  expect((await find(cleo)).items[0]).toMatchObject({
    direction: 'out',
    balanceAfter: { amount: '110.00' },
    payment: { id: ids.rent },
    refund: { reason: 'too much' },
  });
});

test.each<[Record<string, string>, string[]]>([
  [{ direction: 'in' }, ['refund', 'back']],
  [{ direction: 'out', kind: 'payment' }, ['dollars', 'rent', 'crepes']],
  [{ kind: 'refund' }, ['refund']],
  [{ state: 'open' }, []],
  [{ state: 'done', currency: 'USD' }, ['dollars']],
  [{ currency: 'EUR', min: '12.50', max: '40.00' }, ['refund', 'crepes']],
  [{ currency: 'EUR', min: '12.51', max: '39.99' }, []],
  [{ from: '2020-01-01T00:00:00Z', to: '2020-02-01T00:00:00+02:00' }, []],
  [{ q: 'crepes' }, ['back', 'crepes']],
  [{ q: 'MENAG crê' }, ['crepes']],
  [{ q: 'novem' }, ['rent']],
  [{ q: 'pizza' }, []],
  [{ q: 'rent', direction: 'in' }, []],
])('ana looks for %j', async (query, names) => {
  expect(await found(ana, query)).toEqual(names);
});

test('of one thread, and with one person', async () => {
  expect(await found(ana, { threadId: withBen })).toEqual(['back', 'dollars', 'crepes']);
  expect(await found(ana, { person: cleo.id })).toEqual(['refund', 'rent']);
  expect(await found(ben, { threadId: withCleo })).toEqual([]);
});

test('a note is found by its own two people alone, and nowhere to be read', async () => {
  expect(await found(ben, { q: 'ménagère' })).toEqual(['crepes']);
  expect(await found(cleo, { q: 'ménagère' })).toEqual([]);
  const kept = await world.sql<{ person_id: string; tokens: string[] }>(
    'SELECT person_id, tokens FROM payments.note_words WHERE payment_id = $1',
    [ids.crepes],
  );
  expect(kept.map(({ person_id }) => person_id).sort()).toEqual([ana.id, ben.id].sort());
  const [one, other] = kept;
  expect(one?.tokens.some((token) => other?.tokens.includes(token))).toBe(false);
  expect(JSON.stringify(kept)).not.toMatch(/crepes|menag/i);
});

test('a search that races another finds the same', async () => {
  await world.send(ana, withBen, '0.10', { note: 'quick quails' });
  const answers = await Promise.all(Array.from({ length: 8 }, () => found(ana, { q: 'quail' })));
  expect(answers.map((names) => names.length)).toEqual(Array.from({ length: 8 }, () => 1));
});

test('pages neither repeat nor leave out, also when money moves between them', async () => {
  const all = (await find(ana)).items.map(({ id }) => id);
  const seen: string[] = [];
  for (let before: string | null = ''; before !== null;) {
    const page: ActivityPage = await find(ana, {
      limit: '2',
      ...(before === '' ? {} : { before }),
    });
    seen.push(...page.items.map(({ id }) => id));
    before = page.next;
    await world.send(ana, withBen, '0.01');
  }
  expect(seen).toEqual(all);
});

test('a cash-out is there with its fee, and nobody is told of another’s', async () => {
  await topUp(world, 100_000_00);
  const david = await personWithBank(world);
  await cashedOut(world, david, '20.00', 'instant');
  const [item] = (await find(david, { kind: 'cash_out' })).items;
  const available = await world.available(david);
  expect(item).toMatchObject({ direction: 'out', balanceAfter: { amount: available } });
  expect((item as Extract<ActivityItem, { kind: 'cash_out' }>).cashOut.fee).toBe('0.30');
  expect((await find(ana, { kind: 'cash_out' })).items).toEqual([]);
  expect(await world.faults()).toEqual([]);
});

test.each<[string, string]>([
  ['direction=sideways', 'request_invalid'],
  ['kind=gift', 'request_invalid'],
  ['state=completed', 'request_invalid'],
  ['currency=EURO', 'request_invalid'],
  ['person=ana', 'request_invalid'],
  ['before=pay_1', 'request_invalid'],
  ['from=yesterday', 'request_invalid'],
  ['from=2026-11-01', 'request_invalid'],
  ['q=%21%21', 'request_invalid'],
  ['q=', 'request_invalid'],
  ['limit=101', 'request_invalid'],
  ['colour=red', 'request_invalid'],
  ['min=5', 'activity_amount_needs_currency'],
  ['min=5e3&currency=EUR', 'amount_malformed'],
  ['max=5.001&currency=EUR', 'amount_too_precise'],
  ['min=5&max=4&currency=EUR', 'activity_range_reversed'],
  ['from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z', 'activity_range_reversed'],
])('%s is refused as %s', async (query, code) => {
  const { status, body } = await world.get(ana, `/v1/activity?${query}`);
  expect([status, (body as { code: string }).code]).toEqual([400, code]);
});
