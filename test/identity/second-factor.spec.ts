// The second factor of people who work here: set up before anything else, shown at every sign-in by
// password, and never added or passed by a password alone.
import type { EnrolmentView } from '../../src/identity/contract.js';
import { addPasskey } from '../support/authenticator.js';
import { codeOf } from '../support/second-factor.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

const PASSWORD = 'a long enough test password';

let world: World;

beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];

async function signIn({ handle }: TestPerson): Promise<{ token: string; secondFactor?: string }> {
  const { body } = await world.http.post('/v1/sessions').send({ handle, password: PASSWORD });
  return body as { token: string; secondFactor?: string };
}

/** Somebody of the staff who has only given their password. */
async function halfIn(person: TestPerson): Promise<TestPerson> {
  return { ...person, token: (await signIn(person)).token };
}

/** Somebody new of the staff who has a password and nothing else. */
async function newcomer(): Promise<TestPerson> {
  const person = await world.person();
  await world.sql(`UPDATE identity.people SET roles = '{support}' WHERE id = $1`, [person.id]);
  return halfIn(person);
}

const WORK = '/v1/support/people/usr_x?reason=because';

test('whoever has the role long after signing in shows their password once more first', async () => {
  const person = await newcomer();
  await world.sql(
    `UPDATE identity.sessions SET proven_at = now() - interval '1 hour' WHERE person_id = $1`,
    [person.id],
  );
  const enrol = async (): Promise<Answer> => world.post(person, '/v1/second-factor/totp', {});
  await until(
    async () => (await enrol()).body.code === 'fresh_sign_in_needed',
    'the session growing old',
  );
  const proof = { password: PASSWORD };
  expect((await world.post(person, '/v1/session/proof', proof)).status).toBe(204);
  expect((await enrol()).status).toBe(201);
  // With a factor there, a password alone proves nothing any more.
  await addPasskey(world, person);
  await until(
    async () =>
      (await world.post(person, '/v1/session/proof', proof)).body.code === 'second_factor_needed',
    'the password no longer being enough',
  );
});

test('without one, staff may set one up and nothing else', async () => {
  const person = await newcomer();
  expect((await world.get(person, '/v1/session')).body).toMatchObject({
    secondFactor: 'missing',
  });
  for (const path of [WORK, '/v1/threads', '/v1/wallet', '/v1/sessions', '/v1/account']) {
    expect(outcome(await world.get(person, path))).toEqual([403, 'second_factor_missing']);
  }
  const enrolled = await world.post(person, '/v1/second-factor/totp', {});
  const { secret, uri, picture } = enrolled.body as EnrolmentView;
  expect(uri).toContain(`secret=${secret}`);
  expect(picture).toMatch(/^<svg/);
  const confirm = (code: string): Promise<Answer> =>
    world.post(person, '/v1/second-factor/totp/confirm', { code }).then((answer) => answer);
  const code = await codeOf(secret);
  const wrong = code === '000000' ? '000001' : '000000';
  expect(outcome(await confirm(wrong))).toEqual([422, 'second_factor_wrong']);
  expect((await confirm(code)).status).toBe(204);
  expect(outcome(await world.get(person, WORK))).toEqual([404, 'account_holder_unknown']);
  const [row] = await world.sql<{ sealed: string }>(
    `SELECT encode(sealed_secret, 'escape') AS sealed FROM identity.totp WHERE person_id = $1`,
    [person.id],
  );
  expect(row?.sealed).not.toContain(secret);
  // Set up, it is neither shown again nor replaced by whoever has the password.
  expect(outcome(await world.post(person, '/v1/second-factor/totp', {}))).toEqual([
    409,
    'second_factor_set',
  ]);
  const half = await halfIn(person);
  for (const path of ['/v1/second-factor/totp', '/v1/passkeys/begin']) {
    expect(outcome(await world.post(half, path, {}))).toEqual([403, 'second_factor_needed']);
  }
});

test('a code is good for the half minute before and after, and once', async () => {
  const person = await newcomer();
  const enrolled = await world.post(person, '/v1/second-factor/totp', {});
  const { secret } = enrolled.body as EnrolmentView;
  const show = async (who: TestPerson, code: string): Promise<Answer> =>
    world.post(who, '/v1/second-factor/show', { code });
  await world.post(person, '/v1/second-factor/totp/confirm', { code: await codeOf(secret, -1) });
  const half = await halfIn(person);
  expect(outcome(await show(half, await codeOf(secret, 4)))).toEqual([422, 'second_factor_wrong']);
  const next = await codeOf(secret, 1);
  expect((await show(half, next)).status).toBe(204);
  expect(outcome(await world.get(half, WORK))).toEqual([404, 'account_holder_unknown']);
  const again = await halfIn(person);
  expect(outcome(await show(again, next))).toEqual([422, 'second_factor_wrong']);
});

test('five wrong codes end the session, not the account', async () => {
  const person = await world.person({ roles: ['support'] });
  const half = await halfIn(person);
  const answers = await Promise.all(
    Array.from({ length: 12 }, () =>
      world.post(half, '/v1/second-factor/show', { code: '000000' }),
    ),
  );
  const wrong = answers.filter(({ body }) => body.code === 'second_factor_wrong');
  expect(wrong).toHaveLength(5);
  await until(async () => (await world.get(half, '/v1/session')).status === 401, 'the end of it');
  expect((await signIn(person)).secondFactor).toBe('needed');
});

test('a passkey is two factors in one', async () => {
  const person = await newcomer();
  const key = await addPasskey(world, person);
  const half = await halfIn(person);
  expect(outcome(await world.get(half, WORK))).toEqual([403, 'second_factor_needed']);
  const begun = await world.post(half, '/v1/session/proof/passkey/begin', {});
  const { ceremonyId, options } = begun.body as { ceremonyId: string; options: never };
  const response = key.answer(options);
  await world.post(half, '/v1/session/proof/passkey', { ceremonyId, response });
  expect(outcome(await world.get(half, WORK))).toEqual([404, 'account_holder_unknown']);
});
