// What people do with messages: edit, delete, react, mention, answer and find. Places
// never move, revisions always do, and nobody changes what is not theirs.
import { randomUUID } from 'node:crypto';
import type { MessageView } from '../../src/chat/contract.js';
import { Chatter, outcome } from '../support/chatter.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

let world: World;
let chat: Chatter;
let ana: TestPerson;
let ben: TestPerson;
let chloe: TestPerson;

beforeAll(async () => {
  world = await World.start();
  chat = new Chatter(world);
  ana = await world.person({ balance: '100.00' });
  [ben, chloe] = [await world.person(), await world.person()];
});
afterAll(() => world.stop());

const at = (thread: string, message: string): string => `/threads/${thread}/messages/${message}`;
const edit = (who: TestPerson, thread: string, message: string, body: unknown): Promise<Answer> =>
  chat.ask(who, 'patch', at(thread, message), { body });
const remove = (who: TestPerson, thread: string, message: string): Promise<Answer> =>
  chat.ask(who, 'delete', at(thread, message));
const react = (
  who: TestPerson,
  thread: string,
  message: string,
  emoji: string,
  method: 'put' | 'delete' = 'put',
): Promise<Answer> =>
  chat.ask(who, method, `${at(thread, message)}/reactions/${encodeURIComponent(emoji)}`);

describe('changing what was said', () => {
  test('an edit and a deletion keep the place and move the revision', async () => {
    const thread = await chat.group([ana, ben]);
    const first = await chat.said(ana, thread, 'frist');
    const second = await chat.said(ana, thread, 'second');
    await react(ben, thread, second, '👍');
    const { revision } = await chat.page(ben, thread);

    const edited = await edit(ana, thread, first, 'first');
    expect(edited.body).toMatchObject({ body: 'first', sequence: 2, revision: revision + 1 });
    expect((edited.body as MessageView).editedAt).not.toBeNull();
    // The same words again change nothing.
    expect((await edit(ana, thread, first, 'first')).text).toBe(edited.text);
    const deleted = await remove(ana, thread, second);
    expect(deleted.body).toMatchObject({
      sequence: 3,
      revision: revision + 2,
      body: null,
      reactions: [],
      mentions: [],
    });
    const changes = await chat.page(ben, thread, `?after=${String(revision)}`);
    expect(changes.messages.map(({ id }) => id)).toEqual([first, second]);
    expect(await chat.words(ben, thread)).toEqual(['created', 'first', '-']);
    expect((await chat.thread(ben, thread)).lastMessage).toMatchObject({ body: null, sequence: 3 });
    // Nothing of the words is left in the database.
    const left = await world.sql(
      `SELECT FROM chat.messages m LEFT JOIN chat.message_words w ON w.message_id = m.id
        WHERE m.id = $1 AND (m.body IS NOT NULL OR w.tokens IS NOT NULL)`,
      [second],
    );
    expect(left).toEqual([]);
  });

  test("nobody changes another's message, a payment's card, an event or what was deleted", async () => {
    const thread = await chat.group([ana, ben]);
    const words = await chat.said(ana, thread, 'mine');
    const gone = await chat.said(ana, thread, 'soon gone');
    await remove(ana, thread, gone);
    await world.send(ana, thread, '1.00', { payeeId: ben.id });
    const { messages } = await chat.page(ana, thread);
    const card = messages.find((message) => message.card !== null)?.id ?? '';
    const event = messages[0]?.id ?? '';
    const elsewhere = await chat.said(ana, await world.thread([ana, chloe]), 'elsewhere');
    const unknown = [404, 'message_unknown'];
    const fixed = [422, 'message_not_changeable'];
    const invalid = [400, 'request_invalid'];
    const rows: [Promise<Answer>, unknown[]][] = [
      [edit(ben, thread, words, 'yours'), unknown],
      [remove(ben, thread, words), unknown],
      [edit(ben, thread, card, 'more'), unknown],
      [edit(ana, thread, card, 'less'), fixed],
      [remove(ana, thread, card), fixed],
      [edit(ana, thread, event, 'never'), fixed],
      [remove(ana, thread, event), fixed],
      [edit(ana, thread, gone, 'back'), fixed],
      [remove(ana, thread, gone), fixed],
      [edit(ana, thread, elsewhere, 'here'), unknown],
      [edit(ana, thread, `msg_${'0'.repeat(26)}`, 'x'), unknown],
      [edit(chloe, thread, words, 'x'), [404, 'thread_unknown']],
      [remove(chloe, thread, words), [404, 'thread_unknown']],
      [react(chloe, thread, words, '👍'), [404, 'thread_unknown']],
      [edit(ana, thread, words, ' '), invalid],
      [edit(ana, thread, words, 'x'.repeat(4001)), invalid],
      [edit(ana, thread, words, 5), invalid],
      [edit(ana, thread, words, null), invalid],
      [react(ben, thread, event, '👍'), fixed],
      [react(ben, thread, gone, '👍'), fixed],
      [react(ben, thread, words, 'ok'), invalid],
      [react(ben, thread, words, '👍👍'), invalid],
      [react(ben, thread, words, '7'), invalid],
    ];
    for (const [asked, expected] of rows) expect(outcome(await asked)).toEqual(expected);
    expect(await chat.words(ben, thread)).toEqual(['created', 'mine', '-', '?']);
  });

  test('a message needs words or a picture, and an answer needs a message that one sees', async () => {
    const thread = await chat.group([ana, ben]);
    const path = `/threads/${thread}/messages`;
    const clientId = randomUUID();
    const empty = await chat.ask(ana, 'post', path, { clientId });
    expect(outcome(empty)).toEqual([400, 'message_empty']);
    const question = await chat.said(ana, thread, 'who drives?');
    const answer = await chat.say(ben, thread, 'I do', { replyTo: question });
    expect(answer.body).toMatchObject({ replyTo: question });
    const elsewhere = await chat.said(ana, await world.thread([ana, chloe]), 'x');
    for (const replyTo of [elsewhere, `msg_${'0'.repeat(26)}`, 'x']) {
      const refused = await chat.say(ben, thread, 'what?', { replyTo });
      expect(outcome(refused)).toEqual([404, 'message_unknown']);
    }
  });
});

describe('reactions', () => {
  test('one of each emoji for each person, however often and however many at once', async () => {
    const thread = await chat.group([ana, ben, chloe]);
    const message = await chat.said(ana, thread, 'pizza?');
    await Promise.all(
      [ana, ben, chloe].flatMap((who) => [
        react(who, thread, message, '🍕'),
        react(who, thread, message, '🍕'),
      ]),
    );
    const family = '👨‍👩‍👧';
    await react(ben, thread, message, family);
    const seen = async (): Promise<[string, number][]> =>
      ((await chat.page(ana, thread)).messages.at(-1)?.reactions ?? []).map(
        ({ emoji, personIds }) => [emoji, new Set(personIds).size * 100 + personIds.length],
      );
    expect(await seen()).toEqual([
      ['🍕', 303],
      [family, 101],
    ]);
    const taken = await react(ben, thread, message, family, 'delete');
    expect(taken.status).toBe(200);
    expect((await react(ben, thread, message, family, 'delete')).text).toBe(taken.text);
    expect(await seen()).toEqual([['🍕', 303]]);
  });

  test('a message holds twenty emoji', async () => {
    const thread = await chat.group([ana, ben]);
    const message = await chat.said(ana, thread, 'zoo');
    const zoo = Array.from({ length: 21 }, (_, index) => String.fromCodePoint(0x1f400 + index));
    for (const animal of zoo.slice(0, 20)) {
      expect((await react(ben, thread, message, animal)).status).toBe(200);
    }
    const oneMore = await react(ben, thread, message, zoo[20] ?? '');
    expect(outcome(oneMore)).toEqual([422, 'reactions_full']);
    expect((await react(ana, thread, message, zoo[0] ?? '')).status).toBe(200);
  });
});

describe('mentions', () => {
  test('name participants by handle, and follow an edit', async () => {
    const thread = await chat.group([ana, ben]);
    const text = `@${ben.handle.toUpperCase()}, @${ben.handle}! @${chloe.handle} x@${ana.handle} @nobody`;
    const said = await chat.say(ana, thread, text);
    expect(said.body).toMatchObject({ mentions: [ben.id] });
    const { id } = said.body as MessageView;
    const edited = await edit(ana, thread, id, `no, @${ana.handle}`);
    expect(edited.body).toMatchObject({ mentions: [ana.id] });
  });
});

describe('search', () => {
  test('finds words and their beginnings in what the viewer may see, newest first', async () => {
    const [dora, emil] = [await world.person({ balance: '10.00' }), await world.person()];
    const pair = await world.thread([dora, emil]);
    const group = await chat.group([dora, ben]);
    await chat.said(dora, pair, 'Crème brûlée for two');
    await chat.said(emil, pair, 'creme de la creme');
    await chat.said(ben, group, 'no dessert, a CREMERIE');
    const change = await chat.said(dora, pair, 'cremona');
    await world.send(dora, pair, '1.00', { note: 'creme' });
    const all = ['cremona', 'no dessert, a CREMERIE', 'creme de la creme', 'Crème brûlée for two'];
    expect(await chat.found(dora, 'q=creme')).toEqual(all.slice(1));
    expect(await chat.found(dora, 'q=Cr%C3%A8m')).toEqual(all);
    expect(await chat.found(dora, 'q=brulee%20two')).toEqual(all.slice(3));
    expect(await chat.found(dora, `q=creme&threadId=${pair}`)).toEqual(all.slice(2));
    expect(await chat.found(emil, 'q=creme')).toEqual(all.slice(2));
    expect(await chat.found(chloe, 'q=creme')).toEqual([]);
    expect(await chat.found(chloe, `q=creme&threadId=${pair}`)).toEqual([]);

    // The index tells nobody a word.
    const [dump] = await world.sql<{ text: string }>(
      `SELECT string_agg(w::text, '') AS text FROM chat.message_words w`,
    );
    expect(dump?.text).not.toMatch(/creme|brulee|dessert/i);

    await edit(dora, pair, change, 'milano');
    expect(await chat.found(dora, 'q=cremona')).toEqual([]);
    expect(await chat.found(dora, 'q=mila')).toEqual(['milano']);
    await remove(dora, pair, change);
    expect(await chat.found(dora, 'q=mila')).toEqual([]);
    const first = await chat.ask(dora, 'get', '/messages/search?q=creme&limit=2');
    const { next } = first.body as { next: string };
    const second = await chat.ask(dora, 'get', `/messages/search?q=creme&limit=2&before=${next}`);
    expect(second.body).toMatchObject({ messages: [{ body: all[3] }], next: null });
  });

  test.each(['', '?q=', '?q=%20-%20', `?q=${'x'.repeat(201)}`, '?q=a&limit=0', '?q=a&who=b'])(
    '%s is refused',
    async (query) => {
      const answer = await chat.ask(ana, 'get', `/messages/search${query}`);
      expect(outcome(answer)).toEqual([400, 'request_invalid']);
    },
  );
});
