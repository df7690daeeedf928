// A held payment and the reviewer's word on it: both sides see that it waits, nobody can spend what
// is held, and whoever decides, people or the clock or the card's bank, ends the hold exactly once.
import type { MessagePage } from '../../src/chat/contract.js';
import type { PaymentCard } from '../../src/payments/contract.js';
import { Sweeper } from '../../src/payments/sweep/sweeper.js';
import { atProcessor, caseOf, holdOf, intentIdOf, say, type Word } from '../support/desk.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

let world: World;
let riley: TestPerson;
let rosa: TestPerson;

beforeAll(async () => {
  const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 100n };
  world = await World.start({ config: { velocity } });
  [riley, rosa] = [
    await world.person({ roles: ['risk_analyst', 'risk_approver'] }),
    await world.person({ roles: ['risk_analyst', 'risk_approver'] }),
  ];
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

interface Held {
  ana: TestPerson;
  ben: TestPerson;
  thread: string;
  paymentId: string;
  caseId: string;
}

const AMOUNT = '120.00';

async function held(
  source: 'balance' | 'card',
  people: { ana?: TestPerson; ben?: TestPerson } = {},
): Promise<Held> {
  const ana = people.ana ?? (await world.person());
  const ben = people.ben ?? (await world.person());
  if (source === 'balance') await world.fund(ana, '200.00');
  const thread = await world.thread([ana, ben]);
  const options = source === 'card' ? { cardId: (await world.card(ana)).id } : {};
  const sent = await world.send(ana, thread, AMOUNT, options);
  expect([sent.status, sent.body.state]).toEqual([201, 'held']);
  const paymentId = String(sent.body.id);
  const { id: caseId } = await caseOf(world, riley, paymentId);
  return { ana, ben, thread, paymentId, caseId };
}

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];

/** The state that the payment and its card in the thread agree on; a moment may lie between both. */
function stateFor(person: TestPerson, { thread, paymentId }: Held): Promise<string> {
  return until(async () => {
    const { body: payment } = await world.get(person, `/v1/payments/${paymentId}`);
    const { body: page } = await world.get(person, `/v1/threads/${thread}/messages`);
    const card = (page as MessagePage).messages.at(-1)?.card?.data as PaymentCard | undefined;
    return card?.state === payment.state ? card?.state : undefined;
  }, 'the card in the thread saying what the payment says');
}

async function wallet(person: TestPerson): Promise<unknown> {
  const { body } = await world.get(person, '/v1/wallet');
  return body.balances[0];
}

const ended = (it: Held, state: string): Promise<boolean> =>
  until(async () => (await stateFor(it.ana, it)) === state, `the payment being ${state}`);

test('while it is held both sides see it, and the money is neither here nor there', async () => {
  const it = await held('balance');
  expect([await stateFor(it.ana, it), await stateFor(it.ben, it)]).toEqual(['held', 'held']);
  expect(await wallet(it.ana)).toMatchObject({
    balance: '200.00',
    held: AMOUNT,
    available: '80.00',
  });
  expect(await wallet(it.ben)).toMatchObject({ balance: '0.00', held: '0.00' });
  expect(await holdOf(world, it.paymentId)).toEqual(['pending']);
});

test.each<[Word, string, string, string, string]>([
  ['release', 'completed', 'posted', '80.00', AMOUNT],
  ['reject', 'rejected', 'voided', '200.00', '0.00'],
])('balance: %s ends it as %s', async (word, state, ending, payerHas, payeeHas) => {
  const it = await held('balance');
  world.simulator.requests.clear();
  const said = await say(world, riley, it.caseId, word, { reason: 'Talked to both' });
  expect(said.status).toBe(200);
  expect(said.body).toMatchObject({
    state: word === 'release' ? 'released' : 'rejected',
    decidedBy: riley.name,
    decisionReason: 'Talked to both',
    payment: { state },
  });
  expect([await stateFor(it.ana, it), await stateFor(it.ben, it)]).toEqual([state, state]);
  expect(await holdOf(world, it.paymentId)).toEqual([ending]);
  expect(await wallet(it.ana)).toMatchObject({ balance: payerHas, held: '0.00' });
  expect(await world.available(it.ben)).toBe(payeeHas);
  expect(world.simulator.requests.entries).toEqual([]);

  const late = await say(world, rosa, it.caseId, word);
  expect(outcome(late)).toEqual([409, 'case_already_decided']);
});

test.each<[Word, string, string, string, string, string]>([
  ['release', 'completed', 'posted', 'capture', 'succeeded', AMOUNT],
  ['reject', 'rejected', 'voided', 'cancel', 'canceled', '0.00'],
])('card: %s ends it as %s, hold %s, by a %s', async (...row) => {
  const [word, state, ending, call, intent, payeeHas] = row;
  const it = await held('card');
  const intentId = await intentIdOf(world, it.paymentId);
  expect(await atProcessor(world, `payment_intents/${intentId}`)).toMatchObject({
    status: 'requires_capture',
    amount_received: 0,
  });
  expect(await wallet(it.ana)).toMatchObject({ balance: '0.00', held: '0.00' });
  const other = word === 'release' ? 'cancel' : 'capture';
  world.simulator.requests.clear();

  expect((await say(world, riley, it.caseId, word)).status).toBe(200);
  await ended(it, state);
  expect(await stateFor(it.ben, it)).toBe(state);
  const { requests } = world.simulator;
  expect(requests.count('POST', `/v1/payment_intents/${intentId}/${call}`)).toBe(1);
  expect(requests.count('POST', `/v1/payment_intents/${intentId}/${other}`)).toBe(0);
  expect(await atProcessor(world, `payment_intents/${intentId}`)).toMatchObject({ status: intent });
  expect(await holdOf(world, it.paymentId)).toEqual([ending]);
  expect(await wallet(it.ana)).toMatchObject({ balance: '0.00' });
  expect(await world.available(it.ben)).toBe(payeeHas);
});

test.each(['balance', 'card'] as const)(
  '%s: of twenty words of two reviewers at once exactly one counts',
  async (source) => {
    const it = await held(source);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        say(world, index % 2 === 0 ? riley : rosa, it.caseId, index < 10 ? 'release' : 'reject'),
      ),
    );
    const [won, ...rest] = answers.sort((a, b) => a.status - b.status);
    expect(won?.status).toBe(200);
    expect(rest.map(outcome)).toEqual(rest.map(() => [409, 'case_already_decided']));
    const released = won?.body.state === 'released';
    await ended(it, released ? 'completed' : 'rejected');
    expect(await holdOf(world, it.paymentId)).toEqual([released ? 'posted' : 'voided']);
    expect(await world.available(it.ben)).toBe(released ? AMOUNT : '0.00');
  },
);

test('the word comes again byte for byte; another word under its key is refused', async () => {
  const it = await held('balance');
  const key = 'the-reviewers-key';
  const first = await say(world, riley, it.caseId, 'reject', { key });
  const again = await say(world, riley, it.caseId, 'reject', { key });
  expect([again.text, again.headers['idempotent-replayed']]).toEqual([first.text, 'true']);
  const other = await say(world, riley, it.caseId, 'release', { key });
  expect(outcome(other)).toEqual([422, 'idempotency_key_reused']);
});

test('who may not decide, and what cannot be decided', async () => {
  const it = await held('balance');
  const path = `/v1/risk/cases/${it.caseId}/release`;
  const key = 'a-key-of-anybody';
  for (const person of [it.ana, it.ben, await world.person({ roles: ['finance_operator'] })]) {
    expect(outcome(await say(world, person, it.caseId, 'release'))).toEqual([403, 'role_missing']);
    expect(outcome(await world.get(person, '/v1/risk/cases'))).toEqual([403, 'role_missing']);
  }
  const nobody = await world.http.post(path).set('idempotency-key', key).send({ reason: 'I may' });
  expect(outcome(nobody)).toEqual([401, 'session_missing']);
  for (const reason of ['', '  ', '     ', 'no', 'x'.repeat(501)]) {
    const said = await say(world, riley, it.caseId, 'release', { reason });
    expect(outcome(said)).toEqual([400, 'request_invalid']);
  }
  expect(outcome(await world.post(riley, path, {}, key))).toEqual([400, 'request_invalid']);
  const keyless = await world.post(riley, path, { reason: 'No key at all' });
  expect(outcome(keyless)).toEqual([400, 'idempotency_key_missing']);
  const unknown = await say(world, riley, `cas_${'0'.repeat(26)}`, 'release');
  expect(outcome(unknown)).toEqual([404, 'case_unknown']);
  expect(outcome(await world.get(riley, '/v1/risk/cases/%00'))).toEqual([400, 'request_invalid']);
  expect(await stateFor(it.ana, it)).toBe('held');
});

test.each(['ana', 'ben'] as const)('a reviewer who is %s decides somebody else', async (side) => {
  const partial = await world.person({ roles: ['person', 'risk_analyst', 'risk_approver'] });
  const it = await held('balance', { [side]: partial });
  for (const word of ['release', 'reject'] as const) {
    const said = await say(world, partial, it.caseId, word);
    expect(outcome(said)).toEqual([403, 'case_own_payment']);
  }
  expect(await stateFor(it.ana, it)).toBe('held');
  expect((await say(world, riley, it.caseId, 'reject')).status).toBe(200);
});

test.each([
  ['balance', 'expired'],
  ['card', 'voided'],
] as const)('%s: nobody decides in time, so the clock rejects it', async (source, ending) => {
  const it = await held(source);
  const sweeper = world.app.get(Sweeper);
  await sweeper.sweep();
  expect(await stateFor(it.ana, it)).toBe('held');
  await world.sql(`UPDATE fraud.cases SET review_by = now() - interval '1 second' WHERE id = $1`, [
    it.caseId,
  ]);
  await Promise.all([sweeper.sweep(), sweeper.sweep(), sweeper.sweep()]);
  await ended(it, 'rejected');
  expect(await holdOf(world, it.paymentId)).toEqual([ending]);
  expect(await caseOf(world, riley, it.paymentId)).toMatchObject({
    state: 'rejected',
    decidedBy: null,
    decisionReason: 'Nobody decided before the deadline.',
  });
  expect(outcome(await say(world, riley, it.caseId, 'release'))).toEqual([
    409,
    'case_already_decided',
  ]);
  expect(await world.available(it.ben)).toBe('0.00');
});

test('the card ends the authorisation while it is held: it failed, and the case is closed', async () => {
  const it = await held('card');
  const intentId = await intentIdOf(world, it.paymentId);
  await atProcessor(world, `payment_intents/${intentId}/cancel`, {});
  await ended(it, 'failed');
  expect(await holdOf(world, it.paymentId)).toEqual(['voided']);
  const mine = await world.get(it.ana, `/v1/payments/${it.paymentId}`);
  expect(mine.body).toMatchObject({ reason: { code: 'card_authorisation_ended' } });
  const theirs = await world.get(it.ben, `/v1/payments/${it.paymentId}`);
  expect(theirs.body).toMatchObject({ state: 'failed', reason: null, funding: null });
  expect(outcome(await say(world, riley, it.caseId, 'release'))).toEqual([
    409,
    'case_already_decided',
  ]);
});
