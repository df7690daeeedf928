// The socket: it lets in whom HTTP would let in, from our own pages only, and tells each person of
// his own threads and of nothing that is not meant for him.
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import type { MessagePage, MessageView, ThreadChanged } from '../../src/chat/contract.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

let world: World;
let ana: TestPerson;
let ben: TestPerson;
let chloe: TestPerson;
const sockets: Socket[] = [];

beforeAll(async () => {
  world = await World.start();
  [ana, ben, chloe] = [
    await world.person({ balance: '100.00' }),
    await world.person(),
    await world.person(),
  ];
});
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await world.stop();
});

function connect(options: object): Socket {
  const socket = io(world.url, {
    reconnection: false,
    forceNew: true,
    transports: ['websocket'],
    ...options,
  });
  sockets.push(socket);
  return socket;
}

/** `ready` when the server lets it in, else why it was closed. */
const admitted = (socket: Socket): Promise<string> =>
  new Promise((done) => {
    socket.once('ready', () => {
      done('ready');
    });
    socket.once('disconnect', done);
    socket.once('connect_error', (error) => {
      done(error.message);
    });
  });

async function listen(person: TestPerson): Promise<MessageView[]> {
  const socket = connect({ auth: { token: person.token } });
  const seen: MessageView[] = [];
  socket.on('thread.changed', ({ message }: ThreadChanged) => seen.push(message));
  expect(await admitted(socket)).toBe('ready');
  return seen;
}

async function say(person: TestPerson, thread: string, body: string): Promise<Answer> {
  return world.post(person, `/v1/threads/${thread}/messages`, { clientId: randomUUID(), body });
}

async function read(person: TestPerson, thread: string, query = ''): Promise<(string | null)[]> {
  const { body } = await world.get(person, `/v1/threads/${thread}/messages${query}`);
  return (body as MessagePage).messages.map((message) => message.body);
}

const REFUSED = 'io server disconnect';
const page = (origin: string): object => ({
  auth: { token: ana.token },
  extraHeaders: { origin },
});
test.each<[string, () => object, string]>([
  ['no session', () => ({}), REFUSED],
  ['no session, by polling', () => ({ transports: ['polling'], upgrade: false }), REFUSED],
  ['an empty token', () => ({ auth: { token: '' } }), REFUSED],
  ['a token that is no text', () => ({ auth: { token: { a: 1 } } }), REFUSED],
  ['a wrong token', () => ({ auth: { token: 'A'.repeat(43) } }), REFUSED],
  ['a foreign page', () => page('https://evil.example'), REFUSED],
  ['a page that hides its origin', () => page('null'), REFUSED],
  ['our own page', () => page(world.url), 'ready'],
  ['no page at all', () => ({ auth: { token: ana.token } }), 'ready'],
  [
    'the cookie of a session',
    () => ({ extraHeaders: { origin: world.url, cookie: `tenner_session=${ana.token}` } }),
    'ready',
  ],
])('a socket with %s', async (_what, options, expected) => {
  expect(await admitted(connect(options()))).toBe(expected);
});

test('each hears of his own threads only, and of a payment only its two people', async () => {
  const pair = await world.thread([ana, ben]);
  const group = await world.thread([ana, ben, chloe], 'Lake weekend');
  const [anaSees, benSees, chloeSees] = [await listen(ana), await listen(ben), await listen(chloe)];
  await say(ana, pair, 'just us');
  await say(ana, group, 'all of us');
  const sent = await world.send(ana, group, '3.00', { payeeId: ben.id, note: 'the secret' });
  expect(sent.status).toBe(201);
  await say(ben, group, 'the end');

  for (const seen of [anaSees, benSees, chloeSees]) {
    await until(() => seen.some(({ body }) => body === 'the end'), 'the last message');
  }
  const [text, card, end] = ['all of us', null, 'the end'];
  expect(anaSees.map(({ body }) => body)).toEqual(['just us', text, card, end]);
  expect(benSees.map(({ body }) => body)).toEqual(['just us', text, card, end]);
  expect(chloeSees.map(({ body }) => body)).toEqual([text, end]);
  expect(JSON.stringify(chloeSees)).not.toContain('secret');

  expect(await read(chloe, group)).toEqual([text, end]);
  expect(await read(chloe, group, '?after=0')).toEqual([text, end]);
  expect(await read(ben, group)).toEqual([text, card, end]);
  const hidden = await world.get(chloe, `/v1/payments/${String(sent.body.id)}`);
  expect([hidden.status, hidden.body.code]).toEqual([404, 'payment_unknown']);
  expect(await world.faults()).toEqual([]);
});

test('a card that says no is seen, live, by its owner alone', async () => {
  const pair = await world.thread([ana, chloe]);
  const { id: cardId } = await world.card(ana, 'pm_card_chargeCustomerFail');
  const [anaSees, chloeSees] = [await listen(ana), await listen(chloe)];
  await world.send(ana, pair, '3.00', { cardId });
  await say(ana, pair, 'hm');
  await until(() => chloeSees.length > 0 && anaSees.length > 2, 'the message');
  expect(anaSees.map(({ card }) => (card?.data as { state: string } | undefined)?.state)).toEqual([
    'funding',
    'failed',
    undefined,
  ]);
  expect(chloeSees.map(({ body }) => body)).toEqual(['hm']);
  const { body } = await world.get(chloe, `/v1/threads/${pair}`);
  expect(body.lastMessage).toMatchObject({ body: 'hm' });
});
