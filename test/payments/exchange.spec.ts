// Rates that two people of finance set, and a person's own money exchanged at a price they were named: both
// halves in the books, once, and a rate that is over is never used.
import type { RateView } from '../../src/payments/exchange/contract.js';
import {
  type Desk,
  endQuote,
  exchange,
  quoteIn,
  quoteOwn,
  rateBody,
  ratesDesk,
  setRate,
} from '../support/exchanging.js';
import { stand } from '../support/teller.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

let world: World;
let desk: Desk;
let ana: TestPerson;

beforeAll(async () => {
  world = await World.start();
  desk = await ratesDesk(world);
});
afterAll(() => world.stop());
beforeEach(async () => {
  await setRate(world, desk, ['EUR', 'USD', '1.0774']);
  ana = await world.person({ balance: '100.00' });
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? body.state];
const propose = (body: object, by = desk.operator): Promise<Answer> =>
  world.post(by, '/v1/finance/rates', body).then();
const decide = (id: string, word: string, by = desk.approver): Promise<Answer> =>
  world.post(by, `/v1/finance/rates/${id}/${word}`, {}).then();
const both = async (): Promise<string[]> => [
  await world.available(ana),
  await world.available(ana, 'USD'),
];

describe('a rate', () => {
  test('counts once another person has approved it', async () => {
    const { status, body } = await propose(rateBody('EUR', 'CHF', '0.9360'));
    const proposed = body as RateView;
    expect([status, proposed.state, proposed.proposedBy]).toEqual([
      201,
      'proposed',
      desk.operator.name,
    ]);
    const ask = (): Promise<Answer> => quoteOwn(world, ana, { amount: '10.00', to: 'CHF' });
    expect(outcome(await ask())).toEqual([422, 'exchange_rate_unknown']);
    const own = (await propose(rateBody('EUR', 'CHF', '0.5'))).body as RateView;
    const proposeAs = (personId: string): Promise<unknown> =>
      world.sql('UPDATE payments.rates SET proposed_by = $2 WHERE id = $1', [own.id, personId]);
    // Somebody whose role has changed since.
    await proposeAs(desk.approver.id);
    expect(outcome(await decide(own.id, 'approve'))).toEqual([403, 'rate_approver_needed']);
    await proposeAs(desk.operator.id);
    expect(outcome(await decide(own.id, 'decline'))).toEqual([200, 'declined']);
    expect(outcome(await ask())).toEqual([422, 'exchange_rate_unknown']);
    const answers = await Promise.all([
      decide(proposed.id, 'approve'),
      decide(proposed.id, 'decline', await world.person({ roles: ['finance_approver'] })),
    ]);
    expect(answers.map(({ status: each }) => each).sort()).toEqual([200, 409]);
    await setRate(world, desk, ['EUR', 'CHF', '0.9360']);
    expect(quoteIn(await ask()).payeeGets).toEqual({ amount: '9.31', currency: 'CHF' });
    const page = await world.get(desk.approver, '/v1/finance/rates?state=declined');
    expect((page.body as { rates: RateView[] }).rates.map(({ id }) => id)).toContain(own.id);
  });

  test('is never used when it is over, and the newest one hides those before it', async () => {
    const { id } = await setRate(world, desk, ['GBP', 'EUR', '1.17']);
    const ask = (): Promise<Answer> => quoteOwn(world, ana, { amount: '10.00', to: 'GBP' });
    expect(quoteIn(await ask()).exchange?.mid).toBe('0.85470085');
    await world.sql(
      `UPDATE payments.rates SET quoted_at = quoted_at - interval '2 hours',
              valid_until = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
    expect(outcome(await ask())).toEqual([503, 'exchange_rate_stale']);
  });

  test('a price never outlives its rate', async () => {
    const { id } = await setRate(world, desk, ['EUR', 'SEK', '11.2']);
    const [row] = await world.sql<{ until: Date }>(
      `UPDATE payments.rates SET valid_until = now() + interval '20 seconds' WHERE id = $1
       RETURNING valid_until AS until`,
      [id],
    );
    const quote = quoteIn(await quoteOwn(world, ana, { amount: '10.00', to: 'SEK' }));
    expect(Date.parse(quote.expiresAt)).toBe(row?.until.getTime());
  });

  test.each([
    ['a currency with itself', { counter: 'EUR' }, 'exchange_same_currency'],
    ['a currency that is not offered', { counter: 'AUD' }, 'currency_not_supported'],
    ['nothing', { rate: '0.000' }, 'rate_malformed'],
    ['an exponent', { rate: '1e3' }, 'rate_malformed'],
    ['less than nothing', { rate: '-1' }, 'rate_malformed'],
    ['one from tomorrow', { quotedAt: '2999-01-01T00:00:00Z' }, 'rate_validity_wrong'],
    ['one that is over', { validUntil: '2001-01-01T00:00:00Z' }, 'rate_validity_wrong'],
    ['one that holds for years', { validUntil: '2999-01-01T00:00:00Z' }, 'rate_validity_wrong'],
    ['no moment', { validUntil: 'soon' }, 'request_invalid'],
  ])('%s is none', async (_, wrong, code) => {
    const answer = await propose({ ...rateBody('EUR', 'USD', '1.1'), ...wrong });
    expect(outcome(answer)).toEqual([400, code]);
  });

  test('is the business of finance alone', async () => {
    expect((await propose(rateBody('EUR', 'USD', '2'), ana)).status).toBe(403);
    expect((await propose(rateBody('EUR', 'USD', '2'), desk.approver)).status).toBe(403);
    expect((await world.get(ana, '/v1/finance/rates')).status).toBe(403);
    expect(outcome(await decide('rat_none', 'approve'))).toEqual([404, 'rate_unknown']);
  });
});

describe('own money', () => {
  test('is exchanged at the price that was named: both halves, the spread, and words', async () => {
    const quote = quoteIn(await quoteOwn(world, ana, { amount: '20.00' }));
    expect(quote).toMatchObject({
      amount: { amount: '20.00', currency: 'EUR' },
      fee: { amount: '0.00', currency: 'EUR' },
      feePaidBy: 'nobody',
      payee: null,
      payeeGets: { amount: '21.44', currency: 'USD' },
      exchange: {
        rate: '1.072013',
        mid: '1.0774',
        spread: { amount: '0.10', currency: 'USD' },
        spreadPercent: '0.50',
      },
      arrival: 'at_once',
    });
    const seconds = (Date.parse(quote.expiresAt) - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(30);
    expect(seconds).toBeLessThanOrEqual(60);
    // The price holds, whatever the market does.
    await setRate(world, desk, ['EUR', 'USD', '1.5']);
    const key = 'exchange-once-0001';
    const first = await exchange(world, ana, quote.quoteId, key);
    expect(first.status).toBe(201);
    expect((await exchange(world, ana, quote.quoteId, key)).text).toBe(first.text);
    expect(await both()).toEqual(['80.00', '21.44']);
    const lines = await world.sql<{ line: string }>(
      `SELECT format('%s %s %s %s', e.template, l.side, a.code, l.amount) AS line
         FROM ledger.entries e JOIN ledger.lines l ON l.entry_id = e.id
         JOIN ledger.accounts a ON a.id = l.account_id
        WHERE split_part(e.reference, ':', 1) = $1 ORDER BY e.template, l.number`,
      [String(first.body.id)],
    );
    expect(lines.map(({ line }) => line)).toEqual([
      'P14 debit 2010 2000',
      'P14 credit 1080 2000',
      'P14b debit 1080 2154',
      'P14b credit 2010 2144',
      'P14b credit 4030 10',
    ]);
    const words = async (currency: string): Promise<unknown> =>
      (await world.get(ana, `/v1/wallet/explanation?currency=${currency}`)).body.lines[0].words;
    expect(await words('EUR')).toBe('you exchanged it for another currency');
    expect(await words('USD')).toBe('it came from another currency, exchanged');
    const { body } = await world.get(ana, '/v1/exchanges');
    expect(body.exchanges).toEqual([first.body]);
  });

  test('so that exactly an amount comes out', async () => {
    const quote = quoteIn(
      await quoteOwn(world, ana, { amount: '21.44', from: 'USD', to: 'EUR', fixed: 'received' }),
    );
    expect([quote.amount.amount, quote.payeeGets.amount]).toEqual(['20.00', '21.44']);
    await exchange(world, ana, quote.quoteId);
    expect(await both()).toEqual(['80.00', '21.44']);
  });

  test('there and back again loses the spread twice, and never gains', async () => {
    const there = quoteIn(await quoteOwn(world, ana, { amount: '100.00' }));
    await exchange(world, ana, there.quoteId);
    const { amount } = there.payeeGets;
    const back = quoteIn(await quoteOwn(world, ana, { amount, from: 'USD', to: 'EUR' }));
    await exchange(world, ana, back.quoteId);
    expect(await both()).toEqual(['99.00', '0.00']);
  });

  test('a price is used once, by whom it was named to, in time, and with money', async () => {
    const { quoteId } = quoteIn(await quoteOwn(world, ana, { amount: '60.00' }));
    const ben = await world.person({ balance: '100.00' });
    expect(outcome(await exchange(world, ben, quoteId))).toEqual([404, 'quote_unknown']);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => exchange(world, ana, quoteId)),
    );
    const codes = answers.map(({ body }) => String(body.code ?? 'done')).sort();
    expect(codes).toEqual(['done', ...Array.from({ length: 19 }, () => 'quote_used')]);
    const late = quoteIn(await quoteOwn(world, ana, { amount: '1.00' }));
    await endQuote(world, late.quoteId);
    expect(outcome(await exchange(world, ana, late.quoteId))).toEqual([422, 'quote_expired']);
    const poor = quoteIn(await quoteOwn(world, ana, { amount: '60.00' }));
    expect(outcome(await exchange(world, ana, poor.quoteId))).toEqual([422, 'insufficient_funds']);
    await world.fund(ana, '20.00');
    await stand(world, ana, 'frozen');
    expect(outcome(await exchange(world, ana, poor.quoteId))).toEqual([422, 'payer_restricted']);
    await stand(world, ana, 'open');
    expect((await exchange(world, ana, poor.quoteId)).status).toBe(201);
  });

  test.each([
    ['a currency with itself', { amount: '1.00', to: 'EUR' }, 400, 'exchange_same_currency'],
    ['one that is not offered', { amount: '1.00', to: 'AUD' }, 400, 'currency_not_supported'],
    ['too little', { amount: '1', from: 'JPY', to: 'KWD' }, 422, 'exchange_rate_unknown'],
    ['far too much', { amount: '10000.01' }, 400, 'amount_too_large'],
  ])('%s has no price', async (_, asked, status, code) => {
    expect(outcome(await quoteOwn(world, ana, asked))).toEqual([status, code]);
  });
});
