// A host's own users: a good token is exchanged once for a session of ours; forty forgeries, one a
// line, are not; and whatever a token says about keys, the host's page of keys is asked seldom.
import { generateKeyPairSync } from 'node:crypto';
import {
  AUDIENCE,
  claims,
  encode,
  header,
  hmac,
  ISSUER,
  type Json,
  KEYS,
  type KeyPage,
  keySet,
  kidOf,
  serveKeys,
  signature,
  token,
} from '../support/host-issuer.js';
import { Clock } from '../../src/shared/clock.js';
import { type Answer, until, World } from '../support/world.js';

let page: KeyPage;
let world: World;
let offset = 0;

beforeAll(async () => {
  page = await serveKeys();
  const hostUsers = { issuer: ISSUER, audience: AUDIENCE, keys: { url: page.url } };
  world = await World.start({ config: { hostUsers } });
  world.app.get(Clock).now = () => new Date(Date.now() + offset);
});
afterAll(async () => {
  await world.stop();
  await page.stop();
});

const exchange = async (jwt: string): Promise<Answer> =>
  world.http.post('/v1/sessions/host').set('authorization', `Bearer ${jwt}`);

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];
const REFUSED = [401, 'host_token_refused'];

const now = (): number => Math.floor(Date.now() / 1000);
const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ownJwk = { ...own.publicKey.export({ format: 'jwk' }), kid: 'mine' };
const otherCurve = generateKeyPairSync('ec', { namedCurve: 'P-384' });

/** Header and payload under a signature that somebody else made. */
function forged(head: Json, payload: Json, by: (text: string) => string): string {
  const text = `${encode(head)}.${encode(payload)}`;
  return `${text}.${by(text)}`;
}
const byOwnKey = (text: string): string => signature(text, 'ES256', own.privateKey);
const rsaPem = KEYS.RS256.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const parts = (jwt: string): [string, string, string] => jwt.split('.') as [string, string, string];

/** The same token with a part exchanged. */
function exchanged(which: 0 | 1 | 2, other: string): string {
  const all = parts(token());
  all[which] = other;
  return all.join('.');
}
const withSub = (sub: unknown): string => token(claims({ sub }));

const FORGERIES: [string, () => string][] = [
  ['alg none, no signature', () => `${encode(header('none'))}.${encode(claims())}.`],
  ['alg none, some signature', () => forged(header('none'), claims(), () => 'AAAA')],
  ['alg nOnE', () => forged(header('nOnE', { kid: kidOf('ES256') }), claims(), () => 'AAAA')],
  [
    'RS to HS with the public key as PEM',
    () => forged(header('HS256', { kid: kidOf('RS256') }), claims(), (text) => hmac(text, rsaPem)),
  ],
  [
    'RS to HS with the public key as JWK',
    () =>
      forged(header('HS256', { kid: kidOf('RS256') }), claims(), (text) =>
        hmac(text, JSON.stringify(keySet().keys[2])),
      ),
  ],
  ['HS256 with an empty secret', () => forged(header('HS256'), claims(), (text) => hmac(text, ''))],
  [
    'an algorithm of the family that is not listed (PS256)',
    () =>
      forged(header('PS256', { kid: kidOf('RS256') }), claims(), (text) =>
        signature(text, 'RS256', KEYS.RS256.privateKey),
      ),
  ],
  [
    'an algorithm that is a list',
    () => forged({ ...header('ES256'), alg: ['ES256'] }, claims(), byOwnKey),
  ],
  ['a foreign issuer', () => token(claims({ iss: 'https://evil.example' }))],
  ['an issuer with a slash more', () => token(claims({ iss: `${ISSUER}/` }))],
  ['no issuer', () => token(claims({ iss: undefined }))],
  ['a wrong audience', () => token(claims({ aud: 'https://other.example' }))],
  ['no audience', () => token(claims({ aud: undefined }))],
  ['an audience that begins like ours', () => token(claims({ aud: `${AUDIENCE}.evil.example` }))],
  ['our audience among others', () => token(claims({ aud: [AUDIENCE, 'https://other.example'] }))],
  ['an ID token (typ JWT)', () => token(claims({ nonce: 'n' }), { head: { typ: 'JWT' } })],
  ['no typ', () => token(claims(), { head: { typ: undefined } })],
  ['a logout token', () => token(claims(), { head: { typ: 'logout+jwt' } })],
  ['expired two minutes ago', () => token(claims({ iat: now() - 300, exp: now() - 120 }))],
  ['no end', () => token(claims({ exp: undefined }))],
  ['an end that is a text', () => token(claims({ exp: String(now() + 300) }))],
  ['an end before its beginning', () => token(claims({ iat: now() + 50, exp: now() + 10 }))],
  ['not to be used before ten minutes', () => token(claims({ nbf: now() + 600 }))],
  ['issued in the future', () => token(claims({ iat: now() + 300, exp: now() + 600 }))],
  ['a life of sixteen minutes', () => token(claims({ exp: now() + 960 }))],
  ['a life of ten years', () => token(claims({ exp: now() + 315_360_000 }))],
  ['no beginning', () => token(claims({ iat: undefined }))],
  [
    'jku: keys from elsewhere',
    () =>
      forged(
        header('ES256', { jku: 'https://evil.example/jwks', kid: 'mine' }),
        claims(),
        byOwnKey,
      ),
  ],
  ['jku on a token that is good without it', () => token(claims(), { head: { jku: page.url } })],
  ['x5u', () => token(claims(), { head: { x5u: 'https://evil.example/cert' } })],
  [
    'the key itself in the header (jwk)',
    () => forged(header('ES256', { jwk: ownJwk }), claims(), byOwnKey),
  ],
  ['a key of their own under our name', () => forged(header('ES256'), claims(), byOwnKey)],
  [
    'a kid that is a path',
    () => forged(header('ES256', { kid: '../../../../dev/null' }), claims(), byOwnKey),
  ],
  [
    'a kid that is SQL',
    () => forged(header('ES256', { kid: "x' UNION SELECT 'k" }), claims(), byOwnKey),
  ],
  ['no kid', () => token(claims(), { head: { kid: undefined } })],
  ['the kid of another algorithm', () => token(claims(), { head: { kid: kidOf('RS256') } })],
  ['a claim that comes twice', () => token(`{"sub":"admin",${JSON.stringify(claims()).slice(1)}`)],
  [
    'a claim that comes twice, once escaped',
    () => token(`{"\\u0073ub":"admin",${JSON.stringify(claims()).slice(1)}`),
  ],
  [
    'a header that says alg twice',
    () => token(claims(), { head: `{"alg":"none",${JSON.stringify(header('ES256')).slice(1)}` }),
  ],
  ['b64: false', () => token(claims(), { head: { b64: false, crit: ['b64'] } })],
  [
    'an extension nobody knows (crit)',
    () => token(claims(), { head: { crit: ['exp'], exp: now() } }),
  ],
  ['a compressed payload (zip)', () => token(claims(), { head: { zip: 'DEF' } })],
  ['a signature of zeros (ES256)', () => exchanged(2, Buffer.alloc(64).toString('base64url'))],
  ['no signature', () => exchanged(2, '')],
  ['a truncated signature', () => exchanged(2, parts(token())[2].slice(0, -8))],
  ['a signature over another payload', () => exchanged(1, encode(claims({ sub: 'admin' })))],
  [
    'another curve (P-384)',
    () =>
      forged(header('ES256'), claims(), (text) => signature(text, 'ES256', otherCurve.privateKey)),
  ],
  ['a token inside a token', () => token(encode(token()), { head: { cty: 'JWT' } })],
  ['two parts', () => parts(token()).slice(0, 2).join('.')],
  ['five parts, as if it were encrypted', () => `${token()}.AAAA.AAAA`],
  ['a payload that is a list', () => token('[]')],
  ['a huge one', () => token(claims({ padding: 'x'.repeat(8000) }))],
  ['no subject', () => withSub(undefined)],
  ['a subject that is a number', () => withSub(1)],
  ['an empty subject', () => withSub('')],
  ['a subject with an invisible character', () => withSub('user-1\u200b')],
  ['a subject in letters that look alike', () => withSub('usеr-1')],
  [
    'a claim that reaches for the prototype',
    () =>
      token(`{"__proto__":{"sub":"admin"},${JSON.stringify(claims({ sub: undefined })).slice(1)}`),
  ],
];

test('there are at least forty forgeries', () => {
  expect(FORGERIES.length).toBeGreaterThanOrEqual(40);
});

test.each(FORGERIES)('refused: %s', async (_what, forge) => {
  expect(outcome(await exchange(forge()))).toEqual(REFUSED);
});

test('no forgery made anybody', async () => {
  expect(await world.sql('SELECT 1 FROM identity.host_users')).toEqual([]);
});

test.each(['ES256', 'EdDSA', 'RS256'] as const)(
  'a good token of %s opens a session',
  async (alg) => {
    const handle = `host_${alg.toLowerCase()}`;
    const answer = await exchange(token(claims({ handle, name: 'Grâce O’Neill' }), { alg }));
    expect(answer.status).toBe(201);
    const { person, token: session } = answer.body;
    expect(person).toMatchObject({ handle, name: 'Grâce O’Neill', roles: ['person'] });
    const me = await world.http
      .get('/v1/session')
      .set('authorization', `Bearer ${String(session)}`);
    expect(me.body).toEqual({ person });
  },
);

test('a user is the same person with every token, and signing out is final for each', async () => {
  const first = token(claims({ sub: 'faithful', handle: 'faithful' }));
  const before = (await exchange(first)).body;
  const after = (await exchange(token(claims({ sub: 'faithful', handle: 'other' })))).body;
  expect(after.person).toEqual(before.person);
  await world.http.delete('/v1/session').set('authorization', `Bearer ${String(before.token)}`);
  expect(outcome(await exchange(first))).toEqual([401, 'host_token_used']);
  const old = await world.http
    .get('/v1/session')
    .set('authorization', `Bearer ${String(before.token)}`);
  expect(old.status).toBe(401);
});

test('ten first tokens of one user at once make one person', async () => {
  const made = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      exchange(token(claims({ sub: 'hasty', jti: String(n), handle: 'hasty' }))),
    ),
  );
  expect(made.map(({ status }) => status)).toEqual(made.map(() => 201));
  expect(new Set(made.map(({ body }) => String(body.person.id))).size).toBe(1);
});

test('a handle that is taken or not one, and a name with tricks, give way to ours', async () => {
  await exchange(token(claims({ handle: 'early_bird' })));
  for (const claim of [{ handle: 'early_bird' }, { handle: 'Not A Handle!' }, { handle: 7 }, {}]) {
    const { body } = await exchange(token(claims({ ...claim, name: 'Ana\u202e moc' })));
    expect(body.person.handle).toMatch(/^u_[0-9a-v]{12}$/);
    expect(body.person.name).toBe(body.person.handle);
  }
});

test('a host user has no password to sign in with', async () => {
  const { body } = await exchange(token(claims({ handle: 'no_password' })));
  expect(body.person.handle).toBe('no_password');
  for (const password of ['x', 'null', 'undefined']) {
    const answer = await world.http.post('/v1/sessions').send({ handle: 'no_password', password });
    expect(outcome(answer)).toEqual([401, 'credentials_wrong']);
  }
});

test('a flood of unknown keys asks the host once in a cooldown', async () => {
  offset += 31_000;
  const before = page.asked();
  const flood = (n: number): string =>
    forged(header('ES256', { kid: `unknown-${String(n)}` }), claims(), byOwnKey);
  const answers = await Promise.all(Array.from({ length: 100 }, (_, n) => exchange(flood(n))));
  expect(answers.map(outcome)).toEqual(answers.map(() => REFUSED));
  expect(page.asked() - before).toBe(1);
  offset += 31_000;
  await exchange(flood(100));
  expect(page.asked() - before).toBe(2);
});

test.each<[string, Parameters<KeyPage['answer']>[0]]>([
  ['is redirected', (_request, response) => response.writeHead(302, { location: page.url }).end()],
  [
    'is too large',
    (_request, response) => response.end(JSON.stringify({ ...keySet(), x: 'x'.repeat(70_000) })),
  ],
  ['is no key set', (_request, response) => response.end('{"keys":7}')],
  ['fails', (_request, response) => response.writeHead(500).end('{}')],
  ['never ends', (_request, response) => response.write('{')],
])(
  'keys grow old while their page %s; then nobody can tell, and the page is asked seldom',
  async (_what, how) => {
    offset += 11 * 60_000;
    const late = (): string => {
      const at = now() + Math.floor(offset / 1000);
      return token(claims({ iat: at, exp: at + 300 }));
    };
    page.answer(how);
    const before = page.asked();
    const answers = await Promise.all(Array.from({ length: 5 }, () => exchange(late())));
    expect(answers.map(outcome)).toEqual(answers.map(() => [503, 'host_keys_unavailable']));
    expect(page.asked() - before).toBe(1);
    page.answer((_request, response) => response.end(JSON.stringify(keySet())));
    offset += 31_000;
    await until(async () => (await exchange(late())).status === 201, 'the keys being read again');
  },
);
