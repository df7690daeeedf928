// Finding people: by exact handle or by an invitation, and never by trying: who asks too often is
// refused, and every kind of "no" looks the same. And blocking them, which holds both ways without
// saying who did it.
import type { InviteView, OpenedInvite, ParticipantView } from '../../src/chat/contract.js';
import { Chatter, outcome } from '../support/chatter.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

let world: World;
let chat: Chatter;
let ana: TestPerson;
let ben: TestPerson;
let staff: TestPerson;

beforeAll(async () => {
  world = await World.start();
  chat = new Chatter(world);
  [ana, ben] = [await world.person(), await world.person()];
  staff = await world.person({ roles: ['risk_analyst'] });
});
afterAll(() => world.stop());

const find = (who: TestPerson, handle: string): Promise<Answer> =>
  chat.ask(who, 'get', `/people?handle=${encodeURIComponent(handle)}`);
const invite = async (
  who: TestPerson,
  body: object = {},
): Promise<InviteView & { token: string }> => {
  const answer = await chat.ask(who, 'post', '/invites', body);
  expect(outcome(answer)).toEqual([201]);
  return answer.body as InviteView & { token: string };
};
const look = (who: TestPerson, token: string): Promise<Answer> =>
  chat.ask(who, 'post', '/invites/look', { token });
const accept = (who: TestPerson, token: string): Promise<Answer> =>
  chat.ask(who, 'post', '/invites/accept', { token });
const UNKNOWN = [404, 'invite_unknown'];

describe('by handle', () => {
  test('finds exactly one, whichever case and with or without @', async () => {
    const expected = { id: ben.id, handle: ben.handle, name: ben.name };
    for (const handle of [ben.handle, `@${ben.handle}`, ben.handle.toUpperCase()]) {
      expect((await find(ana, handle)).body).toEqual(expected);
    }
  });

  test('nobody, a beginning, staff and one who blocked me answer alike', async () => {
    const shy = await world.person();
    await chat.ask(shy, 'put', `/blocks/${ana.id}`);
    const answers = [
      await find(ana, 'nobody_at_all'),
      await find(ana, ben.handle.slice(0, -1)),
      await find(ana, staff.handle),
      await find(ana, shy.handle),
    ];
    expect(answers.map(outcome)).toEqual(answers.map(() => [404, 'person_unknown']));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    for (const nonsense of ['', 'x', 'a b', "a'--", 'é'.repeat(5), 'x'.repeat(31), '%']) {
      expect(outcome(await find(ana, nonsense))).toEqual([400, 'request_invalid']);
    }
  });

  test('thirty questions an hour, of handles and of invitations together', async () => {
    const crawler = await world.person();
    const codes: unknown[] = [];
    for (let index = 0; index < 20; index++) {
      codes.push(...outcome(await find(crawler, `guess_${String(index)}`)));
      codes.push(...outcome(await look(crawler, `guess-guess-guess-${String(index)}`)));
    }
    const counted = (code: string): number => codes.filter((one) => one === code).length;
    expect([counted('person_unknown'), counted('invite_unknown')]).toEqual([15, 15]);
    expect(counted('too_many_requests')).toBe(10);
    // Also what exists is not told any more.
    expect(outcome(await find(crawler, ben.handle))).toEqual([429, 'too_many_requests']);
    expect(outcome(await find(ben, ana.handle))).toEqual([200]);
  });
});

describe('an invitation', () => {
  test('leads to a direct thread with its creator, once, and again for one who is there', async () => {
    const guest = await world.person();
    const { token, id } = await invite(ana);
    const opened = (await look(guest, token)).body as OpenedInvite;
    expect(opened).toEqual({
      kind: 'direct',
      inviter: { id: ana.id, handle: ana.handle, name: ana.name },
      title: null,
      people: 0,
      threadId: null,
    });
    const accepted = await accept(guest, token);
    const { threadId } = accepted.body as { threadId: string };
    expect((await chat.thread(guest, threadId)).participants).toHaveLength(2);
    // Its one use is spent, so it says nothing more to anybody.
    expect(outcome(await look(ben, token))).toEqual(UNKNOWN);
    expect((await chat.ask(ana, 'get', '/invites')).body).toEqual({
      invites: [],
    });
    const more = await invite(ana, { usesMax: 2 });
    expect((await accept(guest, more.token)).body).toEqual({ threadId });
    const own = (await chat.ask(ana, 'get', '/invites')).body as {
      invites: InviteView[];
    };
    expect(own.invites).toEqual([
      expect.objectContaining({
        id: more.id,
        uses: 0,
        usesMax: 2,
        threadId: null,
      }),
    ]);
    expect(JSON.stringify(own)).not.toContain('token');
    expect(id).not.toBe(more.id);
  });

  test('into a group is made by owners and admins, and lives as long as they are', async () => {
    const [boss, member, guest] = [
      await world.person(),
      await world.person(),
      await world.person(),
    ];
    const group = await chat.group([ana, boss, member], 'Choir');
    await chat.ask(ana, 'put', `/threads/${group}/participants/${boss.id}/role`, { role: 'admin' });
    const direct = await world.thread([ana, ben]);
    const refused: [TestPerson, string, unknown[]][] = [
      [member, group, [403, 'thread_role_missing']],
      [guest, group, [404, 'thread_unknown']],
      [ana, direct, [422, 'thread_is_direct']],
      [ana, 'x', [404, 'thread_unknown']],
    ];
    for (const [who, threadId, expected] of refused) {
      expect(outcome(await chat.ask(who, 'post', '/invites', { threadId }))).toEqual(expected);
    }
    await chat.said(ana, group, 'before you came');
    const { token } = await invite(boss, { threadId: group, usesMax: 5 });
    expect((await look(guest, token)).body).toMatchObject({
      title: 'Choir',
      people: 3,
    });
    expect((await accept(guest, token)).body).toEqual({ threadId: group });
    expect((await accept(guest, token)).body).toEqual({ threadId: group });
    expect(await chat.words(guest, group)).toEqual(['joined']);

    await chat.ask(ana, 'delete', `/threads/${group}/participants/${boss.id}`);
    expect(outcome(await accept(ben, token))).toEqual(UNKNOWN);
  });

  test('that ended, was revoked, is behind a block or never was answers alike', async () => {
    const host = await world.person();
    const [over, revoked, open] = [await invite(host), await invite(host), await invite(host)];
    await world.sql(`UPDATE chat.invites SET expires_at = now() WHERE id = $1`, [over.id]);
    expect(outcome(await chat.ask(ben, 'delete', `/invites/${revoked.id}`))).toEqual(UNKNOWN);
    expect((await chat.ask(host, 'delete', `/invites/${revoked.id}`)).status).toBe(204);
    await chat.ask(host, 'put', `/blocks/${ben.id}`);
    const guessed = 'A'.repeat(32);
    const answers: Answer[] = [];
    for (const token of [over.token, revoked.token, open.token, guessed]) {
      answers.push(await look(ben, token), await accept(ben, token));
    }
    expect(answers.map(outcome)).toEqual(answers.map(() => UNKNOWN));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(outcome(await accept(host, open.token))).toEqual(UNKNOWN);
  });

  test('of three uses lets in three of ten who come at once', async () => {
    const host = await world.person();
    const { token } = await invite(host, { usesMax: 3 });
    const guests = await Promise.all(Array.from({ length: 10 }, () => world.person()));
    const answers = await Promise.all(guests.map((guest) => accept(guest, token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(7);
  });

  test.each<[string, object]>([
    ['no hours', { hours: 0 }],
    ['too many hours', { hours: 721 }],
    ['no uses', { usesMax: 0 }],
    ['half a use', { usesMax: 1.5 }],
    ['a thread that is no text', { threadId: 5 }],
    ['what nobody asked for', { forever: true }],
  ])('with %s is refused', async (_what, body) => {
    const answer = await chat.ask(ana, 'post', '/invites', body);
    expect(outcome(answer)).toEqual([400, 'request_invalid']);
    expect(outcome(await look(ana, 'short'))).toEqual([400, 'request_invalid']);
  });
});

describe('a block', () => {
  const block = (who: TestPerson, whom: string): Promise<Answer> =>
    chat.ask(who, 'put', `/blocks/${whom}`);

  test('holds both ways: no words, no payment, no new thread, and it can be taken back', async () => {
    const [eve, fay] = [
      await world.person({ balance: '50.00' }),
      await world.person({ balance: '50.00' }),
    ];
    const pair = await world.thread([eve, fay]);
    const both = await world.thread([ana, eve, fay], 'All three');
    const words = await chat.said(eve, pair, 'hello');
    expect((await block(eve, fay.id)).status).toBe(204);
    expect((await block(eve, fay.id)).status).toBe(204);

    for (const [one, other] of [
      [eve, fay],
      [fay, eve],
    ] as const) {
      const answers = [
        await chat.say(one, pair, 'are you there?'),
        await chat.ask(one, 'put', `/threads/${pair}/messages/${words}/reactions/%F0%9F%91%8D`),
        await world.send(one, pair, '1.00'),
        await world.send(one, both, '1.00', { payeeId: other.id }),
        await chat.ask(one, 'post', '/threads', {
          kind: 'direct',
          personIds: [other.id],
        }),
        await chat.ask(one, 'post', '/threads', {
          kind: 'group',
          title: 'T',
          personIds: [ana.id, other.id],
        }),
        await chat.ask(one, 'get', `/people?handle=${other.handle}`),
      ];
      expect(answers.map(outcome)).toEqual([
        [422, 'person_unavailable'],
        [422, 'person_unavailable'],
        [422, 'payee_unavailable'],
        [422, 'payee_unavailable'],
        [404, 'person_unknown'],
        [404, 'person_unknown'],
        [404, 'person_unknown'],
      ]);
      expect(answers.map(({ text }) => text).join()).not.toContain('block');
    }
    const edit = await chat.ask(eve, 'patch', `/threads/${pair}/messages/${words}`, { body: 'hm' });
    expect(outcome(edit)).toEqual([422, 'person_unavailable']);
    // In the group both may speak; only the blocker is told whom to fold away.
    await chat.said(fay, both, 'I am still here');
    const seen = async (viewer: TestPerson, person: TestPerson): Promise<boolean | undefined> =>
      (await chat.thread(viewer, both)).participants.find(
        ({ personId }: ParticipantView) => personId === person.id,
      )?.blocked;
    expect([await seen(eve, fay), await seen(fay, eve), await seen(ana, fay)]).toEqual([
      true,
      false,
      false,
    ]);
    expect((await chat.ask(eve, 'get', '/blocks')).body).toEqual({
      people: [{ id: fay.id, handle: fay.handle, name: fay.name }],
    });
    expect((await chat.ask(fay, 'get', '/blocks')).body).toEqual({
      people: [],
    });

    // The other cannot take it back; the blocker can.
    expect((await chat.ask(fay, 'delete', `/blocks/${eve.id}`)).status).toBe(204);
    expect(outcome(await chat.say(fay, pair, 'now?'))).toEqual([422, 'person_unavailable']);
    expect((await chat.ask(eve, 'delete', `/blocks/${fay.id}`)).status).toBe(204);
    expect((await chat.say(fay, pair, 'now?')).status).toBe(201);
    expect((await world.send(fay, pair, '1.00')).status).toBe(201);
    expect(await world.faults()).toEqual([]);
  });

  test('of nobody, of oneself and of nonsense is refused', async () => {
    for (const whom of [ana.id, `usr_${'0'.repeat(26)}`, 'x', encodeURIComponent("'--")]) {
      expect(outcome(await block(ana, whom))).toEqual([404, 'person_unknown']);
    }
  });
});
