// One's own account: made by anybody, proven by mail, and got back into by mail. Nothing of it tells a
// stranger who has an account.
import { coolingOff } from '../../src/identity/index.js';
import type { PinView } from '../../src/identity/contract.js';
import { Transactor } from '../../src/shared/database.js';
import { codeIn, Newcomers } from '../support/newcomers.js';
import { type Answer, PIN, until, type World } from '../support/world.js';

const NEW_PASSWORD = 'nine quiet lanterns in snow';
let it: Newcomers;
let world: World;

beforeAll(async () => {
  it = await Newcomers.start();
  world = it.world;
});
afterAll(() => it.stop());

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];

describe('making an account', () => {
  test('whoever signs up is in at once, as a person and nothing more', async () => {
    const { status, body, headers } = await it.signUp({ name: '  Zoë\u202e Anders ' });
    expect(status).toBe(201);
    expect(body.person).toEqual({
      id: expect.stringMatching(/^usr_/),
      handle: expect.stringMatching(/^newcomer_\d+$/),
      name: 'Zoë Anders',
      roles: ['person'],
    });
    expect(String(headers['set-cookie'])).toMatch(/tenner_session=.*HttpOnly/);
  });

  test('a handle that somebody has is refused', async () => {
    const { handle } = await it.owner();
    expect(outcome(await it.signUp({ handle }))).toEqual([409, 'handle_taken']);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a short password', { password: 'only 14 chars.' }],
    ['a common one made long', { password: 'password12345678' }],
    ['a common one twice', { password: 'baseballbaseball' }],
    ['one letter over and over', { password: 'aaaaaaaaaaaaaaaaaaaa' }],
  ])('%s is refused', async (_what, given) => {
    expect(outcome(await it.signUp(given))).toEqual([400, 'password_weak']);
  });

  test('a password that is little more than the handle is refused', async () => {
    const handle = 'a_rather_long_handle';
    const answer = await it.signUp({ handle, password: `${handle}123` });
    expect(outcome(answer)).toEqual([400, 'password_weak']);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a role', { roles: ['admin'] }],
    ['capitals in the handle', { handle: 'Ana' }],
    ['no address', { email: 'ana' }],
    ['a blank name', { name: ' \u200b ' }],
    ['a list', { password: ['x'] }],
  ])('%s is no sign-up', async (_what, given) => {
    expect(outcome(await it.signUp(given))).toEqual([400, 'request_invalid']);
  });

  test('an address counts once its code was given back, and the code works once', async () => {
    const person = await it.owner();
    const account = async (): Promise<unknown> => (await world.get(person, '/v1/account')).body;
    expect(await account()).toEqual({
      email: person.email,
      emailVerified: false,
      hasPassword: true,
      coolingOffUntil: null,
    });
    const mail = await it.letter(person.email, 'Confirm your e-mail');
    const code = codeIn(mail);
    expect(mail.text).toContain(`/verify-email#id=${person.verificationId}&code=${code}`);
    const path = `/v1/email-verifications/${person.verificationId}`;
    const give = async (digits: string): Promise<Answer> =>
      world.http.post(path).send({ code: digits });
    const wrong = code === '00000000' ? '00000001' : '00000000';
    expect(outcome(await give(wrong))).toEqual([422, 'code_not_accepted']);
    expect((await give(code)).status).toBe(204);
    expect(await account()).toMatchObject({ emailVerified: true });
    expect(outcome(await give(code))).toEqual([422, 'code_not_accepted']);
    const [row] = await world.sql<{ codes: string }>(
      'SELECT json_agg(c)::text AS codes FROM identity.mail_codes c',
    );
    expect(row?.codes).not.toContain(code);
  });

  test('an address belongs to one account, which nobody learns before they have its mailbox', async () => {
    const first = await it.verified();
    const second = await it.owner({ email: first.email });
    const mail = await until(
      () => it.catcher.mails().find(({ text }) => text.includes(second.verificationId)),
      'the second letter',
    );
    const path = `/v1/email-verifications/${second.verificationId}`;
    const answer = await world.http.post(path).send({ code: codeIn(mail) });
    expect(outcome(answer)).toEqual([409, 'email_taken']);
  });

  test('a changed address counts once proven, and the old one is told', async () => {
    const person = await it.verified();
    const next = `new_${person.email}`;
    const { body } = await world.put(person, '/v1/account/email', { email: next });
    const code = codeIn(await it.letter(next, 'Confirm your e-mail'));
    const { codeId } = body as { codeId: string };
    expect((await world.get(person, '/v1/account')).body).toMatchObject({ email: person.email });
    await world.http.post(`/v1/email-verifications/${codeId}`).send({ code });
    expect((await world.get(person, '/v1/account')).body).toMatchObject({ email: next });
    await it.letter(person.email, 'address of your account was changed');
    expect(await it.noticesOf(person)).toContain('email_changed');
  });
});

describe('getting back in', () => {
  const begin = async (email: string): Promise<Answer> =>
    world.http.post('/v1/recovery').send({ email });
  const finish = async (id: string, code: string, password = NEW_PASSWORD): Promise<Answer> =>
    world.http.post(`/v1/recovery/${id}`).send({ code, password });

  test('by a code in a mail: other sessions end, and a day of cooling-off begins', async () => {
    const person = await it.verified();
    const { body } = await begin(person.email.toUpperCase());
    const { codeId } = body as { codeId: string };
    const code = codeIn(await it.letter(person.email, 'Get back into'));
    // A password that is refused does not use the code up.
    expect(outcome(await finish(codeId, code, 'short'))).toEqual([400, 'password_weak']);
    const { status, body: session } = await finish(codeId, code);
    expect(status).toBe(201);
    expect(outcome(await finish(codeId, code))).toEqual([422, 'code_not_accepted']);
    await until(
      async () => (await world.get(person, '/v1/session')).status === 401,
      'the end of the old session',
    );
    const back = { ...person, token: String(session.token) };
    expect(await it.noticesOf(back)).toContain('account_recovered');
    const db = world.app.get(Transactor).reader;
    const until24 = (await coolingOff(db, [person.id])).get(person.id);
    expect((until24?.getTime() ?? 0) - Date.now()).toBeGreaterThan(23.9 * 3_600_000);
    const signIn = { handle: person.handle, password: NEW_PASSWORD };
    expect((await world.http.post('/v1/sessions').send(signIn)).status).toBe(201);
  });

  test('an address without an account, or with an unproven one, is answered alike', async () => {
    const unproven = await it.owner();
    const known = await begin((await it.verified()).email);
    for (const email of ['nobody@example.org', unproven.email]) {
      const answer = await begin(email);
      expect(answer.status).toBe(known.status);
      expect(Object.keys(answer.body as object)).toEqual(Object.keys(known.body as object));
      expect((answer.body as { codeId: string }).codeId).toMatch(/^mlc_[0-9a-v]{26}$/);
      const { codeId } = answer.body as { codeId: string };
      expect(outcome(await finish(codeId, '12345678'))).toEqual([422, 'code_not_accepted']);
    }
    expect(it.catcher.mails().some(({ to }) => to === 'nobody@example.org')).toBe(false);
  });

  test('five wrong codes spend it', async () => {
    const person = await it.verified();
    const { codeId } = (await begin(person.email)).body as { codeId: string };
    const code = codeIn(await it.letter(person.email, 'Get back into'));
    const wrong = code === '00000000' ? '00000001' : '00000000';
    for (let n = 0; n < 5; n++) await finish(codeId, wrong);
    expect(outcome(await finish(codeId, code))).toEqual([422, 'code_not_accepted']);
  });

  test('a PIN is recovered by a fresh sign-in and a code together', async () => {
    const person = await it.verified();
    await world.setPin(person);
    await world.sql('UPDATE identity.pins SET tries = 10 WHERE person_id = $1', [person.id]);
    const pin = async (): Promise<PinView> => (await world.get(person, '/v1/pin')).body as PinView;
    expect(await pin()).toMatchObject({ recoveryNeeded: true });
    const begun = await world.post(person, '/v1/pin/recovery', {});
    const { codeId } = begun.body as { codeId: string };
    const code = codeIn(await it.letter(person.email, 'Set a new PIN'));
    const path = `/v1/pin/recovery/${codeId}`;
    const weak = await world.post(person, path, { code, pin: '123456' });
    expect(outcome(weak)).toEqual([400, 'pin_weak']);
    expect((await world.post(person, path, { code, pin: PIN })).status).toBe(204);
    expect(await pin()).toMatchObject({ recoveryNeeded: false, lockedUntil: null });
    const db = world.app.get(Transactor).reader;
    expect((await coolingOff(db, [person.id])).has(person.id)).toBe(true);
    const stranger = await it.owner();
    expect(outcome(await world.post(stranger, '/v1/pin/recovery', {}))).toEqual([
      409,
      'email_unverified',
    ]);
  });
});

describe('guessing', () => {
  test('after twenty wrong passwords of one handle, whoever has it, no more are looked at', async () => {
    const { handle } = await it.owner();
    for (const name of [handle, 'nobody_has_this']) {
      const answers: unknown[] = [];
      for (let n = 0; n < 21; n++) {
        const wrong = { handle: name, password: 'not the password' };
        answers.push(outcome(await world.http.post('/v1/sessions').send(wrong))[1]);
      }
      expect(answers.slice(0, 20)).toEqual(Array(20).fill('credentials_wrong'));
      expect(answers[20]).toBe('too_many_requests');
    }
  });

  test('one address gets ten letters an hour and no more', async () => {
    const email = 'flooded@example.org';
    for (let n = 0; n < 10; n++) await world.http.post('/v1/recovery').send({ email });
    const more = await world.http.post('/v1/recovery').send({ email });
    expect(outcome(more)).toEqual([429, 'too_many_requests']);
  });
});
