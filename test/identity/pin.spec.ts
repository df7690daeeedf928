// A PIN of six digits holds because of how rarely one may try it: five tries, a pause, five more, and
// then never again. No crash, no crowd and no new challenge wins another try.
import http from 'node:http';
import { createHash } from 'node:crypto';
import { Confirmations } from '../../src/identity/index.js';
import { type ChildApp, startChild } from '../support/child-app.js';
import { addPasskey } from '../support/authenticator.js';
import { type Answer, PIN, type TestPerson, World } from '../support/world.js';

const OTHER = '480263';
const DIGEST = createHash('sha256').update('a statement').digest();

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];

async function personWithPin(): Promise<TestPerson> {
  const person = await world.person();
  await world.setPin(person);
  return person;
}

async function beginOf(person: TestPerson): Promise<string> {
  const confirmations = world.app.get(Confirmations);
  return (await confirmations.begin(person.id, { digest: DIGEST, seconds: 600 })).id;
}

const guess = async (person: TestPerson, pin: string): Promise<Answer> =>
  world.post(person, `/v1/confirmations/${await beginOf(person)}/pin`, { pin });

const unlock = (person: TestPerson): Promise<unknown> =>
  world.sql(`UPDATE identity.pins SET locked_until = now() WHERE person_id = $1`, [person.id]);

test('a PIN is set once, and changed by whoever knows it', async () => {
  const ana = await world.person();
  expect((await world.get(ana, '/v1/pin')).body).toMatchObject({ set: false, changedAt: null });
  expect(outcome(await guess(ana, PIN))).toEqual([409, 'pin_missing']);
  expect((await world.put(ana, '/v1/pin', { pin: PIN })).status).toBe(204);
  expect(outcome(await world.put(ana, '/v1/pin', { pin: OTHER }))).toEqual([
    409,
    'pin_current_needed',
  ]);
  const wrong = await world.put(ana, '/v1/pin', { pin: OTHER, current: '905617' });
  expect(outcome(wrong)).toEqual([422, 'pin_wrong']);
  expect(wrong.body.detail).toBe('You have 4 tries left.');
  expect((await world.put(ana, '/v1/pin', { pin: OTHER, current: PIN })).status).toBe(204);
  expect(outcome(await guess(ana, PIN))).toEqual([422, 'pin_wrong']);
  expect((await guess(ana, OTHER)).status).toBe(204);
  expect((await world.get(ana, '/v1/pin')).body).toEqual({
    set: true,
    changedAt: expect.any(String),
    lockedUntil: null,
    recoveryNeeded: false,
  });
});

test.each(['123456', '111111', '198412', '310785'])(
  '%s is refused as a first guess',
  async (pin) => {
    const answer = await world.put(await world.person(), '/v1/pin', { pin });
    expect(outcome(answer)).toEqual([400, 'pin_weak']);
  },
);

test('five wrong tries lock for a quarter of an hour, five more for good', async () => {
  const ana = await personWithPin();
  for (const left of [4, 3, 2, 1]) {
    const { body } = await guess(ana, OTHER);
    expect(body).toMatchObject({
      code: 'pin_wrong',
      detail: expect.stringContaining(String(left)),
    });
  }
  expect(outcome(await guess(ana, OTHER))).toEqual([422, 'pin_locked']);
  const locked = await guess(ana, PIN);
  expect(locked.body).toMatchObject({
    code: 'pin_locked',
    detail: 'You can try again in 15 minutes.',
  });
  expect((await world.get(ana, '/v1/pin')).body).toMatchObject({ recoveryNeeded: false });
  await unlock(ana);
  for (let n = 0; n < 5; n++) await guess(ana, OTHER);
  await unlock(ana);
  const spent = await guess(ana, PIN);
  expect(spent.body).toMatchObject({ code: 'pin_locked', detail: 'Set a new PIN by recovery.' });
  expect((await world.get(ana, '/v1/pin')).body).toMatchObject({ recoveryNeeded: true });
  // Neither does changing it win a way around.
  const change = await world.put(ana, '/v1/pin', { pin: OTHER, current: PIN });
  expect(outcome(change)).toEqual([422, 'pin_locked']);
});

test('a right PIN gives the tries back', async () => {
  const ana = await personWithPin();
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < 4; n++) expect((await guess(ana, OTHER)).body.code).toBe('pin_wrong');
    expect((await guess(ana, PIN)).status).toBe(204);
  }
});

test('the database knows the PIN only as a hash that needs the pepper', async () => {
  const ana = await personWithPin();
  const [row] = await world.sql<{ pin_hash: string }>(
    'SELECT pin_hash FROM identity.pins WHERE person_id = $1',
    [ana.id],
  );
  const { verify } = await import('@node-rs/argon2');
  expect(row?.pin_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await verify(row?.pin_hash ?? '', PIN)).toBe(false);
});

test('an old session neither sets a PIN nor adds a passkey', async () => {
  const ana = await world.person();
  await addPasskey(world, ana);
  await world.sql(
    `UPDATE identity.sessions SET proven_at = now() - interval '11 minutes' WHERE person_id = $1`,
    [ana.id],
  );
  // What a process remembers of a session is a second old at most.
  await new Promise((done) => setTimeout(done, 1100));
  const { body } = await world.get(ana, '/v1/passkeys');
  const [{ id } = { id: '' }] = (body as { passkeys: { id: string }[] }).passkeys;
  for (const answer of [
    await world.put(ana, '/v1/pin', { pin: PIN }),
    await world.post(ana, '/v1/passkeys/begin', {}),
    await world.delete(ana, `/v1/passkeys/${id}`),
  ]) {
    expect(outcome(answer)).toEqual([403, 'fresh_sign_in_needed']);
  }
});

const SOCKETS = 50;
// Ten thousand take a minute on two busy cores and show no more than these do.
const GUESSES = 2000;

test(`${String(GUESSES)} guesses over ${String(SOCKETS)} sockets, with kills: at most five reach the hash`, async () => {
  const ana = await personWithPin();
  const id = await beginOf(ana);
  const agent = new http.Agent({ keepAlive: true, maxSockets: SOCKETS });
  const answers = new Map<string, number>();
  let left = GUESSES;
  let child: ChildApp = await startChild(world);
  let restarting: Promise<void> | undefined;
  const restart = async (): Promise<void> => {
    await child.kill();
    child = await startChild(world);
    restarting = undefined;
  };
  const attack = async (): Promise<void> => {
    while (left > 0) {
      const number = left--;
      // Two of them come when the process is killed under them.
      if (number === GUESSES - 8 || number === GUESSES / 2) restarting ??= restart();
      const pin = String(number + 500_000);
      const code = await guessAt(agent, child.url, ana.token, id, pin).catch(() => 'cut off');
      answers.set(code, (answers.get(code) ?? 0) + 1);
      if (code === 'cut off') await restarting;
    }
  };
  await Promise.all(Array.from({ length: SOCKETS }, attack));
  await restarting;
  await child.kill();
  agent.destroy();
  const [pin] = await world.sql<{ tries: number; locked: boolean }>(
    'SELECT tries, locked_until > now() AS locked FROM identity.pins WHERE person_id = $1',
    [ana.id],
  );
  // Each verification was counted before; one that was killed is counted though nobody was told.
  expect(pin).toEqual({ tries: 5, locked: true });
  expect(answers.get('pin_wrong') ?? 0).toBeLessThanOrEqual(4);
  expect(answers.get('pin_locked')).toBeGreaterThan(GUESSES / 2);
  expect(answers.has('204')).toBe(false);
}, 120_000);

function guessAt(
  agent: http.Agent,
  url: string,
  token: string,
  id: string,
  pin: string,
): Promise<string> {
  const body = JSON.stringify({ pin });
  return new Promise((resolve, reject) => {
    const request = http.request(
      `${url}/v1/confirmations/${id}/pin`,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': body.length,
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('error', reject).on('end', () => {
          resolve(
            response.statusCode === 204 ? '204' : (JSON.parse(text) as { code: string }).code,
          );
        });
      },
    );
    request.on('error', reject).end(body);
  });
}
