// Faults and limits as a caller meets them: connections that break before or after the effect, answers
// cut in half, saved 500s, locks, rate limits, forgotten keys, and versions that are not spoken.
import Stripe from 'stripe';
import { clientOf, refusal, startRig, type Rig } from './support/harness.js';

let rig: Rig;
let stripe: Stripe;
beforeEach(async () => {
  rig = await startRig();
  stripe = rig.stripe;
});
afterEach(() => rig.simulator.stop());

const fault = (mode: string, more: object = {}): Promise<unknown> =>
  rig.control('faults', { path: '/v1/customers', mode, ...more });
const create = (idempotencyKey?: string): Promise<Stripe.Customer> =>
  stripe.customers.create({}, idempotencyKey === undefined ? {} : { idempotencyKey });
const count = async (): Promise<number> => (await stripe.customers.list()).data.length;

test.each([
  ['reset', { after: false }, 0],
  ['reset', { after: true }, 1],
  ['drop_connection', {}, 1],
  ['half_body', {}, 1],
])('%s %j is a connection error and leaves %i customers', async (mode, more, left) => {
  // The package tries a closed connection once more by itself, even without retries.
  await fault(mode, { times: 2, ...more });
  const error = await refusal(create('k1'));
  await fetch(`${rig.simulator.url}/_simulator/faults`, { method: 'DELETE' });
  expect(error.type).toMatch(/^Stripe(Connection|API)Error$/);
  expect(await count()).toBe(left);
  await create('k1');
  expect(await count()).toBe(1);
});

test('a call that hangs may have had its effect', async () => {
  const hasty = new Stripe('sk_test_simulator', {
    host: rig.simulator.host,
    port: rig.simulator.port,
    protocol: 'http',
    maxNetworkRetries: 0,
    timeout: 100,
  });
  for (const after of [false, true]) {
    await fault('hang', { after });
    expect((await refusal(hasty.customers.create())).type).toBe('StripeConnectionError');
    expect(await count()).toBe(after ? 1 : 0);
  }
});

test('a saved 500 has no effect and is given again', async () => {
  await fault('error_500_saved');
  expect((await refusal(create('k1'))).statusCode).toBe(500);
  expect((await refusal(create('k1'))).statusCode).toBe(500);
  expect(rig.simulator.requests.entries.at(-1)?.replayed).toBe(true);
  expect(await count()).toBe(0);
  await create('k2');
  expect(await count()).toBe(1);
});

test.each([
  ['lock_409', 409, 'lock_timeout', 'StripeAPIError'],
  ['lock_429', 429, 'lock_timeout', 'StripeRateLimitError'],
  ['rate_limit_429', 429, 'rate_limit', 'StripeRateLimitError'],
])('%s is %i %s and may be tried again', async (mode, statusCode, code, type) => {
  await fault(mode);
  const refused = await refusal(create('k1'));
  expect(refused).toMatchObject({ statusCode, code });
  expect(refused.type).toBe(type);
  await create('k1');
  expect(await count()).toBe(1);
});

test('a key that was forgotten pays twice', async () => {
  const first = await create('k1');
  await fault('key_expiry');
  expect((await create('k1')).id).not.toBe(first.id);
});

test('a fault may strike everything until cleared, or a share of calls that a seed decides', async () => {
  await rig.control('faults', { path: '*', mode: 'error_500_before', times: 0 });
  for (let call = 0; call < 3; call += 1) expect((await refusal(create())).statusCode).toBe(500);
  const struck = async (): Promise<string> => {
    await fetch(`${rig.simulator.url}/_simulator/faults`, { method: 'DELETE' });
    await fault('error_500_before', { times: 0, rate: 0.5, seed: 7 });
    let marks = '';
    for (let call = 0; call < 20; call += 1) {
      marks += await create().then(
        () => '.',
        () => 'x',
      );
    }
    return marks;
  };
  const first = await struck();
  expect(first).toMatch(/x/);
  expect(first).toMatch(/\./);
  expect(await struck()).toBe(first);
});

test('an answer that is late after its effect holds the key meanwhile', async () => {
  await fault('delay_ms', { ms: 150, after: true });
  const late = create('k1');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await count()).toBe(1);
  expect((await refusal(create('k1'))).code).toBe('idempotency_key_in_use');
  const { id } = await late;
  expect((await create('k1')).id).toBe(id);
});

test.each(['2020-01-01', 'tomorrow', '2026-10-28.acacia'])(
  'version %s is refused',
  async (version) => {
    const call = stripe.customers.list({}, { apiVersion: version });
    expect((await refusal(call)).message).toBe(`Invalid Stripe API version: ${version}`);
  },
);

test('another release under the same name is spoken, and echoed', async () => {
  const name = Stripe.API_VERSION.split('.')[1] ?? '';
  const apiVersion = `2026-11-25.${name}`;
  const { lastResponse } = await stripe.customers.list({}, { apiVersion });
  expect(lastResponse.headers['stripe-version']).toBe(apiVersion);
  expect(lastResponse.requestId).toMatch(/^req_/);
});

test('rate limits are those of a sandbox when switched on', async () => {
  const limited = await startRig({ rateLimit: true });
  const calls = Array.from({ length: 30 }, () => limited.stripe.customers.create());
  const results = await Promise.allSettled(calls);
  const refused = results.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(5);
  const call = clientOf(limited.simulator).customers.create();
  const error = (await call.catch((thrown: unknown) => thrown)) as Stripe.errors.StripeError;
  expect(error.headers?.['stripe-rate-limited-reason']).toBe('endpoint-rate');
  await limited.simulator.stop();
});
