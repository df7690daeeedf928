import { readHost } from './config-host.js';

const KEY = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'k' };
const GOOD = {
  HOST_JWT_ISSUER: 'https://host.example',
  HOST_JWT_AUDIENCE: 'tenner',
  HOST_JWKS_URL: 'https://host.example/jwks',
};

function read(env: Record<string, string>) {
  const faults: string[] = [];
  const text = (name: string, fallback = ''): string => env[name] ?? fallback;
  return { host: readHost({ faults, text }), faults };
}

test('no host is configured by saying nothing', () => {
  expect(read({})).toEqual({ host: null, faults: [] });
});

test('keys come from an address, or are given', () => {
  expect(read(GOOD).host?.keys).toEqual({ url: 'https://host.example/jwks' });
  const given = read({ ...GOOD, HOST_JWKS_URL: '', HOST_JWKS: JSON.stringify({ keys: [KEY] }) });
  expect(given).toMatchObject({ faults: [], host: { keys: { jwks: { keys: [KEY] } } } });
});

test.each<[string, Record<string, string>]>([
  ['no issuer', { ...GOOD, HOST_JWT_ISSUER: '' }],
  ['no audience', { ...GOOD, HOST_JWT_AUDIENCE: '' }],
  ['no keys', { ...GOOD, HOST_JWKS_URL: '' }],
  ['keys twice', { ...GOOD, HOST_JWKS: JSON.stringify({ keys: [KEY] }) }],
  ['an address anybody on the way can change', { ...GOOD, HOST_JWKS_URL: 'http://host.example/j' }],
  [
    'a name and a password in the address',
    { ...GOOD, HOST_JWKS_URL: 'https://a:b@host.example/j' },
  ],
  ['a file', { ...GOOD, HOST_JWKS_URL: 'file:///etc/passwd' }],
  ['something else than a key set', { ...GOOD, HOST_JWKS_URL: '', HOST_JWKS: '{"keys":[]}' }],
  [
    'a private key',
    { ...GOOD, HOST_JWKS_URL: '', HOST_JWKS: `{"keys":[${JSON.stringify({ ...KEY, d: 'd' })}]}` },
  ],
  [
    'a shared secret',
    { ...GOOD, HOST_JWKS_URL: '', HOST_JWKS: '{"keys":[{"kty":"oct","k":"AA"}]}' },
  ],
])('%s is a fault', (_what, env) => {
  expect(read(env).faults).toHaveLength(1);
});

test.each(['http://localhost:8080/j', 'http://127.0.0.1/j', 'http://[::1]:1/j'])(
  '%s is on this machine',
  (url) => {
    expect(read({ ...GOOD, HOST_JWKS_URL: url }).faults).toEqual([]);
  },
);
