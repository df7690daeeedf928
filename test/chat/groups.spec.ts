// Groups: who may do what, who sees what from when, and what each has chosen for himself.
import type { ThreadView } from '../../src/chat/contract.js';
import { Chatter, outcome } from '../support/chatter.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

let world: World;
let chat: Chatter;
let ana: TestPerson;
let ben: TestPerson;
let chloe: TestPerson;
let david: TestPerson;

beforeAll(async () => {
  world = await World.start();
  chat = new Chatter(world);
  [ana, ben] = [await world.person(), await world.person()];
  [chloe, david] = [await world.person(), await world.person()];
});
afterAll(() => world.stop());

const roles = ({ participants }: ThreadView): Record<string, string> =>
  Object.fromEntries(participants.map(({ personId, role }) => [personId, role]));
const role = (actor: TestPerson, thread: string, person: TestPerson, to: string): Promise<Answer> =>
  chat.ask(actor, 'put', `/threads/${thread}/participants/${person.id}/role`, { role: to });
const add = (actor: TestPerson, thread: string, ...people: TestPerson[]): Promise<Answer> =>
  chat.ask(actor, 'post', `/threads/${thread}/participants`, {
    personIds: people.map(({ id }) => id),
  });
const remove = (actor: TestPerson, thread: string, person: TestPerson): Promise<Answer> =>
  chat.ask(actor, 'delete', `/threads/${thread}/participants/${person.id}`);
const leave = (actor: TestPerson, thread: string): Promise<Answer> =>
  chat.ask(actor, 'post', `/threads/${thread}/leave`, {});

describe('a group', () => {
  test('begins with its owner, and tells in order what happens to it', async () => {
    const thread = await chat.group([ana, ben], 'Lake weekend');
    expect(roles(await chat.thread(ben, thread))).toEqual({
      [ana.id]: 'owner',
      [ben.id]: 'member',
    });
    await chat.said(ben, thread, 'hello');
    expect((await add(ana, thread, chloe)).status).toBe(200);
    const renamed = await chat.ask(ana, 'patch', `/threads/${thread}`, { title: ' Sea weekend ' });
    expect(renamed.body).toMatchObject({ title: 'Sea weekend' });
    expect((await role(ana, thread, chloe, 'admin')).status).toBe(200);
    expect((await remove(chloe, thread, ben)).status).toBe(200);
    expect((await leave(chloe, thread)).status).toBe(204);
    expect(await chat.words(ana, thread)).toEqual([
      'created',
      'hello',
      'added',
      'renamed',
      'role_changed',
      'removed',
      'left',
    ]);
    const { messages } = await chat.page(ana, thread);
    expect(messages.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(messages[2]).toMatchObject({
      authorId: ana.id,
      body: null,
      event: { kind: 'added', personIds: [chloe.id] },
    });
    expect(messages[3]?.event).toEqual({ kind: 'renamed', personIds: [], title: 'Sea weekend' });
  });

  test('shows somebody who joins what is said from then on, and nothing to one who left', async () => {
    const thread = await chat.group([ana, ben]);
    const before = await chat.said(ana, thread, 'before');
    await add(ana, thread, chloe);
    await chat.said(ana, thread, 'after');
    // A change of what was said before is no news to her either.
    await chat.ask(ana, 'patch', `/threads/${thread}/messages/${before}`, { body: 'before!' });
    for (const query of ['', '?after=0', '?before=99']) {
      expect(await chat.words(chloe, thread, query)).toEqual(['added', 'after']);
    }
    expect(await chat.found(chloe, 'q=before')).toEqual([]);
    expect((await chat.thread(chloe, thread)).participants).toHaveLength(3);
    const reply = await chat.say(chloe, thread, 'what?', { replyTo: before });
    expect(outcome(reply)).toEqual([404, 'message_unknown']);

    await leave(ben, thread);
    // What he said and did still has his name on it.
    const { id, handle, name } = ben;
    expect((await chat.page(ana, thread)).former).toEqual([{ id, handle, name }]);
    expect((await chat.thread(ana, thread)).former).toEqual([{ id, handle, name }]);
    const answers = [
      await chat.ask(ben, 'get', `/threads/${thread}`),
      await chat.ask(ben, 'get', `/threads/${thread}/messages?after=0`),
      await chat.say(ben, thread, 'still here?'),
      await chat.ask(ben, 'get', `/threads/${thread}/settings`),
    ];
    expect(answers.map(outcome)).toEqual(answers.map(() => [404, 'thread_unknown']));
    expect(await chat.found(ben, 'q=after')).toEqual([]);
    expect(JSON.stringify((await chat.ask(ben, 'get', '/threads')).body)).not.toContain(thread);
    // Who comes back sees what is said after coming back.
    await add(ana, thread, ben);
    expect(await chat.words(ben, thread)).toEqual(['added']);
    expect((await chat.page(ana, thread)).former).toEqual([]);
  });

  test('keeps an owner: the last one to leave hands over by rank, and cannot step down', async () => {
    const thread = await chat.group([ana, ben, chloe]);
    await role(ana, thread, chloe, 'admin');
    expect(outcome(await role(ana, thread, ana, 'member'))).toEqual([422, 'thread_needs_owner']);
    await leave(ana, thread);
    expect(roles(await chat.thread(ben, thread))).toEqual({
      [ben.id]: 'member',
      [chloe.id]: 'owner',
    });
    await role(chloe, thread, ben, 'owner');
    expect((await role(chloe, thread, chloe, 'admin')).status).toBe(200);
    expect(roles(await chat.thread(ben, thread))[chloe.id]).toBe('admin');
    await leave(ben, thread);
    await leave(chloe, thread);
    const [left] = await world.sql<{ count: string }>(
      'SELECT count(*) FROM chat.participants WHERE thread_id = $1',
      [thread],
    );
    expect(left?.count).toBe('0');
  });

  test('lets each role do what is its own and no more', async () => {
    const thread = await chat.group([ana, ben, chloe, david]);
    await role(ana, thread, ben, 'admin');
    const forbidden = [403, 'thread_role_missing'];
    const erin = await world.person();
    // actor, what is tried, the answer
    const rows: [Promise<Answer>, unknown[]][] = [
      [add(chloe, thread, erin), forbidden],
      [remove(chloe, thread, david), forbidden],
      [chat.ask(chloe, 'patch', `/threads/${thread}`, { title: 'Mine' }), forbidden],
      [role(chloe, thread, chloe, 'owner'), forbidden],
      [role(ben, thread, chloe, 'admin'), forbidden],
      [remove(ben, thread, ana), forbidden],
      [remove(ben, thread, ben), [404, 'participant_unknown']],
      [remove(ana, thread, erin), [404, 'participant_unknown']],
      [role(ana, thread, erin, 'admin'), [404, 'participant_unknown']],
      [add(erin, thread, erin), [404, 'thread_unknown']],
      [remove(erin, thread, ben), [404, 'thread_unknown']],
      [leave(erin, thread), [404, 'thread_unknown']],
      [role(ana, thread, ben, 'king'), [400, 'request_invalid']],
      [add(ben, thread, chloe), [200]],
      [remove(ben, thread, david), [200]],
    ];
    for (const [asked, expected] of rows) expect(outcome(await asked)).toEqual(expected);
  });

  test('cannot be made of what does not exist, and a direct thread is no group', async () => {
    const post = (body: object): Promise<Answer> => chat.ask(ana, 'post', '/threads', body);
    const nobody = `usr_${'0'.repeat(26)}`;
    const direct = await post({ kind: 'direct', personIds: [david.id] });
    expect(direct.body).toMatchObject({ kind: 'direct', title: null });
    const again = await chat.ask(david, 'post', '/threads', {
      kind: 'direct',
      personIds: [ana.id],
    });
    const { id } = direct.body as ThreadView;
    expect((again.body as ThreadView).id).toBe(id);
    const title = 'T';
    const rows: [Promise<Answer>, unknown[]][] = [
      [post({ kind: 'group', title, personIds: [nobody] }), [404, 'person_unknown']],
      [post({ kind: 'direct', personIds: [nobody] }), [404, 'person_unknown']],
      [post({ kind: 'direct', personIds: [ana.id] }), [400, 'thread_needs_people']],
      [post({ kind: 'direct', personIds: [ben.id, chloe.id] }), [400, 'thread_needs_people']],
      [post({ kind: 'group', title, personIds: [ana.id] }), [400, 'thread_needs_people']],
      [post({ kind: 'group', title: ' ', personIds: [ben.id] }), [400, 'request_invalid']],
      [post({ kind: 'group', personIds: [ben.id] }), [400, 'request_invalid']],
      [post({ kind: 'group', title, personIds: [] }), [400, 'request_invalid']],
      [post({ kind: 'group', title, personIds: Array(101).fill('x') }), [400, 'request_invalid']],
      [post({ kind: 'room', title, personIds: [ben.id] }), [400, 'request_invalid']],
      [add(ana, id, ben), [422, 'thread_is_direct']],
      [leave(ana, id), [422, 'thread_is_direct']],
      [chat.ask(ana, 'patch', `/threads/${id}`, { title }), [422, 'thread_is_direct']],
    ];
    for (const [asked, expected] of rows) expect(outcome(await asked)).toEqual(expected);
  });

  test('twenty people who talk while one is put out: gap-free, and he says nothing after', async () => {
    const thread = await chat.group([ana, ben, chloe]);
    const said = Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        chat.say(index % 2 ? ben : chloe, thread, String(index)),
      ),
    );
    const removed = await remove(ana, thread, ben);
    expect(removed.status).toBe(200);
    await said;
    const { messages } = await chat.page(ana, thread, '?limit=100');
    expect(messages.map(({ sequence }) => sequence)).toEqual(messages.map((_, i) => i + 1));
    const out = messages.findIndex(({ event }) => event?.kind === 'removed');
    expect(messages.slice(out).filter(({ authorId }) => authorId === ben.id)).toEqual([]);
  });
});

describe('what one has chosen', () => {
  const settings = (thread: string, body: object): Promise<Answer> =>
    chat.ask(ana, 'put', `/threads/${thread}/settings`, body);

  test('is muted for a while, for good or not, and is nobody else’s business', async () => {
    const thread = await chat.group([ana, ben]);
    const plain = { mutedUntil: null, suggestsMoney: true };
    expect((await chat.ask(ana, 'get', `/threads/${thread}/settings`)).body).toEqual(plain);
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    for (const chosen of [
      { mutedUntil: soon, suggestsMoney: false },
      { mutedUntil: '2096-12-31T23:59:59.000Z', suggestsMoney: false },
      { mutedUntil: 'forever', suggestsMoney: true },
      plain,
    ]) {
      expect((await settings(thread, chosen)).body).toEqual(chosen);
      expect((await chat.thread(ana, thread)).settings).toEqual(chosen);
      expect((await chat.thread(ben, thread)).settings).toEqual(plain);
    }
    // A day that no calendar has is refused before the database meets it.
    for (const never of ['2026-02-30T10:00:00Z', '2026-13-01T10:00:00Z', '2026-06-31T10:00:00Z']) {
      const { status } = await settings(thread, { mutedUntil: never, suggestsMoney: true });
      expect(`${never} ${String(status)}`).toBe(`${never} 400`);
    }
    // A time that has passed mutes nothing.
    const past = { mutedUntil: '2020-01-01T00:00:00Z', suggestsMoney: true };
    expect((await settings(thread, past)).body).toEqual(plain);
  });

  test.each<[string, object]>([
    ['a word', { mutedUntil: 'tomorrow', suggestsMoney: true }],
    ['a day that is none', { mutedUntil: '2030-13-01T00:00:00Z', suggestsMoney: true }],
    ['a number', { mutedUntil: 5, suggestsMoney: true }],
    ['nothing', {}],
    ['no yes or no', { mutedUntil: null, suggestsMoney: 'yes' }],
  ])('%s is refused', async (_what, body) => {
    const thread = await chat.group([ana, ben]);
    expect(outcome(await settings(thread, body))).toEqual([400, 'request_invalid']);
  });
});
