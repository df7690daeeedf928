// Giving money back: by whoever received it, with what they have; by the risk team, even when it is
// spent; to the card it came from, or to the balance; and what becomes of a refund that the processor
// takes late, fails after it succeeded, or refuses.
import { randomUUID } from 'node:crypto';
import { RecoverDebts } from '../../src/payments/debts/recover-debts.js';
import { Sweeper } from '../../src/payments/sweep/sweeper.js';
import { atProcessor, intentIdOf } from '../support/desk.js';
import { traces } from '../support/traces.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

let world: World;
let riley: TestPerson;
let ana: TestPerson;
let ben: TestPerson;
let chloe: TestPerson;
let thread: string;

beforeAll(async () => {
  world = await World.start();
  riley = await world.person({ roles: ['risk_analyst', 'risk_approver'] });
});
afterAll(() => world.stop());
beforeEach(async () => {
  [ana, ben, chloe] = [await world.person(), await world.person(), await world.person()];
  thread = await world.thread([ana, ben]);
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

async function paid(amount = '20.00', token = 'pm_card_visa'): Promise<string> {
  const card = await world.card(ana, token);
  const { body } = await world.send(ana, thread, amount, { cardId: card.id });
  expect(body.state).toBe('completed');
  return String(body.id);
}

const refund = (
  by: TestPerson,
  id: string,
  amount: string | null,
  { key = randomUUID(), currency = 'EUR' } = {},
): Promise<Answer> => {
  const path = `/v1/${by === riley ? 'risk/' : ''}payments/${id}/refunds`;
  const body = {
    reason: 'A mistake',
    ...(amount === null ? {} : { amount: { amount, currency } }),
  };
  return world.post(by, path, body, key);
};
const refundsOf = async (id: string, by = ana): Promise<Record<string, string>[]> =>
  (
    (await world.get(by, `/v1/payments/${id}/refunds`)).body as {
      refunds: Record<string, string>[];
    }
  ).refunds;
const ends = (id: string, ...states: string[]): Promise<boolean> =>
  until(
    async () => {
      const found = (await refundsOf(id)).map(({ state }) => state);
      return JSON.stringify(found) === JSON.stringify(states);
    },
    `refunds ${states.join(', ')}`,
  );
const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? body.state];
const balanceOf = async (code: number, owner: string): Promise<string> => {
  const [row] = await world.sql<{ balance: string }>(
    'SELECT balance FROM ledger.accounts WHERE code = $1 AND owner = $2',
    [code, owner],
  );
  return row?.balance ?? '0';
};

test('in full, to the card: the payee has it no more, the processor takes it once', async () => {
  const id = await paid();
  const answer = await refund(ben, id, null);
  expect(outcome(answer)).toEqual([202, 'requested']);
  expect(answer.body).toMatchObject({ destination: 'card', amount: { amount: '20.00' } });
  expect(await world.available(ben)).toBe('0.00');
  await ends(id, 'succeeded');
  expect(await world.available(ana)).toBe('0.00');
  for (const person of [ana, ben]) {
    const { body } = await world.get(person, `/v1/payments/${id}`);
    expect([body.state, body.refunded]).toEqual(['completed', '20.00']);
  }
  const found = await atProcessor(world, `refunds?payment_intent=${await intentIdOf(world, id)}`);
  expect(found.data).toMatchObject([{ amount: 2000, metadata: { refund_id: answer.body.id } }]);
});

test('in parts, and never more than was paid', async () => {
  const id = await paid();
  await refund(ben, id, '5.00');
  await refund(ben, id, '14.99');
  const more = await refund(ben, id, '0.02');
  expect([outcome(more), more.body.detail]).toEqual([
    [422, 'refund_too_large'],
    '0.01 EUR are left.',
  ]);
  expect(outcome(await refund(ben, id, null))).toEqual([202, 'requested']);
  expect(outcome(await refund(ben, id, null))).toEqual([422, 'refund_too_large']);
  await ends(id, 'succeeded', 'succeeded', 'succeeded');
});

test('twenty at once of 2.00 from 20.00: ten are made', async () => {
  const id = await paid();
  const answers = await Promise.all(Array.from({ length: 20 }, () => refund(ben, id, '2.00')));
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(10);
  await until(
    async () => (await refundsOf(id)).every(({ state }) => state === 'succeeded'),
    'all of them',
  );
  expect(await world.available(ben)).toBe('0.00');
});

test('of a payment from the balance: back in the balance at once, with no call to anybody', async () => {
  await world.fund(ana, '20.00');
  const { body } = await world.send(ana, thread, '20.00');
  world.simulator.requests.clear();
  const answer = await refund(ben, String(body.id), '8.00');
  expect(outcome(answer)).toEqual([201, 'succeeded']);
  expect([await world.available(ana), await world.available(ben)]).toEqual(['8.00', '12.00']);
  expect(world.simulator.requests.entries).toEqual([]);
});

test('the same key again is the same refund; another body is refused', async () => {
  const id = await paid();
  const key = randomUUID();
  const first = await refund(ben, id, '5.00', { key });
  const again = await refund(ben, id, '5.00', { key });
  expect([again.text, again.headers['idempotent-replayed']]).toEqual([first.text, 'true']);
  expect(outcome(await refund(ben, id, '6.00', { key }))).toEqual([422, 'idempotency_key_reused']);
  await ends(id, 'succeeded');
});

test.each<[string, string, (id: string) => Promise<Answer>, unknown[]]>([
  ['the payer', 'paid', (id) => refund(ana, id, '1.00'), [403, 'refund_not_yours']],
  ['a stranger', 'paid', (id) => refund(chloe, id, '1.00'), [404, 'refund_payment_unknown']],
  [
    'another currency',
    'paid',
    (id) => refund(ben, id, '1.00', { currency: 'USD' }),
    [400, 'refund_currency_differs'],
  ],
  ['nothing', 'paid', (id) => refund(ben, id, '0.00'), [400, 'amount_not_positive']],
  [
    'no such payment',
    'paid',
    () => refund(ben, 'pay_none', '1.00'),
    [404, 'refund_payment_unknown'],
  ],
  [
    'money that is spent',
    'spent',
    (id) => refund(ben, id, '1.00'),
    [422, 'refund_insufficient_funds'],
  ],
])('%s: refused, and nothing is left of it', async (_who, how, ask, expected) => {
  const id = await paid('1.00');
  if (how === 'spent') {
    const elsewhere = await world.thread([ben, chloe]);
    expect((await world.send(ben, elsewhere, '1.00')).status).toBe(201);
  }
  const before = await traces(world);
  expect(outcome(await ask(id))).toEqual(expected);
  const after = await traces(world);
  expect({ ...after, keys: 0 }).toEqual({ ...before, keys: 0 });
});

test('by the risk team when half of it is spent: the rest is owed, and paid by what comes in', async () => {
  const id = await paid();
  const elsewhere = await world.thread([ben, chloe]);
  await world.send(ben, elsewhere, '15.00');
  expect(outcome(await refund(riley, id, null))).toEqual([202, 'requested']);
  const wallet = await world.get(ben, '/v1/wallet');
  expect(wallet.body.balances).toMatchObject([{ available: '0.00', owed: '15.00' }]);
  await ends(id, 'succeeded');
  await world.send(chloe, elsewhere, '10.00');
  await Promise.all([world.app.get(RecoverDebts).run(), world.app.get(RecoverDebts).run()]);
  const after = await world.get(ben, '/v1/wallet');
  expect(after.body.balances).toMatchObject([{ available: '0.00', owed: '5.00' }]);
  await world.fund(ben, '7.00');
  await world.app.get(RecoverDebts).run();
  const free = await world.get(ben, '/v1/wallet');
  expect(free.body.balances).toMatchObject([{ available: '2.00', owed: '0.00' }]);
});

test('a refund that is pending at first', async () => {
  const id = await paid('20.00', 'pm_card_pendingRefund');
  const { body } = await refund(ben, id, '20.00');
  await ends(id, 'pending');
  expect(await balanceOf(2050, String(body.id))).toBe('0');
  await world.control('clock', { advanceSeconds: 60 });
  await ends(id, 'succeeded');
});

test('a refund that fails after it succeeded: the payer has it in the balance', async () => {
  const id = await paid('20.00', 'pm_card_refundFail');
  await refund(ben, id, '12.00');
  await until(async () => (await refundsOf(id))[0]?.state !== 'requested', 'an answer');
  await world.control('clock', { advanceSeconds: 60 });
  await ends(id, 'failed');
  expect([await world.available(ana), await world.available(ben)]).toEqual(['12.00', '8.00']);
  const entries = await world.sql<{ template: string }>(
    `SELECT template FROM ledger.entries WHERE template LIKE 'P7%'
        AND occurred_at >= (SELECT created_at FROM payments.payments WHERE id = $1) ORDER BY 1`,
    [id],
  );
  expect(entries.map(({ template }) => template)).toEqual(['P7', 'P7a', 'P7b', 'P7c']);
});

test('made at the processor by somebody there: taken in, and the books know whose it was', async () => {
  const id = await paid();
  const intent = await intentIdOf(world, id);
  await atProcessor(world, 'refunds', { payment_intent: intent, amount: '500' });
  await ends(id, 'succeeded');
  expect(await world.available(ben)).toBe('15.00');
  const { body } = await world.get(ana, `/v1/payments/${id}`);
  expect(body.refunded).toBe('5.00');
});

test('the processor had refunded it already: taken back here, nobody pays twice', async () => {
  const id = await paid();
  await world.control('webhooks', { mode: 'drop' });
  await atProcessor(world, 'refunds', { payment_intent: await intentIdOf(world, id) });
  await refund(ben, id, null);
  await ends(id, 'withdrawn');
  expect(await world.available(ben)).toBe('20.00');
  await world.control('webhooks', { mode: 'auto' });
});

test.each(['drop_connection', 'error_500_after_effect'])(
  'a lost answer (%s): asked again, refunded once',
  async (mode) => {
    const id = await paid();
    await world.control('webhooks', { mode: 'drop' });
    await world.control('faults', { path: '/v1/refunds', mode, times: 2 });
    await refund(ben, id, null);
    await until(() => world.simulator.requests.count('POST', '/v1/refunds') >= 2, 'both attempts');
    await until(async () => {
      await world.sql(
        `UPDATE payments.processor_calls SET lease_until = now() - interval '31 seconds'
          WHERE leg = 'refund' AND concluded_at IS NULL`,
      );
      await world.app.get(Sweeper).sweep();
      return (await refundsOf(id))[0]?.state === 'succeeded';
    }, 'the sweeper');
    const found = await atProcessor(world, `refunds?payment_intent=${await intentIdOf(world, id)}`);
    expect(found.data).toHaveLength(1);
    await world.control('webhooks', { mode: 'auto' });
  },
);

test('a fault that the processor saved with the key: asked for with another, refunded once', async () => {
  const id = await paid();
  await world.control('faults', { path: '/v1/refunds', mode: 'error_500_saved', times: 2 });
  await refund(ben, id, null);
  await until(() => world.simulator.requests.count('POST', '/v1/refunds') >= 2, 'both attempts');
  await until(async () => {
    await world.sql(
      `UPDATE payments.processor_calls SET lease_until = now() - interval '31 seconds'
        WHERE leg = 'refund' AND concluded_at IS NULL`,
    );
    await world.app.get(Sweeper).sweep();
    return (await refundsOf(id))[0]?.state === 'succeeded';
  }, 'the sweeper');
  const found = await atProcessor(world, `refunds?payment_intent=${await intentIdOf(world, id)}`);
  expect(found.data).toHaveLength(1);
});
