// A balance that pays one payment whole and another in part, at the same moment: it is spent once.
import { randomUUID } from 'node:crypto';
import type { PaymentView } from '../../src/payments/contract.js';
import { World } from '../support/world.js';

let world: World;

beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

test('one balance, spent twice at the same moment, pays once: 100 rounds', async () => {
  const [ana, ben] = [await world.person({ balance: '0.01' }), await world.person()];
  const [thread, { id: cardId }] = [await world.thread([ana, ben]), await world.card(ana)];
  const body = {
    threadId: thread,
    amount: { amount: '5.00', currency: 'EUR' },
    funding: { source: 'balance_first', cardId },
  };
  for (let round = 0; round < 100; round += 1) {
    await world.fund(ana, '3.00');
    const [first, second] = await Promise.all([
      world.post(ana, '/v1/payments', body, randomUUID()),
      world.send(ana, thread, '2.50'),
    ]);
    expect(first.status).toBe(201);
    const left = Number(await world.available(ana));
    expect(left).toBeGreaterThanOrEqual(0);
    const { funding } = first.body as PaymentView;
    const own = funding?.source === 'balance_first' ? funding.fromBalance.amount : '0';
    if (second.status === 201) expect(Number(own)).toBeLessThan(1);
    else expect([second.status, second.body.code]).toEqual([422, 'insufficient_funds']);
  }
  const [total] = await world.sql<{ paid: string; own: string; charged: string }>(
    `SELECT sum(p.amount)::text AS paid, sum(p.amount) FILTER (WHERE p.card_id IS NULL)::text AS own,
            sum(c.gross)::text AS charged
       FROM payments.payments p LEFT JOIN payments.charges c ON c.payment_id = p.id
      WHERE p.payer_id = $1 AND p.state = 'completed'`,
    [ana.id],
  );
  const left = Math.round(Number(await world.available(ana)) * 100);
  expect(Number(total?.paid) + left).toBe(Number(total?.charged) + 100 * 300 + 1);
}, 120_000);
