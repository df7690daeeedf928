// Scheduled payments: each occurrence is sent once, when it is due, and judged like any send; what its
// payer is told, and that the payee hears of no promise.
import { randomUUID } from 'node:crypto';
import type { ScheduleDetailView } from '../../src/payments/schedules/contract.js';
import { RunSchedules } from '../../src/payments/schedules/run-schedules.js';
import { Chatter, outcome } from '../support/chatter.js';
import {
  DAY,
  eur,
  HOUR,
  later,
  NOON,
  planAt,
  Scheduling,
  statesOf,
} from '../support/scheduling.js';
import { secondApp } from '../support/second-app.js';
import { type TestPerson, World } from '../support/world.js';

let world: World;
let it: Scheduling;
let ana: TestPerson;
let ben: TestPerson;
let thread: string;

beforeAll(async () => {
  world = await World.start();
  it = new Scheduling(world);
});
afterAll(() => world.stop());
beforeEach(async () => {
  it.set(NOON);
  [ana, ben] = [await world.person({ balance: '100.00' }), await world.person()];
  thread = await world.thread([ana, ben]);
});
afterEach(async () => {
  await world.sql(`UPDATE payments.schedules SET state = 'stopped', paused_by = NULL`);
  expect(await world.faults()).toEqual([]);
});

const body = (more: object = {}) => ({
  threadId: thread,
  amount: eur('10.00'),
  funding: { source: 'balance' as const },
  plan: planAt(later(HOUR)),
  ...more,
});
const daily = (more: object = {}) => body({ plan: planAt(later(HOUR), { every: 'day' }), ...more });

describe('one payment on a date', () => {
  test('is sent when it is due and not before, with its note, once', async () => {
    const made = await it.made(ana, body({ note: 'Rent' }));
    expect(made).toMatchObject({
      ...{ payee: { id: ben.id }, amount: eur('10.00'), note: 'Rent', state: 'active' },
      ...{ revision: 1, next: { number: 1, at: later(HOUR).toISOString() }, past: [] },
    });
    await it.sweepAt(later(HOUR - 1000));
    expect(await world.available(ben)).toBe('0.00');
    await it.sweepAt(later(HOUR));
    await it.sweepAt(later(HOUR + 1000));
    expect(await world.available(ben)).toBe('10.00');
    const seen = await it.look(ana, made.id);
    expect(seen).toMatchObject({ state: 'finished', next: null, upcoming: [] });
    expect(seen.past).toMatchObject([
      { number: 1, state: 'sent', late: false, payment: { state: 'completed' }, refusal: null },
    ]);
    const payment = await world.get(ben, `/v1/payments/${String(seen.past[0]?.payment?.id)}`);
    expect(payment.body).toMatchObject({ note: 'Rent', payer: { id: ana.id } });
  });

  test('the payee learns nothing before it has arrived, and never of the schedule', async () => {
    const { id } = await it.made(ana, body());
    expect(outcome(await world.get(ben, `/v1/schedules/${id}`))).toEqual([404, 'schedule_unknown']);
    for (const word of ['pause', 'resume', 'stop']) {
      expect(outcome(await it.say(ben, id, word))).toEqual([404, 'schedule_unknown']);
    }
    expect((await world.get(ben, '/v1/schedules')).body).toEqual({ schedules: [], next: null });
    expect(await new Chatter(world).page(ben, thread)).toMatchObject({ messages: [] });
  });

  test('the same key makes one schedule, and other words are another request', async () => {
    const key = randomUUID();
    const first = await it.make(ana, body(), key);
    expect((await it.make(ana, body(), key)).text).toBe(first.text);
    const other = await it.make(ana, body({ amount: eur('11.00') }), key);
    expect(outcome(other)).toEqual([422, 'idempotency_key_reused']);
  });
});

describe('a rhythm', () => {
  test('goes on day by day, and ends after so many times', async () => {
    const plan = planAt(later(HOUR), { every: 'day', times: 3 });
    const { id } = await it.made(ana, body({ plan }));
    for (const day of [0, 1, 2, 3, 4]) await it.sweepAt(later(HOUR + day * DAY));
    const seen = await it.look(ana, id);
    expect(statesOf(seen)).toEqual(['3 sent', '2 sent', '1 sent']);
    expect(seen.state).toBe('finished');
    expect(await world.available(ben)).toBe('30.00');
  });

  test('a clock that is set back sends nothing again', async () => {
    const { id } = await it.made(ana, daily());
    for (const hours of [1, 25, 2, 1, 25, 49]) await it.sweepAt(later(hours * HOUR));
    expect(statesOf(await it.look(ana, id))).toEqual(['3 sent', '2 sent', '1 sent']);
  });

  test('after a long absence: what is less than a day late is sent with a word, the rest is missed', async () => {
    const { id } = await it.made(ana, daily());
    await it.sweepAt(later(HOUR));
    await it.sweepAt(later(HOUR + 5 * DAY + 3 * HOUR));
    const { past, next } = await it.look(ana, id);
    expect(past.map(({ number, state, late }) => [number, state, late])).toEqual([
      [6, 'sent', true],
      ...[5, 4, 3, 2].map((number) => [number, 'missed', false]),
      [1, 'sent', false],
    ]);
    expect(next).toEqual({ number: 7, at: later(HOUR + 6 * DAY).toISOString() });
    expect(await world.available(ben)).toBe('20.00');
    const told = await it.told(ana, 'was sent late');
    expect(told.filter((words) => words.includes('missed'))).toHaveLength(1);
    expect(told.filter((words) => words.includes('late'))).toHaveLength(1);
  });

  test('a single one that is a day late is not sent at all', async () => {
    const { id } = await it.made(ana, body());
    await it.sweepAt(later(HOUR + DAY));
    expect(await it.look(ana, id)).toMatchObject({
      state: 'finished',
      past: [{ state: 'missed' }],
    });
    expect(await world.available(ben)).toBe('0.00');
  });
});

describe('what was taken in hand and left there', () => {
  async function abandoned(): Promise<string> {
    const { id } = await it.made(ana, body());
    await world.sql(
      `UPDATE payments.schedules SET state = 'finished', next_at = NULL, next_number = 2 WHERE id = $1`,
      [id],
    );
    await world.sql(
      `INSERT INTO payments.schedule_occurrences (schedule_id, number, revision, due_at, state, leased_until,
                                                  updated_at)
       VALUES ($1, 1, 1, $2, 'claimed', now() - interval '1 second', now())`,
      [id, later(HOUR)],
    );
    return id;
  }

  test('is sent by whoever finds it, late', async () => {
    const id = await abandoned();
    await it.sweepAt(later(3 * HOUR));
    expect((await it.look(ana, id)).past).toMatchObject([{ state: 'sent', late: true }]);
  });

  test('is not sent any more a day later, and whoever still has it cannot send it', async () => {
    const id = await abandoned();
    await it.sweepAt(later(HOUR + DAY));
    expect((await it.look(ana, id)).past).toMatchObject([{ state: 'missed', payment: null }]);
    await world.sql(
      `UPDATE payments.schedule_occurrences SET state = 'claimed', leased_until = now() - interval '1 second'
        WHERE schedule_id = $1`,
      [id],
    );
    await it.sweepAt(later(2 * HOUR));
    expect(await world.available(ben)).toBe('0.00');
  });
});

describe('a send that is refused', () => {
  test('is written down and told, and the next comes as planned', async () => {
    const { id } = await it.made(ana, daily({ amount: eur('60.00') }));
    for (const day of [0, 1]) await it.sweepAt(later(HOUR + day * DAY));
    await world.fund(ana, '60.00');
    await it.sweepAt(later(HOUR + 2 * DAY));
    const seen = await it.look(ana, id);
    expect(statesOf(seen)).toEqual(['3 sent', '2 refused', '1 sent']);
    expect(seen.past[1]?.refusal).toMatchObject({ code: 'insufficient_funds' });
    expect(seen.state).toBe('active');
    await it.told(ana, `Your scheduled payment of €60.00 to ${ben.name} was refused`);
  });

  test('three in a row pause it; resumed, it goes on with what is still to come', async () => {
    const { id } = await it.made(ana, daily({ amount: eur('500.00') }));
    for (const day of [0, 1, 2, 3]) await it.sweepAt(later(HOUR + day * DAY));
    const paused = await it.look(ana, id);
    expect(statesOf(paused)).toEqual(['3 refused', '2 refused', '1 refused']);
    expect(paused).toMatchObject({ state: 'paused', pausedBy: 'refusals' });
    await it.told(
      ana,
      `Your scheduled payment of €500.00 to ${ben.name} was refused three times and is paused now`,
    );
    await world.fund(ana, '500.00');
    it.set(later(10 * DAY));
    const resumed = (await it.say(ana, id, 'resume')).body as ScheduleDetailView;
    expect(resumed).toMatchObject({ state: 'active', pausedBy: null, next: { number: 11 } });
    await it.sweepAt(later(10 * DAY + HOUR));
    expect(statesOf(await it.look(ana, id))[0]).toBe('11 sent');
    await it.sweepAt(later(11 * DAY + HOUR));
    expect(await it.look(ana, id)).toMatchObject({ state: 'active' });
  });

  test('says why: here, that one of the two has blocked the other', async () => {
    const { id } = await it.made(ana, body());
    await world.put(ben, `/v1/blocks/${ana.id}`, {});
    await it.sweepAt(later(HOUR));
    expect((await it.look(ana, id)).past).toMatchObject([
      { state: 'refused', refusal: { code: 'payee_unavailable' }, payment: null },
    ]);
  });

  test('a card that is declined, and one whose bank wants to hear from its owner', async () => {
    const declined = await world.card(ana, 'pm_card_chargeCustomerFail');
    const asking = await world.card(ana, 'pm_card_authenticationRequired');
    const [no, ask] = [
      await it.made(ana, body({ funding: { source: 'card', cardId: declined.id } })),
      await it.made(ana, body({ funding: { source: 'card', cardId: asking.id } })),
    ];
    await it.sweepAt(later(HOUR));
    const seen = await it.look(ana, no.id);
    expect(seen.past).toMatchObject([{ state: 'refused', payment: { state: 'failed' } }]);
    expect((await it.look(ana, ask.id)).past).toMatchObject([
      { state: 'sent', payment: { state: 'authenticating' } },
    ]);
    await it.told(
      ana,
      `Your scheduled payment of €10.00 to ${ben.name} waits until you confirm it with your bank`,
    );
  });
});

describe('the notice', () => {
  test('comes a day before, once, and at making when it is nearer', async () => {
    await it.made(ana, body({ plan: planAt(later(3 * DAY)) }));
    await it.sweepAt(later(2 * DAY - HOUR));
    for (const hours of [0, 0, 5, 20]) await it.sweepAt(later(2 * DAY + hours * HOUR));
    const tomorrow = `Your scheduled payment of €10.00 to ${ben.name} is sent tomorrow`;
    expect(await it.told(ana, tomorrow)).toEqual([tomorrow]);
    it.set(NOON);
    await it.made(ana, body());
    await it.sweepAt(NOON);
    const soon = `Your scheduled payment of €10.00 to ${ben.name} is sent soon`;
    expect(await it.told(ana, soon)).toEqual([tomorrow, soon]);
  });
});

describe('against the clock, twenty times each', () => {
  test.each([
    ['stop', {}],
    ['pause', {}],
    ['skip', { number: 1 }],
  ])('%s or the send: exactly one wins', async (word, words) => {
    const second = await secondApp(world);
    const made = [];
    for (let n = 0; n < 20; n++) made.push(await it.made(ana, body({ amount: eur('1.00') })));
    it.set(later(HOUR));
    const [answers] = await Promise.all([
      Promise.all(made.map(({ id }) => it.say(ana, id, word, words))),
      world.app.get(RunSchedules).sendDue(),
      second.get(RunSchedules).sendDue(),
    ]);
    await second.close();
    let won = 0;
    for (const [index, { id }] of made.entries()) {
      const { past } = await it.look(ana, id);
      const isSent = past.some(({ state }) => state === 'sent');
      const isTaken = answers[index]?.status === 200;
      expect([id, isSent]).toEqual([id, !isTaken]);
      if (isSent) won += 1;
    }
    expect(await world.available(ana)).toBe(`${String(100 - won)}.00`);
  });
});
