// What comes back of a top-up later: given back by the processor, by the risk team or by the person, or taken
// by its bank. Whoever added it has had the money, so what is gone is owed.
import { randomUUID } from 'node:crypto';
import type { DisputeView, FraudWarningView } from '../../src/payments/contract.js';
import { RecoverDebts } from '../../src/payments/debts/recover-debts.js';
import { add, addedBy, outcome, spend, topUpBecomes, wordsOf } from '../support/adding.js';
import { atProcessor, intentIdOf } from '../support/desk.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

let world: World;
let riley: TestPerson;
let ana: TestPerson;
let ben: TestPerson;

beforeAll(async () => {
  world = await World.start();
  riley = await world.person({ roles: ['risk_analyst', 'risk_approver'] });
});
afterAll(() => world.stop());
beforeEach(async () => {
  [ana, ben] = [await world.person(), await world.person()];
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const balances = async (): Promise<unknown> => (await world.get(ana, '/v1/wallet')).body.balances;

test('given back at the processor while it is there', async () => {
  const id = await addedBy(world, ana);
  const intent = await intentIdOf(world, id);
  await atProcessor(world, 'refunds', { payment_intent: intent, amount: '500' });
  await topUpBecomes(world, ana, id, { refunded: '5.00' });
  expect(await world.available(ana)).toBe('15.00');
  expect((await wordsOf(world, ana))[0]).toBe('money that you had added went back to your card');
});

test('given back at the processor when it is spent: a debt, which what comes in pays', async () => {
  const id = await addedBy(world, ana);
  await spend(world, ana, ben, '18.00');
  await atProcessor(world, 'refunds', { payment_intent: await intentIdOf(world, id) });
  await topUpBecomes(world, ana, id, { refunded: '20.00' });
  expect(await balances()).toMatchObject([{ available: '0.00', owed: '18.00' }]);
  await addedBy(world, ana, { amount: '30.00' });
  await world.app.get(RecoverDebts).run();
  expect(await balances()).toMatchObject([{ available: '12.00', owed: '0.00' }]);
});

test('given back by the risk team, or by the person', async () => {
  const id = await addedBy(world, ana);
  const back = (by: TestPerson, path: string, amount: string): Promise<Answer> =>
    world
      .post(
        by,
        `${path}/${id}/refunds`,
        { amount: { amount, currency: 'EUR' }, reason: 'Not wanted' },
        randomUUID(),
      )
      .then();
  expect((await back(riley, '/v1/risk/payments', '5.00')).status).toBe(202);
  expect((await back(ana, '/v1/payments', '2.00')).status).toBe(202);
  expect(outcome(await back(ben, '/v1/payments', '2.00'))).toEqual([404, 'refund_payment_unknown']);
  await topUpBecomes(world, ana, id, { refunded: '7.00' });
  await until(async () => {
    const [row] = await world.sql<{ open: number }>(
      `SELECT count(*)::int AS open FROM payments.refunds WHERE payment_id = $1 AND state <> 'succeeded'`,
      [id],
    );
    return row?.open === 0;
  }, 'both refunds');
  expect(await world.available(ana)).toBe('13.00');
});

const disputeOf = (id: string, state: DisputeView['state']): Promise<DisputeView> =>
  until(async () => {
    for (const list of ['open', 'closed']) {
      const { body } = await world.get(riley, `/v1/risk/disputes?state=${list}`);
      const { disputes } = body as { disputes: DisputeView[] };
      const found = disputes.find((each) => each.payment.id === id && each.state === state);
      if (found !== undefined) return found;
    }
    return undefined;
  }, `the dispute being ${state}`);

test('disputed as fraud while it is there, and lost: what was set aside is gone, and nothing is owed beyond', async () => {
  const id = await addedBy(world, ana, { token: 'pm_card_createDispute' });
  await topUpBecomes(world, ana, id, { dispute: 'open' });
  const { id: disputeId, held } = await disputeOf(id, 'open');
  const answer = await world.post(riley, `/v1/risk/disputes/${disputeId}/evidence`, {
    statement: 'losing_evidence',
  });
  expect(answer.status).toBeLessThan(300);
  await topUpBecomes(world, ana, id, { dispute: 'lost' });
  const owed = (20 - Number(held)).toFixed(2);
  expect(await balances()).toMatchObject([{ available: '0.00', owed }]);
});

test('disputed after it was spent, and lost: all of it is owed', async () => {
  const cardId = (await world.card(ana, 'pm_card_createDispute')).id;
  await world.control('webhooks', { mode: 'hold' });
  const id = String((await add(world, ana, cardId, '20.00')).body.id);
  await spend(world, ana, ben, '20.00');
  await world.control('webhooks', { mode: 'auto' });
  await world.control('webhooks/release', {});
  const { id: disputeId } = await disputeOf(id, 'open');
  const { body } = await world.get(riley, `/v1/risk/disputes/${disputeId}`);
  expect(JSON.stringify(body)).toContain('credited to their own balance');
  await world.post(riley, `/v1/risk/disputes/${disputeId}/evidence`, {
    statement: 'losing_evidence',
  });
  await topUpBecomes(world, ana, id, { dispute: 'lost' });
  expect(await balances()).toMatchObject([{ available: '0.00', owed: '20.00' }]);
});

test('a bank warns of fraud: it lies on the desk', async () => {
  const id = await addedBy(world, ana, { token: 'pm_card_createIssuerFraudRecord' });
  await until(async () => {
    const { body } = await world.get(riley, '/v1/risk/warnings');
    const { warnings } = body as { warnings: FraudWarningView[] };
    return warnings.find(({ payment }) => payment.id === id);
  }, 'the warning');
});
