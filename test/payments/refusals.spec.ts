// Every way a send can be refused for what it asks: the status, the stable code, and that nothing is
// half done. A refusal decided inside the verb is remembered with its key; input that could not even
// be read is not, so that the same key may be used again once it is mended.
import { randomUUID } from 'node:crypto';
import { traces } from '../support/traces.js';
import { type TestPerson, World } from '../support/world.js';

type Places = Record<
  'direct' | 'group' | 'foreign' | 'ana' | 'ben' | 'stranger' | 'othersCard' | 'removedCard',
  string
>;
type Change = (of: Places) => Record<string, unknown>;

let world: World;
let ana: TestPerson;
let places: Places;

beforeAll(async () => {
  world = await World.start();
  ana = await world.person({ balance: '100.00' });
  const [ben, chloe, stranger] = [
    await world.person(),
    await world.person(),
    await world.person({ balance: '5.00' }),
  ];
  const removed = await world.card(ana, 'pm_card_mastercard');
  await world.http
    .delete(`/v1/cards/${removed.id}`)
    .set('authorization', `Bearer ${ana.token}`)
    .expect(204);
  places = {
    direct: await world.thread([ana, ben]),
    group: await world.thread([ana, ben, chloe], 'Lake weekend'),
    foreign: await world.thread([ben, stranger]),
    ana: ana.id,
    ben: ben.id,
    stranger: stranger.id,
    othersCard: (await world.card(stranger)).id,
    removedCard: removed.id,
  };
});
afterAll(() => world.stop());

const bodyWith = (change: Change): object => ({
  threadId: places.direct,
  amount: { amount: '5.00', currency: 'EUR' },
  funding: { source: 'balance' },
  ...change(places),
});

async function expectRefused(
  change: Change,
  status: number,
  code: string,
  remembered: boolean,
): Promise<void> {
  const key = randomUUID();
  const before = await traces(world);
  const available = await world.available(ana);
  const first = await world.post(ana, '/v1/payments', bodyWith(change), key);
  expect([first.status, first.body.code]).toEqual([status, code]);
  expect(first.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(await traces(world)).toEqual({ ...before, keys: before.keys + (remembered ? 1 : 0) });
  expect(await world.available(ana)).toBe(available);

  const second = await world.post(ana, '/v1/payments', bodyWith(change), key);
  expect(second.text).toBe(first.text);
  expect(second.headers['idempotent-replayed']).toBe(remembered ? 'true' : undefined);
}

const long = '9'.repeat(30);
// what                        amount           currency   code
const UNREADABLE: [string, unknown, unknown, string][] = [
  ['zero', '0.00', 'EUR', 'amount_not_positive'],
  ['minus zero', '-0.00', 'EUR', 'amount_not_positive'],
  ['a negative amount', '-5.00', 'EUR', 'amount_not_positive'],
  ['NaN', 'NaN', 'EUR', 'amount_malformed'],
  ['Infinity', 'Infinity', 'EUR', 'amount_malformed'],
  ['an exponent', '1e3', 'EUR', 'amount_malformed'],
  ['hexadecimal', '0x10', 'EUR', 'amount_malformed'],
  ['Arabic digits', '١٢', 'EUR', 'amount_malformed'],
  ['full-width digits', '５', 'EUR', 'amount_malformed'],
  ['a space before', ' 5', 'EUR', 'amount_malformed'],
  ['a line end after', '5\n', 'EUR', 'amount_malformed'],
  ['a plus sign', '+5', 'EUR', 'amount_malformed'],
  ['a decimal comma', '5,00', 'EUR', 'amount_malformed'],
  ['grouping', '1,000.00', 'EUR', 'amount_malformed'],
  ['a point without decimals', '5.', 'EUR', 'amount_malformed'],
  ['a point without units', '.5', 'EUR', 'amount_malformed'],
  ['empty text', '', 'EUR', 'amount_malformed'],
  ['a number', 5, 'EUR', 'request_invalid'],
  ['an array', ['5.00'], 'EUR', 'request_invalid'],
  ['an object', { value: '5.00' }, 'EUR', 'request_invalid'],
  ['true', true, 'EUR', 'request_invalid'],
  ['null', null, 'EUR', 'request_invalid'],
  ['no amount', undefined, 'EUR', 'request_invalid'],
  ['three decimals in EUR', '5.001', 'EUR', 'amount_too_precise'],
  ['three decimals in EUR that are zero', '5.000', 'EUR', 'amount_too_precise'],
  ['one decimal in JPY', '5.5', 'JPY', 'amount_too_precise'],
  ['a zero decimal in JPY', '5.0', 'JPY', 'amount_too_precise'],
  ['four decimals in KWD', '5.0001', 'KWD', 'amount_too_precise'],
  ['half a cent', '0.005', 'EUR', 'amount_too_precise'],
  ['more than any column takes', '10000000000000.01', 'EUR', 'amount_too_large'],
  ['30 digits', long, 'EUR', 'amount_too_large'],
  ['31 digits', `${long}9`, 'EUR', 'amount_malformed'],
  ['100 digits', '9'.repeat(100), 'EUR', 'request_invalid'],
  ['an unknown currency', '5.00', 'ABC', 'currency_unknown'],
  ['a lower-case currency', '5.00', 'eur', 'currency_unknown'],
  ['a currency of two letters', '5.00', 'EU', 'request_invalid'],
  ['a currency that is a number', '5.00', 978, 'request_invalid'],
  ['no currency', '5.00', undefined, 'request_invalid'],
];

test.each(UNREADABLE)('amount: %s', async (_what, amount, currency, code) => {
  await expectRefused(() => ({ amount: { amount, currency } }), 400, code, false);
});

const EUR = (amount: string): object => ({ amount, currency: 'EUR' });
const card = (cardId: unknown): object => ({ source: 'card', cardId });
// what, the change, status, code; these cannot be read, so nothing is remembered
const MALFORMED: [string, Change][] = [
  ['amount is text', () => ({ amount: '5.00 EUR' })],
  ['amount is a list', () => ({ amount: [EUR('5.00')] })],
  ['amount is an empty list', () => ({ amount: [] })],
  ['amount is missing', () => ({ amount: undefined })],
  ['amount has a field too many', () => ({ amount: { ...EUR('5.00'), minor: 5 } })],
  ['funding is missing', () => ({ funding: undefined })],
  ['funding is a list', ({ othersCard }) => ({ funding: [card(othersCard)] })],
  ['funding is an empty list', () => ({ funding: [] })],
  ['funding from nowhere', () => ({ funding: { source: 'credit' } })],
  ['a card without its id', () => ({ funding: { source: 'card' } })],
  ['a card whose id is null', () => ({ funding: card(null) })],
  ['a card whose id is a list', () => ({ funding: card(['crd_1']) })],
  ['no thread', () => ({ threadId: undefined })],
  ['a thread id that is a number', () => ({ threadId: 7 })],
  ['a thread id of 65 characters', () => ({ threadId: 'x'.repeat(65) })],
  ['a payee that is an object', () => ({ payeeId: { id: 'usr_1' } })],
  ['a note of 281 characters', () => ({ note: 'x'.repeat(281) })],
  ['a note that is a number', () => ({ note: 5 })],
  ['a state of its own', () => ({ state: 'completed' })],
  ['a payer of its own', ({ stranger }) => ({ payerId: stranger })],
  ['a fee of its own', () => ({ fee: EUR('-1.00') })],
  ['U+0000 in the note', () => ({ note: 'pizza\u0000' })],
  ['U+0000 in the thread id', () => ({ threadId: 'thr_\u0000' })],
  ['half a character in the note', () => ({ note: 'pizza \ud83c' })],
];

test.each(MALFORMED)('malformed: %s', async (_what, change) => {
  await expectRefused(change, 400, 'request_invalid', false);
});

const nobody = '0'.repeat(26);
const DECIDED: [string, Change, number, string][] = [
  ['an unknown thread', () => ({ threadId: `thr_${nobody}` }), 404, 'payment_thread_unknown'],
  ['a malformed thread id', () => ({ threadId: "'; --" }), 404, 'payment_thread_unknown'],
  ["strangers' thread", (of) => ({ threadId: of.foreign }), 404, 'payment_thread_unknown'],
  ['a payee not in it', (of) => ({ payeeId: of.stranger }), 404, 'payee_not_in_thread'],
  ['an unknown payee', () => ({ payeeId: `usr_${nobody}` }), 404, 'payee_not_in_thread'],
  ['the payer as payee', (of) => ({ payeeId: of.ana }), 400, 'payee_is_payer'],
  ['a group and no payee', (of) => ({ threadId: of.group }), 400, 'payee_needed'],
  ['the most and a cent', () => ({ amount: EUR('10000.01') }), 400, 'amount_too_large'],
  ['a cent too many', () => ({ amount: EUR('100.01') }), 422, 'insufficient_funds'],
  ['no such card', () => ({ funding: card(`crd_${nobody}`) }), 404, 'card_unknown'],
  ["somebody's card", (of) => ({ funding: card(of.othersCard) }), 404, 'card_unknown'],
  ['a removed card', (of) => ({ funding: card(of.removedCard) }), 404, 'card_unknown'],
  [
    'a currency that is not offered',
    () => ({ amount: { amount: '5.00', currency: 'PLN' } }),
    400,
    'currency_not_supported',
  ],
  [
    'a balance never opened',
    () => ({ amount: { amount: '1', currency: 'JPY' } }),
    422,
    'insufficient_funds',
  ],
];

test.each(DECIDED)('decided: %s', async (_what, change, status, code) => {
  await expectRefused(change, status, code, true);
});

test('the same key is free again after malformed input, and the whole balance can be sent', async () => {
  const key = randomUUID();
  const malformed = await world.send(ana, places.direct, '5,00', { key });
  expect(malformed.status).toBe(400);
  const mended = await world.send(ana, places.direct, '100.00', { key });
  expect(mended.status).toBe(201);
  expect(await world.available(ana)).toBe('0.00');
  const again = await world.send(ana, places.direct, '0.01');
  expect([again.status, again.body.code]).toEqual([422, 'insufficient_funds']);
  expect(world.simulator.requests.count('POST', '/v1/payment_intents')).toBe(0);
  expect(await world.faults()).toEqual([]);
});
