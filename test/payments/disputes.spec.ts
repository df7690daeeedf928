// The payer's bank questions a charge: an inquiry moves no money, a chargeback takes it and a fee, what
// the payee still has is set aside, and the verdict gives it back or takes it for good. The risk team
// answers once, with what our own records say; warnings come before disputes.
import { randomUUID } from 'node:crypto';
import type {
  DisputeDetailView,
  DisputeView,
  FraudWarningView,
} from '../../src/payments/contract.js';
import { intentIdOf } from '../support/desk.js';
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

/** A payment of 20.00 by a card whose charges are disputed like this. */
async function paid(token = 'pm_card_createDisputeProductNotReceived'): Promise<string> {
  const card = await world.card(ana, token);
  const { body } = await world.send(ana, thread, '20.00', { cardId: card.id, note: 'Concert' });
  expect(body.state).toBe('completed');
  return String(body.id);
}

async function disputeOf(paymentId: string): Promise<DisputeView> {
  return until(async () => {
    for (const state of ['open', 'closed']) {
      const { body } = await world.get(riley, `/v1/risk/disputes?state=${state}`);
      const { disputes } = body as { disputes: DisputeView[] };
      const found = disputes.find(({ payment }) => payment.id === paymentId);
      if (found !== undefined) return found;
    }
    return undefined;
  }, `a dispute of ${paymentId}`);
}
const becomes = (paymentId: string, state: string): Promise<DisputeView> =>
  until(async () => {
    const dispute = await disputeOf(paymentId);
    return dispute.state === state ? dispute : undefined;
  }, `the dispute being ${state}`);
const contest = (id: string, statement: string): Promise<Answer> =>
  world.post(riley, `/v1/risk/disputes/${id}/evidence`, { statement });
const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? body.state];
const balance = async (code: number, owner = ''): Promise<number> => {
  const [row] = await world.sql<{ net: string }>(
    `SELECT coalesce(sum(CASE WHEN l.side = a.normal_side THEN l.amount ELSE -l.amount END), 0) AS net
       FROM ledger.lines l JOIN ledger.accounts a ON a.id = l.account_id
      WHERE a.code = $1 AND a.owner LIKE $2 || '%'`,
    [code, owner],
  );
  return Number(row?.net);
};
const seenBy = async (person: TestPerson, id: string): Promise<unknown> =>
  (await world.get(person, `/v1/payments/${id}`)).body.dispute;

test('a chargeback that is won: set aside, answered, given back; the fee stays', async () => {
  const fees = await balance(5020);
  const id = await paid();
  const opened = await becomes(id, 'open');
  expect(opened).toMatchObject({
    withdrawn: '20.00',
    fee: '20.00',
    held: '20.00',
    answeredAt: null,
  });
  expect([await world.available(ben), await balance(2020, ben.id)]).toEqual(['0.00', 2000]);
  expect([await seenBy(ana, id), await seenBy(ben, id)]).toEqual(['open', 'open']);
  expect(outcome(await contest(opened.id, 'winning_evidence'))).toEqual([202, 'open']);
  await becomes(id, 'won');
  expect([await world.available(ben), await balance(2020, ben.id)]).toEqual(['20.00', 0]);
  expect(await seenBy(ben, id)).toBe('won');
  expect((await balance(5020)) - fees).toBe(2000);
});

test('a chargeback that is lost, with the money gone: the payee owes it', async () => {
  const id = await paid('pm_card_visa');
  const elsewhere = await world.thread([ben, chloe]);
  await world.send(ben, elsewhere, '15.00');
  await dispute(id, 'needs_response', 'product_not_received');
  const opened = await becomes(id, 'open');
  expect(opened.held).toBe('5.00');
  await contest(opened.id, 'losing_evidence');
  await becomes(id, 'lost');
  const { body } = await world.get(ben, '/v1/wallet');
  expect(body.balances).toMatchObject([{ available: '0.00', owed: '15.00' }]);
});

test('lost as fraud: what is gone is the loss of the platform, not of the payee', async () => {
  const losses = await balance(5030);
  const id = await paid('pm_card_visa');
  const elsewhere = await world.thread([ben, chloe]);
  await world.send(ben, elsewhere, '15.00');
  await dispute(id, 'needs_response', 'fraudulent');
  const opened = await becomes(id, 'open');
  expect(outcome(await world.post(riley, `/v1/risk/disputes/${opened.id}/concede`, {}))).toEqual([
    202,
    'open',
  ]);
  await becomes(id, 'lost');
  expect((await balance(5030)) - losses).toBe(1500);
  const { body } = await world.get(ben, '/v1/wallet');
  expect(body.balances).toMatchObject([{ available: '0.00', owed: '0.00' }]);
});

test('an inquiry moves no money; it may become a chargeback', async () => {
  const id = await paid('pm_card_createDisputeInquiry');
  const asked = await becomes(id, 'inquiry');
  expect([asked.withdrawn, await world.available(ben)]).toEqual(['0.00', '20.00']);
  expect(await seenBy(ana, id)).toBe('inquiry');
  await contest(asked.id, 'escalate_inquiry_evidence');
  const taken = await becomes(id, 'open');
  expect([taken.withdrawn, await world.available(ben)]).toEqual(['20.00', '0.00']);
});

test('prevented before it began: nothing moved', async () => {
  const id = await paid('pm_card_visa');
  await dispute(id, 'prevented', 'fraudulent');
  await becomes(id, 'prevented');
  expect([await world.available(ben), await seenBy(ben, id)]).toEqual(['20.00', null]);
});

test('two disputes of one charge', async () => {
  const id = await paid('pm_card_createMultipleDisputes');
  const all = await until(async () => {
    const { body } = await world.get(riley, '/v1/risk/disputes');
    const found = (body as { disputes: DisputeView[] }).disputes.filter(
      ({ payment }) => payment.id === id,
    );
    const both = found.length === 2 && found.every(({ state }) => state === 'open');
    return both ? found : undefined;
  }, 'two disputes');
  expect(all.map(({ withdrawn }) => withdrawn)).toEqual(['10.00', '10.00']);
  expect(await world.available(ben)).toBe('0.00');
});

test('no answer until it is too late: lost', async () => {
  const id = await paid('pm_card_visa');
  await dispute(id, 'needs_response', 'product_not_received');
  await becomes(id, 'open');
  await world.control('clock', { advanceSeconds: 30 * 86_400 });
  await becomes(id, 'lost');
  expect(await world.available(ben)).toBe('0.00');
});

test('the evidence: what our records say, and not a word of what people wrote', async () => {
  const secret = 'we never speak of this';
  await world.post(ana, `/v1/threads/${thread}/messages`, { body: secret, clientId: randomUUID() });
  const id = await paid();
  const { id: disputeId } = await becomes(id, 'open');
  const { body } = await world.get(riley, `/v1/risk/disputes/${disputeId}`);
  const { evidence } = body as DisputeDetailView;
  const text = JSON.stringify(evidence);
  expect(text).not.toContain(secret);
  expect(text).toContain('Concert');
  expect(text).toMatch(/the cardholder signed in/);
  expect(text).toMatch(/payment completed/);
  expect(text).toMatch(/1 messages/);
  expect(text).toMatch(/SHA-256 of these messages, which either person can show: [0-9a-f]{64}/);
  await contest(disputeId, 'Both confirmed it to us.');
  const said = await until(async () => {
    const { body: now } = await world.get(riley, `/v1/risk/disputes/${disputeId}`);
    const detail = now as DisputeDetailView;
    return detail.answeredAt === null ? undefined : detail;
  }, 'the answer');
  expect(said.evidence.at(-1)).toMatchObject({ text: 'Both confirmed it to us.' });
  expect(said.answeredBy).toBe(riley.name);
});

test('answered once, by whoever is first', async () => {
  const id = await paid();
  const { id: disputeId } = await becomes(id, 'open');
  const answers = await Promise.all([
    contest(disputeId, 'winning_evidence'),
    contest(disputeId, 'losing_evidence'),
    world.post(riley, `/v1/risk/disputes/${disputeId}/concede`, {}),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
});

test.each([
  ['no such dispute', 'dsp_none', 404],
  ['a statement that is blank', '', 400],
])('%s is refused', async (_what, id, status) => {
  expect((await contest(id === '' ? 'dsp_none' : id, id === '' ? '   ' : 'Words')).status).toBe(
    status,
  );
});

test('only the risk team sees disputes and warnings', async () => {
  for (const path of ['disputes', 'warnings']) {
    expect((await world.get(ana, `/v1/risk/${path}`)).status).toBe(403);
  }
});

test('a disputed payment is not refunded as well', async () => {
  const id = await paid();
  await becomes(id, 'open');
  const answer = await world.post(
    riley,
    `/v1/risk/payments/${id}/refunds`,
    { reason: 'Both' },
    randomUUID(),
  );
  expect(outcome(answer)).toEqual([409, 'refund_disputed']);
});

test("the bank's warning: dismissed, or met with a refund before it is a dispute", async () => {
  const id = await paid('pm_card_createIssuerFraudRecord');
  const warning = await until(async () => {
    const { body } = await world.get(riley, '/v1/risk/warnings');
    return (body as { warnings: FraudWarningView[] }).warnings.find(
      ({ payment }) => payment.id === id,
    );
  }, 'the warning');
  expect(warning.actionable).toBe(true);
  expect(await world.available(ben)).toBe('20.00');
  const path = `/v1/risk/warnings/${warning.id}/dismiss`;
  expect((await world.post(riley, path, { reason: 'They are sisters' })).status).toBe(204);
  expect((await world.post(riley, path, { reason: 'Again' })).status).toBe(404);
  const { body } = await world.get(riley, '/v1/risk/warnings');
  expect(JSON.stringify(body)).not.toContain(id);
});

/** The bank disputes the charge of a payment, as the simulator's hand. */
async function dispute(paymentId: string, status: string, reason: string): Promise<void> {
  const charge = await intentIdOf(world, paymentId);
  await world.control('disputes', { charge, status, reason });
}
