// A send at a price that was named: bound to who, whom, where, how much and from what, used once, and with an
// exchange inside when the payee gets another currency.
import { randomUUID } from 'node:crypto';
import {
  type Desk,
  endQuote,
  quoteIn,
  quoteSend,
  ratesDesk,
  setRate,
} from '../support/exchanging.js';
import { Chatter } from '../support/chatter.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

let world: World;
let desk: Desk;
let ana: TestPerson;
let ben: TestPerson;
let thread: string;

beforeAll(async () => {
  world = await World.start({
    config: { velocity: { sendsPerTenMinutes: 1_000_000, majorPerDay: 500n } },
  });
  desk = await ratesDesk(world);
  await setRate(world, desk, ['EUR', 'USD', '1.0774']);
});
afterAll(() => world.stop());
beforeEach(async () => {
  [ana, ben] = [await world.person({ balance: '100.00' }), await world.person()];
  thread = await world.thread([ana, ben]);
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? body.state];
const quoted = async (amount = '20.00'): Promise<string> =>
  quoteIn(await quoteSend(world, ana, thread, { amount, to: 'USD' })).quoteId;
const send = (
  quoteId: string,
  change: Record<string, unknown> = {},
  by = ana,
  key: string = randomUUID(),
): Promise<Answer> => {
  const body = {
    threadId: thread,
    amount: { amount: '20.00', currency: 'EUR' },
    funding: { source: 'balance' },
    quoteId,
    ...change,
  };
  return world.post(by, '/v1/payments', body, key).then();
};
const wallets = async (): Promise<string[]> => [
  await world.available(ana),
  await world.available(ana, 'USD'),
  await world.available(ben),
  await world.available(ben, 'USD'),
];

test('the payer pays euros and the payee gets dollars, at the price that was named', async () => {
  const answer = await quoteSend(world, ana, thread, { amount: '20.00', to: 'USD' });
  const quote = quoteIn(answer);
  expect(quote).toMatchObject({
    amount: { amount: '20.00', currency: 'EUR' },
    payee: { id: ben.id, name: ben.name },
    payeeGets: { amount: '21.44', currency: 'USD' },
    exchange: { rate: '1.072013', mid: '1.0774', spreadPercent: '0.50' },
    arrival: 'at_once',
  });
  const key = randomUUID();
  const sent = await send(quote.quoteId, { note: 'Pizza' }, ana, key);
  expect(outcome(sent)).toEqual([201, 'completed']);
  expect((await send(quote.quoteId, { note: 'Pizza' }, ana, key)).text).toBe(sent.text);
  expect(await wallets()).toEqual(['80.00', '0.00', '0', '21.44'].map(zero));
  const id = String(sent.body.id);
  const payers = (await world.get(ana, `/v1/payments/${id}`)).body;
  expect(payers).toMatchObject({
    amount: { amount: '21.44', currency: 'USD' },
    exchange: { sent: { amount: '20.00', currency: 'EUR' }, rate: '1.072013', paymentId: id },
  });
  const payees = (await world.get(ben, `/v1/payments/${id}`)).body;
  expect([payees.amount.amount, payees.exchange]).toEqual(['21.44', undefined]);
  const words = async (currency: string): Promise<string[]> => {
    const { body } = await world.get(ana, `/v1/wallet/explanation?currency=${currency}`);
    return (body as { lines: { words: string }[] }).lines.map((line) => line.words);
  };
  expect((await words('EUR'))[0]).toBe(`you exchanged it to pay ${ben.name}`);
  expect(await words('USD')).toEqual([
    `you paid ${ben.name}`,
    'it came from another currency, exchanged',
  ]);
});

const zero = (amount: string): string => (amount === '0' ? '0.00' : amount);

test('so that the payee gets exactly what was asked for: a request in dollars, paid in euros', async () => {
  const chat = new Chatter(world);
  for (const person of [ana, ben]) await chat.said(person, thread, 'Hello');
  const asked = await world.post(
    ben,
    '/v1/requests',
    { threadId: thread, payerId: ana.id, amount: { amount: '21.44', currency: 'USD' } },
    randomUUID(),
  );
  const { id, revision } = asked.body as { id: string; revision: number };
  const quote = quoteIn(
    await quoteSend(world, ana, thread, {
      amount: '21.44',
      from: 'USD',
      to: 'EUR',
      fixed: 'received',
    }),
  );
  const paid = await send(quote.quoteId, { amount: quote.amount, request: { id, revision } });
  expect(outcome(paid)).toEqual([201, 'completed']);
  const { body } = await world.get(ana, `/v1/requests/${id}`);
  expect(body.state).toBe('paid');
});

test.each([
  ['another amount', () => ({ amount: { amount: '19.99', currency: 'EUR' } })],
  ['another currency', () => ({ amount: { amount: '20.00', currency: 'USD' } })],
  ['another thread', async () => ({ threadId: await world.thread([ana, await world.person()]) })],
  ['a card', async () => ({ funding: { source: 'card', cardId: (await world.card(ana)).id } })],
])('%s than was priced is refused, and nothing happens', async (_, change) => {
  const quoteId = await quoted();
  expect(outcome(await send(quoteId, await change()))).toEqual([422, 'quote_changed']);
  expect((await wallets()).slice(0, 2)).toEqual(['100.00', '0']);
  expect(outcome(await send(quoteId))).toEqual([201, 'completed']);
});

test('in a group it is for one payee', async () => {
  const chloe = await world.person();
  thread = await world.thread([ana, ben, chloe], 'Friends');
  const asked = { amount: '20.00', to: 'USD', payeeId: ben.id };
  const { quoteId } = quoteIn(await quoteSend(world, ana, thread, asked));
  expect(outcome(await send(quoteId, { payeeId: chloe.id }))).toEqual([422, 'quote_changed']);
  expect(outcome(await send(quoteId, { payeeId: ben.id }))).toEqual([201, 'completed']);
  const missing = await quoteSend(world, ana, thread, { amount: '20.00', to: 'USD' });
  expect(outcome(missing)).toEqual([400, 'payee_needed']);
});

test('it is the business of whom it was named to, and is over after its time', async () => {
  const quoteId = await quoted();
  await world.fund(ben, '100.00');
  expect(outcome(await send(quoteId, {}, ben))).toEqual([404, 'quote_unknown']);
  expect(outcome(await send('quo_none'))).toEqual([404, 'quote_unknown']);
  await endQuote(world, quoteId);
  expect(outcome(await send(quoteId))).toEqual([422, 'quote_expired']);
  expect((await wallets()).slice(0, 2)).toEqual(['100.00', '0']);
});

test('many at once: one of them pays, again and again', async () => {
  await world.fund(ana, '900.00');
  for (let round = 0; round < 12; round += 1) {
    const quoteId = await quoted();
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(quoteId)));
    const codes = answers.map(({ body }) => String(body.code ?? body.state)).sort();
    expect(codes).toEqual(['completed', ...Array.from({ length: 7 }, () => 'quote_used')]);
  }
  expect(await world.available(ana)).toBe('760.00');
  expect(await world.available(ben, 'USD')).toBe((12 * 21.44).toFixed(2));
});

test('what cannot be paid leaves the price to be used', async () => {
  const quoteId = await quoted('120.00');
  const change = { amount: { amount: '120.00', currency: 'EUR' } };
  expect(outcome(await send(quoteId, change))).toEqual([422, 'insufficient_funds']);
  await world.fund(ana, '20.00');
  expect(outcome(await send(quoteId, change))).toEqual([201, 'completed']);
  expect(await world.available(ana)).toBe('0.00');
});

test('what has to be checked first is not exchanged, and says what to do', async () => {
  await world.fund(ana, '900.00');
  const quoteId = await quoted('700.00');
  const change = { amount: { amount: '700.00', currency: 'EUR' } };
  expect(outcome(await send(quoteId, change))).toEqual([422, 'exchange_cannot_wait']);
  expect((await wallets()).slice(0, 2)).toEqual(['1000.00', '0.00']);
});

test('given back, the payer has it in the currency that the payee had', async () => {
  const { body } = await send(await quoted());
  const back = await world.post(
    ben,
    `/v1/payments/${String(body.id)}/refunds`,
    { reason: 'Too much' },
    randomUUID(),
  );
  expect(back.status).toBe(201);
  expect(await wallets()).toEqual(['80.00', '21.44', '0.00', '0.00']);
});

test('without an exchange a price is even, from a card too; a card exchanges nothing', async () => {
  const { id: cardId } = await world.card(ana);
  const even = quoteIn(await quoteSend(world, ana, thread, { amount: '20.00', cardId }));
  expect(even).toMatchObject({
    payeeGets: { amount: '20.00', currency: 'EUR' },
    exchange: null,
    arrival: 'when_card_pays',
  });
  const funding = { source: 'card', cardId };
  expect(outcome(await send(even.quoteId, { funding }))).toEqual([201, 'completed']);
  expect(outcome(await send(even.quoteId, { funding }))).toEqual([422, 'quote_used']);
  const other = await quoteSend(world, ana, thread, { amount: '20.00', to: 'USD', cardId });
  expect(outcome(other)).toEqual([422, 'exchange_from_balance_only']);
});

test('nobody is told a price for somebody they cannot pay', async () => {
  const stranger = await world.person();
  const theirs = await world.thread([ben, stranger]);
  const outside = await quoteSend(world, ana, theirs, { amount: '20.00', to: 'USD' });
  expect(outcome(outside)).toEqual([404, 'payment_thread_unknown']);
  const unknown = await quoteSend(world, ana, thread, { amount: '20.00', to: 'GBP' });
  expect(outcome(unknown)).toEqual([422, 'exchange_rate_unknown']);
});
