// Saved cards: which is offered first, what becomes of one that expires, is renewed by its bank or
// taken away at the processor, which kinds are accepted, and one card that many people want to use.
import { Sweeper } from '../../src/payments/sweep/sweeper.js';
import type { SavedCardView } from '../../src/payments/cards/contract.js';
import { atProcessor, caseOf } from '../support/desk.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

let world: World;
let ana: TestPerson;

beforeAll(async () => {
  world = await World.start({
    config: {
      cards: { accepted: ['debit', 'credit'], peopleMax: 2 },
      velocity: { sendsPerTenMinutes: 1_000_000, majorPerDay: 100n },
    },
  });
});
afterAll(() => world.stop());
beforeEach(async () => {
  ana = await world.person();
});

const cardsOf = async (person: TestPerson): Promise<SavedCardView[]> =>
  ((await world.get(person, '/v1/cards')).body as { cards: SavedCardView[] }).cards;
const prefer = (person: TestPerson, id: string): Promise<Answer> =>
  world.http.put(`/v1/cards/${id}/default`).set('authorization', `Bearer ${person.token}`);
const remove = (person: TestPerson, id: string): Promise<Answer> =>
  world.http.delete(`/v1/cards/${id}`).set('authorization', `Bearer ${person.token}`);
const defaults = async (person: TestPerson): Promise<[string, boolean][]> =>
  (await cardsOf(person)).map(({ last4, isDefault }) => [last4, isDefault]);
const tokenOf = async ({ id }: SavedCardView): Promise<string> => {
  const [row] = await world.sql<{ token: string }>(
    'SELECT token FROM payments.cards WHERE id = $1',
    [id],
  );
  return String(row?.token);
};

test('the first is offered first, until another one is chosen or it is removed', async () => {
  const visa = await world.card(ana, 'pm_card_visa');
  const master = await world.card(ana, 'pm_card_mastercard');
  await world.card(ana, 'pm_card_discover');
  expect(await defaults(ana)).toEqual([
    ['4242', true],
    ['4444', false],
    ['1117', false],
  ]);
  expect((await prefer(ana, master.id)).status).toBe(204);
  expect(await defaults(ana)).toEqual([
    ['4444', true],
    ['4242', false],
    ['1117', false],
  ]);
  expect((await remove(ana, master.id)).status).toBe(204);
  expect(await defaults(ana)).toEqual([
    ['4242', true],
    ['1117', false],
  ]);
  await Promise.all([remove(ana, visa.id), prefer(ana, visa.id)]);
  expect((await defaults(ana)).filter(([, first]) => first)).toHaveLength(1);
});

test("another person's card is unknown", async () => {
  const ben = await world.person();
  const { id } = await world.card(ana, 'pm_card_jcb');
  for (const answer of [await prefer(ben, id), await remove(ben, id)]) {
    expect([answer.status, answer.body.code]).toEqual([404, 'card_unknown']);
  }
});

test('renewed by its bank: the new date is shown, and the old one is no more', async () => {
  const card = await world.card(ana, 'pm_card_amex');
  await atProcessor(world, `payment_methods/${await tokenOf(card)}`, {
    'card[exp_month]': '7',
    'card[exp_year]': '2041',
  });
  await until(async () => (await cardsOf(ana))[0]?.expiryYear === 2041, 'the renewal');
  expect((await cardsOf(ana))[0]).toMatchObject({ expiryMonth: 7, expired: false });
});

test('renewed without anybody asking: another number, the same card', async () => {
  const card = await world.card(ana, 'pm_card_visa');
  await world.control('renew', {
    payment_method: await tokenOf(card),
    exp_month: 3,
    exp_year: 2044,
    last4: '1881',
  });
  await until(async () => (await cardsOf(ana))[0]?.last4 === '1881', 'the renewal');
  expect((await cardsOf(ana))[0]).toMatchObject({ id: card.id, expiryMonth: 3, expiryYear: 2044 });
});

test('a card whose month is over is shown as expired', async () => {
  const card = await world.card(ana, 'pm_card_diners');
  await world.sql('UPDATE payments.cards SET expiry_month = 10, expiry_year = 2026 WHERE id = $1', [
    card.id,
  ]);
  expect((await cardsOf(ana))[0]).toMatchObject({ expired: true });
});

test('taken away at the processor: gone here too', async () => {
  const card = await world.card(ana, 'pm_card_unionpay');
  await atProcessor(world, `payment_methods/${await tokenOf(card)}/detach`, {});
  await until(async () => (await cardsOf(ana)).length === 0, 'the removal');
});

test('removed while the processor does not answer: it cannot pay, and the processor follows', async () => {
  const card = await world.card(ana, 'pm_card_mastercard_debit');
  const token = await tokenOf(card);
  const path = `/v1/payment_methods/${token}/detach`;
  await world.control('faults', { path, mode: 'error_500_before', times: 2 });
  expect((await remove(ana, card.id)).status).toBe(204);
  expect(await cardsOf(ana)).toEqual([]);
  await until(() => world.simulator.requests.count('POST', path) >= 2, 'both attempts');
  await until(async () => {
    await world.sql(
      `UPDATE payments.processor_calls SET lease_until = now() - interval '31 seconds'
        WHERE subject_id = $1`,
      [card.id],
    );
    await world.app.get(Sweeper).sweep();
    const method = await atProcessor(world, `payment_methods/${token}`);
    return method.customer === null;
  }, 'the processor forgetting it');
});

async function refused(person: TestPerson, token: string): Promise<unknown[]> {
  const setup = await world.post(person, '/v1/cards/setup', {});
  await world.confirmSetup(setup.body as never, token);
  const { setupIntentId } = setup.body as { setupIntentId: string };
  const { status, body } = await world.post(person, '/v1/cards', { setupIntentId });
  return [status, (body as { code?: string }).code];
}

test('a prepaid card is not accepted, and not kept at the processor either', async () => {
  expect(await refused(ana, 'pm_card_mastercard_prepaid')).toEqual([422, 'card_kind_not_accepted']);
  expect(await cardsOf(ana)).toEqual([]);
  const [customer] = await world.sql<{ id: string }>(
    'SELECT processor_id AS id FROM payments.customers WHERE person_id = $1',
    [ana.id],
  );
  const kept = await atProcessor(world, `customers/${String(customer?.id)}/payment_methods`);
  expect(kept.data).toEqual([]);
});

test('one card of many people: the third is refused, until somebody gives it up', async () => {
  const [ben, chloe] = [await world.person(), await world.person()];
  await world.card(ana, 'pm_card_fr');
  const card = await world.card(ben, 'pm_card_fr');
  expect(await refused(chloe, 'pm_card_fr')).toEqual([422, 'card_shared_too_often']);
  await world.card(ana, 'pm_card_fr');
  await remove(ben, card.id);
  await world.card(chloe, 'pm_card_fr');
});

test('a reviewer sees how many others have saved the card that pays', async () => {
  const [ben, riley] = [
    await world.person(),
    await world.person({ roles: ['risk_analyst', 'risk_approver'] }),
  ];
  await world.card(ben, 'pm_card_de');
  const { id: cardId } = await world.card(ana, 'pm_card_de');
  const sent = await world.send(ana, await world.thread([ana, ben]), '120.00', { cardId });
  expect(sent.body).toMatchObject({ state: 'held' });
  const found = await caseOf(world, riley, (sent.body as { id: string }).id);
  expect(found.cardSharedWith).toBe(1);
});
