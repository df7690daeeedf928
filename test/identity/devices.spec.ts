// What opens an account and where it is open: passkeys, and sessions on devices their owner knows.
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/server';
import type { OpenSessionView } from '../../src/identity/contract.js';
import { addPasskey, Authenticator } from '../support/authenticator.js';
import { Newcomers, PASSWORD } from '../support/newcomers.js';
import { type Answer, PIN, type TestPerson, until, type World } from '../support/world.js';

let it: Newcomers;
let world: World;

beforeAll(async () => {
  it = await Newcomers.start();
  world = it.world;
});
afterAll(() => it.stop());

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];

describe('passkeys', () => {
  async function signInWith(key: Authenticator, lies = {}): Promise<Answer> {
    const begun = await world.http.post('/v1/sessions/passkey/begin').send({});
    const { ceremonyId, options } = begun.body as {
      ceremonyId: string;
      options: PublicKeyCredentialRequestOptionsJSON;
    };
    const response = key.answer(options, lies);
    return world.http.post('/v1/sessions/passkey').send({ ceremonyId, response });
  }

  test('an account without a password is signed in to by its passkey alone', async () => {
    const person = await it.owner({ password: undefined });
    const key = await addPasskey(world, person, 'My phone');
    const { status, body } = await signInWith(key);
    expect(status).toBe(201);
    expect(body.person.id).toBe(person.id);
    const wrong = await world.http
      .post('/v1/sessions')
      .send({ handle: person.handle, password: PASSWORD });
    expect(outcome(wrong)).toEqual([401, 'credentials_wrong']);
    const { passkeys } = (await world.get(person, '/v1/passkeys')).body as {
      passkeys: { id: string; name: string }[];
    };
    expect(passkeys).toMatchObject([{ name: 'My phone' }]);
    const path = `/v1/passkeys/${String(passkeys[0]?.id)}`;
    expect((await world.put(person, `${path}/name`, { name: 'Old phone' })).status).toBe(204);
    expect(outcome(await world.delete(person, path))).toEqual([409, 'sign_in_last']);
    expect((await world.put(person, '/v1/account/password', { password: PASSWORD })).status).toBe(
      204,
    );
    expect((await world.delete(person, path)).status).toBe(204);
    expect(outcome(await signInWith(key))).toEqual([422, 'passkey_not_accepted']);
    expect(await it.noticesOf(person)).toEqual(
      expect.arrayContaining(['passkey_added', 'passkey_removed', 'password_changed']),
    );
  });

  test('a ceremony is answered once, by a verified owner, on our own pages', async () => {
    const person = await it.owner();
    const begun = await world.post(person, '/v1/passkeys/begin', {});
    const { ceremonyId, options } = begun.body as {
      ceremonyId: string;
      options: PublicKeyCredentialCreationOptionsJSON;
    };
    const key = new Authenticator(world.webUrl);
    const send = async (lies = {}, id = ceremonyId): Promise<Answer> =>
      world.post(person, '/v1/passkeys', {
        ceremonyId: id,
        response: key.register(options, lies),
        name: 'Key',
      });
    expect(outcome(await send({ origin: 'https://evil.example' }))).toEqual([
      422,
      'passkey_not_accepted',
    ]);
    expect(outcome(await send())).toEqual([409, 'passkey_ceremony_over']);
    const other = await addPasskey(world, person);
    for (const lies of [{ origin: 'https://evil.example' }, { verified: false }]) {
      expect(outcome(await signInWith(other, lies))).toEqual([422, 'passkey_not_accepted']);
    }
    expect((await signInWith(other, { counter: 50 })).status).toBe(201);
    // A copy of the key would count from where it was copied.
    expect(outcome(await signInWith(other, { counter: 50 }))).toEqual([
      422,
      'passkey_not_accepted',
    ]);
  });

  test('nobody touches the passkey of somebody else', async () => {
    const [ana, ben] = [await it.owner(), await it.owner()];
    await addPasskey(world, ana);
    const { passkeys } = (await world.get(ana, '/v1/passkeys')).body as {
      passkeys: { id: string }[];
    };
    const path = `/v1/passkeys/${String(passkeys[0]?.id)}`;
    expect(outcome(await world.delete(ben, path))).toEqual([404, 'passkey_unknown']);
    expect(outcome(await world.put(ben, `${path}/name`, { name: 'Mine' }))).toEqual([
      404,
      'passkey_unknown',
    ]);
  });
});

describe('sessions', () => {
  const CHROME =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

  const signIn = async (person: TestPerson, cookie = ''): Promise<Answer> =>
    world.http
      .post('/v1/sessions')
      .set({ 'user-agent': CHROME, cookie })
      .send({ handle: person.handle, password: PASSWORD });

  const sessionsOf = async (person: TestPerson): Promise<OpenSessionView[]> =>
    ((await world.get(person, '/v1/sessions')).body as { sessions: OpenSessionView[] }).sessions;

  const isOver = (person: TestPerson): Promise<unknown> =>
    until(async () => (await world.get(person, '/v1/session')).status === 401, 'the end of it');

  test('each is told by its device, and ended one by one or all but this', async () => {
    const person = await it.owner();
    const [second, third] = [await signIn(person), await signIn(person)];
    const [two, three] = [second, third].map(({ body }) => ({
      ...person,
      token: String(body.token),
    }));
    if (two === undefined || three === undefined) throw new Error('there are two');
    const sessions = await sessionsOf(three);
    expect(sessions.map(({ device }) => device).sort()).toEqual([
      'An app or program',
      'Chrome on Windows',
      'Chrome on Windows',
    ]);
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    const stranger = await it.owner();
    const id = (await sessionsOf(two)).find(({ current }) => current)?.id ?? '';
    expect(outcome(await world.delete(stranger, `/v1/sessions/${id}`))).toEqual([
      404,
      'session_unknown',
    ]);
    expect((await world.delete(three, `/v1/sessions/${id}`)).status).toBe(204);
    await isOver(two);
    expect((await world.delete(three, '/v1/sessions/others')).status).toBe(204);
    await isOver(person);
    expect(await sessionsOf(three)).toHaveLength(1);
  });

  test('a device that was never here is told by mail, one that was is not', async () => {
    const person = await it.verified();
    const { headers } = await signIn(person);
    const mail = await it.letter(person.email, 'a device that we have not seen');
    expect(mail.text).toContain('Chrome on Windows');
    const device = /tenner_device=[\w-]+/.exec(String(headers['set-cookie']))?.[0] ?? '';
    const before = (await it.noticesOf(person)).length;
    expect((await signIn(person, device)).status).toBe(201);
    expect(await it.noticesOf(person)).toHaveLength(before);
  });

  test('a session that nobody used for long is over', async () => {
    const person = await it.owner();
    await world.sql(
      `UPDATE identity.sessions SET last_used_at = now() - interval '15 days' WHERE person_id = $1`,
      [person.id],
    );
    await isOver(person);
  });

  test('showing once more that it is oneself makes a session fresh again', async () => {
    const person = await it.owner();
    await world.sql(
      `UPDATE identity.sessions SET proven_at = now() - interval '1 hour' WHERE person_id = $1`,
      [person.id],
    );
    await until(
      async () => (await world.post(person, '/v1/passkeys/begin', {})).status === 403,
      'the session to be seen as old',
    );
    const wrong = await world.post(person, '/v1/session/proof', { password: 'wrong' });
    expect(outcome(wrong)).toEqual([422, 'password_wrong']);
    expect((await world.post(person, '/v1/session/proof', { password: PASSWORD })).status).toBe(
      204,
    );
    expect((await world.put(person, '/v1/pin', { pin: PIN })).status).toBe(204);
  });
});
