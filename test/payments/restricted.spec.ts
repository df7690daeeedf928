// People whose account is frozen or limited: nothing is sent or charged that could not arrive; what
// was charged all the same stays with the payer and is said; and what was held waits or goes back.
import { jest } from '@jest/globals';
import { AccountLimits } from '../../src/ledger/index.js';
import { Sweeper } from '../../src/payments/sweep/sweeper.js';
import { Clock } from '../../src/shared/clock.js';
import { Transactor } from '../../src/shared/database.js';
import { caseOf, holdOf, say } from '../support/desk.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

const INTENTS = '/v1/payment_intents';
let world: World;
let riley: TestPerson;
let ana: TestPerson;
let ben: TestPerson;
let thread: string;

beforeAll(async () => {
  const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 100n };
  world = await World.start({ config: { velocity } });
  riley = await world.person({ roles: ['risk_analyst', 'risk_approver'] });
});
afterAll(() => world.stop());
beforeEach(async () => {
  [ana, ben] = [await world.person({ balance: '200.00' }), await world.person({ balance: '5.00' })];
  thread = await world.thread([ana, ben]);
});
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

const limit = (
  { id }: TestPerson,
  change: { state?: 'open' | 'frozen' | 'debit_only'; ceiling?: bigint },
): Promise<unknown> =>
  world.app
    .get(Transactor)
    .run((tx) =>
      world.app
        .get(AccountLimits)
        .change(
          tx,
          { name: 'user.available', owner: id, currency: 'EUR' },
          { ...change, reason: 'a complaint', changedBy: 'fay' },
        ),
    );

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? body.state];
const balances = async (): Promise<string[]> => [
  await world.available(ana),
  await world.available(ben),
];

test.each<[string, string, () => Promise<unknown>]>([
  ['the payer is frozen', 'payer_restricted', () => limit(ana, { state: 'frozen' })],
  ['the payee is frozen', 'payee_restricted', () => limit(ben, { state: 'frozen' })],
  ['the payee takes no credits', 'payee_restricted', () => limit(ben, { state: 'debit_only' })],
  ['the payee is at the ceiling', 'payee_restricted', () => limit(ben, { ceiling: 500n })],
])(
  '%s: refused as %s, from the balance and before a card is charged',
  async (_what, code, restrict) => {
    const { id: cardId } = await world.card(ana);
    await restrict();
    world.simulator.requests.clear();
    expect(outcome(await world.send(ana, thread, '20.00'))).toEqual([422, code]);
    expect(outcome(await world.send(ana, thread, '20.00', { cardId }))).toEqual([422, code]);
    // What a reviewer would have to see is refused, too.
    expect(outcome(await world.send(ana, thread, '120.00'))).toEqual([422, code]);
    expect(world.simulator.requests.count('POST', INTENTS)).toBe(0);
    expect(await balances()).toEqual(['200.00', '5.00']);
    const { body } = await world.get(ben, `/v1/threads/${thread}/messages`);
    expect(body.messages).toEqual([]);
  },
);

test('a refusal stays the answer to its key when the payee is free again', async () => {
  await limit(ben, { state: 'frozen' });
  const first = await world.send(ana, thread, '20.00', { key: 'the-payers-key' });
  await limit(ben, { state: 'open' });
  const again = await world.send(ana, thread, '20.00', { key: 'the-payers-key' });
  expect([again.status, again.text]).toEqual([first.status, first.text]);
  expect(outcome(await world.send(ana, thread, '20.00'))).toEqual([201, 'completed']);
});

test('the payee is frozen while the card is being charged: the payer keeps the money', async () => {
  const { id: cardId } = await world.card(ana);
  world.simulator.requests.clear();
  await world.control('faults', { path: INTENTS, mode: 'delay_ms', ms: 1500 });
  await world.control('webhooks', { mode: 'drop' });
  const sending = world.send(ana, thread, '20.00', { cardId }).then((answer) => answer);
  await until(() => world.simulator.requests.count('POST', INTENTS) === 1, 'the charge');
  await limit(ben, { state: 'frozen' });
  expect(outcome(await sending)).toEqual([422, 'card_charge_kept']);
  await world.control('webhooks', { mode: 'auto' });
  const [payment] = await world.sql<{ id: string; state: string }>(
    'SELECT id, state FROM payments.payments WHERE payer_id = $1',
    [ana.id],
  );
  expect(payment?.state).toBe('failed');
  expect(await balances()).toEqual(['220.00', '5.00']);
  const entries = await world.sql<{ template: string }>(
    `SELECT e.template FROM ledger.entries e JOIN payments.charges c ON c.payment_id = $1
      WHERE e.reference IN ($1 || ':completed', c.charge_id || ':succeeded')`,
    [payment?.id],
  );
  expect(entries).toEqual([{ template: 'P2' }]);
});

interface Held {
  paymentId: string;
  caseId: string;
}

async function held(): Promise<Held> {
  const sent = await world.send(ana, thread, '120.00');
  expect(outcome(sent)).toEqual([201, 'held']);
  const paymentId = String(sent.body.id);
  return { paymentId, caseId: (await caseOf(world, riley, paymentId)).id };
}

const stateOf = async ({ paymentId }: Held): Promise<unknown> =>
  (await world.get(ana, `/v1/payments/${paymentId}`)).body.state;

test.each(['payee', 'payer'])(
  'held, and the %s is frozen: not released, but rejected',
  async (who) => {
    const it = await held();
    await limit(who === 'payee' ? ben : ana, { state: 'frozen' });
    const released = await say(world, riley, it.caseId, 'release');
    expect(outcome(released)).toEqual([409, 'case_payee_restricted']);
    expect([await stateOf(it), await holdOf(world, it.paymentId)]).toEqual(['held', ['pending']]);
    expect(await caseOf(world, riley, it.paymentId)).toMatchObject({ state: 'open' });
    expect(outcome(await say(world, riley, it.caseId, 'reject'))).toEqual([200, 'rejected']);
    expect([await stateOf(it), await holdOf(world, it.paymentId)]).toEqual([
      'rejected',
      ['voided'],
    ]);
    expect(await balances()).toEqual(['200.00', '5.00']);
  },
);

test('held, frozen and free again: the second word of the reviewer releases it', async () => {
  const it = await held();
  await limit(ben, { state: 'frozen' });
  await say(world, riley, it.caseId, 'release');
  await limit(ben, { state: 'open' });
  expect(outcome(await say(world, riley, it.caseId, 'release'))).toEqual([200, 'released']);
  expect(await balances()).toEqual(['80.00', '125.00']);
});

describe('after the deadline', () => {
  afterEach(() => jest.restoreAllMocks());

  // Only the ledger's time passes; nobody is made to wait a day.
  const aDayLater = (): void => {
    const later = Date.now() + 25 * 3_600_000;
    jest.spyOn(world.app.get(Clock), 'now').mockImplementation(() => new Date(later));
  };

  test('it is not released any more, and the clock gives the money back', async () => {
    const it = await held();
    expect(await balances()).toEqual(['80.00', '5.00']);
    aDayLater();
    expect(outcome(await say(world, riley, it.caseId, 'release'))).toEqual([409, 'case_overdue']);
    expect(await caseOf(world, riley, it.paymentId)).toMatchObject({ state: 'open' });
    await world.app.get(Sweeper).sweep();
    expect([await stateOf(it), await holdOf(world, it.paymentId)]).toEqual([
      'rejected',
      ['expired'],
    ]);
    expect(await balances()).toEqual(['200.00', '5.00']);
    const [ending] = await world.sql<{ exact: boolean }>(
      `SELECT e.ended_at = h.expires_at AS exact FROM ledger.hold_endings e
         JOIN ledger.holds h ON h.id = e.hold_id WHERE h.reference = $1`,
      [`${it.paymentId}:review`],
    );
    expect(ending).toEqual({ exact: true });
  });

  test('the money is the payer’s again at the deadline, before the clock comes by', async () => {
    const it = await held();
    aDayLater();
    // More than was left beside the first hold; it is held in its turn.
    expect(outcome(await world.send(ana, thread, '120.00'))).toEqual([201, 'held']);
    expect(await holdOf(world, it.paymentId)).toEqual(['expired']);
    await world.app.get(Sweeper).sweep();
    expect(await stateOf(it)).toBe('rejected');
    expect(await balances()).toEqual(['80.00', '5.00']);
  });
});
