// Requests that are no sends at all: without a key, without a session, not JSON, too large, or with
// something in them that may never reach us. Each is refused before any verb runs; nothing of it is
// stored, and never is the answer a fault of ours.
import { randomUUID } from 'node:crypto';
import type { MessageView } from '../../src/chat/contract.js';
import type { PaymentView } from '../../src/payments/contract.js';
import { carriesCardNumber } from '../../src/shared/card-number.js';
import { traces } from '../support/traces.js';
import { type Answer, type TestPerson, World } from '../support/world.js';

let world: World;
let ana: TestPerson;
let threadId: string;

beforeAll(async () => {
  world = await World.start();
  ana = await world.person({ balance: '100.00' });
  threadId = await world.thread([ana, await world.person()]);
});
afterAll(() => world.stop());

interface Raw {
  headers?: Record<string, string>;
  /** The bytes of the body as they are. */
  raw?: string;
  /** Changes to a body that would be a good send. */
  change?: Record<string, unknown>;
  path?: string;
}

function request({ headers = {}, raw, change = {}, path = '/v1/payments' }: Raw) {
  const good = {
    threadId,
    amount: { amount: '5.00', currency: 'EUR' },
    funding: { source: 'balance' },
  };
  const all = {
    authorization: `Bearer ${ana.token}`,
    'idempotency-key': randomUUID(),
    'content-type': 'application/json',
    ...headers,
  };
  const test = world.http.post(path);
  for (const [name, value] of Object.entries(all)) if (value !== '') test.set(name, value);
  return test.send(raw ?? JSON.stringify({ ...good, ...change }));
}

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];

async function expectRefused(raw: Raw, status: number, code: string): Promise<Answer> {
  const before = await traces(world);
  const answer = await request(raw);
  expect(outcome(answer)).toEqual([status, code]);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(await traces(world)).toEqual(before);
  return answer;
}

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const ROWS: [string, Raw, number, string][] = [
  ['no key', { headers: { 'idempotency-key': '' } }, 400, 'idempotency_key_missing'],
  ['a short key', { headers: { 'idempotency-key': '1234567' } }, 400, 'idempotency_key_malformed'],
  [
    'a long key',
    { headers: { 'idempotency-key': 'k'.repeat(201) } },
    400,
    'idempotency_key_malformed',
  ],
  [
    'a key with é',
    { headers: { 'idempotency-key': 'clé-de-paiement' } },
    400,
    'idempotency_key_malformed',
  ],
  [
    'a key with spaces',
    { headers: { 'idempotency-key': 'one two three' } },
    400,
    'idempotency_key_malformed',
  ],
  ['no session', { headers: { authorization: '' } }, 401, 'session_missing'],
  [
    'a wrong token',
    { headers: { authorization: `Bearer ${'A'.repeat(43)}` } },
    401,
    'session_missing',
  ],
  ['another scheme', { headers: { authorization: 'Basic YW5hOmFuYQ==' } }, 401, 'session_missing'],
  ['no JSON', { raw: 'threadId=1' }, 400, 'request_invalid'],
  ['cut JSON', { raw: '{"threadId":"thr_' }, 400, 'request_invalid'],
  ['an empty body', { raw: '' }, 400, 'request_invalid'],
  ['null', { raw: 'null' }, 400, 'request_invalid'],
  ['a list', { raw: '[]' }, 400, 'request_invalid'],
  ['a list of sends', { raw: '[{"threadId":"x"}]' }, 400, 'request_invalid'],
  ['a text', { raw: '"send 5 euros"' }, 400, 'request_invalid'],
  ['a number', { raw: '5' }, 400, 'request_invalid'],
  [
    'a form',
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, raw: 'a=1' },
    400,
    'request_invalid',
  ],
  ['XML', { headers: { 'content-type': 'text/xml' }, raw: '<send/>' }, 415, 'request_invalid'],
  ['a body over 64 kB', { change: { note: 'x'.repeat(65_536) } }, 413, 'request_invalid'],
  ['30,000 lists in one another', { raw: `{"note":${deep(30_000)}}` }, 400, 'request_invalid'],
  ['__proto__', { raw: '{"__proto__":{"isAdmin":true}}' }, 400, 'request_invalid'],
  ['constructor.prototype', { raw: '{"constructor":{"prototype":{}}}' }, 400, 'request_invalid'],
  ['a path that is no text', { path: '/v1/payments/%E0%A4%A' }, 400, 'request_invalid'],
  ['no such route', { path: '/v1/transfers' }, 404, 'route_unknown'],
];

test.each(ROWS)('refused: %s', async (_what, raw, status, code) => {
  await expectRefused(raw, status, code);
});

const CARDS: [string, Raw][] = [
  ['as a number', { raw: '{"cardNumber":4242424242424242}' }],
  ['as a key', { raw: '{"4242424242424242":true}' }],
  ['deep in the body', { change: { card: { details: [{ number: '4242424242424242' }] } } }],
  ['as the thread', { change: { threadId: '4242424242424242' } }],
  ['in the query', { path: '/v1/payments?card=4242424242424242' }],
  ['in the path', { path: '/v1/payments/4242%204242%204242%204242' }],
  ['as the idempotency key', { headers: { 'idempotency-key': '4242-4242-4242-4242' } }],
  [
    'from somebody without a session',
    { headers: { authorization: '' }, change: { threadId: '4242424242424242' } },
  ],
];

test.each(CARDS)('a card number %s never gets in', async (_where, raw) => {
  const answer = await expectRefused(raw, 400, 'card_number_not_accepted');
  expect(answer.text.replace(/\D/g, '')).not.toMatch(/4242|5555|0566|8224/);
});

test.each([
  ['grouped', '4000 0566 5566 5556'],
  ['whole', '4000056655665556'],
  ['with long dashes', '4000–0566–5566–5556'],
  ['with spaces of no width', '4000\u200b0566\u200b5566\u200b5556'],
  ['in full-width digits', '４０００ ０５６６ ５５６６ ５５５６'],
  ['in Arabic digits', '٤٠٠٠٠٥٦٦٥٥٦٦٥٥٥٦'],
  ['with spaces of their own width', '4000\u2009\u20090566\u20095566\u20095556'],
  ['with dashes', '4000-0566-5566-5556'],
  ['with points', '4000.0566.5566.5556'],
  ['with slashes', '4000/0566/5566/5556'],
  ['with line ends', '4000\n0566\n5566\n5556'],
  ['with bars', '4000 | 0566 | 5566 | 5556'],
  ['with its expiry and code', '4000 0566 5566 5556 12/39 123'],
])(
  'a card number %s in text that people write is masked before anything sees it',
  async (_how, number) => {
    const note = `mine is ${number}`;
    const sent = await request({ change: { note } });
    expect((sent.body as PaymentView).note).toMatch(/^mine is •••• 5556/);
    const message = { clientId: randomUUID(), body: `take ${number}!` };
    const said = await world.post(ana, `/v1/threads/${threadId}/messages`, message);
    expect((said.body as MessageView).body).toMatch(/^take •••• 5556/);
    const rows = await world.sql<{ kept: string }>(
      `SELECT string_agg(coalesce(body, card_data::text), ' ') AS kept FROM chat.messages
      UNION ALL SELECT string_agg(coalesce(note, ''), ' ') FROM payments.payments
      UNION ALL SELECT coalesce(string_agg(payload::text, ' '), '') FROM shared.outbox`,
    );
    for (const { kept } of rows) expect(carriesCardNumber(kept)).toBe(false);
  },
);

test('a good send with the same parts is made', async () => {
  const sent = await request({ change: { note: 'IBAN DE89 3704 0044 0532 0130 00' } });
  expect(sent.status).toBe(201);
  expect(await world.faults()).toEqual([]);
});
