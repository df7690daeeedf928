// A host for tests: made by an administrator, with a key.
import type { Scope } from '../../src/platform/contract.js';
import { type Answer, type TestPerson, type World } from './world.js';

/** The role that administers hosts. */
export const ADMINISTRATOR = 'admin';

export const ALL_SCOPES: Scope[] = [
  'payments:read',
  'threads:read',
  'receipts:read',
  'webhooks:manage',
];

let hosts = 0;

/** When a key ends unless a test cares. */
export const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString();

export async function addHost(world: World, admin: TestPerson): Promise<string> {
  hosts += 1;
  const { body } = await world.post(admin, '/v1/admin/hosts', { name: `Host ${String(hosts)}` });
  return String(body.id);
}

/** A new key of a host, as it was shown. */
export async function addKey(
  world: World,
  admin: TestPerson,
  hostId: string,
  scopes: readonly Scope[] = ALL_SCOPES,
): Promise<{ id: string; key: string }> {
  const wish = { scopes, expiresAt: inDays(30) };
  const { status, body } = await world.post(admin, `/v1/admin/hosts/${hostId}/keys`, wish);
  if (status !== 201) throw new Error(`no key: ${JSON.stringify(body)}`);
  return { id: String(body.id), key: String(body.key) };
}

/** Asks as a host's server does. */
export async function withKey(
  world: World,
  key: string,
  method: 'get' | 'post' | 'put' | 'delete',
  path: string,
  body?: object,
): Promise<Answer> {
  const test = world.http[method](`/v1/host/${path}`).set('authorization', `Bearer ${key}`);
  return body === undefined ? test : test.send(body);
}
