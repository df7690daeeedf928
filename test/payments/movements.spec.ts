// Every movement of money at the processor is joined to its entry in our books, or is in suspense and
// waits for finance; nothing in between, and nothing stops the reading. In the end what the processor
// says we have is what our books say it has.
import { randomUUID } from 'node:crypto';
import type { BreakView } from '../../src/payments/inbox/contract.js';
import { ReadMovements } from '../../src/payments/movements/read-movements.js';
import { pay, readyToPay, sweepUntil } from '../support/card-payment.js';
import { atProcessor, intentIdOf } from '../support/desk.js';
import { type TestPerson, until, World } from '../support/world.js';

let world: World;
let fay: TestPerson;

beforeAll(async () => {
  world = await World.start();
  fay = await world.person({ roles: ['finance_operator'] });
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const read = (): Promise<void> => world.app.get(ReadMovements).run();

interface Joined extends Record<string, unknown> {
  id: string;
  type: string;
  entry: string | null;
  template: string | null;
  moved: string | null;
}

/** Movements with the entry they are joined to, and what it moved on the processor's accounts. */
function joined(): Promise<Joined[]> {
  return world.sql<Joined>(
    `SELECT m.id, m.type, m.entry, e.template, m.amount - m.fee AS net,
            (SELECT sum(CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END)
               FROM ledger.lines l JOIN ledger.accounts a ON a.id = l.account_id
              WHERE l.entry_id = e.id AND a.code IN (1010, 1020)) AS moved
       FROM payments.movements m LEFT JOIN ledger.entries e ON e.reference = m.entry
      ORDER BY m.occurred_at, m.id`,
  );
}

async function breaks(state = 'open'): Promise<BreakView[]> {
  const { body } = await world.get(fay, `/v1/finance/breaks?state=${state}`);
  return (body as { breaks: BreakView[] }).breaks;
}

async function move(type: string, amount: number, more: object = {}): Promise<string> {
  const before = new Set((await movementsThere()).map(({ id }) => id));
  await world.control('movements', { type, amount, ...more });
  const made = (await movementsThere()).find(({ id }) => !before.has(id));
  return String(made?.id);
}

async function movementsThere(): Promise<{ id: string; net: number; currency: string }[]> {
  const { data } = await atProcessor(world, 'balance_transactions?limit=100');
  return data as { id: string; net: number; currency: string }[];
}

async function templatesOf(movementId: string): Promise<string[]> {
  const found = await world.sql<{ template: string }>(
    `SELECT template FROM ledger.entries WHERE reference LIKE $1 || ':%' ORDER BY recorded_at, template`,
    [movementId],
  );
  return found.map(({ template }) => template);
}

/** Stripe's balance and ours, by currency, in minor units; only what is not zero. */
async function expectSameBalances(): Promise<void> {
  const { available, pending } = (await atProcessor(world, 'balance')) as Record<
    'available' | 'pending',
    { amount: number; currency: string }[]
  >;
  const theirs = new Map<string, number>();
  // What cannot be counted in our books is in a break only.
  const countable = [...available, ...pending].filter(({ currency }) => currency !== 'zzz');
  for (const { amount, currency } of countable) {
    theirs.set(currency, (theirs.get(currency) ?? 0) + amount);
  }
  const ours = await world.sql<{ currency: string; sum: string }>(
    `SELECT lower(a.currency) AS currency,
            sum(CASE l.side WHEN 'debit' THEN l.amount ELSE -l.amount END) AS sum
       FROM ledger.lines l JOIN ledger.accounts a ON a.id = l.account_id
      WHERE a.code IN (1010, 1020) GROUP BY 1`,
  );
  const sorted = (pairs: [string, number][]): [string, number][] =>
    pairs.filter(([, sum]) => sum !== 0).sort();
  expect(sorted(ours.map(({ currency, sum }) => [currency, Number(sum)]))).toEqual(
    sorted([...theirs]),
  );
}

const paid = async (token?: string, amount = '20.00') => {
  const it = await readyToPay(world, token);
  const { status, body } = await pay(it, amount);
  expect(status).toBe(201);
  return { ...it, id: String(body.id) };
};

test('charges, refunds and disputes: each movement has its entry, of the same amount', async () => {
  await paid();
  await paid('pm_card_visa', '31.37');
  const [refunded, parts, fails, lost, won] = [
    await paid(),
    await paid(),
    await paid('pm_card_refundFail'),
    await paid('pm_card_createDispute'),
    await paid('pm_card_createDisputeProductNotReceived'),
  ];
  await paid('pm_card_createDisputeInquiry');
  const giveBack = async (it: typeof refunded, amount?: string): Promise<void> => {
    const body = {
      reason: 'Not needed',
      ...(amount === undefined ? {} : { amount: { amount, currency: 'EUR' } }),
    };
    const path = `/v1/payments/${it.id}/refunds`;
    expect((await world.post(it.ben, path, body, randomUUID())).status).toBe(202);
  };
  await giveBack(refunded);
  await giveBack(parts, '5.00');
  await giveBack(parts, '7.50');
  await giveBack(fails);
  await world.control('clock', { advanceSeconds: 10 });
  for (const [it, text] of [
    [lost, 'losing_evidence'],
    [won, 'winning_evidence'],
  ] as const) {
    const intent = await intentIdOf(world, it.id);
    const { data } = await atProcessor(world, `disputes?payment_intent=${intent}`);
    const [dispute] = data as { id: string }[];
    await atProcessor(world, `disputes/${String(dispute?.id)}`, {
      'evidence[uncategorized_text]': text,
    });
  }
  await world.control('clock', { advanceSeconds: 10 });
  await until(async () => {
    await read();
    return (await joined()).every(({ entry }) => entry !== null);
  }, 'every movement having its entry');
  const found = await joined();
  for (const { moved, net } of found) expect(moved).toBe(net);
  const kinds = found.map(({ type, template }) => `${type} ${String(template)}`);
  const counts = Object.fromEntries(
    [...new Set(kinds)].sort().map((kind) => [kind, kinds.filter((each) => each === kind).length]),
  );
  expect(counts).toEqual({
    'adjustment P8': 2,
    'adjustment P8w': 1,
    'charge P2': 8,
    'refund P7a': 4,
    'refund_failure P7b': 1,
  });
  expect(await breaks()).toEqual([]);
  await expectSameBalances();
});

test("a fee of the processor's own is booked (P11)", async () => {
  const id = await move('stripe_fee', -217);
  await read();
  expect(await templatesOf(id)).toEqual(['P11']);
  expect((await joined()).find((each) => each.id === id)).toMatchObject({ moved: '-217' });
  expect(await breaks()).toEqual([]);
  await read();
  expect(await templatesOf(id)).toEqual(['P11']);
  await expectSameBalances();
});

test.each([
  ['a type nobody knows, that came', 'crypto_dividend', 4711, {}],
  ['a type nobody knows, that went', 'crypto_dividend', -815, {}],
  ['an adjustment that is no dispute', 'adjustment', -50, {}],
  ['a fee that came back', 'stripe_fee', 99, {}],
  ['a charge of nothing', 'charge', 300, {}],
  ['a type with a name no table has', 'x'.repeat(200), 1, {}],
  ['a currency we do not offer', 'crypto_dividend', 500, { currency: 'nok' }],
  ['a currency with three decimals', 'crypto_dividend', 500, { currency: 'bhd' }],
  ['a currency without decimals', 'crypto_dividend', 500, { currency: 'krw' }],
  ['a sum of many digits', 'crypto_dividend', 99_999_999_999, {}],
])('%s: in suspense, with a break, and the reading goes on', async (_what, type, amount, more) => {
  const id = await move(type, amount, more);
  const fee = await move('stripe_fee', -1);
  await read();
  expect((await breaks()).find(({ movementId }) => movementId === id)).toMatchObject({
    type,
    closedAt: null,
  });
  expect(await templatesOf(id)).toEqual(['P16']);
  expect(await templatesOf(fee)).toEqual(['P11']);
  await Promise.all([read(), read()]);
  expect(await templatesOf(id)).toEqual(['P16']);
  await expectSameBalances();
});

test('a currency in no list: a break that says what there is, and nothing in the books', async () => {
  const id = await move('crypto_dividend', 500, { currency: 'zzz' });
  await read();
  expect((await breaks()).find(({ movementId }) => movementId === id)).toMatchObject({
    net: { amount: '500', currency: 'ZZZ' },
  });
  expect(await templatesOf(id)).toEqual([]);
});

describe('a charge whose entry is not in the books', () => {
  const overdue = (): Promise<unknown> =>
    world.sql(
      `UPDATE payments.movements SET seen_at = now() - interval '11 minutes' WHERE entry IS NULL`,
    );

  /** A charge on the same account, made by somebody else. */
  const foreign = async (): Promise<string> => {
    const before = new Set((await movementsThere()).map(({ id }) => id));
    await atProcessor(world, 'payment_intents', {
      amount: '1300',
      currency: 'eur',
      payment_method: 'pm_card_visa',
      'allowed_payment_method_types[0]': 'card',
      confirm: 'true',
    });
    return String((await movementsThere()).find(({ id }) => !before.has(id))?.id);
  };

  test('that is none of ours: given time first, then in suspense with a break', async () => {
    const id = await foreign();
    await read();
    expect((await breaks()).map(({ movementId }) => movementId)).not.toContain(id);
    expect(await templatesOf(id)).toEqual([]);
    await overdue();
    await read();
    const found = (await breaks()).find(({ movementId }) => movementId === id);
    expect(found?.why).toMatch(/^no entry ch_\w+:succeeded$/);
    expect(await templatesOf(id)).toEqual(['P16']);
    await expectSameBalances();
  });

  test('that is ours, and late: suspense is cleared and the break closed (P16r)', async () => {
    await world.control('webhooks', { mode: 'drop' });
    const it = await readyToPay(world);
    await world.control('faults', {
      path: '/v1/payment_intents',
      mode: 'drop_connection',
      times: 2,
    });
    const { status, body } = await pay(it, '20.00');
    expect(status).toBe(202);
    await read();
    await overdue();
    await read();
    const mine = (await breaks())[0] as BreakView;
    expect(mine.why).toContain(':succeeded');
    await expectSameBalances();
    const path = `/v1/payments/${String(body.id)}`;
    const isDone = async (): Promise<boolean> =>
      ((await world.get(it.ana, path)).body as { state: string }).state === 'completed';
    await sweepUntil(world, String(body.id), isDone);
    await read();
    expect((await breaks()).map(({ movementId }) => movementId)).not.toContain(mine.movementId);
    const closed = (await breaks('closed')).find((one) => one.movementId === mine.movementId);
    expect(closed?.resolution).toMatch(/^recognised as ch_\w+:succeeded$/);
    expect(await templatesOf(mine.movementId)).toEqual(['P16', 'P16r']);
    expect((await joined()).find(({ id }) => id === mine.movementId)).toMatchObject({
      template: 'P2',
    });
    await expectSameBalances();
    await read();
    expect(await templatesOf(mine.movementId)).toEqual(['P16', 'P16r']);
  });
});

test("the platform's own payouts: one that failed, and an instant one with its fee", async () => {
  await world.control('clock', { advanceSeconds: 5 * 86_400 });
  const out = async (method: string): Promise<string> => {
    const form = { amount: '1000', currency: 'eur', method };
    const payout = await atProcessor(world, 'payouts', form);
    expect(payout.error).toBeUndefined();
    await read();
    await expectSameBalances();
    return String(payout.id);
  };
  await world.control('payouts', { payout: await out('standard'), status: 'failed' });
  await read();
  await expectSameBalances();
  await out('instant');
  const fees = await world.sql(
    `SELECT e.template FROM ledger.entries e JOIN payments.movements m
         ON e.reference = m.id || ':fee' WHERE m.type = 'payout'`,
  );
  expect(fees).toEqual([{ template: 'P11' }]);
  const found = (await joined()).filter(({ type }) => type.startsWith('payout'));
  expect(found.map(({ template, moved }) => `${String(template)} ${String(moved)}`).sort()).toEqual(
    ['P10 -1000', 'P10 -1000', 'P10b 1000'],
  );
});

test('only finance sees the breaks', async () => {
  expect((await world.get(await world.person(), '/v1/finance/breaks')).status).toBe(403);
});
