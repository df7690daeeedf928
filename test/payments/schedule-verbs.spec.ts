// What the payer may do with a schedule: leave one out, pause, change, stop and list; and what cannot be
// scheduled at all.
import type { ScheduleDetailView, SchedulesPage } from '../../src/payments/schedules/contract.js';
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

describe('what its payer may do', () => {
  test('skip the next one, and only that', async () => {
    const { id } = await it.made(ana, daily());
    const wrong = await it.say(ana, id, 'skip', { number: 2 });
    expect(outcome(wrong)).toEqual([409, 'schedule_occurrence_over']);
    const skipped = await it.say(ana, id, 'skip', { number: 1 });
    expect(skipped.body).toMatchObject({ next: { number: 2 }, past: [{ state: 'skipped' }] });
    await it.sweepAt(later(HOUR));
    expect(await world.available(ben)).toBe('0.00');
    await it.sweepAt(later(HOUR + DAY));
    expect(await world.available(ben)).toBe('10.00');
    const over = await it.say(ana, id, 'skip', { number: 2 });
    expect(outcome(over)).toEqual([409, 'schedule_occurrence_over']);
  });

  test('pause it, resume it, stop it', async () => {
    const { id } = await it.made(ana, daily());
    expect((await it.say(ana, id, 'pause')).body).toMatchObject({ pausedBy: 'payer' });
    expect(outcome(await it.say(ana, id, 'pause'))).toEqual([409, 'schedule_not_active']);
    await it.sweepAt(later(HOUR));
    const resumed = (await it.say(ana, id, 'resume')).body as ScheduleDetailView;
    expect(resumed.next).toEqual({ number: 2, at: later(HOUR + DAY).toISOString() });
    expect(outcome(await it.say(ana, id, 'resume'))).toEqual([409, 'schedule_not_paused']);
    expect((await it.say(ana, id, 'stop')).body).toMatchObject({ state: 'stopped', next: null });
    await it.sweepAt(later(HOUR + DAY));
    expect(await world.available(ben)).toBe('0.00');
    expect(outcome(await it.say(ana, id, 'resume'))).toEqual([409, 'schedule_over']);
  });

  test('change it, from the next one on; whoever looks at an old one must look again', async () => {
    const { id } = await it.made(ana, daily({ note: 'Coffee' }));
    await it.sweepAt(later(HOUR));
    const path = `/schedules/${id}`;
    const chat = new Chatter(world);
    const change = { revision: 1, amount: eur('15.00') };
    const changed = await chat.ask(ana, 'patch', path, change);
    expect(changed.body).toMatchObject({ revision: 2, amount: eur('15.00'), note: 'Coffee' });
    expect(outcome(await chat.ask(ana, 'patch', path, change))).toEqual([409, 'schedule_changed']);
    const plan = planAt(later(2 * DAY + 2 * HOUR), { every: 'week' });
    const moved = await chat.ask(ana, 'patch', path, { revision: 2, plan, note: '' });
    expect(moved.body).toMatchObject({
      note: null,
      next: { number: 2, at: later(2 * DAY + 2 * HOUR).toISOString() },
    });
    await it.sweepAt(later(2 * DAY + 2 * HOUR));
    const seen = await it.look(ana, id);
    expect(statesOf(seen)).toEqual(['2 sent', '1 sent']);
    expect(seen.next?.number).toBe(3);
    expect(await world.available(ben)).toBe('25.00');
    const usd = { revision: 3, amount: { amount: '1.00', currency: 'USD' } };
    expect(outcome(await chat.ask(ana, 'patch', path, usd))).toEqual([
      400,
      'schedule_currency_differs',
    ]);
  });

  test('list them, by state and thread, page by page', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n++) ids.unshift((await it.made(ana, body())).id);
    await it.say(ana, String(ids[0]), 'stop');
    const list = async (query: string) =>
      (await world.get(ana, `/v1/schedules?${query}`)).body as SchedulesPage;
    const page = await list(`limit=2&threadId=${thread}`);
    expect(page.schedules.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    const rest = await list(`limit=2&before=${String(page.next)}`);
    expect([rest.schedules.map(({ id }) => id), rest.next]).toEqual([ids.slice(2), null]);
    expect((await list('state=active')).schedules).toHaveLength(2);
    expect((await list('threadId=other')).schedules).toEqual([]);
  });
});

test.each([
  ['nobody else', { payeeId: 'usr_nobody' }, 404, 'payee_not_in_thread'],
  ['another thread', { threadId: 'thr_none' }, 404, 'payment_thread_unknown'],
  [
    'somebody else’s card',
    { funding: { source: 'card', cardId: 'crd_none' } },
    404,
    'card_unknown',
  ],
  ['a currency of nobody', { amount: { amount: '1.00', currency: 'BRL' } }, 400, undefined],
  ['the past', { plan: planAt(later(-HOUR)) }, 400, 'schedule_not_possible'],
  ['a zone of nobody', { plan: { ...planAt(later(HOUR)), zone: 'Mars/Base' } }, 400, undefined],
  ['half past twenty-five', { plan: { ...planAt(later(HOUR)), at: '25:30' } }, 400, undefined],
  ['no days at all', { plan: planAt(later(HOUR), { every: 'week', days: [] }) }, 400, undefined],
  ['no times', { plan: planAt(later(HOUR), { times: 0 }) }, 400, undefined],
  ['no plan', { plan: [] }, 400, undefined],
])('cannot be for %s', async (_what, more, status, code) => {
  const answer = await it.make(ana, body(more));
  expect(answer.status).toBe(status);
  if (code !== undefined) expect(answer.body).toMatchObject({ code });
});

test('fifty are enough', async () => {
  for (let n = 0; n < 50; n++) await it.made(ana, body());
  expect(outcome(await it.make(ana, body()))).toEqual([422, 'schedules_too_many']);
});
