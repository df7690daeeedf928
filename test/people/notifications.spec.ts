// What people are told of: who hears of what, once; what a block, a mute or a switch keeps away; and that
// a letter says no more than a name and an amount.
import { randomUUID } from 'node:crypto';
import { io } from 'socket.io-client';
import type {
  NotificationSettingsView,
  NotificationsPage,
} from '../../src/notifications/contract.js';
import { WatchUnread } from '../../src/notifications/index.js';
import { ChangeRequest } from '../../src/payments/requests/change-request.js';
import { Chatter, outcome } from '../support/chatter.js';
import { Contacts } from '../support/contacts.js';
import { caseOf, say } from '../support/desk.js';
import { Hearing } from '../support/hearing.js';
import { Newcomers } from '../support/newcomers.js';
import { type TestPerson, until, type World } from '../support/world.js';

let it: Newcomers;
let world: World;
let chat: Chatter;
let hearing: Hearing;
let ana: TestPerson;
let ben: TestPerson;
let thread: string;

beforeAll(async () => {
  it = await Newcomers.start({ velocity: { sendsPerTenMinutes: 1_000_000, majorPerDay: 500n } });
  world = it.world;
  chat = new Chatter(world);
  hearing = new Hearing(world);
});
afterAll(() => it.stop());
beforeEach(async () => {
  [ana, ben] = [await world.person({ balance: '1000.00' }), await world.person()];
  thread = await acquainted(ana, ben);
});

async function acquainted(one: TestPerson, other: TestPerson): Promise<string> {
  const made = await world.thread([one, other]);
  for (const person of [one, other]) await chat.said(person, made, 'Hello');
  return made;
}

async function asked(by: TestPerson, amount = '20.00', more: object = {}): Promise<string> {
  const body = { threadId: thread, amount: { amount, currency: 'EUR' }, note: 'Rent', ...more };
  const answer = await world.post(by, '/v1/requests', body, randomUUID());
  expect(outcome(answer)).toEqual([201]);
  return String(answer.body.id);
}

describe('who hears of what', () => {
  test('the payee of a payment, at once and without the note', async () => {
    const told: unknown[] = [];
    const socket = io(world.url, { auth: { token: ben.token }, transports: ['websocket'] });
    socket.on('person.told', (what: unknown) => told.push(what));
    await new Promise<void>((ready) => socket.on('ready', ready));
    const { body } = await world.send(ana, thread, '20.00', { note: 'a secret' });
    await until(() => told.length > 0, 'a hint at the socket');
    socket.close();
    expect(told).toEqual([{ what: 'notifications' }]);
    const list = await hearing.listOf(ben);
    expect(list).toEqual([
      {
        id: expect.stringMatching(/^ntf_/),
        createdAt: expect.any(String),
        kind: 'money_received',
        words: `${ana.name} sent you €20.00`,
        person: { id: ana.id, name: ana.name, handle: ana.handle },
        threadId: thread,
        subjectId: String(body.id),
        amount: { amount: '20.00', currency: 'EUR' },
        readAt: null,
      },
    ]);
    expect(JSON.stringify(list)).not.toContain('secret');
    expect(await hearing.listOf(ana)).toEqual([]);
  });

  test('both sides of a request, through all of it', async () => {
    const [paid, declined] = [await asked(ben), await asked(ben, '30.00', { hours: 72 })];
    await world.sql(
      `UPDATE payments.requests SET created_at = created_at - interval '60 hours',
              expires_at = expires_at - interval '60 hours' WHERE id = $1`,
      [declined],
    );
    const changing = world.app.get(ChangeRequest);
    await changing.tellOfEnding();
    await changing.tellOfEnding();
    await world.post(ben, `/v1/requests/${declined}/remind`, {});
    const received = ['€20.00', '€30.00'].map((sum) => `${ben.name} asks you for ${sum}`);
    await hearing.hears(ana, [
      ...received,
      `The request of €30.00 from ${ben.name} ends tomorrow`,
      `${ben.name} reminds you of a request of €30.00`,
    ]);
    await world.post(ana, `/v1/requests/${declined}/decline`, {});
    const request = { id: paid, revision: 1 };
    const body = { threadId: thread, amount: { amount: '20.00', currency: 'EUR' }, request };
    const funding = { source: 'balance' };
    const sent = await world.post(ana, '/v1/payments', { ...body, funding }, randomUUID());
    expect(outcome(sent)).toEqual([201]);
    await hearing.hears(ben, [
      `${ana.name} declined your request of €30.00`,
      `${ana.name} paid €20.00 of your request`,
    ]);
  });

  test('both people of a payment that is held, and of its end', async () => {
    const riley = await world.person({ roles: ['risk_analyst', 'risk_approver'] });
    const { body } = await world.send(ana, thread, '600.00');
    expect(body.state).toBe('held');
    const { id } = await caseOf(world, riley, String(body.id));
    const heldFor = [
      `Your payment of €600.00 to ${ben.name} is being reviewed`,
      `€600.00 from ${ana.name} is being reviewed`,
    ] as const;
    await hearing.hears(ana, [heldFor[0]]);
    await say(world, riley, id, 'release');
    await hearing.hears(ana, [
      heldFor[0],
      `Your payment of €600.00 to ${ben.name} was approved and has arrived`,
    ]);
    await hearing.hears(ben, [heldFor[1], `${ana.name} sent you €600.00`]);
    const given = { amount: { amount: '5.00', currency: 'EUR' }, reason: 'Too much' };
    await world.post(ben, `/v1/payments/${String(body.id)}/refunds`, given, randomUUID());
    await until(
      async () =>
        (await hearing.wordsTo(ana)).includes(`€5.00 of your payment to ${ben.name} is given back`),
      'a refund being told',
    );
  });

  test('a payer whose card says no, a payee whose payment is disputed', async () => {
    const no = await world.card(ana, 'pm_card_chargeCustomerFail');
    await world.send(ana, thread, '9.00', { cardId: no.id });
    await hearing.hears(ana, [`Your payment of €9.00 to ${ben.name} did not go through`]);
    const disputed = await world.card(ana, 'pm_card_createDispute');
    await world.send(ana, thread, '8.00', { cardId: disputed.id });
    await hearing.hears(ben, [
      `${ana.name} sent you €8.00`,
      `${ana.name}’s bank disputes the €8.00 you received`,
    ]);
  });

  test('a trusted contact and whoever named them', async () => {
    const contacts = new Contacts(world);
    const all = await contacts.three();
    const agreed = await contacts.asking(all, '200.00');
    await contacts.agree(all.cleo, agreed);
    const declined = await contacts.asking(all, '150.00');
    await contacts.say(all.cleo, `agreements/${declined}/decline`);
    await hearing.hears(all.cleo, [
      `${all.ana.name} asks you to be their trusted contact`,
      `${all.ana.name} asks you to agree to a payment of €200.00`,
      `${all.ana.name} asks you to agree to a payment of €150.00`,
    ]);
    await hearing.hears(all.ana, [
      'Your PIN was set or changed',
      `${all.cleo.name} is now your trusted contact`,
      `${all.cleo.name} agreed to your payment of €200.00`,
      `${all.cleo.name} did not agree to your payment of €150.00`,
    ]);
  });

  test('whoever is mentioned, and once in a thread whoever has not read for ten minutes', async () => {
    const watch = world.app.get(WatchUnread);
    await chat.said(ana, thread, `@${ben.handle} look, @${ana.handle} says so`);
    await hearing.hears(ben, [`${ana.name} mentioned you`]);
    await watch.look();
    await chat.said(ana, thread, 'and another');
    await world.sql(
      `UPDATE chat.messages SET created_at = created_at - interval '11 minutes'
        WHERE thread_id = $1`,
      [thread],
    );
    await watch.look();
    await watch.look();
    const waiting = `There are messages from ${ana.name} you have not read`;
    await hearing.hearsNothingBut(ben, [`${ana.name} mentioned you`, waiting]);
    await world.post(ben, `/v1/threads/${thread}/read`, { sequence: 4 });
    await watch.look();
    expect((await hearing.wordsTo(ben)).filter((words) => words === waiting)).toHaveLength(1);
  });
});

describe('what is kept away', () => {
  test('what was delivered before, a muted thread, and somebody blocked', async () => {
    const event = { event: randomUUID(), personIds: [ben.id], otherId: ana.id, threadId: thread };
    const first = `${ana.name} mentioned you`;
    await hearing.happen({ ...event, kind: 'mentioned' });
    await hearing.happen({ ...event, kind: 'mentioned' });
    await hearing.hearsNothingBut(ben, [first]);
    const muted = { mutedUntil: 'forever', suggestsMoney: true };
    expect((await world.put(ben, `/v1/threads/${thread}/settings`, muted)).status).toBeLessThan(
      300,
    );
    await world.send(ana, thread, '3.00');
    const told = [first, 'Your PIN was set or changed'];
    await hearing.hearsNothingBut(ben, told);
    const other = await acquainted(ana, ben);
    await world.put(ben, `/v1/blocks/${ana.id}`, {});
    await hearing.happen({
      kind: 'mentioned',
      personIds: [ben.id],
      otherId: ana.id,
      threadId: other,
    });
    await hearing.hearsNothingBut(ben, [...told, told[1] as string]);
  });

  test('what is switched off, but never what concerns the account', async () => {
    expect((await hearing.turn(ben, 'money_received', 'app', false)).status).toBe(200);
    await world.send(ana, thread, '3.00');
    await hearing.hearsNothingBut(ben, []);
    for (const [kind, channel] of [
      ['security', 'app'],
      ['security', 'email'],
      ['message_waiting', 'email'],
    ] as const) {
      expect(outcome(await hearing.turn(ben, kind, channel, kind !== 'security'))).toEqual([
        422,
        'notification_switch_fixed',
      ]);
    }
    const { body } = await world.get(ben, '/v1/notifications/settings');
    const { kinds } = body as NotificationSettingsView;
    expect(kinds.find(({ kind }) => kind === 'money_received')).toMatchObject({
      app: { on: false, free: true },
      email: { on: true, free: true },
    });
  });
});

describe('reading', () => {
  test('page by page, one or all up to the newest seen, and nobody else’s', async () => {
    for (const amount of ['1.00', '2.00', '3.00']) await world.send(ana, thread, amount);
    await until(async () => (await hearing.unreadOf(ben)) === 3, 'three notifications');
    const { body } = await world.get(ben, '/v1/notifications?limit=2');
    const { notifications, next } = body as NotificationsPage;
    expect(notifications.map(({ amount }) => amount?.amount)).toEqual(['3.00', '2.00']);
    const [rest] = await hearing.listOf(ben, `?before=${String(next)}`);
    expect(rest?.amount?.amount).toBe('1.00');
    const one = `/v1/notifications/${String(rest?.id)}/read`;
    expect(outcome(await world.post(ana, one, {}))).toEqual([404, 'notification_unknown']);
    expect(outcome(await world.post(ben, one, {}))).toEqual([204]);
    expect(await hearing.unreadOf(ben)).toBe(2);
    await world.post(ben, '/v1/notifications/read', { upTo: notifications[1]?.id });
    expect(await hearing.unreadOf(ben)).toBe(1);
    await world.post(ben, '/v1/notifications/read', { upTo: notifications[0]?.id });
    expect(await hearing.unreadOf(ben)).toBe(0);
  });
});

describe('letters', () => {
  test('go to a proven address alone, say a name and an amount, and how to have no more', async () => {
    const [known, unproven] = [await it.verified(), await it.owner()];
    for (const payee of [unproven, known]) {
      const direct = await world.thread([ana, payee]);
      await world.send(ana, direct, '7.00', { note: 'for the surprise' });
    }
    const letter = await it.letter(known.email, `${ana.name} sent you €7.00`);
    expect(letter.text).toContain('/notifications');
    expect(letter.text).not.toContain('surprise');
    expect(letter.text).not.toContain(ana.handle);
    await hearing.turn(known, 'money_received', 'email', false);
    const direct = await world.thread([ana, known]);
    await world.send(ana, direct, '6.00');
    await hearing.happen({
      kind: 'refund',
      personIds: [known.id],
      otherId: ana.id,
      amount: { amount: '1.00', currency: 'EUR' },
    });
    await it.letter(known.email, '€1.00 of your payment');
    const subjects = it.catcher.mails().map(({ to, subject }) => `${to} ${subject}`);
    expect(subjects.filter((line) => /sent you/.test(line))).toEqual([
      `${known.email} ${ana.name} sent you €7.00`,
    ]);
  });
});
