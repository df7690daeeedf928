// Adding money from one's own card: charged once however often it is asked, limits counted for themselves,
// the bank's question answered or not, and an outcome nobody knows.
import { randomUUID } from 'node:crypto';
import type { TopUpPage, TopUpTerms } from '../../src/payments/top-ups/contract.js';
import { AuthenticateTopUp } from '../../src/payments/top-ups/authenticate-top-up.js';
import { add, addedBy, outcome, spend, topUpBecomes, topUpOf, wordsOf } from '../support/adding.js';
import { age, entriesOf, intentsOf, sweep } from '../support/card-payment.js';
import { atProcessor, intentIdOf } from '../support/desk.js';
import { stand } from '../support/teller.js';
import { sameLimits } from '../support/trust-config.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

const figures = { payment: 60n, day: 100n, week: 150n, month: 200n };
const tables = {
  ...sameLimits(['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'JPY', 'KWD'], 1_000n).tables,
  EUR: { new: figures, confirmed: figures, verified: figures },
};
let world: World;
let ana: TestPerson;
let ben: TestPerson;

beforeAll(async () => {
  world = await World.start({ config: { limits: { tables } } });
});
afterAll(() => world.stop());
beforeEach(async () => {
  await world.control('webhooks', { mode: 'auto' });
  [ana, ben] = [await world.person(), await world.person()];
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const cardOf = async (person: TestPerson, token?: string): Promise<string> =>
  (await world.card(person, token)).id;

test('added: the card is charged once, the balance has it, and the same key says so again', async () => {
  const [cardId, key] = [await cardOf(ana), randomUUID()];
  const first = await add(world, ana, cardId, '20.00', { key });
  expect(outcome(first)).toEqual([201, 'completed']);
  expect(first.body).toMatchObject({
    amount: { amount: '20.00', currency: 'EUR' },
    card: { brand: 'visa' },
    reason: null,
    refunded: null,
    dispute: null,
  });
  const again = await add(world, ana, cardId, '20.00', { key });
  expect([again.text, again.headers['idempotent-replayed']]).toEqual([first.text, 'true']);
  expect(outcome(await add(world, ana, cardId, '21.00', { key }))).toEqual([
    422,
    'idempotency_key_reused',
  ]);
  const id = String(first.body.id);
  expect(await world.available(ana)).toBe('20.00');
  expect(await entriesOf(world, id)).toEqual({ P2: 1 });
  expect(await intentsOf(world, id)).toMatchObject([{ amount_received: 2000 }]);
  expect(await wordsOf(world, ana)).toEqual(['you added money from your card']);
  const today = new Date().toISOString().slice(0, 10);
  const range = `currency=EUR&format=csv&from=${today}&to=${today}`;
  const statement = await world.get(ana, `/v1/statements?${range}`);
  expect(statement.text).toContain('you added money from your card');
  const { body } = await world.get(ana, '/v1/top-ups');
  expect((body as TopUpPage).topUps.map((each) => each.id)).toEqual([id]);
  expect(outcome(await world.get(ben, `/v1/top-ups/${id}`))).toEqual([404, 'top_up_unknown']);
});

test('its money settles at the processor as that of payments does', async () => {
  const id = await addedBy(world, ana);
  await world.sql(
    `UPDATE payments.charges SET available_on = now() - interval '1 day' WHERE payment_id = $1`,
    [id],
  );
  await until(async () => {
    await sweep(world);
    const [row] = await world.sql<{ settled: boolean }>(
      'SELECT settled_at IS NOT NULL AS settled FROM payments.charges WHERE payment_id = $1',
      [id],
    );
    return row?.settled;
  }, 'the settlement');
});

test.each([
  ['a card that is not there', 'crd_none', '20.00', 404, 'card_unknown'],
  ['too little', null, '0.99', 422, 'top_up_amount_too_small'],
  ['too much at once', null, '60.01', 422, 'top_up_limit_per_top_up'],
  ['far too much', null, '99999.00', 400, 'amount_too_large'],
])('%s is refused, and nothing was asked', async (_, given, amount, status, code) => {
  const cardId = given ?? (await cardOf(ana));
  expect(outcome(await add(world, ana, cardId, amount))).toEqual([status, code]);
  expect((await world.get(ana, '/v1/top-ups')).body.topUps).toEqual([]);
});

test("somebody else's card is no card, and a frozen account is not filled", async () => {
  const theirs = await cardOf(ben);
  expect(outcome(await add(world, ana, theirs, '20.00'))).toEqual([404, 'card_unknown']);
  const own = await cardOf(ana);
  await world.fund(ana, '1.00');
  await stand(world, ana, 'frozen');
  expect(outcome(await add(world, ana, own, '20.00'))).toEqual([422, 'top_up_restricted']);
  await stand(world, ana, 'open');
});

test('a card that says no: the answer says why, and nothing moved', async () => {
  const cardId = await cardOf(ana, 'pm_card_chargeCustomerFail');
  const answer = await add(world, ana, cardId, '20.00');
  expect(outcome(answer)).toEqual([422, 'card_declined']);
  const { topUps } = (await world.get(ana, '/v1/top-ups')).body as TopUpPage;
  expect(topUps).toMatchObject([{ state: 'failed', reason: { code: 'card_declined' } }]);
  expect(await world.available(ana)).toBe('0.00');
});

test('limits count what was added and what is under way, whatever was sent; in any hurry', async () => {
  const cardId = await cardOf(ana);
  await world.fund(ana, '60.00');
  await spend(world, ana, ben, '60.00');
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => add(world, ana, cardId, '30.00')),
  );
  const codes = answers.map(({ body }) => String(body.state ?? body.code)).sort();
  expect(codes).toEqual([
    ...Array.from({ length: 3 }, () => 'completed'),
    ...Array.from({ length: 9 }, () => 'top_up_limit_per_day'),
  ]);
  const { body } = await world.get(ana, '/v1/top-ups/terms');
  const terms = (body as { currencies: TopUpTerms[] }).currencies;
  expect(terms.find(({ currency }) => currency === 'EUR')).toMatchObject({
    least: '1.00',
    most: '10.00',
    day: { limit: '100.00', left: '10.00' },
    week: { limit: '150.00', left: '60.00' },
  });
  await world.sql(
    `UPDATE payments.top_ups SET created_at = created_at - interval '25 hours' WHERE person_id = $1`,
    [ana.id],
  );
  expect(outcome(await add(world, ana, cardId, '60.00'))).toEqual([201, 'completed']);
  expect(outcome(await add(world, ana, cardId, '1.00'))).toEqual([422, 'top_up_limit_per_week']);
  const answer = await add(world, ana, cardId, '100.00', { currency: 'USD' });
  expect(outcome(answer)).toEqual([201, 'completed']);
});

describe('its bank asks', () => {
  let id: string;
  beforeEach(async () => {
    const cardId = await cardOf(ana, 'pm_card_authenticationRequired');
    const answer = await add(world, ana, cardId, '20.00');
    expect(outcome(answer)).toEqual([202, 'authenticating']);
    id = String(answer.body.id);
  });
  const authentication = (by = ana): Promise<Answer> =>
    world.get(by, `/v1/top-ups/${id}/authentication`).then();
  const finish = (): Promise<Answer> =>
    world.post(ana, `/v1/top-ups/${id}/authentication/finish`, {}).then();
  const giveUp = (): Promise<Answer> =>
    world.delete(ana, `/v1/top-ups/${id}/authentication`).then();
  const answerBank = async (how: 'succeed' | 'fail'): Promise<void> =>
    world.control('authenticate', { intent: await intentIdOf(world, id), outcome: how });

  test('asked twice the same, answered, and added', async () => {
    const first = await authentication();
    expect(first.body.clientSecret).toMatch(/^pi_.*_secret_/);
    expect((await authentication()).body).toEqual(first.body);
    expect(outcome(await authentication(ben))).toEqual([404, 'top_up_unknown']);
    await answerBank('succeed');
    expect(outcome(await finish())).toEqual([200, 'completed']);
    expect(await world.available(ana)).toBe('20.00');
    expect(outcome(await authentication())).toEqual([409, 'top_up_not_asked']);
  });

  test('answered, and only the event says so', async () => {
    await answerBank('succeed');
    await topUpBecomes(world, ana, id, { state: 'completed' });
  });

  test('answered wrongly', async () => {
    await answerBank('fail');
    await finish();
    expect(await topUpOf(world, ana, id)).toMatchObject({
      state: 'failed',
      reason: { code: 'card_authentication_failed' },
    });
  });

  test('given up, and given up again', async () => {
    expect(outcome(await giveUp())).toEqual([200, 'failed']);
    expect(await topUpOf(world, ana, id)).toMatchObject({
      reason: { code: 'card_authentication_cancelled' },
    });
    expect(outcome(await giveUp())).toEqual([409, 'top_up_not_asked']);
  });

  test('never answered: the clock gives up, once', async () => {
    await world.sql(
      `UPDATE payments.top_ups SET authenticate_by = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
    const clock = world.app.get(AuthenticateTopUp);
    await Promise.all([clock.expire(), clock.expire()]);
    await topUpBecomes(world, ana, id, { state: 'failed' });
    expect(await topUpOf(world, ana, id)).toMatchObject({
      reason: { code: 'card_authentication_expired' },
    });
  });

  test('given up and answered at once: one end, and the money follows it', async () => {
    await Promise.all([giveUp(), answerBank('succeed').catch(() => undefined)]);
    await until(async () => {
      await sweep(world);
      return (await topUpOf(world, ana, id)).state !== 'authenticating';
    }, 'an end');
    const intent = await atProcessor(world, `payment_intents/${await intentIdOf(world, id)}`);
    const [end] = [(await topUpOf(world, ana, id)).state];
    expect([end, intent.status]).toEqual(
      intent.status === 'succeeded' ? ['completed', 'succeeded'] : ['failed', 'canceled'],
    );
  });
});

test.each([
  ['charged, the answer lost, and the event tells', 'error_500_after_effect', 'auto'],
  ['charged, answer and event lost, and the sweeper finds out', 'error_500_after_effect', 'drop'],
  ['never charged: asked again with the same key', 'error_500_before', 'drop'],
])('%s', async (_, mode, webhooks) => {
  const cardId = await cardOf(ana);
  await world.control('webhooks', { mode: webhooks });
  await world.control('faults', { path: '/v1/payment_intents', mode, times: 2 });
  const answer = await add(world, ana, cardId, '20.00');
  expect([201, 202]).toContain(answer.status);
  const id = String(answer.body.id);
  await until(async () => {
    if (webhooks === 'drop') {
      await age(world, id);
      await sweep(world);
    }
    return (await topUpOf(world, ana, id)).state === 'completed';
  }, 'the top-up');
  expect(await entriesOf(world, id)).toEqual({ P2: 1 });
  expect(await intentsOf(world, id)).toMatchObject([{ status: 'succeeded' }]);
  expect(await world.available(ana)).toBe('20.00');
});
