// What a browser is served and allowed: the script, the card frame for the configured origins alone,
// and calls to the API from their pages. The script's behaviour itself is driven in a real browser.
import vm from 'node:vm';
import { startRig, type Rig } from './support/harness.js';

const WEB = 'http://localhost:3000';
let rig: Rig;
beforeAll(async () => {
  rig = await startRig({ webOrigins: [WEB] });
});
afterAll(() => rig.simulator.stop());

const get = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${rig.simulator.url}${path}`, init);

test.each(['/v3', '/v3/', '/v3/stripe.js'])('%s defines window.Stripe', async (path) => {
  const response = await get(path);
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const window: { Stripe?: { (key: string): Record<string, unknown>; version: string } } = {};
  const document = { currentScript: { src: `${rig.simulator.url}${path}` } };
  vm.runInNewContext(await response.text(), { window, document, URL });
  expect(window.Stripe?.version).toBe('endive');
  const client = window.Stripe?.('pk_test_simulator');
  for (const name of [
    'elements',
    'handleNextAction',
    'confirmSetup',
    'createToken',
    'createPaymentMethod',
    'confirmCardPayment',
  ]) {
    expect(typeof client?.[name]).toBe('function');
  }
  expect(() => window.Stripe?.('sk_test_simulator')).toThrow('pk_test_');
});

test.each(['card', 'authenticate'])(
  'the %s frame is for the configured origins alone',
  async (name) => {
    const frame = await get(
      `/_elements/${name}?parent=${encodeURIComponent(WEB)}&key=pk_test_simulator`,
    );
    const policy = frame.headers.get('content-security-policy') ?? '';
    expect(frame.status).toBe(200);
    expect(policy).toContain(`frame-ancestors ${WEB}`);
    expect(policy).toContain("default-src 'none'");
    for (const parent of [
      'http://evil.example',
      `${WEB}.evil.example`,
      '',
      "'none'; script-src *",
    ]) {
      expect((await get(`/_elements/${name}?parent=${encodeURIComponent(parent)}`)).status).toBe(
        403,
      );
    }
  },
);

test.each([
  ['card.js', 'text/javascript; charset=utf-8'],
  ['card.css', 'text/css; charset=utf-8'],
  ['authenticate.js', 'text/javascript; charset=utf-8'],
  ['authenticate.css', 'text/css; charset=utf-8'],
])('%s is served', async (name, type) => {
  const response = await get(`/_elements/${name}`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
});

test.each([
  [WEB, WEB],
  ['http://evil.example', null],
])('a page of %s is allowed %s', async (origin, allowed) => {
  const asked = await get('/v1/setup_intents/seti_x/confirm', {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
  expect(asked.headers.get('access-control-allow-origin')).toBe(allowed);
  const called = await get('/v1/payment_intents/pi_x', { headers: { origin } });
  expect(called.headers.get('access-control-allow-origin')).toBe(allowed);
});
