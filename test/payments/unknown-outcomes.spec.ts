// The processor does not answer, or not clearly. Then nobody knows whether the card was charged, and
// that is what is said: "checking" to the payer, nothing to the payee, never "failed". Whoever brings
// the news later, an event or the sweeper, completes it exactly once with exactly one charge.
import { randomUUID } from 'node:crypto';
import type { MessageView } from '../../src/chat/contract.js';
import { Sweeper } from '../../src/payments/sweep/sweeper.js';
import { atProcessor, caseOf, intentIdOf, say } from '../support/desk.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

const INTENTS = '/v1/payment_intents';
let world: World;
let riley: TestPerson;
let ben: TestPerson;

beforeAll(async () => {
  const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 100n };
  world = await World.start({ config: { velocity } });
  [riley, ben] = [
    await world.person({ roles: ['risk_analyst', 'risk_approver'] }),
    await world.person(),
  ];
});
afterAll(() => world.stop());
beforeEach(() => world.control('webhooks', { mode: 'auto' }));
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

interface Sent {
  ana: TestPerson;
  thread: string;
  cardId: string;
  key: string;
  answer: Answer;
  id: string;
}

/** Sends 20 EUR from a card while the processor misbehaves in this way. */
async function sendDuring(mode: string, webhooks: string, times = 2): Promise<Sent> {
  const ana = await world.person();
  const thread = await world.thread([ana, ben]);
  const { id: cardId } = await world.card(ana);
  await world.control('webhooks', { mode: webhooks });
  await world.control('faults', { path: INTENTS, mode, times });
  const key = randomUUID();
  const answer = await world.send(ana, thread, '20.00', { cardId, key });
  return { ana, thread, cardId, key, answer, id: String(answer.body.id) };
}

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? body.state];

async function seenBy(person: TestPerson, { thread }: Sent): Promise<unknown[]> {
  const { body } = await world.get(person, `/v1/threads/${thread}/messages`);
  return (body as { messages: MessageView[] }).messages.map(({ card }) => card?.data);
}

async function expectChecking(it: Sent): Promise<void> {
  expect(outcome(it.answer)).toEqual([202, 'funding']);
  expect(await seenBy(it.ana, it)).toMatchObject([{ state: 'funding', reason: null }]);
  expect(await seenBy(ben, it)).toEqual([]);
  expect(outcome(await world.get(ben, `/v1/payments/${it.id}`))).toEqual([404, 'payment_unknown']);
  expect((await world.get(ben, '/v1/activity')).text).not.toContain(it.id);
}

async function stateOf(it: Sent): Promise<string> {
  return String((await world.get(it.ana, `/v1/payments/${it.id}`)).body.state);
}

const becomes = (it: Sent, state: string): Promise<boolean> =>
  until(async () => (await stateOf(it)) === state, `${it.id} being ${state}`);

/** One entry of the charge, one of the payment, one intent that was charged once. */
async function expectPaidOnce(it: Sent): Promise<void> {
  const entries = await world.sql<{ template: string }>(
    `SELECT e.template FROM ledger.entries e
       JOIN payments.charges c ON c.payment_id = $1
      WHERE e.reference IN ($1 || ':completed', c.charge_id || ':succeeded') ORDER BY 1`,
    [it.id],
  );
  expect(entries.map(({ template }) => template)).toEqual(['P2', 'P3']);
  const intents = await intentsOf(it);
  expect(intents).toMatchObject([{ status: 'succeeded', amount_received: 2000 }]);
  expect(await seenBy(ben, it)).toMatchObject([{ state: 'completed' }]);
  const [moves] = await world.sql<{ n: number }>(
    'SELECT count(*)::int AS n FROM payments.transitions WHERE payment_id = $1',
    [it.id],
  );
  expect(moves?.n).toBe(2);
}

async function intentsOf(it: Sent): Promise<Record<string, unknown>[]> {
  const found = (await atProcessor(world, 'payment_intents?limit=100')) as {
    data: { metadata: { payment_id?: string } }[];
  };
  return found.data.filter(({ metadata }) => metadata.payment_id === it.id);
}

/** Time passes: the lease of whoever asked is long over, and the call is this old. */
async function age(it: Sent, hours = 0): Promise<void> {
  await world.sql(
    `UPDATE payments.processor_calls
        SET lease_until = now() - interval '31 seconds',
            created_at = created_at - make_interval(hours => $2)
      WHERE subject_id = $1 AND concluded_at IS NULL`,
    [it.id, hours],
  );
}

const sweep = (): Promise<void> => world.app.get(Sweeper).sweep();

test.each(['error_500_before', 'drop_connection', 'error_500_after_effect'])(
  '%s: checking, until the sweeper finds out',
  async (mode) => {
    const it = await sendDuring(mode, 'drop');
    await expectChecking(it);
    await sweep();
    expect(await stateOf(it)).toBe('funding');
    await age(it);
    await Promise.all([sweep(), sweep(), sweep()]);
    await becomes(it, 'completed');
    await expectPaidOnce(it);
    // The first answer was "checking", and stays it.
    const again = await world.send(it.ana, it.thread, '20.00', { cardId: it.cardId, key: it.key });
    expect([again.status, again.text]).toEqual([202, it.answer.text]);
    expect(again.headers['idempotent-replayed']).toBe('true');
  },
);

test.each(['drop_connection', 'error_500_after_effect'])(
  '%s: checking, until a late event comes',
  async (mode) => {
    const it = await sendDuring(mode, 'hold');
    await expectChecking(it);
    await world.control('webhooks/release', {});
    await becomes(it, 'completed');
    await expectPaidOnce(it);
    await age(it);
    await sweep();
    await expectPaidOnce(it);
  },
);

test('one lost answer is asked for again at once, and nobody notices', async () => {
  world.simulator.requests.clear();
  const it = await sendDuring('drop_connection', 'drop', 1);
  expect(outcome(it.answer)).toEqual([201, 'completed']);
  expect(world.simulator.requests.count('POST', INTENTS)).toBe(2);
  await expectPaidOnce(it);
});

test('the event is faster than the answer: the answer says what the event brought', async () => {
  const it = await sendDuring('error_500_after_effect', 'auto');
  expect(outcome(it.answer)).toEqual([201, 'completed']);
  await expectPaidOnce(it);
});

test('every event twice, and once more: one effect', async () => {
  const it = await sendDuring('drop_connection', 'duplicate');
  await becomes(it, 'completed');
  const applied = await until(async () => {
    const events = await world.sql<{ id: string; applied: boolean }>(
      `SELECT id, applied_at IS NOT NULL AS applied FROM payments.processor_events
        WHERE type = 'payment_intent.succeeded' AND payload->'data'->'object'->'metadata'->>'payment_id' = $1`,
      [it.id],
    );
    return events.every((event) => event.applied) && events;
  }, 'the event being applied');
  expect(applied).toHaveLength(1);
  await expectPaidOnce(it);
});

test('an old key is never sent again: what was charged is found', async () => {
  const it = await sendDuring('drop_connection', 'drop');
  await age(it, 21);
  world.simulator.requests.clear();
  await sweep();
  await becomes(it, 'completed');
  expect(world.simulator.requests.count('POST')).toBe(0);
  await expectPaidOnce(it);
});

test('an old key is never sent again: what was never charged has failed', async () => {
  const it = await sendDuring('error_500_before', 'auto');
  await age(it, 21);
  world.simulator.requests.clear();
  await sweep();
  await becomes(it, 'failed');
  expect(world.simulator.requests.count('POST')).toBe(0);
  expect(await intentsOf(it)).toEqual([]);
  expect(await seenBy(it.ana, it)).toMatchObject([
    { state: 'failed', reason: { code: 'card_processing_error' } },
  ]);
  expect(await seenBy(ben, it)).toEqual([]);
});

test('a fault that the processor saved with the key: it was never charged, and has failed', async () => {
  const it = await sendDuring('error_500_saved', 'auto');
  await expectChecking(it);
  await age(it);
  await sweep();
  await becomes(it, 'failed');
  expect(await intentsOf(it)).toEqual([]);
});

test('a processor that stays down is asked round after round, and is told right in the end', async () => {
  const it = await sendDuring('error_500_before', 'drop');
  await world.control('faults', { path: INTENTS, mode: 'error_500_before', times: 4 });
  for (let round = 0; round < 2; round++) {
    await age(it);
    await sweep();
    expect(await stateOf(it)).toBe('funding');
  }
  await until(async () => {
    await age(it);
    await sweep();
    return (await stateOf(it)) === 'completed';
  }, 'the charge');
  await expectPaidOnce(it);
});

test.each([
  ['release', 'capture', 'completed'],
  ['reject', 'cancel', 'rejected'],
] as const)('%s: the answer to the %s is lost, and found by the sweeper', async (...row) => {
  const [word, call, state] = row;
  const ana = await world.person();
  const thread = await world.thread([ana, ben]);
  const { id: cardId } = await world.card(ana);
  const answer = await world.send(ana, thread, '120.00', { cardId });
  const it = { ana, thread, cardId, key: '', answer, id: String(answer.body.id) };
  expect(await stateOf(it)).toBe('held');
  await world.control('webhooks', { mode: 'drop' });
  const path = `${INTENTS}/${await intentIdOf(world, it.id)}/${call}`;
  await world.control('faults', { path, mode: 'error_500_after_effect', times: 2 });
  const { id: caseId } = await caseOf(world, riley, it.id);
  world.simulator.requests.clear();
  expect((await say(world, riley, caseId, word)).status).toBe(200);
  await until(() => world.simulator.requests.count('POST', path) === 2, 'both attempts');
  expect(await stateOf(it)).toBe(call === 'capture' ? 'capturing' : 'cancelling');
  await until(async () => {
    await age(it);
    await sweep();
    return (await stateOf(it)) === state;
  }, 'the sweeper');
});

test('released, but the bank had ended the authorisation: charged again, without the payer', async () => {
  const ana = await world.person();
  const thread = await world.thread([ana, ben]);
  const { id: cardId } = await world.card(ana);
  const answer = await world.send(ana, thread, '120.00', { cardId });
  const it = { ana, thread, cardId, key: '', answer, id: String(answer.body.id) };
  await world.control('webhooks', { mode: 'drop' });
  await atProcessor(world, `payment_intents/${await intentIdOf(world, it.id)}/cancel`, {});
  const { id: caseId } = await caseOf(world, riley, it.id);
  expect((await say(world, riley, caseId, 'release')).body).toMatchObject({ state: 'released' });
  await becomes(it, 'completed');
  expect(await world.available(ana)).toBe('0.00');
  expect(await intentsOf(it)).toMatchObject([{ status: 'succeeded' }, { status: 'canceled' }]);
});
