// The payer's bank wants to hear from the payer: they are asked, may come back to it after a reload,
// and whatever they answer, or if they never do, ends in one truth for everybody.
import { AuthenticatePayment } from '../../src/payments/authenticate-payment.js';
import { Sweeper } from '../../src/payments/sweep/sweeper.js';
import { atProcessor, caseOf, intentIdOf, say } from '../support/desk.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

let world: World;
let ana: TestPerson;
let ben: TestPerson;
let riley: TestPerson;
let thread: string;
let cardId: string;

beforeAll(async () => {
  const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 500n };
  world = await World.start({ config: { velocity } });
  [ana, ben, riley] = [
    await world.person(),
    await world.person(),
    await world.person({ roles: ['risk_analyst', 'risk_approver'] }),
  ];
  thread = await world.thread([ana, ben]);
  cardId = (await world.card(ana, 'pm_card_authenticationRequired')).id;
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

async function asked(amount = '20.00'): Promise<string> {
  const { status, body } = await world.send(ana, thread, amount, { cardId });
  expect([status, body.state]).toEqual([202, 'authenticating']);
  expect(Date.parse(String(body.authenticateBy))).toBeGreaterThan(Date.now());
  return String(body.id);
}

const authentication = (id: string, by = ana): Promise<Answer> =>
  world.get(by, `/v1/payments/${id}/authentication`);
const finish = (id: string): Promise<Answer> =>
  world.post(ana, `/v1/payments/${id}/authentication/finish`, {});
const giveUp = (id: string): Promise<Answer> =>
  world.http
    .delete(`/v1/payments/${id}/authentication`)
    .set('authorization', `Bearer ${ana.token}`);
const answerBank = async (id: string, outcome: 'succeed' | 'fail'): Promise<void> =>
  world.control('authenticate', { intent: await intentIdOf(world, id), outcome });
const stateOf = async (id: string): Promise<string> =>
  String((await world.get(ana, `/v1/payments/${id}`)).body.state);
const becomes = (id: string, state: string): Promise<boolean> =>
  until(async () => (await stateOf(id)) === state, `${id} being ${state}`);
const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? body.state];

test('asked, and the payee learns nothing; answered, and both have it', async () => {
  const id = await asked();
  expect(outcome(await world.get(ben, `/v1/payments/${id}`))).toEqual([404, 'payment_unknown']);
  const first = await authentication(id);
  const again = await authentication(id);
  expect(first.body.clientSecret).toMatch(/^pi_.*_secret_/);
  expect(again.body).toEqual(first.body);
  await answerBank(id, 'succeed');
  expect(outcome(await finish(id))).toEqual([200, 'completed']);
  expect(outcome(await world.get(ben, `/v1/payments/${id}`))).toEqual([200, 'completed']);
  const [kept] = await world.sql<{ how: string; secrets: number }>(
    `SELECT authentication AS how, (SELECT count(*)::int FROM payments.idempotency_keys
       WHERE body LIKE '%_secret_%') AS secrets FROM payments.charges WHERE payment_id = $1`,
    [id],
  );
  expect(kept).toEqual({ how: 'challenge authenticated', secrets: 0 });
});

test('answered, and only the event says so', async () => {
  const id = await asked();
  await answerBank(id, 'succeed');
  await becomes(id, 'completed');
  expect(outcome(await authentication(id))).toEqual([409, 'authentication_not_asked']);
});

test('answered wrongly: it failed, nothing was charged, and the payer is told why', async () => {
  const id = await asked();
  await answerBank(id, 'fail');
  await finish(id);
  const { body } = await world.get(ana, `/v1/payments/${id}`);
  expect(body).toMatchObject({
    state: 'failed',
    reason: { code: 'card_authentication_failed' },
    authenticateBy: null,
  });
});

test('given up by the payer', async () => {
  const id = await asked();
  expect(outcome(await giveUp(id))).toEqual([200, 'failed']);
  const { body } = await world.get(ana, `/v1/payments/${id}`);
  expect(body.reason.code).toBe('card_authentication_cancelled');
  expect(outcome(await giveUp(id))).toEqual([409, 'authentication_not_asked']);
  const intent = await atProcessor(world, `payment_intents/${await intentIdOf(world, id)}`);
  expect(intent.status).toBe('canceled');
});

test('never answered: the clock gives up', async () => {
  const id = await asked();
  await world.sql(
    `UPDATE payments.payments SET authenticate_by = now() - interval '1 second' WHERE id = $1`,
    [id],
  );
  await Promise.all([
    world.app.get(AuthenticatePayment).expire(),
    world.app.get(AuthenticatePayment).expire(),
  ]);
  await becomes(id, 'failed');
  const { body } = await world.get(ana, `/v1/payments/${id}`);
  expect(body.reason.code).toBe('card_authentication_expired');
});

test('given up and answered at once: one end, and the money follows it', async () => {
  const id = await asked();
  await Promise.all([giveUp(id), answerBank(id, 'succeed').catch(() => undefined)]);
  await world.app.get(Sweeper).sweep();
  await until(async () => (await stateOf(id)) !== 'authenticating', 'an end');
  const intent = await atProcessor(world, `payment_intents/${await intentIdOf(world, id)}`);
  expect([await stateOf(id), intent.status]).toEqual(
    intent.status === 'succeeded' ? ['completed', 'succeeded'] : ['failed', 'canceled'],
  );
});

test('held for review and asked: answered first, then decided', async () => {
  const id = await asked('600.00');
  await answerBank(id, 'succeed');
  expect(outcome(await finish(id))).toEqual([200, 'held']);
  const { id: caseId } = await caseOf(world, riley, id);
  expect((await say(world, riley, caseId, 'release')).status).toBe(200);
  await becomes(id, 'completed');
});

test('nobody else may answer, ask or give up', async () => {
  const id = await asked();
  expect(outcome(await authentication(id, ben))).toEqual([404, 'payment_unknown']);
  const theirs = await world.post(ben, `/v1/payments/${id}/authentication/finish`, {});
  expect(outcome(theirs)).toEqual([404, 'payment_unknown']);
  await giveUp(id);
});

test.each([
  ['pm_card_visa', 'completed', 'completed'],
  ['pm_card_threeDSecureOptional', 'completed', 'completed'],
  ['pm_card_authenticationRequiredOnSetup', 'authenticating', 'completed'],
  ['pm_card_threeDSecure2Required', 'authenticating', 'completed'],
  ['pm_card_authenticationRequiredChargeDeclinedInsufficientFunds', 'authenticating', 'failed'],
])('%s: %s, and in the end %s', async (token, first, end) => {
  const dora = await world.person();
  const theirs = await world.thread([dora, ben]);
  const card = await world.card(dora, token);
  const { body } = await world.send(dora, theirs, '3.00', { cardId: card.id });
  expect(body.state).toBe(first);
  const id = String(body.id);
  if (first === 'authenticating') await answerBank(id, 'succeed');
  const finished = await world.post(dora, `/v1/payments/${id}/authentication/finish`, {});
  expect(finished.body.state).toBe(end);
});

test('released after the bank let go, and the bank asks: the payer is not there, so it failed', async () => {
  const { status, body } = await world.send(ana, thread, '700.00', { cardId });
  expect([status, body.state]).toEqual([202, 'authenticating']);
  const id = String(body.id);
  await answerBank(id, 'succeed');
  await finish(id);
  await world.control('webhooks', { mode: 'drop' });
  await atProcessor(world, `payment_intents/${await intentIdOf(world, id)}/cancel`, {});
  const { id: caseId } = await caseOf(world, riley, id);
  await say(world, riley, caseId, 'release');
  await becomes(id, 'failed');
  const { body: failed } = await world.get(ana, `/v1/payments/${id}`);
  expect(failed.reason.code).toBe('card_authentication_required');
  await world.control('webhooks', { mode: 'auto' });
});
