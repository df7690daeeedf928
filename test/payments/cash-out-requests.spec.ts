// Asking for a cash-out: what is refused and why, once for each key, and what a person can read of it.
import { randomUUID } from 'node:crypto';
import type { CashOutPage, CashOutQuoteView } from '../../src/payments/cash-out/contract.js';
import { draftEntry, Ledger } from '../../src/ledger/index.js';
import { Transactor } from '../../src/shared/database.js';
import {
  becomes,
  cashedOut,
  cashOut,
  payoutEnds,
  personWithBank,
  stand,
  topUp,
} from '../support/teller.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

let world: World;
let ben: TestPerson;

beforeAll(async () => {
  world = await World.start();
  await topUp(world, 100_000_00);
  ben = await personWithBank(world);
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? body.state];
const cancel = async (person: TestPerson, id: string): Promise<Answer> =>
  world.http.delete(`/v1/cash-outs/${id}`).set('authorization', `Bearer ${person.token}`);

test.each<[string, string, (ana: TestPerson) => Promise<Answer>]>([
  ['less than the least', 'cash_out_amount_too_small', (ana) => cashOut(world, ana, '0.99')],
  ['more than the most', 'cash_out_amount_too_large', (ana) => cashOut(world, ana, '5000.01')],
  ['more than there is', 'cash_out_insufficient_funds', (ana) => cashOut(world, ana, '100.01')],
  [
    'more than there is with the fee',
    'cash_out_insufficient_funds',
    (ana) => cashOut(world, ana, '100.00', { method: 'instant' }),
  ],
  [
    'another currency',
    'cash_out_currency_not_offered',
    (ana) => cashOut(world, ana, '10.00', { currency: 'USD' }),
  ],
])('%s: %s', async (_what, code, ask) => {
  const ana = await personWithBank(world);
  expect(outcome(await ask(ana))).toEqual([422, code]);
  expect(await world.available(ana)).toBe('100.00');
  // What was refused leaves nothing behind that stands in the way of the next.
  const id = await cashedOut(world, ana, '1.00', 'instant');
  await becomes(world, id, 'in_transit');
});

test('not within a day after getting back in by mail', async () => {
  const ana = await personWithBank(world);
  await world.sql(`INSERT INTO identity.cooling_off VALUES ($1, now(), now() + interval '1 day')`, [
    ana.id,
  ]);
  expect(outcome(await cashOut(world, ana, '1.00'))).toEqual([422, 'cash_out_cooling_off']);
});

test('no account, or one that is not ready', async () => {
  const ana = await world.person({ balance: '50.00' });
  expect(outcome(await cashOut(world, ana, '10.00'))).toEqual([422, 'cash_out_account_needed']);
  await world.post(ana, '/v1/payout-account/onboarding', {});
  expect(outcome(await cashOut(world, ana, '10.00'))).toEqual([422, 'cash_out_account_not_ready']);
});

test('who is frozen, or owes, cashes nothing out', async () => {
  const ana = await personWithBank(world);
  await stand(world, ana, 'frozen');
  expect(outcome(await cashOut(world, ana, '10.00'))).toEqual([422, 'cash_out_restricted']);
  await stand(world, ana, 'open');
  expect(outcome(await cashOut(world, ana, '10.00', { method: 'instant' }))).toEqual([
    201,
    'requested',
  ]);
  const owed = { name: 'user.receivable', owner: ana.id, currency: 'EUR' } as const;
  const connect = { name: 'stripe.connect', owner: ana.account, currency: 'EUR' } as const;
  const debt = draftEntry('P12m', randomUUID(), new Date(), { owed, connect }, { amount: 1n });
  await world.app.get(Transactor).run(async (tx) => {
    const books = await world.app.get(Ledger).lock(tx, [owed, connect]);
    expect(books.post(debt)).toBeUndefined();
    await world.app.get(Ledger).write(tx, books);
  });
  expect(outcome(await cashOut(world, ana, '10.00'))).toEqual([422, 'cash_out_person_owes']);
});

test('the limit of a day counts what is asked for at the same time, and not what came back', async () => {
  const ana = await personWithBank(world, { balance: '20000.00' });
  const all = await Promise.all(
    ['5000.00', '5000.00', '5000.00', '5000.00'].map((amount) => cashOut(world, ana, amount)),
  );
  const codes = all.map(outcome).map(([, code]) => code);
  expect(codes.sort()).toEqual([
    'cash_out_daily_limit',
    'cash_out_daily_limit',
    'requested',
    'requested',
  ]);
  expect(await world.available(ana)).toBe('10000.00');
  const id = String(all.find(({ status }) => status === 201)?.body.id);
  await becomes(world, id, 'in_transit');
  await payoutEnds(world, id, 'canceled');
  await becomes(world, id, 'cancelled');
  expect((await cashOut(world, ana, '5000.00')).status).toBe(201);
  expect(outcome(await cashOut(world, ana, '1.00'))).toEqual([422, 'cash_out_daily_limit']);
});

test('the same key again is the same cash-out; for something else it is refused', async () => {
  const ana = await personWithBank(world);
  const key = randomUUID();
  const [first, again] = await Promise.all([
    cashOut(world, ana, '40.00', { key }),
    cashOut(world, ana, '40.00', { key }),
  ]);
  expect(again.text).toBe(first.text);
  expect(outcome(await cashOut(world, ana, '40.01', { key }))).toEqual([
    422,
    'idempotency_key_reused',
  ]);
  const { body } = await world.get(ana, '/v1/cash-outs');
  expect((body as CashOutPage).cashOuts).toHaveLength(1);
  expect(await world.available(ana)).toBe('60.00');
  await becomes(world, String(first.body.id), 'in_transit');
});

test("the list comes in pages, and another person's is not there", async () => {
  const ana = await personWithBank(world);
  const ids = [await cashedOut(world, ana, '1.00'), await cashedOut(world, ana, '2.00')];
  const first = (await world.get(ana, '/v1/cash-outs?limit=1')).body as CashOutPage;
  expect(first.cashOuts.map(({ id }) => id)).toEqual([ids[1]]);
  const next = `/v1/cash-outs?limit=1&before=${first.next ?? ''}`;
  const second = (await world.get(ana, next)).body as CashOutPage;
  expect([second.cashOuts[0]?.id, second.next]).toEqual([ids[0], null]);
  const unknown = [404, 'cash_out_unknown'];
  expect(outcome(await world.get(ben, `/v1/cash-outs/${ids[0] ?? ''}`))).toEqual(unknown);
  expect(outcome(await cancel(ben, ids[0] ?? ''))).toEqual(unknown);
  expect(outcome(await world.get(ana, '/v1/cash-outs/csh_nothing'))).toEqual(unknown);
});

test('a quote says what both ways cost, and why one is not possible', async () => {
  const quote = async (who: TestPerson): Promise<CashOutQuoteView> =>
    (await world.get(who, '/v1/cash-outs/quote?amount=40.00&currency=EUR')).body as never;
  expect(await quote(ben)).toMatchObject({
    amount: { amount: '40.00', currency: 'EUR' },
    standard: { fee: '0.00', total: '40.00' },
    instant: { fee: '0.60', total: '40.60' },
    instantReason: null,
  });
  const stranger = await quote(await world.person());
  expect([stranger.instant, stranger.instantReason?.code]).toEqual([
    null,
    'cash_out_account_needed',
  ]);
  for (const [query, status, code] of [
    ['amount=0.50&currency=EUR', 422, 'cash_out_amount_too_small'],
    ['amount=10.00&currency=USD', 422, 'cash_out_currency_not_offered'],
    ['amount=1e3&currency=EUR', 400, 'amount_malformed'],
    ['amount=10.00', 400, 'request_invalid'],
  ] as const) {
    expect(outcome(await world.get(ben, `/v1/cash-outs/quote?${query}`))).toEqual([status, code]);
  }
});
