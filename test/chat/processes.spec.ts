// Sockets across two processes of the application: what one of them commits is heard at the other, and a
// session or a membership that ended is dead at both within two seconds. What a socket may say is
// little, and what it missed it can ask for.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { MessageView } from '../../src/chat/contract.js';
import { Chatter, type Ear, listen, wordOf } from '../support/chatter.js';
import { secondApp } from '../support/second-app.js';
import { type TestPerson, until, World } from '../support/world.js';

let world: World;
let chat: Chatter;
let second: NestFastifyApplication;
let other: string;
let ana: TestPerson;
let ben: TestPerson;
let chloe: TestPerson;
const ears: Ear[] = [];

beforeAll(async () => {
  world = await World.start();
  chat = new Chatter(world);
  second = await secondApp(world);
  other = await second.getUrl();
  [ana, ben, chloe] = [
    await world.person({ balance: '50.00' }),
    await world.person(),
    await world.person(),
  ];
  // Each process listens to the other by and by.
  const [here, there] = [await hear(world.url, ana), await hear(other, ana)];
  const thread = await world.thread([ana, ben]);
  for (const url of [world.url, other]) {
    const before = { here: here.changes.length, there: there.changes.length };
    await until(async () => {
      await at(url).said(ana, thread, 'do you hear me?');
      return here.changes.length > before.here && there.changes.length > before.there;
    }, `both processes hear ${url}`);
  }
});
afterAll(async () => {
  for (const { socket } of ears) socket.close();
  await second.close();
  await world.stop();
});

async function hear(url: string, person: TestPerson): Promise<Ear> {
  const ear = await listen(url, person);
  ears.push(ear);
  return ear;
}

/** The same requests, made to the other process. */
function at(url: string): Chatter {
  if (url === world.url) return chat;
  const elsewhere = new Chatter(world);
  elsewhere.ask = async (person, method, path, body) => {
    const response = await fetch(`${url}/v1${path}`, {
      method: method.toUpperCase(),
      headers: {
        authorization: `Bearer ${person.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, body: text === '' ? {} : JSON.parse(text) } as never;
  };
  return elsewhere;
}

const words = ({ changes }: Ear): string[] => changes.map(({ message }) => wordOf(message));

test('what one process commits is heard at both, by those who are in the thread', async () => {
  const thread = await chat.group([ana, ben]);
  const [anaHere, benThere, chloeThere] = [
    await hear(world.url, ana),
    await hear(other, ben),
    await hear(other, chloe),
  ];
  const first = await chat.said(ana, thread, 'from the first');
  await at(other).said(ben, thread, 'from the second');
  await chat.ask(ana, 'patch', `/threads/${thread}/messages/${first}`, { body: 'edited' });
  await chat.ask(ana, 'post', `/threads/${thread}/participants`, { personIds: [chloe.id] });
  await at(other).said(ben, thread, 'welcome');
  const all = ['from the first', 'from the second', 'edited', 'added', 'welcome'];
  await until(() => words(anaHere).length === 5 && words(benThere).length === 5, 'all five');
  // Two processes send on their own; each reader puts what comes into order by revision.
  expect(words(anaHere).toSorted()).toEqual(all.toSorted());
  expect(words(benThere).toSorted()).toEqual(all.toSorted());
  await until(() => words(chloeThere).length === 2, 'what she may see');
  expect(words(chloeThere).toSorted()).toEqual(['added', 'welcome']);
});

test('who is put out hears nothing that comes after, and is told so', async () => {
  const thread = await chat.group([ana, ben, chloe]);
  const [benHere, benThere] = [await hear(world.url, ben), await hear(other, ben)];
  const chloeHears = await hear(other, chloe);
  await world.send(ana, thread, '2.00', { payeeId: ben.id });
  await until(() => words(benThere).length === 1, 'the payment');
  const began = performance.now();
  await chat.ask(ana, 'delete', `/threads/${thread}/participants/${ben.id}`);
  await until(() => benHere.left.length + benThere.left.length === 2, 'the news of it');
  expect(performance.now() - began).toBeLessThan(2000);
  expect([benHere.left, benThere.left]).toEqual([[thread], [thread]]);
  await chat.said(ana, thread, 'now that he is gone');
  await at(other).said(chloe, thread, 'indeed');
  await until(() => words(chloeHears).includes('indeed'), 'the last word');
  expect(words(benHere)).toEqual(['?', 'removed']);
  expect(words(benThere)).toEqual(['?', 'removed']);
});

test('a session that ends is dead on open sockets of both processes within two seconds', async () => {
  const guest = await world.person();
  const [here, there] = [await hear(world.url, guest), await hear(other, guest)];
  const stays = await hear(other, ben);
  const began = performance.now();
  expect((await chat.ask(guest, 'delete', '/session')).status).toBe(204);
  await until(() => here.closed !== undefined && there.closed !== undefined, 'both are closed');
  expect(performance.now() - began).toBeLessThan(2000);
  expect([here.closed, there.closed, stays.closed]).toEqual([
    'io server disconnect',
    'io server disconnect',
    undefined,
  ]);
});

test('a session that runs out closes its sockets too', async () => {
  const guest = await world.person();
  const ear = await hear(world.url, guest);
  await world.sql(`UPDATE identity.sessions SET expires_at = now() WHERE person_id = $1`, [
    guest.id,
  ]);
  await until(() => ear.closed, 'it is closed');
});

test('typing reaches the others of the thread, across processes, seldom and from members only', async () => {
  const thread = await chat.group([ana, ben, chloe]);
  const [anaHere, benThere, chloeThere] = [
    await hear(world.url, ana),
    await hear(other, ben),
    await hear(other, chloe),
  ];
  const stranger = await hear(world.url, await world.person());
  await chat.ask(ben, 'put', `/blocks/${ana.id}`);
  await until(() => benThere.choices === 1, 'his own screens hear of the block');
  expect(anaHere.choices).toBe(0);
  stranger.socket.emit('thread.typing', { threadId: thread });
  for (const nonsense of [undefined, null, 5, {}, { threadId: 5 }, { threadId: "'--" }, [[]]]) {
    anaHere.socket.emit('thread.typing', nonsense);
  }
  for (let round = 0; round < 5; round++)
    anaHere.socket.emit('thread.typing', { threadId: thread });
  await until(() => chloeThere.typing.length > 0, 'she hears of it');
  await chat.said(ana, thread, 'sent');
  await until(() => words(benThere).includes('sent'), 'the message');
  expect(chloeThere.typing).toEqual([ana.id]);
  expect([anaHere.typing, benThere.typing, anaHere.closed]).toEqual([[], [], undefined]);
  await chat.ask(ben, 'delete', `/blocks/${ana.id}`);
});

test('a socket that floods, or sends a bomb, is closed', async () => {
  const [flood, bomb] = [await hear(world.url, chloe), await hear(world.url, chloe)];
  for (let packet = 0; packet < 100; packet++) flood.socket.emit('thread.typing', {});
  bomb.socket.emit('thread.typing', { threadId: 'x'.repeat(70_000) });
  await until(() => flood.closed !== undefined && bomb.closed !== undefined, 'both are closed');
  expect(await chat.said(chloe, await world.thread([chloe, ana]), 'still alive')).not.toBe('');
});

test('whoever was away asks for what changed after N and misses nothing, each change once', async () => {
  const thread = await chat.group([ana, ben]);
  const kept = await chat.said(ana, thread, 'one');
  const ear = await hear(other, ben);
  const gone = await chat.said(ana, thread, 'two');
  await until(() => words(ear).includes('two'), 'the second');
  const held = new Map((await chat.page(ben, thread)).messages.map((one) => [one.id, one]));
  const { revision } = await chat.page(ben, thread);
  ear.socket.disconnect();

  await chat.ask(ana, 'patch', `/threads/${thread}/messages/${kept}`, { body: 'one!' });
  await chat.ask(ana, 'delete', `/threads/${thread}/messages/${gone}`);
  await at(other).said(ana, thread, 'three');
  await chat.ask(ana, 'post', `/threads/${thread}/participants`, { personIds: [chloe.id] });
  await chat.ask(chloe, 'post', `/threads/${thread}/leave`, {});
  await chat.ask(ana, 'put', `/threads/${thread}/messages/${kept}/reactions/%F0%9F%8D%95`);

  let after = revision;
  const heard: MessageView[] = [];
  for (let page = 0; page < 4; page++) {
    const found = await at(other).page(ben, thread, `?after=${String(after)}&limit=2`);
    heard.push(...found.messages);
    after = found.revision;
  }
  for (const message of heard) held.set(message.id, message);
  const whole = await chat.page(ben, thread);
  const bySequence = (a: MessageView, b: MessageView): number => a.sequence - b.sequence;
  expect([...held.values()].sort(bySequence)).toEqual(whole.messages);
  expect(whole.messages.map(wordOf)).toEqual(['created', 'one!', '-', 'three', 'added', 'left']);
  expect(after).toBe(whole.revision);
  expect(new Set(heard.map((one) => one.revision)).size).toBe(heard.length);
});

test('a process that could not listen for a while has its sockets ask again', async () => {
  const thread = await chat.group([ana, ben]);
  const [here, there] = [await hear(world.url, ben), await hear(other, ben)];
  const ended = await world.sql(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE 'LISTEN %'`,
  );
  expect(ended).toHaveLength(2);
  await until(() => here.missed > 0 && there.missed > 0, 'both are told to ask again');
  await at(other).said(ana, thread, 'I am back');
  await until(() => words(here).includes('I am back'), 'the message');
});
