// Limits by how well a person is known: shown before anything is typed, exact under any hurry and
// across processes, in each currency by its own table, and counting only what did not come to nothing.
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { raiseTier } from '../../src/identity/index.js';
import type { LimitsView } from '../../src/payments/trust/contract.js';
import { Transactor } from '../../src/shared/database.js';
import { type Tier } from '../../src/shared/limits-config.js';
import { secondApp } from '../support/second-app.js';
import { sameLimits } from '../support/trust-config.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

const figures = (payment: bigint) => ({
  payment,
  day: payment * 2n,
  week: payment * 3n,
  month: payment * 4n,
});
const tables = {
  ...sameLimits(['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'JPY', 'KWD'], 1_000n).tables,
  EUR: { new: figures(10n), confirmed: figures(50n), verified: figures(100n) },
  JPY: { new: figures(1_000n), confirmed: figures(5_000n), verified: figures(10_000n) },
};
let world: World;

beforeAll(async () => {
  world = await World.start({ config: { limits: { tables } } });
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

async function pair(tier: Tier, balance: string) {
  const ana = await world.person({ balance });
  const ben = await world.person();
  await world.sql('UPDATE identity.people SET tier = $2 WHERE id = $1', [ana.id, tier]);
  return { ana, ben, thread: await world.thread([ana, ben]) };
}

async function limitsIn(person: TestPerson, currency: string) {
  const { body } = await world.get(person, '/v1/limits');
  const { tier, next, currencies } = body as LimitsView;
  return { tier, next, ...currencies.find((one) => one.currency === currency) };
}

const age = (person: TestPerson, interval: string): Promise<unknown[]> =>
  world.sql(
    `WITH p AS (UPDATE payments.payments SET created_at = created_at - $2::interval
                 WHERE payer_id = $1)
     UPDATE payments.sent_hourly SET hour = hour - $2::interval WHERE payer_id = $1`,
    [person.id, interval],
  );

const codes = (answers: readonly Answer[]): Record<string, number> => {
  const counted: Record<string, number> = {};
  for (const { body } of answers) {
    const name = String(body.state ?? body.code);
    counted[name] = (counted[name] ?? 0) + 1;
  }
  return counted;
};

test('each window refuses with what remains and what to do, and shows it before', async () => {
  const { ana, ben, thread } = await pair('new', '500.00');
  expect(await limitsIn(ana, 'EUR')).toEqual({
    tier: 'new',
    next: { tier: 'confirmed', step: 'Confirm your e-mail address to send more.' },
    currency: 'EUR',
    perPayment: '10.00',
    day: { limit: '20.00', left: '20.00' },
    week: { limit: '30.00', left: '30.00' },
    month: { limit: '40.00', left: '40.00' },
    most: '10.00',
  });
  const tooMuch = await world.send(ana, thread, '10.01');
  expect([tooMuch.status, tooMuch.body.code]).toEqual([422, 'limit_per_payment']);
  for (const amount of ['10.00', '6.00']) {
    expect((await world.send(ana, thread, amount)).status).toBe(201);
  }
  const refused = await world.send(ana, thread, '4.01');
  expect(refused.body).toMatchObject({
    code: 'limit_per_day',
    detail: 'You can still send 4.00 EUR. Confirm your e-mail address to send more.',
  });
  expect(await limitsIn(ana, 'EUR')).toMatchObject({ day: { left: '4.00' }, most: '4.00' });
  expect((await world.send(ana, thread, '4.00')).status).toBe(201);

  await age(ana, '25 hours');
  expect((await world.send(ana, thread, '10.00')).status).toBe(201);
  expect((await world.send(ana, thread, '0.01')).body.code).toBe('limit_per_week');
  await age(ana, '7 days');
  expect((await world.send(ana, thread, '10.00')).status).toBe(201);
  expect((await world.send(ana, thread, '0.01')).body.code).toBe('limit_per_month');
  await age(ana, '30 days');
  expect(await limitsIn(ana, 'EUR')).toMatchObject({ most: '10.00' });
  expect(await world.available(ben)).toBe('40.00');
});

test('each currency has its own table, and one does not use up another', async () => {
  const { ana, thread } = await pair('new', '100.00');
  await world.fund(ana, '5000', 'JPY');
  expect((await world.send(ana, thread, '1000', { currency: 'JPY' })).status).toBe(201);
  const yen = await world.send(ana, thread, '1001', { currency: 'JPY' });
  expect(yen.body).toMatchObject({ code: 'limit_per_payment' });
  expect((await world.send(ana, thread, '10.00')).status).toBe(201);
  expect(await limitsIn(ana, 'JPY')).toMatchObject({ day: { limit: '2000', left: '1000' } });
});

test('a tier is raised and never lowered; each change is on record', async () => {
  const { ana, ben, thread } = await pair('new', '500.00');
  const raise = (tier: Tier): Promise<boolean> =>
    world.app
      .get(Transactor)
      .run((tx) => raiseTier(tx, ana.id, tier, { by: 'mail', reason: 'test' }));
  expect(await raise('confirmed')).toBe(true);
  expect((await world.send(ana, thread, '50.00')).status).toBe(201);

  const riley = await world.person({ roles: ['risk_analyst'] });
  const path = `/v1/risk/people/${ana.id}/verification`;
  expect((await world.post(ben, path, { reason: 'friend' })).status).toBe(403);
  expect((await world.post(riley, path, { reason: ' ' })).status).toBe(400);
  const verified = await world.post(riley, path, { reason: 'Saw the passport' });
  expect([verified.status, verified.body]).toEqual([200, { personId: ana.id, tier: 'verified' }]);
  expect(await raise('confirmed')).toBe(false);
  expect((await limitsIn(ana, 'EUR')).tier).toBe('verified');
  expect(
    (await world.post(riley, '/v1/risk/people/usr_x/verification', { reason: 'who' })).status,
  ).toBe(404);
  const own = await world.post(riley, `/v1/risk/people/${riley.id}/verification`, {
    reason: 'It is me',
  });
  expect(own.body.code).toBe('verification_own');
  const rows = await world.sql(
    'SELECT tier, changed_by, reason FROM identity.tier_changes WHERE person_id = $1 ORDER BY changed_at',
    [ana.id],
  );
  expect(rows).toEqual([
    { tier: 'confirmed', changed_by: 'mail', reason: 'test' },
    { tier: 'verified', changed_by: riley.id, reason: 'Saw the passport' },
  ]);
});

test('a card that said no uses nothing up, one that paid does', async () => {
  const { ana, thread } = await pair('new', '0.01');
  const bad = await world.card(ana, 'pm_card_chargeCustomerFail');
  const declined = await world.send(ana, thread, '10.00', { cardId: bad.id });
  expect(declined.status).toBe(422);
  expect(await limitsIn(ana, 'EUR')).toMatchObject({ day: { left: '20.00' } });
  const good = await world.card(ana);
  expect((await world.send(ana, thread, '10.00', { cardId: good.id })).status).toBe(201);
  expect(await limitsIn(ana, 'EUR')).toMatchObject({ day: { left: '10.00' } });
});

test('sends in any hurry, over two processes, never pass the limit and reach it', async () => {
  const second = await secondApp(world);
  try {
    const { ana, ben, thread } = await pair('confirmed', '500.00');
    const amounts = Array.from({ length: 120 }, (_, index) => `${String((index % 7) + 1)}.10`);
    const over = (amount: string, index: number) =>
      index % 2 === 0
        ? world.send(ana, thread, amount)
        : request(second.getHttpServer())
            .post('/v1/payments')
            .set('authorization', `Bearer ${ana.token}`)
            .set('idempotency-key', randomUUID())
            .send({
              threadId: thread,
              amount: { amount, currency: 'EUR' },
              funding: { source: 'balance' },
            });
    const answers = await Promise.all(amounts.map(over));
    const outcome = codes(answers);
    expect(Object.keys(outcome).sort()).toEqual(['completed', 'limit_per_day']);
    const received = Number(await world.available(ben));
    expect(received).toBeLessThanOrEqual(100);
    // Whatever order they came in, less is left than the smallest that was refused last.
    expect(received).toBeGreaterThan(100 - 7.1);
    expect(await limitsIn(ana, 'EUR')).toMatchObject({
      day: { left: (100 - received).toFixed(2) },
    });
    await until(async () => (await world.faults()).length === 0, 'the books of both processes');
  } finally {
    await second.close();
  }
});

test('whoever got back in by mail sends little for a day, and cashes nothing out', async () => {
  const { ana, ben, thread } = await pair('verified', '500.00');
  await world.sql(
    `INSERT INTO identity.cooling_off VALUES ($1, now() - interval '1 hour', now() + interval '23 hours')`,
    [ana.id],
  );
  expect(await limitsIn(ana, 'EUR')).toMatchObject({ tier: 'verified', perPayment: '10.00' });
  const refused = await world.send(ana, thread, '10.01');
  expect([refused.status, refused.body.code]).toEqual([422, 'limit_per_payment']);
  expect(refused.body.detail).toContain('a day after that');
  expect((await world.send(ana, thread, '10.00')).status).toBe(201);
  await world.sql('UPDATE identity.cooling_off SET ends_at = now() WHERE person_id = $1', [ana.id]);
  expect((await world.send(ana, thread, '80.00')).status).toBe(201);
  expect(await world.available(ben)).toBe('90.00');
});
