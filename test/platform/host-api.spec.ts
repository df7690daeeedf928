// API keys of hosts: shown once, good for their scopes and no longer than they live; and what a host's
// server may read with one.
import { ModulesContainer } from '@nestjs/core';
import { createHash } from 'node:crypto';
import { isOurs } from '../../src/shared/own-routes.js';
import { Allowances } from '../../src/shared/allowances.js';
import type { Scope } from '../../src/platform/contract.js';
import {
  addHost,
  addKey,
  ADMINISTRATOR,
  ALL_SCOPES,
  inDays,
  withKey,
} from '../support/platform.js';
import { type Answer, type TestPerson, until, World } from '../support/world.js';

let world: World;
let admin: TestPerson;
let hostId: string;
let ana: TestPerson;
let ben: TestPerson;
let threadId: string;
let paymentId: string;

beforeAll(async () => {
  world = await World.start();
  admin = await world.person({ roles: [ADMINISTRATOR] });
  hostId = await addHost(world, admin);
  ana = await world.person({ balance: '50.00' });
  ben = await world.person();
  threadId = await world.thread([ana, ben]);
  const sent = await world.send(ana, threadId, '12.00', { note: 'a word of mine' });
  paymentId = String(sent.body.id);
  await world.send(ana, await world.thread([ana, ben], 'Others'), '1.00', { payeeId: ben.id });
});
afterAll(() => world.stop());

const outcome = ({ status, body }: Answer): unknown[] => [status, body.code];

const ROUTES: [Scope, () => string][] = [
  ['payments:read', () => 'payments'],
  ['payments:read', () => `payments/${paymentId}`],
  ['receipts:read', () => `payments/${paymentId}/receipt`],
  ['threads:read', () => `threads/${threadId}/payments`],
  ['webhooks:manage', () => 'webhooks'],
];

test('each route needs its scope, and no other opens it', async () => {
  const { body } = await world.get(ana, `/v1/payments/${paymentId}/receipt`);
  expect(Object.keys(body as object)).not.toContain('code');
  for (const scope of ALL_SCOPES) {
    const { key } = await addKey(world, admin, hostId, [scope]);
    for (const [needed, path] of ROUTES) {
      const { status, body: answer } = await withKey(world, key, 'get', path());
      const expected = needed === scope ? [200, undefined] : [403, 'api_key_scope_missing'];
      expect([path(), status, answer.code]).toEqual([path(), ...expected]);
    }
  }
});

test('a host reads ids, money and state, and nothing that people wrote', async () => {
  const { key } = await addKey(world, admin, hostId);
  const page = await withKey(world, key, 'get', `payments?limit=1`);
  expect(page.body.payments).toHaveLength(1);
  const older = await withKey(world, key, 'get', `payments?before=${String(page.body.next)}`);
  expect(older.body).toMatchObject({ payments: [{ id: paymentId }], next: null });
  const one = await withKey(world, key, 'get', `payments/${paymentId}`);
  expect(one.body).toEqual({
    id: paymentId,
    threadId,
    payerId: ana.id,
    payeeId: ben.id,
    amount: { amount: '12.00', currency: 'EUR' },
    state: 'completed',
    refunded: null,
    dispute: null,
    createdAt: expect.any(String),
    updatedAt: expect.any(String),
  });
  const thread = await withKey(world, key, 'get', `threads/${threadId}/payments`);
  expect(thread.body.payments).toEqual([one.body]);
  const unknown = await withKey(world, key, 'get', 'payments/pay_unknown');
  expect(outcome(unknown)).toEqual([404, 'host_payment_unknown']);
  const bad = await withKey(world, key, 'get', 'payments?before=x');
  expect(outcome(bad)).toEqual([400, 'request_invalid']);
});

test('a key is shown once and kept as its SHA-256', async () => {
  const { id, key } = await addKey(world, admin, hostId);
  expect(key).toMatch(/^tk_test_[\w-]{43}$/);
  const listed = await world.get(admin, `/v1/admin/hosts/${hostId}/keys`);
  expect(listed.text).not.toContain(key);
  expect(listed.text).toContain(key.slice(0, 12));
  const [row] = await world.sql<{ digest: Buffer; all: string }>(
    'SELECT digest, k::text AS all FROM platform.api_keys k WHERE id = $1',
    [id],
  );
  expect(row?.digest).toEqual(createHash('sha256').update(key).digest());
  expect(row?.all).not.toContain(key);
});

test('a revoked key ends at once, one that is exchanged after its hours, and both stay ended', async () => {
  const { id, key } = await addKey(world, admin, hostId);
  const next = await world.post(admin, `/v1/admin/keys/${id}/rotate`, { hours: 1 });
  expect(next.status).toBe(201);
  for (const each of [key, String(next.body.key)]) {
    expect((await withKey(world, each, 'get', 'payments')).status).toBe(200);
  }
  await world.sql(`UPDATE platform.api_keys SET expires_at = now() WHERE id = $1`, [id]);
  expect(outcome(await withKey(world, key, 'get', 'payments'))).toEqual([401, 'api_key_refused']);
  expect(outcome(await world.post(admin, `/v1/admin/keys/${id}/rotate`, {}))).toEqual([
    409,
    'api_key_over',
  ]);
  const end = await world.http
    .delete(`/v1/admin/keys/${String(next.body.id)}`)
    .set('authorization', `Bearer ${admin.token}`);
  expect(end.status).toBe(204);
  const after = await withKey(world, String(next.body.key), 'get', 'payments');
  expect(outcome(after)).toEqual([401, 'api_key_refused']);
  await until(async () => {
    const { body } = await world.get(admin, `/v1/admin/hosts/${hostId}/keys`);
    const keys = body.keys as { id: string; lastUsedAt: string | null }[];
    return keys.find((each) => each.id === id)?.lastUsedAt;
  }, 'the last use being noted');
});

test.each<[string, (key: string) => string]>([
  ['nothing', () => ''],
  ['a session', () => ana.token],
  ['a key of the other world', (key) => key.replace('tk_test_', 'tk_live_')],
  ['a key with a letter changed', (key) => key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A')],
  ['a key and something', (key) => `${key}x`],
  ['SQL', () => "tk_test_' OR true --"],
])('%s opens nothing', async (_what, change) => {
  const { key } = await addKey(world, admin, hostId);
  const answer = await withKey(world, change(key), 'get', 'payments');
  expect(outcome(answer)).toEqual([401, 'api_key_refused']);
});

test('a key is no session, and moves no money', async () => {
  const { key } = await addKey(world, admin, hostId);
  const holder = { ...ana, token: key };
  expect(outcome(await world.send(holder, threadId, '1.00'))).toEqual([401, 'session_missing']);
  expect(outcome(await world.get(holder, '/v1/wallet'))).toEqual([401, 'session_missing']);
});

test('only an administrator makes hosts and keys, and well-formed ones', async () => {
  const wish = { scopes: ['payments:read'], expiresAt: inDays(1) };
  const keys = `/v1/admin/hosts/${hostId}/keys`;
  expect(outcome(await world.post(ana, keys, wish))).toEqual([403, 'role_missing']);
  expect(outcome(await world.post(ana, '/v1/admin/hosts', { name: 'x' }))).toEqual([
    403,
    'role_missing',
  ]);
  const cases: [string, object, unknown[]][] = [
    [keys, { ...wish, scopes: ['payments:write'] }, [400, 'request_invalid']],
    [keys, { ...wish, scopes: [] }, [400, 'request_invalid']],
    [keys, { ...wish, expiresAt: 'tomorrow' }, [400, 'request_invalid']],
    [keys, { ...wish, expiresAt: inDays(-1) }, [400, 'api_key_end_malformed']],
    [keys, { ...wish, expiresAt: inDays(900) }, [400, 'api_key_end_malformed']],
    ['/v1/admin/hosts/hst_unknown/keys', wish, [404, 'host_app_unknown']],
    ['/v1/admin/hosts', { name: 'Host 1' }, [409, 'host_name_taken']],
    ['/v1/admin/hosts', { name: '\u202eHost' }, [400, 'request_invalid']],
    ['/v1/admin/keys/apk_unknown/rotate', {}, [404, 'api_key_unknown']],
  ];
  for (const [path, body, expected] of cases) {
    expect([path, outcome(await world.post(admin, path, body))]).toEqual([path, expected]);
  }
});

test('a key that asks too much is told to wait; another key of the host is not', async () => {
  const [busy, calm] = [await addKey(world, admin, hostId), await addKey(world, admin, hostId)];
  const allowance = { points: 600, seconds: 60 };
  const allowances = world.app.get(Allowances);
  await Promise.all(
    Array.from({ length: 600 }, () => allowances.spend('host-api', busy.id, allowance)),
  );
  expect(outcome(await withKey(world, busy.key, 'get', 'payments'))).toEqual([
    429,
    'too_many_requests',
  ]);
  expect((await withKey(world, calm.key, 'get', 'payments')).status).toBe(200);
});

test('without a host of users there is no token to exchange', async () => {
  const answer = await world.http.post('/v1/sessions/host').set('authorization', 'Bearer a.b.c');
  expect(outcome(answer)).toEqual([404, 'host_unknown']);
});

test('every route of the application is one of ours, and so is guarded', () => {
  const modules = [...world.app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) =>
    [...module.controllers.values()].flatMap(({ metatype }) => metatype ?? []),
  );
  expect(controllers.length).toBeGreaterThan(20);
  expect(controllers.filter((each) => !isOurs(each)).map((each) => each.name)).toEqual([]);
});
