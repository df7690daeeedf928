// Velocity: a payer who sends unusually often, or unusually much, is held for review instead of
// refused. The count is exact however many sends arrive at once, and attempts count like payments.
import type { ReviewCaseView } from '../../src/payments/contract.js';
import { caseOf, holdOf } from '../support/desk.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

const LIMIT = 10;
let world: World;
let riley: TestPerson;

beforeAll(async () => {
  const velocity = { sendsPerTenMinutes: LIMIT, majorPerDay: 100n };
  world = await World.start({ config: { velocity } });
  riley = await world.person({ roles: ['risk_analyst', 'risk_approver'] });
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

async function pair(
  balance?: string,
): Promise<{ ana: TestPerson; ben: TestPerson; thread: string }> {
  const ana = await world.person(balance === undefined ? {} : { balance });
  const ben = await world.person();
  return { ana, ben, thread: await world.thread([ana, ben]) };
}

const states = (answers: readonly Answer[]): Record<string, number> => {
  const counted: Record<string, number> = {};
  for (const { body } of answers) {
    const state = String(body.state ?? body.code);
    counted[state] = (counted[state] ?? 0) + 1;
  }
  return counted;
};

const rules = ({ reasons }: ReviewCaseView): string[] => reasons.map(({ rule }) => rule);

// Assessments never change, so the rows of the past are written by hand.
async function age({ id }: TestPerson, interval: string): Promise<void> {
  await world.sql('ALTER TABLE fraud.assessments DISABLE TRIGGER assessments_insert_only');
  await world.sql(
    'UPDATE fraud.assessments SET occurred_at = occurred_at - $2::interval WHERE payer_id = $1',
    [id, interval],
  );
  await world.sql('ALTER TABLE fraud.assessments ENABLE TRIGGER assessments_insert_only');
}

test('of a hundred sends at once exactly the first ten complete', async () => {
  const { ana, ben, thread } = await pair('100.00');
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => world.send(ana, thread, '1.00')),
  );
  expect(states(answers)).toEqual({ completed: LIMIT, held: 100 - LIMIT });
  expect(answers.every(({ status }) => status === 201)).toBe(true);
  expect(await world.available(ben)).toBe('10.00');
  const { body } = await world.get(ana, '/v1/wallet');
  expect(body.balances).toEqual([
    { currency: 'EUR', balance: '90.00', held: '90.00', available: '0.00', owed: '0.00' },
  ]);
});

test('the eleventh send within ten minutes is held, from the balance and from a card', async () => {
  const { ana, ben, thread } = await pair('50.00');
  const card = await world.card(ana);
  for (let count = 1; count <= LIMIT; count++) {
    const options = count % 2 === 0 ? { cardId: card.id } : {};
    const sent = await world.send(ana, thread, '1.00', options);
    expect(sent.body).toMatchObject({ state: 'completed', reviewBy: null });
  }
  const balance = await world.send(ana, thread, '1.00');
  const charged = await world.send(ana, thread, '1.00', { cardId: card.id });
  for (const { status, body } of [balance, charged]) {
    expect([status, body.state]).toEqual([201, 'held']);
    const found = await caseOf(world, riley, String(body.id));
    expect(rules(found)).toEqual(['velocity_count']);
    expect(await holdOf(world, String(body.id))).toEqual(['pending']);
  }
  expect(await world.available(ben)).toBe('10.00');
  // Somebody else in the same hurry is not held for it.
  expect((await world.send(ben, thread, '1.00')).body).toMatchObject({ state: 'completed' });
});

test('more than the day allows is held; the last cent below it is not', async () => {
  const { ana, thread } = await pair('300.00');
  expect((await world.send(ana, thread, '60.00')).body.state).toBe('completed');
  expect((await world.send(ana, thread, '40.00')).body.state).toBe('completed');
  const held = await world.send(ana, thread, '0.01');
  expect(held.body.state).toBe('held');
  const found = await caseOf(world, riley, String(held.body.id));
  expect(rules(found)).toEqual(['velocity_amount']);
  expect(found.signals).toMatchObject([
    { name: 'payerSends10m', value: '3' },
    { name: 'payerAmount1d', value: '100.01 EUR' },
  ]);
  expect(found.payment).toMatchObject({ state: 'held', funding: { source: 'balance' } });
});

test('each currency has its own sum, in its own units', async () => {
  const { ana, thread } = await pair('100.00');
  await world.fund(ana, '300', 'JPY');
  await world.fund(ana, '101.000', 'KWD');
  expect((await world.send(ana, thread, '100.00')).body.state).toBe('completed');
  expect((await world.send(ana, thread, '100', { currency: 'JPY' })).body.state).toBe('completed');
  expect((await world.send(ana, thread, '1', { currency: 'JPY' })).body.state).toBe('held');
  expect((await world.send(ana, thread, '100.000', { currency: 'KWD' })).body.state).toBe(
    'completed',
  );
  expect((await world.send(ana, thread, '0.001', { currency: 'KWD' })).body.state).toBe('held');
});

test('an attempt without money counts as an attempt, its amount does not', async () => {
  const { ana, thread } = await pair('20.00');
  for (let count = 1; count < LIMIT; count++) {
    const refused = await world.send(ana, thread, '99.00');
    expect(refused.body.code).toBe('insufficient_funds');
  }
  expect((await world.send(ana, thread, '1.00')).body.state).toBe('completed');
  const held = await world.send(ana, thread, '1.00');
  expect(held.body.state).toBe('held');
  expect(rules(await caseOf(world, riley, String(held.body.id)))).toEqual(['velocity_count']);
});

test('attempts of more than ten minutes ago are forgotten by the count', async () => {
  const { ana, thread } = await pair('40.00');
  for (let count = 1; count <= LIMIT; count++) await world.send(ana, thread, '1.00');
  await age(ana, '10 minutes');
  expect((await world.send(ana, thread, '1.00')).body.state).toBe('completed');
});

test('a held send holds only what is there: the next one is refused', async () => {
  const { ana, thread } = await pair('150.00');
  expect((await world.send(ana, thread, '120.00')).body.state).toBe('held');
  const more = await world.send(ana, thread, '30.01');
  expect([more.status, more.body.code]).toEqual([422, 'insufficient_funds']);
  // A day later nobody is asked any more, and what is held is still not there.
  await age(ana, '1 day');
  const later = await world.send(ana, thread, '30.01');
  expect([later.status, later.body.code]).toEqual([422, 'insufficient_funds']);
  expect((await world.send(ana, thread, '30.00')).body.state).toBe('completed');
  expect(await world.available(ana)).toBe('0.00');
});
