// Who somebody is: signing in tells a stranger nothing, a session ends when it is ended or runs out,
// and no foreign page acts in a person's name.
import { type Answer, type TestPerson, until, World } from '../support/world.js';

const PASSWORD = 'a long enough test password';
let world: World;
let ana: TestPerson;

beforeAll(async () => {
  world = await World.start({ config: { publicUrl: 'http://localhost:3000' } });
  ana = await world.person();
});
afterAll(() => world.stop());

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];

async function signIn(body: object, headers: Record<string, string> = {}): Promise<Answer> {
  return world.http.post('/v1/sessions').set(headers).send(body);
}

async function me(token: string): Promise<Answer> {
  return world.http.get('/v1/session').set('authorization', `Bearer ${token}`);
}

async function openSession(): Promise<{ token: string; cookie: string }> {
  const { status, body, headers } = await signIn({ handle: ana.handle, password: PASSWORD });
  expect(status).toBe(201);
  return {
    token: String(body.token),
    cookie: String((headers['set-cookie'] as unknown as string[])[0]),
  };
}

test('signing in answers who it is, and nothing of the password', async () => {
  const handle = `  ${ana.handle.toUpperCase()} `;
  const { status, body } = await signIn({ handle, password: PASSWORD });
  expect(status).toBe(201);
  const { id, name } = ana;
  expect(body.person).toEqual({ id, handle: ana.handle, name, roles: ['person'] });
  expect(Object.keys(body as object)).toEqual(['person', 'token']);
  expect((await me(String(body.token))).body).toEqual({ person: body.person });
});

test('a wrong password and an unknown handle are told alike, to the byte', async () => {
  const answers = [
    await signIn({ handle: ana.handle, password: `${PASSWORD} ` }),
    await signIn({ handle: ana.handle, password: 'x' }),
    await signIn({ handle: 'nobody_here', password: PASSWORD }),
    await signIn({ handle: "' OR 1=1 --", password: PASSWORD }),
  ];
  expect(answers.map(outcome)).toEqual(answers.map(() => [401, 'credentials_wrong']));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(answers.map(({ headers }) => headers['set-cookie'])).toEqual(answers.map(() => undefined));
});

test.each<[string, object]>([
  ['nothing', {}],
  ['no password', { handle: 'ana' }],
  ['an empty handle', { handle: '', password: PASSWORD }],
  ['a password of 201 characters', { handle: 'ana', password: 'x'.repeat(201) }],
  ['a list', { handle: ['ana'], password: PASSWORD }],
  ['U+0000', { handle: 'ana\u0000', password: PASSWORD }],
  [
    'a role of its own',
    { handle: 'ana', password: PASSWORD, roles: ['risk_analyst', 'risk_approver'] },
  ],
])('%s is no sign-in', async (_what, body) => {
  expect(outcome(await signIn(body))).toEqual([400, 'request_invalid']);
});

test('the cookie cannot be read by scripts, nor sent by other sites', async () => {
  const { token, cookie } = await openSession();
  expect(cookie.split('; ').sort()).toEqual([
    'HttpOnly',
    'Max-Age=2592000',
    'Path=/',
    'SameSite=Strict',
    `tenner_session=${token}`,
  ]);
  const named = await world.http.get('/v1/session').set('cookie', `a=b; tenner_session=${token}`);
  expect(named.status).toBe(200);
});

test('signing out ends this session at once, and no other', async () => {
  const [first, second] = [await openSession(), await openSession()];
  expect(first.token).not.toBe(second.token);
  expect((await me(first.token)).status).toBe(200);
  const out = await world.http.delete('/v1/session').set('cookie', `tenner_session=${first.token}`);
  expect(out.status).toBe(204);
  expect(String(out.headers['set-cookie'])).toContain('tenner_session=; Max-Age=0');
  expect(outcome(await me(first.token))).toEqual([401, 'session_missing']);
  const threads = await world.get({ ...ana, token: first.token }, '/v1/threads');
  expect(outcome(threads)).toEqual([401, 'session_missing']);
  expect((await me(second.token)).status).toBe(200);
});

test('a session that ran out or was ended elsewhere is over within two seconds', async () => {
  const [expired, revoked] = [await openSession(), await openSession()];
  for (const { token } of [expired, revoked]) expect((await me(token)).status).toBe(200);
  const end = (column: string, token: string): Promise<unknown> =>
    world.sql(
      `UPDATE identity.sessions SET ${column} = now() - interval '1 second'
        WHERE token_hash = sha256(convert_to($1, 'UTF8')) RETURNING 1`,
      [token],
    );
  expect(await end('expires_at', expired.token)).toHaveLength(1);
  expect(await end('revoked_at', revoked.token)).toHaveLength(1);
  const began = Date.now();
  for (const { token } of [expired, revoked]) {
    await until(async () => (await me(token)).status === 401, 'the end of the session');
  }
  expect(Date.now() - began).toBeLessThan(2000);
});

test('the database knows neither the password nor the token', async () => {
  const { token } = await openSession();
  const [row] = await world.sql<{ people: string; sessions: string }>(
    `SELECT (SELECT json_agg(p) FROM identity.people p)::text AS people,
            (SELECT string_agg(encode(token_hash, 'escape'), ' ') FROM identity.sessions) AS sessions`,
  );
  expect(row?.people).toContain('$argon2id$');
  expect(row?.people).not.toContain(PASSWORD);
  expect(row?.sessions).not.toContain(token);
});

test.each(['https://evil.example', 'null', 'not a url', 'http://localhost:3000.evil.example'])(
  'a page of %s may not change anything',
  async (origin) => {
    const good = { handle: ana.handle, password: PASSWORD };
    const thread = await world.thread([ana, await world.person()]);
    const answers = [
      await signIn(good, { origin }),
      await world.send(ana, thread, '1.00').set('origin', origin),
      await world.http
        .delete('/v1/session')
        .set({ authorization: `Bearer ${ana.token}`, origin })
        .then((answer) => answer),
    ];
    expect(answers.map(outcome)).toEqual(answers.map(() => [403, 'origin_not_allowed']));
    const read = await world.get(ana, '/v1/session').set('origin', origin);
    expect(Object.keys(read.headers as object).join()).not.toContain('access-control');
  },
);

test('our own pages may', async () => {
  const good = { handle: ana.handle, password: PASSWORD };
  const { host } = new URL(world.url);
  for (const origin of [world.url, 'http://localhost:3000']) {
    expect((await signIn(good, { origin, host })).status).toBe(201);
  }
});
