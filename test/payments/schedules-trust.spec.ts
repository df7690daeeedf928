// What protects a payment protects a scheduled one: it is confirmed when the schedule is made, bound to
// all that would be sent and when; limits, the judge and a trusted contact decide each time.
import { randomUUID } from 'node:crypto';
import type {
  ScheduleBody,
  ScheduleCheckView,
  ScheduleDetailView,
} from '../../src/payments/schedules/contract.js';
import { Chatter, outcome } from '../support/chatter.js';
import { Contacts } from '../support/contacts.js';
import { DAY, eur, HOUR, later, NOON, planAt, Scheduling } from '../support/scheduling.js';
import { sameLimits } from '../support/trust-config.js';
import { type Answer, PIN, type TestPerson, World } from '../support/world.js';

const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'JPY', 'KWD'];
const above = Object.fromEntries(CURRENCIES.map((currency) => [currency, 50n]));

let world: World;
let it: Scheduling;
let chat: Chatter;
let ana: TestPerson;
let ben: TestPerson;
let thread: string;

beforeAll(async () => {
  const confirm = { above, first: true };
  world = await World.start({ config: { confirm, limits: sameLimits(CURRENCIES, 300n) } });
  it = new Scheduling(world);
  chat = new Chatter(world);
});
afterAll(() => world.stop());
beforeEach(async () => {
  it.set(NOON);
  [ana, ben] = [await world.person({ balance: '1000.00' }), await world.person()];
  await world.setPin(ana);
  thread = await world.thread([ana, ben]);
});
afterEach(async () => {
  await world.sql(`UPDATE payments.schedules SET state = 'stopped', paused_by = NULL`);
  expect(await world.faults()).toEqual([]);
});

const plan = planAt(later(HOUR), { every: 'day' });
const bodyOf = (amount: string, more: Partial<ScheduleBody> = {}): ScheduleBody => ({
  ...{ threadId: thread, amount: eur(amount), funding: { source: 'balance' }, plan },
  ...more,
});

/** Looks before it, and proves what is asked for. */
async function confirmed(path: string, body: object): Promise<string> {
  const looked = await world.post(ana, `/v1/schedules/${path}`, body);
  const { confirmation } = looked.body as ScheduleCheckView;
  if (confirmation === null) throw new Error(`nothing was to be confirmed: ${looked.text}`);
  const proof = await world.post(ana, `/v1/confirmations/${confirmation.id}/pin`, { pin: PIN });
  expect(proof.status).toBe(204);
  return confirmation.id;
}
const change = (id: string, body: object): Promise<Answer> =>
  chat.ask(ana, 'patch', `/schedules/${id}`, body);

test('one yes, when it is made, is good for each of its occurrences', async () => {
  const body = bodyOf('60.00');
  const looked = (await world.post(ana, '/v1/schedules/check', body)).body as ScheduleCheckView;
  expect(looked).toMatchObject({
    payee: { id: ben.id },
    firstPayment: true,
    confirmation: { reason: 'amount' },
    upcoming: [0, 1, 2].map((day) => later(HOUR + day * DAY).toISOString()),
  });
  expect(outcome(await it.make(ana, body))).toEqual([422, 'confirmation_needed']);
  const confirmationId = await confirmed('check', body);
  const { id } = await it.made(ana, { ...body, confirmationId });
  for (const day of [0, 1]) await it.sweepAt(later(HOUR + day * DAY));
  expect((await it.look(ana, id)).past.map(({ state }) => state)).toEqual(['sent', 'sent']);
  it.set(NOON);
  expect(outcome(await it.make(ana, { ...body, confirmationId }))).toEqual([
    422,
    'confirmation_not_valid',
  ]);
});

test.each([
  ['another amount', { amount: eur('60.01') }],
  ['another day', { plan: { ...plan, startsOn: later(DAY).toISOString().slice(0, 10) } }],
  ['another rhythm', { plan: { ...plan, every: 'week' as const } }],
  ['another zone', { plan: { ...plan, zone: 'Europe/Lisbon' } }],
  ['no end', { plan: { ...plan, times: 5 } }],
])('a yes to one schedule is no yes to one with %s', async (_what, more) => {
  const confirmationId = await confirmed('check', bodyOf('60.00'));
  const other = { ...bodyOf('60.00', more), confirmationId };
  expect(outcome(await it.make(ana, other))).toEqual([422, 'confirmation_not_valid']);
});

test('a yes to a schedule is no yes to a payment, nor the other way round', async () => {
  const now = { threadId: thread, amount: eur('60.00'), funding: { source: 'balance' } };
  const ofSchedule = await confirmed('check', bodyOf('60.00'));
  const paid = { ...now, confirmationId: ofSchedule };
  expect(outcome(await world.post(ana, '/v1/payments', paid, randomUUID()))).toEqual([
    422,
    'confirmation_not_valid',
  ]);
  const { body } = await world.post(ana, '/v1/payments/check', now);
  const { id } = (body as ScheduleCheckView).confirmation ?? { id: '' };
  await world.post(ana, `/v1/confirmations/${id}/pin`, { pin: PIN });
  expect(outcome(await it.make(ana, { ...bodyOf('60.00'), confirmationId: id }))).toEqual([
    422,
    'confirmation_not_valid',
  ]);
});

test('a change of amount or rhythm is confirmed anew, one of note or source is not', async () => {
  const confirmationId = await confirmed('check', bodyOf('60.00'));
  const { id } = await it.made(ana, { ...bodyOf('60.00'), confirmationId });
  expect((await change(id, { revision: 1, note: 'Rent' })).status).toBe(200);
  const more = { revision: 2, amount: eur('61.00') };
  expect(outcome(await change(id, more))).toEqual([422, 'confirmation_needed']);
  const again = await confirmed(`${id}/check`, more);
  expect(outcome(await change(id, { ...more, confirmationId: again }))).toEqual([200]);
  const weekly = { revision: 3, plan: { ...plan, every: 'week' } };
  expect(outcome(await change(id, weekly))).toEqual([422, 'confirmation_needed']);
  await it.sweepAt(later(HOUR));
  expect((await it.look(ana, id)).past).toMatchObject([{ state: 'sent' }]);
  expect(await world.available(ben)).toBe('61.00');
});

test('what was never confirmed is not sent, whoever wrote it into the terms', async () => {
  const confirmationId = await confirmed('check', bodyOf('10.00'));
  const { id } = await it.made(ana, { ...bodyOf('10.00'), confirmationId });
  await world.sql(`UPDATE payments.schedule_terms SET amount = 9000 WHERE schedule_id = $1`, [id]);
  await it.sweepAt(later(HOUR));
  expect((await it.look(ana, id)).past).toMatchObject([
    { state: 'refused', refusal: { code: 'confirmation_needed' } },
  ]);
  expect(await world.available(ben)).toBe('0.00');
});

test('the limits are those of the day it is sent on', async () => {
  const confirmationId = await confirmed('check', bodyOf('200.00'));
  const { id } = await it.made(ana, { ...bodyOf('200.00'), confirmationId });
  await it.sweepAt(later(HOUR));
  await it.sweepAt(later(HOUR + DAY));
  const { past } = await it.look(ana, id);
  expect(past.map(({ state }) => state)).toEqual(['refused', 'sent']);
  expect(past[0]?.refusal?.code).toMatch(/limit/);
});

test('a trusted contact is asked each time, and the payee hears nothing before', async () => {
  const contacts = new Contacts(world);
  const three = await contacts.three('500.00');
  [ana, ben, thread] = [three.ana, three.ben, three.thread];
  const body = bodyOf('120.00');
  const looked = (await world.post(ana, '/v1/schedules/check', body)).body as ScheduleCheckView;
  expect(looked.agreement).toMatchObject({ contact: { id: three.cleo.id } });
  const confirmationId = await confirmed('check', body);
  const { id } = await it.made(ana, { ...body, confirmationId });
  await it.sweepAt(later(HOUR));
  const [first] = (await it.look(ana, id)).past as [ScheduleDetailView['past'][number]];
  expect(first).toMatchObject({ state: 'sent', payment: { state: 'asking' } });
  expect(await world.available(ben)).toBe('0.00');
  expect((await contacts.agree(three.cleo, String(first.payment?.id))).status).toBe(200);
  expect(await world.available(ben)).toBe('120.00');
});

test('payments that come to nothing later count as refusals: after three it pauses', async () => {
  const contacts = new Contacts(world);
  const three = await contacts.three('500.00');
  [ana, ben, thread] = [three.ana, three.ben, three.thread];
  const confirmationId = await confirmed('check', bodyOf('120.00'));
  const { id } = await it.made(ana, { ...bodyOf('120.00'), confirmationId });
  for (const day of [0, 1, 2]) {
    await it.sweepAt(later(HOUR + day * DAY));
    const [last] = (await it.look(ana, id)).past;
    await contacts.say(three.cleo, `agreements/${String(last?.payment?.id)}/decline`);
  }
  await it.sweepAt(later(HOUR + 3 * DAY));
  expect(await it.look(ana, id)).toMatchObject({
    ...{ state: 'paused', pausedBy: 'refusals' },
    past: [3, 2, 1].map((number) => ({ number, payment: { state: 'failed' } })),
  });
});
