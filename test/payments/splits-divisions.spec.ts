// How bills are divided, previewed and made alike, and what is refused: whoever cannot be asked is named and
// then nobody is; what does not add up is no division.
import { randomUUID } from 'node:crypto';
import type { SplitPreview, SplitView } from '../../src/payments/splits/contract.js';
import { Bills } from '../support/bills.js';
import { outcome } from '../support/chatter.js';
import { type TestPerson, World } from '../support/world.js';

let world: World;
let bills: Bills;
let ana: TestPerson;
let ben: TestPerson;
let chloe: TestPerson;

beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());
beforeEach(async () => {
  bills = new Bills(world);
  [ana, ben, chloe] = [await world.person(), await world.person(), await world.person()];
  await bills.among([ana, ben, chloe]);
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const ids = (...people: TestPerson[]): string[] => people.map(({ id }) => id);

test.each<[string, string, string, object, object]>([
  [
    'without me',
    '10.00',
    'EUR',
    { way: 'equally', personIds: ['ben', 'chloe'] },
    { ben: '5.00', chloe: '5.00' },
  ],
  [
    'exact amounts',
    '10.00',
    'EUR',
    {
      way: 'exactly',
      parts: [
        { personId: 'ben', value: '2.5' },
        { personId: 'chloe', value: '7.50' },
      ],
    },
    { ben: '2.50', chloe: '7.50' },
  ],
  [
    'shares, in a currency without decimals',
    '1000',
    'JPY',
    {
      way: 'shares',
      parts: [
        { personId: 'ana', value: '1' },
        { personId: 'ben', value: '1.5' },
        { personId: 'chloe', value: '0.5' },
      ],
    },
    { ana: '333', ben: '500', chloe: '167' },
  ],
  [
    'percent, in a currency with three',
    '1.001',
    'KWD',
    {
      way: 'percent',
      parts: [
        { personId: 'ben', value: '50' },
        { personId: 'ana', value: '50' },
      ],
    },
    { ben: '0.500', ana: '0.501' },
  ],
  [
    'items and a tip',
    '33.00',
    'EUR',
    {
      way: 'items',
      items: [
        { name: 'Fish', amount: '18.00', personIds: ['ana'] },
        { name: 'Wine', amount: '12.00', personIds: ['ana', 'ben'] },
      ],
    },
    { ana: '26.40', ben: '6.60' },
  ],
])(
  'is divided by %s, previewed and made alike',
  async (_way, amount, currency, named, expected) => {
    const people: Record<string, TestPerson> = { ana, ben, chloe };
    const text = JSON.stringify(named).replace(
      /"(ana|ben|chloe)"/g,
      (_, name: string) => `"${String(people[name]?.id)}"`,
    );
    const body = {
      amount: { amount, currency },
      title: 'Dinner',
      division: JSON.parse(text) as object,
    };
    const path = `/v1/threads/${bills.thread}/splits/preview`;
    const preview = (await world.post(ana, path, body)).body as SplitPreview;
    const nameOf = (id: string) => Object.keys(people).find((name) => people[name]?.id === id);
    const said = Object.fromEntries(
      preview.portions.map((one) => [nameOf(one.personId), one.amount]),
    );
    expect(said).toEqual(expected);
    expect(
      await world.sql('SELECT FROM payments.splits WHERE thread_id = $1', [bills.thread]),
    ).toEqual([]);
    const key = randomUUID();
    const first = await bills.ask(ana, body, key);
    expect(outcome(first)).toEqual([201]);
    expect((first.body as SplitView).rounds[0]?.portions).toEqual(
      expect.arrayContaining(preview.portions),
    );
    const again = await bills.ask(ana, body, key);
    expect([again.text, again.headers['idempotent-replayed']]).toEqual([first.text, 'true']);
    const other = { ...body, title: 'Drinks' };
    expect(outcome(await bills.ask(ana, other, key))).toEqual([422, 'idempotency_key_reused']);
    expect(
      await world.sql('SELECT FROM payments.splits WHERE thread_id = $1', [bills.thread]),
    ).toHaveLength(1);
  },
);

describe('who can be asked', () => {
  test('nobody who has never written, by name, and then nobody at all', async () => {
    const silent = await world.person();
    bills.thread = await bills.chat.group([ana, ben, silent]);
    for (const person of [ana, ben]) await bills.chat.said(person, bills.thread, 'Hello');
    const body = bills.body('9.00', { way: 'equally', personIds: ids(ana, ben, silent) });
    const refused = await bills.ask(ana, body);
    expect(outcome(refused)).toEqual([422, 'split_strangers']);
    expect(refused.body.detail).toContain(silent.name);
    expect(refused.body.detail).not.toContain(ben.name);
    const path = `/v1/threads/${bills.thread}/splits/preview`;
    expect(outcome(await world.post(ana, path, body))).toEqual([422, 'split_strangers']);
    expect((await world.get(ben, '/v1/requests?side=received')).body).toMatchObject({
      requests: [],
    });
    await bills.chat.said(silent, bills.thread, 'Hi');
    expect(outcome(await bills.ask(ana, body))).toEqual([201]);
  });

  test('nobody outside, nobody who is blocked, and somebody other than me', async () => {
    const dora = await world.person();
    const among = (...people: TestPerson[]) =>
      bills.body('9.00', { way: 'equally', personIds: ids(...people) });
    expect(outcome(await bills.ask(dora, among(ben)))).toEqual([404, 'payment_thread_unknown']);
    expect(outcome(await bills.ask(ana, among(ben, dora)))).toEqual([404, 'payee_not_in_thread']);
    expect(outcome(await bills.ask(ana, among(ana)))).toEqual([400, 'split_nobody_asked']);
    await world.put(ben, `/v1/blocks/${ana.id}`, {});
    const blocked = await bills.ask(ana, among(ben, chloe));
    expect([...outcome(blocked), blocked.body.detail]).toEqual([
      422,
      'payee_unavailable',
      `${ben.name}.`,
    ]);
  });

  test('not without end: thirty a day in all', async () => {
    for (let n = 0; n < 15; n++) {
      const view = await bills.split(ana, '3.00', [ben, chloe]);
      expect(outcome(await bills.change(ana, view, 'cancel'))).toEqual([200]);
    }
    const body = bills.body('4.00', { way: 'equally', personIds: ids(ben) });
    expect(outcome(await bills.ask(ana, body))).toEqual([429, 'too_many_requests']);
  });

  test('nor more than five open of one', async () => {
    for (let n = 0; n < 5; n++) await bills.split(ana, '3.00', [ben]);
    const sixth = await bills.ask(
      ana,
      bills.body('4.00', { way: 'equally', personIds: ids(ben, chloe) }),
    );
    expect([...outcome(sixth), sixth.body.detail]).toEqual([
      422,
      'requests_too_many_open',
      `${ben.name}.`,
    ]);
    expect((await world.get(chloe, '/v1/requests?side=received')).body).toMatchObject({
      requests: [],
    });
  });

  test.each<[string, object, unknown[]]>([
    [
      'amounts that do not add up',
      { way: 'exactly', parts: [{ personId: 'x', value: '8.00' }] },
      [400, 'split_amounts_differ'],
    ],
    [
      'percentages that do not',
      { way: 'percent', parts: [{ personId: 'x', value: '99.9' }] },
      [400, 'split_percent_not_whole'],
    ],
    [
      'items beyond the bill',
      { way: 'items', items: [{ name: 'Fish', amount: '9.01', personIds: ['x'] }] },
      [400, 'split_items_exceed'],
    ],
    [
      'a share of nothing',
      { way: 'shares', parts: [{ personId: 'x', value: '0' }] },
      [400, 'split_part_malformed'],
    ],
    [
      'a share that is no number',
      { way: 'shares', parts: [{ personId: 'x', value: '1e3' }] },
      [400, 'split_part_malformed'],
    ],
    ['nobody', { way: 'shares' }, [400, 'split_division_incomplete']],
    ['somebody twice', { way: 'equally', personIds: ['x', 'x'] }, [400, 'split_person_twice']],
    [
      'too small a unit',
      { way: 'exactly', parts: [{ personId: 'x', value: '9.001' }] },
      [400, 'amount_too_precise'],
    ],
    ['no way at all', { way: 'somehow' }, [400, 'request_invalid']],
  ])('a division with %s is refused', async (_what, named, expected) => {
    const text = JSON.stringify(named).replaceAll('"x"', `"${ben.id}"`);
    const division = JSON.parse(text) as never;
    expect(outcome(await bills.ask(ana, bills.body('9.00', division)))).toEqual(expected);
  });
});
