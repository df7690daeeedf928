// A payment that a balance pays as far as it goes and a card the rest: together or not at all, whatever the
// bank, the clock or the payer say, and what comes back goes where it came from.
import { randomUUID } from 'node:crypto';
import type { PaymentView, RefundView } from '../../src/payments/contract.js';
import { Sweeper } from '../../src/payments/sweep/sweeper.js';
import { atProcessor, intentIdOf } from '../support/desk.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';
import { Waits } from '../support/waits.js';

interface Two {
  readonly ana: TestPerson;
  readonly ben: TestPerson;
  readonly thread: string;
  readonly cardId: string;
}

const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 500n };

let world: World;
let waits: Waits;

beforeAll(async () => {
  world = await World.start({ config: { velocity } });
  waits = new Waits(world);
});
afterAll(() => world.stop());
afterEach(async () => {
  expect(await world.faults()).toEqual([]);
});

async function two(balance = '15.00', card = 'pm_card_visa_debit'): Promise<Two> {
  const [ana, ben] = [await world.person({ balance }), await world.person()];
  const cardId = (await world.card(ana, card)).id;
  return { ana, ben, thread: await world.thread([ana, ben]), cardId };
}

function send(
  { ana, thread, cardId }: Two,
  amount = '20.00',
  more: object = {},
  key: string = randomUUID(),
): Promise<Answer> {
  const funding = { source: 'balance_first', cardId };
  const body = { threadId: thread, amount: { amount, currency: 'EUR' }, funding, ...more };
  return Promise.resolve(world.post(ana, '/v1/payments', body, key));
}

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code ?? body.state];
const balances = async ({ ana, ben }: Two): Promise<string[]> => [
  await world.available(ana),
  await world.available(ben),
];
const parts = ({ body }: Answer): unknown[] => {
  const { funding } = body as PaymentView;
  return funding?.source === 'balance_first'
    ? [funding.fromBalance.amount, funding.fromCard.amount]
    : [funding?.source];
};
const charged = async (id: string): Promise<number> =>
  Number((await atProcessor(world, `payment_intents/${await intentIdOf(world, id)}`)).amount);
const holdsOf = ({ ana }: Two): Promise<{ reason: string; outcome: string | null }[]> =>
  world.sql(
    `SELECT h.reason, e.outcome FROM ledger.holds h JOIN ledger.accounts a ON a.id = h.account_id
       LEFT JOIN ledger.hold_endings e ON e.hold_id = h.id WHERE a.owner = $1 ORDER BY h.id`,
    [ana.id],
  );

describe('at once', () => {
  test('the balance pays what it has, the card the rest, and both know their part', async () => {
    const people = await two();
    const key = randomUUID();
    const answer = await send(people, '20.00', {}, key);
    expect(outcome(answer)).toEqual([201, 'completed']);
    expect(parts(answer)).toEqual(['15.00', '5.00']);
    expect(await balances(people)).toEqual(['0.00', '20.00']);
    expect(await charged(String(answer.body.id))).toBe(500);
    expect(await holdsOf(people)).toEqual([{ reason: 'funding', outcome: 'posted' }]);
    expect((await send(people, '20.00', {}, key)).text).toBe(answer.text);
    const theirs = await waits.seenBy(people.ben, String(answer.body.id));
    expect(theirs?.funding).toBeNull();
  });

  test('a balance that covers it pays alone; an empty one leaves it to the card', async () => {
    const enough = await two('20.00');
    const alone = await send(enough);
    expect([outcome(alone), parts(alone)]).toEqual([[201, 'completed'], ['balance']]);
    expect(await balances(enough)).toEqual(['0.00', '20.00']);
    const empty = await two('0.01');
    const byCard = await send(empty, '1.00');
    expect([outcome(byCard), parts(byCard)]).toEqual([[201, 'completed'], ['card']]);
    expect(await balances(empty)).toEqual(['0.01', '1.00']);
  });

  test('a card is charged no less than it takes, so the balance keeps some', async () => {
    const people = await two('19.80');
    const answer = await send(people);
    expect(parts(answer)).toEqual(['19.00', '1.00']);
    expect(await charged(String(answer.body.id))).toBe(100);
    expect(await balances(people)).toEqual(['0.80', '20.00']);
  });

  test('a card that says no releases what was set aside, and nothing moves', async () => {
    const people = await two('15.00', 'pm_card_chargeCustomerFail');
    const answer = await send(people);
    expect(outcome(answer)).toEqual([422, 'card_declined']);
    expect(await balances(people)).toEqual(['15.00', '0.00']);
    expect(await holdsOf(people)).toEqual([{ reason: 'funding', outcome: 'voided' }]);
    const [row] = await world.sql<{ total: string }>(
      'SELECT sum(amount)::text AS total FROM payments.sent_hourly WHERE payer_id = $1',
      [people.ana.id],
    );
    expect(row?.total).toBe('0');
  });

  test('nobody else’s card, and no division of what is exchanged or has to wait', async () => {
    const [people, others] = [await two(), await two()];
    expect(outcome(await send({ ...people, cardId: others.cardId }))).toEqual([
      404,
      'card_unknown',
    ]);
    const cannot = [422, 'balance_first_cannot_wait'];
    expect(outcome(await send(people, '20.00', { delay: '2h' }))).toEqual(cannot);
    expect(outcome(await send(people, '20.00', { quoteId: 'quo_x' }))).toEqual(cannot);
    await waits.acceptEach(people.ben);
    expect(outcome(await send(people))).toEqual(cannot);
    expect(outcome(await send(people, '20.00', { undoSeconds: 60 }))).toEqual(cannot);
    // The whole of it counts for a review, not the card's part; that would have to wait, too.
    const rich = await two('450.00');
    expect(outcome(await send(rich, '501.00'))).toEqual(cannot);
    expect(await balances(people)).toEqual(['15.00', '0.00']);
    expect(await holdsOf(people)).toEqual([]);
    expect(await holdsOf(rich)).toEqual([]);
  });
});

describe('with the bank’s question', () => {
  const asked = async (): Promise<{ people: Two; id: string }> => {
    const people = await two('15.00', 'pm_card_authenticationRequired');
    const answer = await send(people);
    expect(outcome(answer)).toEqual([202, 'authenticating']);
    expect(await world.available(people.ana)).toBe('0.00');
    return { people, id: String(answer.body.id) };
  };
  const answerBank = async (id: string, how: 'succeed' | 'fail'): Promise<void> =>
    world.control('authenticate', { intent: await intentIdOf(world, id), outcome: how });

  test('answered, both parts move; given up or answered wrongly, neither', async () => {
    const yes = await asked();
    await answerBank(yes.id, 'succeed');
    await waits.reaches(yes.people.ben, yes.id, 'completed');
    expect(await balances(yes.people)).toEqual(['0.00', '20.00']);

    const no = await asked();
    await answerBank(no.id, 'fail');
    await waits.reaches(no.people.ana, no.id, 'failed');
    expect(await balances(no.people)).toEqual(['15.00', '0.00']);

    const never = await asked();
    await world.sql('UPDATE payments.payments SET authenticate_by = now() WHERE id = $1', [
      never.id,
    ]);
    await world.app.get(Sweeper).sweep();
    await waits.reaches(never.people.ana, never.id, 'failed');
    expect(await balances(never.people)).toEqual(['15.00', '0.00']);
  });

  test('a payee who was frozen meanwhile: the charge is the payer’s, with what was set aside', async () => {
    const { people, id } = await asked();
    await world.sql("UPDATE ledger.accounts SET state = 'frozen' WHERE owner = $1", [
      people.ben.id,
    ]);
    await answerBank(id, 'succeed');
    const view = await waits.reaches(people.ana, id, 'failed');
    expect(view.reason?.code).toBe('card_charge_kept');
    expect(await world.available(people.ana)).toBe('20.00');
  });
});

describe('with an undo window', () => {
  test('the balance’s part is set aside; undone it is there again, and no card was asked', async () => {
    const people = await two();
    const answer = await send(people, '20.00', { undoSeconds: 60 });
    expect([outcome(answer), parts(answer)]).toEqual([
      [202, 'sending'],
      ['15.00', '5.00'],
    ]);
    expect(await world.available(people.ana)).toBe('0.00');
    const id = String(answer.body.id);
    expect(outcome(await waits.say(people.ana, id, 'undo'))).toEqual([200, 'undone']);
    expect(await balances(people)).toEqual(['15.00', '0.00']);
    const calls = await world.sql('SELECT FROM payments.processor_calls WHERE subject_id = $1', [
      id,
    ]);
    expect(calls).toHaveLength(0);
  });

  test('over, the card is asked: its yes moves both parts, its no neither', async () => {
    const [good, bad] = [await two(), await two('15.00', 'pm_card_chargeCustomerFail')];
    for (const [people, end, left] of [
      [good, 'completed', ['0.00', '20.00']],
      [bad, 'failed', ['15.00', '0.00']],
    ] as const) {
      const { body } = await send(people, '20.00', { undoSeconds: 60 });
      const id = String(body.id);
      await waits.overdue(id, 'sending');
      await waits.reaches(people.ana, id, end);
      expect(await balances(people)).toEqual(left);
    }
  });

  test('over, and the payee wants to be asked by now: it failed, and nothing moved', async () => {
    const people = await two();
    const id = String((await send(people, '20.00', { undoSeconds: 60 })).body.id);
    await waits.acceptEach(people.ben);
    await waits.overdue(id, 'sending');
    const view = await waits.reaches(people.ana, id, 'failed');
    expect(view.reason?.code).toBe('balance_first_cannot_wait');
    expect(await balances(people)).toEqual(['15.00', '0.00']);
  });
});

test('what is given back goes to the card up to what it paid, and then to the balance', async () => {
  const people = await two();
  const id = String((await send(people)).body.id);
  const refund = (amount?: string): Promise<Answer> =>
    Promise.resolve(
      world.post(
        people.ben,
        `/v1/payments/${id}/refunds`,
        { reason: 'Too much', ...(amount && { amount: { amount, currency: 'EUR' } }) },
        randomUUID(),
      ),
    );
  const said = ({ body }: Answer): unknown[] => {
    const { destination, amount, rest } = body as RefundView;
    return [destination, amount.amount, rest && [rest.destination, rest.amount.amount]];
  };
  expect(said(await refund('3.00'))).toEqual(['card', '3.00', undefined]);
  expect(said(await refund('4.00'))).toEqual(['card', '2.00', ['balance', '2.00']]);
  expect(await balances(people)).toEqual(['2.00', '13.00']);
  expect(said(await refund())).toEqual(['balance', '13.00', undefined]);
  expect(await balances(people)).toEqual(['15.00', '0.00']);
  expect(outcome(await refund('0.01'))).toEqual([422, 'refund_too_large']);
  const intent = await intentIdOf(world, id);
  await until(async () => {
    const { data } = await atProcessor(world, `refunds?payment_intent=${intent}`);
    const taken = (data as { amount: number }[]).map(({ amount }) => amount);
    return taken.sort().join() === '200,300';
  }, 'both refunds at the processor');
});
