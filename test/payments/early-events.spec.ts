// The processor's event is faster than its answer, as it is in life; or the answer never comes. Either
// way the event is the news, the answer is no news when it comes, and there is one posting.
import { randomUUID } from 'node:crypto';
import {
  type CardPayment,
  entriesOf,
  intentsOf,
  pathOf,
  pay,
  paymentIn,
  readyToPay,
} from '../support/card-payment.js';
import { atProcessor, caseOf, intentIdOf } from '../support/desk.js';
import { type TestPerson, until, World } from '../support/world.js';

const INTENTS = '/v1/payment_intents';
const ANSWER_MS = 2000;
// Two attempts of ten seconds, and the pause between them.
const GIVEN_UP_MS = 21_000;
let world: World;
let riley: TestPerson;

beforeAll(async () => {
  const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 100n };
  world = await World.start({ config: { velocity } });
  riley = await world.person({ roles: ['risk_analyst', 'risk_approver'] });
});
afterAll(() => world.stop());
beforeEach(() => world.control('webhooks', { mode: 'auto' }));
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const early = (): Promise<void> => world.control('webhooks', { mode: 'early', ms: ANSWER_MS });
const never = (path: string): Promise<void> =>
  world.control('faults', { path, mode: 'hang', after: true, times: 2 });

const isState = (paymentId: string, state: string) => async (): Promise<boolean> =>
  (await pathOf(world, paymentId)).at(-1) === state;

/** Fails when the promise was settled before. */
async function expectOpen(promise: PromiseLike<unknown>): Promise<void> {
  const open = Symbol('open');
  expect(await Promise.race([promise, Promise.resolve(open)])).toBe(open);
}

const refund = async (it: CardPayment, paymentId: string): Promise<string> => {
  const path = `/v1/payments/${paymentId}/refunds`;
  const { body } = await world.post(it.ben, path, { reason: 'Not needed' }, randomUUID());
  return String(body.id);
};

async function expectPaidByEvent(it: CardPayment): Promise<void> {
  const answer = Promise.resolve(pay(it, '20.00'));
  const id = await paymentIn(it);
  await until(isState(id, 'completed'), 'the event being applied');
  await expectOpen(answer);
  expect(await world.available(it.ben)).toBe('20.00');
  const { status, body } = await answer;
  expect([status, body.id, body.state]).toEqual([201, id, 'completed']);
  expect(await entriesOf(world, id)).toEqual({ P2: 1, P3: 1 });
  expect(await pathOf(world, id)).toEqual(['funding', 'completed']);
  expect(await intentsOf(world, id)).toMatchObject([{ status: 'succeeded' }]);
}

/** Refunds a payment; the answer to the call takes at least `quietMs`. */
async function expectRefundedByEvent(
  it: CardPayment,
  paymentId: string,
  quietMs: number,
): Promise<void> {
  const intentId = await intentIdOf(world, paymentId);
  const from = Date.now();
  const refundId = await refund(it, paymentId);
  await until(async () => (await entriesOf(world, refundId)).P7a === 1, 'the event');
  expect(Date.now() - from).toBeLessThan(quietMs);
  // The answer to the call, or the package asking once more, adds nothing.
  await new Promise((done) => setTimeout(done, quietMs));
  expect(await entriesOf(world, refundId)).toEqual({ P7: 1, P7a: 1 });
  expect((await atProcessor(world, `refunds?payment_intent=${intentId}`)).data).toHaveLength(1);
  expect(await world.available(it.ben)).toBe('0.00');
}

test('a charge whose answer is late', async () => {
  const it = await readyToPay(world);
  await early();
  await expectPaidByEvent(it);
});

test('a charge that is declined: the event says so before the answer', async () => {
  const it = await readyToPay(world, 'pm_card_chargeCustomerFail');
  await early();
  const answer = Promise.resolve(pay(it, '20.00'));
  const id = await paymentIn(it);
  await until(isState(id, 'failed'), 'the event being applied');
  await expectOpen(answer);
  expect((await answer).body).toMatchObject({ code: 'card_declined' });
  expect(await pathOf(world, id)).toEqual(['funding', 'failed']);
});

test.each([
  ['late', early],
  ['lost', undefined],
] as const)('a capture whose answer is %s', async (_what, misbehave) => {
  const it = await readyToPay(world);
  const id = String((await pay(it, '120.00')).body.id);
  const { id: caseId } = await caseOf(world, riley, id);
  const path = `${INTENTS}/${await intentIdOf(world, id)}/capture`;
  const lost = { path, mode: 'reset', after: true, times: 2 };
  await (misbehave ?? (() => world.control('faults', lost)))();
  const released = { reason: 'Called the payer' };
  await world.post(riley, `/v1/risk/cases/${caseId}/release`, released, randomUUID());
  await until(isState(id, 'completed'), 'the event being applied');
  expect(await entriesOf(world, id)).toEqual({ P2: 1, P3: 1 });
});

test('a refund whose answer is late', async () => {
  const it = await readyToPay(world);
  const id = String((await pay(it, '20.00')).body.id);
  await early();
  await expectRefundedByEvent(it, id, ANSWER_MS);
});

test('a charge and a refund that are never answered', async () => {
  const [one, other] = [await readyToPay(world), await readyToPay(world)];
  const paid = String((await pay(other, '20.00')).body.id);
  await Promise.all([never(INTENTS), never('/v1/refunds')]);
  await Promise.all([expectPaidByEvent(one), expectRefundedByEvent(other, paid, GIVEN_UP_MS)]);
});
