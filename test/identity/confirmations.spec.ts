// A yes is worth exactly what was asked: one thing, one person, once, in time, proven by their PIN or
// passkey.
import { createHash, randomBytes } from 'node:crypto';
import { Confirmations, type ConfirmationUse } from '../../src/identity/index.js';
import { Transactor } from '../../src/shared/database.js';
import { addPasskey, type Authenticator, type Lies } from '../support/authenticator.js';
import { type Answer, PIN, type TestPerson, World } from '../support/world.js';

const digestOf = (statement: object): Buffer =>
  createHash('sha256').update(JSON.stringify(statement)).digest();
const DIGEST = digestOf({ payer: 'usr_1', payee: 'usr_2', amount: '20.00', currency: 'EUR' });

let world: World;
let ana: TestPerson;
let ben: TestPerson;
let key: Authenticator;

beforeAll(async () => {
  world = await World.start();
  [ana, ben] = [await world.person(), await world.person()];
  await world.setPin(ana);
  key = await addPasskey(world, ana);
});
afterAll(() => world.stop());

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];

const begin = (digest = DIGEST, seconds = 120) =>
  world.app.get(Confirmations).begin(ana.id, { digest, seconds });

const consume = (uses: readonly ConfirmationUse[]): Promise<boolean[]> =>
  world.app.get(Transactor).run((tx) => world.app.get(Confirmations).consume(tx, uses));

const withPin = (id: string, pin = PIN, who = ana): Promise<Answer> =>
  world.post(who, `/v1/confirmations/${id}/pin`, { pin }).then((answer) => answer);

async function withPasskey(begun: Awaited<ReturnType<typeof begin>>, lies?: Lies): Promise<Answer> {
  if (begun.passkey === null) throw new Error('there is no passkey');
  const response = key.answer(begun.passkey, lies);
  return world.post(ana, `/v1/confirmations/${begun.id}/passkey`, { response });
}

test('what a person can confirm with is told; who has set up nothing, can with nothing', async () => {
  const begun = await begin();
  expect(begun).toMatchObject({ methods: ['passkey', 'pin'], id: expect.stringMatching(/^cnf_/) });
  expect(begun.passkey).toMatchObject({ userVerification: 'required', rpId: 'localhost' });
  const none = await world.app.get(Confirmations).begin(ben.id, { digest: DIGEST, seconds: 60 });
  expect(none).toMatchObject({ methods: [], passkey: null });
});

test.each(['pin', 'passkey'])('proven by %s, a confirmation is good once', async (method) => {
  const begun = await begin();
  const use = { id: begun.id, personId: ana.id, digest: DIGEST };
  expect(await consume([use])).toEqual([false]);
  const proven = method === 'pin' ? await withPin(begun.id) : await withPasskey(begun);
  expect(proven.status).toBe(204);
  expect(await consume([use])).toEqual([true]);
  expect(await consume([use])).toEqual([false]);
  expect(outcome(await withPin(begun.id))).toEqual([404, 'confirmation_unknown']);
});

test('of many uses at once exactly one is good, in one batch and in many', async () => {
  const [first, second] = [await begin(), await begin()];
  await Promise.all([withPin(first.id), withPin(second.id)]);
  const use = { id: first.id, personId: ana.id, digest: DIGEST };
  const other = { ...use, id: second.id };
  expect((await consume([use, other, use])).filter(Boolean)).toHaveLength(2);
  const third = await begin();
  await withPin(third.id);
  const results = await Promise.all(
    Array.from({ length: 20 }, () => consume([{ ...use, id: third.id }])),
  );
  expect(results.flat().filter(Boolean)).toHaveLength(1);
});

test('a yes to one statement is no yes to one that differs in a single bit', async () => {
  const begun = await begin();
  await withPin(begun.id);
  const uses = Array.from({ length: DIGEST.length * 8 }, (_, bit) => {
    const digest = Buffer.from(DIGEST);
    digest.writeUInt8(digest.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    return { id: begun.id, personId: ana.id, digest };
  });
  expect((await consume(uses)).some(Boolean)).toBe(false);
  expect(await consume([{ id: begun.id, personId: ben.id, digest: DIGEST }])).toEqual([false]);
  expect(await consume([{ id: begun.id, personId: ana.id, digest: DIGEST }])).toEqual([true]);
});

test('every field of a statement is bound: a changed one has another digest and challenge', async () => {
  const statement = { payer: ana.id, payee: ben.id, amount: '20.00', currency: 'EUR', fee: '0.00' };
  const begun = await begin(digestOf(statement));
  await withPasskey(begun);
  for (const field of Object.keys(statement)) {
    for (let bit = 0; bit < 8; bit++) {
      const text = statement[field as keyof typeof statement];
      const changed = String.fromCharCode(text.charCodeAt(0) ^ (1 << bit)) + text.slice(1);
      const digest = digestOf({ ...statement, [field]: changed });
      expect(await consume([{ id: begun.id, personId: ana.id, digest }])).toEqual([false]);
    }
  }
  // The passkey of one confirmation signs nothing for another of the same statement either.
  const [one, two] = [await begin(), await begin()];
  const lies = { challenge: one.passkey?.challenge ?? '' };
  expect(outcome(await withPasskey(two, lies))).toEqual([422, 'passkey_not_accepted']);
});

test.each<[string, Lies]>([
  ['from another origin', { origin: 'https://evil.example' }],
  ['for another site', { rpId: 'evil.example' }],
  ['without a verified owner', { verified: false }],
  ['with a counter that stands still', { counter: 0 }],
  ['to another challenge', { challenge: randomBytes(32).toString('base64url') }],
])('an answer %s is not accepted', async (_what, lies) => {
  await withPasskey(await begin());
  const begun = await begin();
  expect(outcome(await withPasskey(begun, lies))).toEqual([422, 'passkey_not_accepted']);
  // The key itself is still good: what was wrong is not held against it.
  expect((await withPasskey(begun, { counter: 1000 + (Date.now() % 1e9) })).status).toBe(204);
});

test('a signature of a key that is not theirs, or none at all, is not accepted', async () => {
  const stranger = await addPasskey(world, ben);
  const begun = await begin();
  if (begun.passkey === null) throw new Error('there is no passkey');
  const path = `/v1/confirmations/${begun.id}/passkey`;
  const good = key.answer(begun.passkey);
  const forged = { ...good, response: { ...good.response, signature: 'AAAA' } };
  for (const response of [stranger.answer(begun.passkey), forged, {}, { id: 7 }, { id: key.id }]) {
    const answer = await world.post(ana, path, { response });
    expect(outcome(answer)).toEqual([422, 'passkey_not_accepted']);
  }
});

test('a confirmation is its own person’s alone, and has an end', async () => {
  const begun = await begin();
  expect(outcome(await withPin(begun.id, PIN, ben))).toEqual([404, 'confirmation_unknown']);
  expect(outcome(await withPin('cnf_unknown'))).toEqual([404, 'confirmation_unknown']);
  await withPin(begun.id);
  await world.sql('UPDATE identity.confirmations SET expires_at = now() WHERE id = $1', [begun.id]);
  expect(await consume([{ id: begun.id, personId: ana.id, digest: DIGEST }])).toEqual([false]);
  expect(outcome(await withPin(begun.id))).toEqual([422, 'confirmation_expired']);
});

test.each([{}, { pin: '12345' }, { pin: 739148 }, { pin: ['739148'] }, { pin: '７３９１４８' }])(
  'a PIN like %j is no PIN',
  async (body) => {
    const { id } = await begin();
    const answer = await world.post(ana, `/v1/confirmations/${id}/pin`, body);
    expect(outcome(answer)).toEqual([400, 'request_invalid']);
  },
);
