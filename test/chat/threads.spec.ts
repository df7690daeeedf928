// The thread: what is said in it is said once and in order, each reader sees what is meant for him,
// and for everybody else there is no such thread.
import { randomUUID } from 'node:crypto';
import type { MessagePage } from '../../src/chat/contract.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

let world: World;
let ana: TestPerson;
let ben: TestPerson;
let chloe: TestPerson;

beforeAll(async () => {
  world = await World.start();
  [ana, ben, chloe] = [await world.person(), await world.person(), await world.person()];
});
afterAll(() => world.stop());

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];
const fresh = (): Promise<string> => world.thread([ana, ben, chloe], `Group ${randomUUID()}`);

async function say(
  person: TestPerson,
  threadId: string,
  body: unknown,
  clientId: unknown = randomUUID(),
): Promise<Answer> {
  return world.post(person, `/v1/threads/${threadId}/messages`, { clientId, body });
}

async function page(person: TestPerson, threadId: string, query = ''): Promise<MessagePage> {
  const answer = await world.get(person, `/v1/threads/${threadId}/messages${query}`);
  expect(answer.status).toBe(200);
  return answer.body as MessagePage;
}

const bodies = ({ messages }: MessagePage): (string | null)[] => messages.map(({ body }) => body);

describe('saying something', () => {
  test('a retry with the same client id never doubles it', async () => {
    const thread = await fresh();
    const clientId = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => say(ana, thread, 'hello', clientId)),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const late = await say(ana, thread, 'something else', clientId);
    expect(late.body).toMatchObject({ body: 'hello', sequence: 1 });
    // The id is the author's own: the same one in another hand is another message.
    expect((await say(ben, thread, 'hello too', clientId)).body).toMatchObject({ sequence: 2 });
    expect(bodies(await page(ana, thread))).toEqual(['hello', 'hello too']);
  });

  test.each<[string, unknown, unknown]>([
    ['an empty body', '', randomUUID()],
    ['a blank body', ' \n\t ', randomUUID()],
    ['4,001 characters', 'x'.repeat(4001), randomUUID()],
    ['a number', 5, randomUUID()],
    ['no body', null, randomUUID()],
    ['U+0000', 'a\u0000b', randomUUID()],
    ['half a character', '\udc00', randomUUID()],
    ['no client id', 'hello', null],
    ['a short client id', 'hello', 'abc'],
    ['a client id with a space', 'hello', 'abc defghi'],
  ])('%s is refused', async (_what, body, clientId) => {
    const thread = await fresh();
    expect(outcome(await say(ana, thread, body, clientId))).toEqual([400, 'request_invalid']);
    expect((await page(ana, thread)).messages).toEqual([]);
  });

  test('a card number is masked; 4,000 characters and emoji stay as they are', async () => {
    const thread = await fresh();
    const card = await say(ana, thread, 'use 5555 5555 5555 4444');
    expect(card.body).toMatchObject({ body: 'use •••• 4444' });
    for (const body of ['x'.repeat(4000), '🍕'.repeat(2000), '<b>not bold</b>', "'; DROP TABLE"]) {
      expect((await say(ana, thread, body)).body).toMatchObject({ body });
    }
  });

  test('fifty at once have the places 1 to 50, each at a revision of its own', async () => {
    const thread = await fresh();
    const people = [ana, ben, chloe];
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        say(people[index % 3] as TestPerson, thread, `message ${String(index)}`),
      ),
    );
    expect(answers.every(({ status }) => status === 201)).toBe(true);
    const { messages, revision } = await page(ben, thread, '?limit=100');
    const expected = Array.from({ length: 50 }, (_, index) => index + 1);
    expect(messages.map(({ sequence }) => sequence)).toEqual(expected);
    expect(messages.map((message) => message.revision)).toEqual(expected);
    expect(revision).toBe(50);
  });
});

describe('reading', () => {
  let thread: string;
  beforeAll(async () => {
    thread = await fresh();
    for (let index = 1; index <= 12; index++) await say(ana, thread, `m${String(index)}`);
  });

  // query, the messages in their order, whether there are older ones
  test.each<[string, number[], boolean]>([
    ['?limit=5', [8, 9, 10, 11, 12], true],
    ['?limit=5&before=8', [3, 4, 5, 6, 7], true],
    ['?limit=5&before=3', [1, 2], false],
    ['?before=1', [], false],
    ['?limit=12', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], false],
    ['?after=9', [10, 11, 12], false],
    ['?after=0&limit=3', [1, 2, 3], false],
    ['?after=12', [], false],
    ['?after=9007199254740991', [], false],
  ])('%s', async (query, expected, hasBefore) => {
    const found = await page(ben, thread, query);
    expect(bodies(found)).toEqual(expected.map((index) => `m${String(index)}`));
    expect(found.hasBefore).toBe(hasBefore);
  });

  test('"after" is followed page by page to the end, and nothing is missed', async () => {
    const seen: (string | null)[] = [];
    let after = 0;
    for (let round = 0; round < 6; round++) {
      const found = await page(chloe, thread, `?after=${String(after)}&limit=5`);
      seen.push(...bodies(found));
      after = found.revision;
    }
    expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => `m${String(index + 1)}`));
    expect(after).toBe(12);
  });

  test.each([
    '?limit=0',
    '?limit=101',
    '?limit=x',
    '?after=-1',
    '?before=1.5',
    '?after=1e99',
    '?x=1',
  ])('%s is refused', async (query) => {
    const answer = await world.get(ben, `/v1/threads/${thread}/messages${query}`);
    expect(outcome(answer)).toEqual([400, 'request_invalid']);
  });

  test('the read position moves forward to the end, and never back', async () => {
    const positionOf = async (person: TestPerson): Promise<number | undefined> => {
      const { body } = await world.get(ana, `/v1/threads/${thread}`);
      const { participants } = body as {
        participants: { personId: string; readSequence: number }[];
      };
      return participants.find(({ personId }) => personId === person.id)?.readSequence;
    };
    const read = async (sequence: unknown): Promise<Answer> =>
      world.post(ben, `/v1/threads/${thread}/read`, { sequence });
    for (const [sequence, expected] of [
      [5, 5],
      [3, 5],
      [0, 5],
      [999, 12],
      [6, 12],
    ]) {
      expect((await read(sequence)).status).toBe(204);
      expect(await positionOf(ben)).toBe(expected);
    }
    expect(await positionOf(chloe)).toBe(0);
    for (const sequence of [-1, 1.5, '7', null, 2 ** 60]) {
      expect(outcome(await read(sequence))).toEqual([400, 'request_invalid']);
    }
  });
});

test("other people's thread and no thread answer alike, on every route", async () => {
  const foreign = await world.thread([ana, ben]);
  const nowhere = `thr_${'0'.repeat(26)}`;
  const message = { clientId: randomUUID(), body: 'let me in' };
  for (const thread of [foreign, nowhere, 'x', '%20', "'--"]) {
    const answers = [
      await world.get(chloe, `/v1/threads/${thread}`),
      await world.get(chloe, `/v1/threads/${thread}/messages`),
      await world.get(chloe, `/v1/threads/${thread}/messages?after=0`),
      await world.post(chloe, `/v1/threads/${thread}/messages`, message),
      await world.post(chloe, `/v1/threads/${thread}/read`, { sequence: 1 }),
    ];
    expect(answers.map(outcome)).toEqual(answers.map(() => [404, 'thread_unknown']));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  }
  const { body } = await world.get(chloe, '/v1/threads');
  expect(JSON.stringify(body)).not.toContain(foreign);
  expect((await page(ana, foreign)).messages).toEqual([]);
});
