// What whoever runs and integrates the service relies on: health, the description of the interface,
// the list of refusals, and logs that hold nothing about anybody.
import { jest } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { World } from '../support/world.js';

let world: World;
const written: string[] = [];

beforeAll(async () => {
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((chunk) => {
      written.push(String(chunk));
      return true;
    });
  }
  world = await World.start({ config: { logLevel: 'verbose' } });
});

afterAll(async () => {
  await world.stop();
  jest.restoreAllMocks();
});

test.each(['/health', '/health/live', '/health/ready'])(
  '%s answers without a session',
  async (path) => {
    const answer = await world.http.get(path);
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: 'ok' });
  },
);

test('the interface is described, with a page to read it', async () => {
  const { body } = await world.http.get('/openapi.json');
  const described = Object.keys((body as { paths: object }).paths);
  expect(described).toEqual(
    expect.arrayContaining([
      '/v1/payments',
      '/v1/threads/{threadId}/messages',
      '/v1/risk/cases/{caseId}/release',
    ]),
  );
  expect((await world.http.get('/docs')).text).toContain('swagger');
});

test('every code that docs/api.md names is a refusal with a sentence, and the other way round it is listed', async () => {
  const { body } = await world.http.get('/problems');
  const { problems } = body as { problems: { code: string; title: string; status: number }[] };
  const known = new Set(problems.map(({ code }) => code));
  const text = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
  const named = [...text.matchAll(/`([a-z]+(?:_[a-z0-9]+)+)`/g)].map(([, code]) => code ?? '');
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((code) => !known.has(code))).toEqual([]);
  for (const { title, status } of problems) {
    expect(title).toMatch(/^[A-Z].+\.$/);
    expect(status).toBeGreaterThanOrEqual(400);
  }
});

test('the logs of a whole journey hold no name, text, amount, token or card', async () => {
  const ana = await world.person({ balance: '87.31' });
  const ben = await world.person();
  const threadId = await world.thread([ana, ben]);
  const card = await world.card(ana);
  const message = { clientId: 'client-00001', body: 'Zanzibar at noon' };
  expect((await world.post(ana, `/v1/threads/${threadId}/messages`, message)).status).toBe(201);
  expect((await world.send(ana, threadId, '41.17', { note: 'Quetzal' })).status).toBe(201);
  expect((await world.send(ana, threadId, '23.57', { cardId: card.id })).status).toBe(201);
  expect((await world.send(ana, threadId, '9999.99')).status).toBe(422);
  expect(
    (await world.post(ana, '/v1/payments', { note: '4242 4242 4242 4242' }, 'key-12345678')).status,
  ).toBe(400);
  await world.http.post('/v1/sessions').send({ handle: ana.handle, password: 'Wrong-Xylophone-1' });
  const text = written.join('');
  expect(text).toContain('"route":"/v1/payments"');
  const secrets = [
    ana.token,
    ana.name,
    ana.handle,
    'Zanzibar',
    'Quetzal',
    '87.31',
    '41.17',
    '23.57',
    '9999.99',
    '4242 4242',
    'Xylophone',
    'whsec_',
    'sk_test_',
    'clientSecret',
    '5556',
  ];
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
});
