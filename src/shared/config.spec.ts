import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { inspect } from 'node:util';
import { readConfig } from './config.js';

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const { privateKey } = generateKeyPairSync('ed25519');

const GOOD = {
  DATABASE_URL: 'postgres://localhost/tenner',
  STRIPE_SECRET_KEY: 'sk_test_1',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_1',
  STRIPE_WEBHOOK_SECRET: 'whsec_1',
  LEDGER_SIGNING_KEY: pem(privateKey),
  PIN_PEPPER: Buffer.alloc(32, 7).toString('base64'),
  PERSONAL_DATA_KEY: Buffer.alloc(32, 8).toString('base64'),
};
const LIVE = { STRIPE_SECRET_KEY: 'sk_live_1', STRIPE_PUBLISHABLE_KEY: 'pk_live_1' };
const APPROVED = { LIVE_MONEY: 'i-have-written-approval-for-money-transmission' };
const SIMULATOR = { STRIPE_API_URL: 'http://localhost:12111' };

/** The faults an environment is refused for; empty when it is good. */
function faultsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    const [title, ...faults] = (error as Error).message.split('\n  - ');
    expect(title).toBe('The configuration cannot be used:');
    return faults;
  }
}

test('what is not said has a sensible value', () => {
  const config = readConfig(GOOD);
  expect(config).toMatchObject({
    port: 3000,
    host: 'localhost',
    publicUrl: 'http://localhost:3000',
    databasePoolMax: 16,
    demo: false,
    maximumMajor: 10_000n,
    velocity: { sendsPerTenMinutes: 10, majorPerDay: 500n },
    stripe: { processor: 'stripe_test', apiUrl: null },
    cashOut: {
      country: 'DE',
      minimumMajor: 1n,
      maximumMajor: 5000n,
      majorPerDay: 10_000n,
      instantFeeBasisPoints: 150n,
      instantFeeMinimum: 25n,
    },
  });
  expect(config.currencies).toEqual(['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'JPY', 'KWD']);
  expect(Object.isFrozen(config)).toBe(true);
});

test('every fault is told at once', () => {
  const faults = faultsOf({
    PORT: '65536',
    DATABASE_POOL_MAX: 'many',
    VELOCITY_SENDS: '-1',
    VELOCITY_AMOUNT: '1.5',
    PAYMENT_MAXIMUM: '1e3',
    CASH_OUT_COUNTRY: 'Germany',
    CASH_OUT_MINIMUM: '20',
    CASH_OUT_MAXIMUM: '10',
    CASH_OUT_PER_DAY: 'all',
    INSTANT_FEE_BASIS_POINTS: '10001',
    INSTANT_FEE_MINIMUM: '0.25',
    CURRENCIES: 'EUR,ABC',
    PUBLIC_URL: 'tenner.example',
    LOG_LEVEL: 'loud',
  });
  expect(faults.map((fault) => fault.split(/[ :]/)[0])).toEqual([
    'PORT',
    'PUBLIC_URL',
    'DATABASE_URL',
    'DATABASE_POOL_MAX',
    'STRIPE_SECRET_KEY',
    'STRIPE_PUBLISHABLE_KEY',
    'STRIPE_WEBHOOK_SECRET',
    'LEDGER_SIGNING_KEY',
    'PIN_PEPPER',
    'PERSONAL_DATA_KEY',
    'PAYMENT_MAXIMUM',
    'VELOCITY_SENDS',
    'VELOCITY_AMOUNT',
    'CASH_OUT_PER_DAY',
    'INSTANT_FEE_BASIS_POINTS',
    'INSTANT_FEE_MINIMUM',
    'CASH_OUT_COUNTRY',
    'CASH_OUT_MINIMUM',
    'LOG_LEVEL',
    'CURRENCIES',
  ]);
});

test.each<[string, Record<string, string>, RegExp[]]>([
  ['test keys', {}, []],
  ['a restricted test key', { STRIPE_SECRET_KEY: 'rk_test_1' }, []],
  ['the simulator', SIMULATOR, []],
  ['live keys with the approval', { ...LIVE, ...APPROVED }, []],
  ['live keys without a word', LIVE, [/LIVE_MONEY=i-have-written-approval/]],
  ['live keys and "yes"', { ...LIVE, LIVE_MONEY: 'yes' }, [/is a live key/]],
  [
    'a restricted live key',
    { ...LIVE, STRIPE_SECRET_KEY: 'rk_live_1' },
    [/STRIPE_SECRET_KEY is a live key/],
  ],
  [
    'a live secret and a test publishable key',
    { ...APPROVED, STRIPE_SECRET_KEY: 'sk_live_1' },
    [/must both be test/],
  ],
  ['a live publishable key only', { STRIPE_PUBLISHABLE_KEY: 'pk_live_1' }, [/must both be test/]],
  ['live keys at a simulator', { ...LIVE, ...APPROVED, ...SIMULATOR }, [/simulator/]],
  ['live keys and demo people', { ...LIVE, ...APPROVED, DEMO: 'true' }, [/DEMO/]],
  [
    'everything wrong about live',
    { STRIPE_SECRET_KEY: 'sk_live_1', ...SIMULATOR, DEMO: '1' },
    [/is a live key/, /must both be test/, /simulator/, /DEMO/],
  ],
])('%s', (_what, changes, expected) => {
  const faults = faultsOf({ ...GOOD, ...changes });
  expect(faults).toHaveLength(expected.length);
  expected.forEach((pattern, index) => {
    expect(faults[index]).toMatch(pattern);
  });
  expect(faults.join()).not.toMatch(/sk_live_1|rk_live_1|whsec_1/);
});

test.each([
  ['stripe_test', {}],
  ['simulator', SIMULATOR],
  ['stripe_live', { ...LIVE, ...APPROVED }],
])('the keys open the world of %s', (processor, changes) => {
  expect(readConfig({ ...GOOD, ...changes }).stripe.processor).toBe(processor);
});

test.each([
  ['1', true],
  ['TRUE', true],
  ['yes', true],
  ['0', false],
  ['no', false],
  ['', false],
])('DEMO=%s is %s', (text, expected) => {
  expect(readConfig({ ...GOOD, DEMO: text }).demo).toBe(expected);
});

test.each([
  ['in PEM', pem(privateKey)],
  ['in PEM on one line', pem(privateKey).replaceAll('\n', '\\n')],
  ['as base64', privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64')],
])('the signing key %s is read, and not shown', (_what, text) => {
  const { ledger } = readConfig({ ...GOOD, LEDGER_SIGNING_KEY: text });
  expect(ledger.signingKey.equals(privateKey)).toBe(true);
  expect(inspect(ledger, { depth: 9 })).not.toContain(pem(privateKey).split('\n')[1]);
});

test.each([
  ['a word', 'secret'],
  ['half a key', pem(privateKey).slice(0, 60)],
  ['a public key', pem(privateKey).replaceAll('PRIVATE', 'PUBLIC')],
  ['a key for agreeing, not signing', pem(generateKeyPairSync('x25519').privateKey)],
  ['an elliptic key', pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)],
])('a signing key that is %s is a fault in words', (_what, text) => {
  const [fault, ...more] = faultsOf({ ...GOOD, LEDGER_SIGNING_KEY: text });
  expect(more).toEqual([]);
  expect(fault).toMatch(/^LEDGER_SIGNING_KEY must be an Ed25519 private key/);
  expect(fault).not.toContain(text);
});

test('a pepper of PINs is read, and not shown; a short one is a fault', () => {
  const { identity } = readConfig(GOOD);
  expect(identity.pinPepper.export()).toEqual(Buffer.alloc(32, 7));
  expect(inspect(identity, { depth: 9 })).not.toContain(GOOD.PIN_PEPPER);
  expect(faultsOf({ ...GOOD, PIN_PEPPER: Buffer.alloc(31).toString('base64') })).toEqual([
    'PIN_PEPPER must be at least 32 bytes in base64',
  ]);
});
