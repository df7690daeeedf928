// The bank's question in a real browser: a page of the application's origin asks the simulator's
// script to handle the next action, and a person completes, fails or closes it. Skipped, aloud, on a
// machine that can run no browser.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { clickUntilTaken, launchBrowser } from '../test/support/browser.js';
import { startRig, type Rig } from './support/harness.js';

let rig: Rig;
let browser: Browser | null;
let page: Page;
let pages: Server;

beforeAll(async () => {
  let script = '';
  pages = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>shop</title><body><script src="${script}"></script>`);
  });
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${String((pages.address() as AddressInfo).port)}`;
  rig = await startRig({ webOrigins: [origin] });
  script = `${rig.simulator.url}/v3/stripe.js`;
  browser = await launchBrowser();
  if (browser === null) return;
  page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(5000);
  await page.goto(origin);
});

afterAll(async () => {
  await browser?.close();
  pages.close();
  await rig.simulator.stop();
});

async function waitingPayment(card: string): Promise<string> {
  const intent = await rig.stripe.paymentIntents.create({
    amount: 1234,
    currency: 'eur',
    allowed_payment_method_types: ['card'],
    payment_method: `pm_card_${card}`,
    confirm: true,
  });
  expect(intent.status).toBe('requires_action');
  return String(intent.client_secret);
}

/** Starts the next action in the page; the result is read with `result`. */
async function handle(clientSecret: string): Promise<void> {
  await page.evaluate((secret) => {
    const shop = globalThis as unknown as Record<string, unknown> & {
      Stripe(key: string): { handleNextAction(options: object): Promise<unknown> };
    };
    shop['result'] = shop
      .Stripe('pk_test_simulator')
      .handleNextAction({ clientSecret: secret })
      .then((result) => JSON.stringify(result));
  }, clientSecret);
}

const result = async (): Promise<unknown> =>
  JSON.parse(
    await page.evaluate(() => (globalThis as unknown as { result: Promise<string> }).result),
  ) as unknown;

const question = () => page.frameLocator('iframe[title="Secure authentication"]');
const press = (name: string): Promise<void> =>
  clickUntilTaken(question().getByRole('button', { name, disabled: false }));

/** What axe objects to in the question and the page under it. */
async function objections(): Promise<string[]> {
  await question().getByRole('button', { name: 'Complete' }).waitFor();
  const axe = new AxeBuilder({ page }).include(['iframe', 'main']);
  const { violations, passes } = await axe.analyze();
  expect(passes.length).toBeGreaterThan(0);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

test('completing pays, and the question goes away', async () => {
  if (browser === null) return;
  await handle(await waitingPayment('authenticationRequired'));
  await question().getByText('12.34').waitFor();
  expect(await objections()).toEqual([]);
  await press('Complete authentication');
  expect(await result()).toMatchObject({ paymentIntent: { status: 'succeeded', amount: 1234 } });
  expect(await page.locator('dialog').count()).toBe(0);
});

test.each(['Fail authentication', 'Close', 'Escape'])('%s asks for another card', async (way) => {
  if (browser === null) return;
  await handle(await waitingPayment('authenticationRequired'));
  await question().getByText('12.34').waitFor();
  if (way === 'Escape') await page.keyboard.press('Escape');
  else await press(way);
  expect(await result()).toMatchObject({
    error: {
      code: 'payment_intent_authentication_failure',
      payment_intent: { status: 'requires_payment_method' },
    },
  });
});

test('a decline after authentication is the error', async () => {
  if (browser === null) return;
  await handle(await waitingPayment('threeDSecureRequiredChargeDeclined'));
  await press('Complete authentication');
  expect(await result()).toMatchObject({ error: { code: 'card_declined' } });
});

test('a reloaded page asks again with the same secret', async () => {
  if (browser === null) return;
  const secret = await waitingPayment('threeDSecure2Required');
  await handle(secret);
  await question().getByText('12.34').waitFor();
  await page.reload();
  await handle(secret);
  await press('Complete authentication');
  expect(await result()).toMatchObject({ paymentIntent: { status: 'succeeded' } });
  await handle(secret);
  expect(await result()).toMatchObject({ paymentIntent: { status: 'succeeded' } });
});

test('saving a card asks to save it, in the dark too', async () => {
  if (browser === null) return;
  const customer = await rig.stripe.customers.create();
  const intent = await rig.stripe.setupIntents.create({
    customer: customer.id,
    payment_method: 'pm_card_authenticationRequiredOnSetup',
  });
  await page.addStyleTag({ content: 'body { background: rgb(16, 20, 29) }' });
  await page.evaluate((secret) => {
    const shop = globalThis as unknown as Record<string, unknown> & {
      Stripe(key: string): { confirmSetup(options: object): Promise<unknown> };
    };
    const options = {
      clientSecret: secret,
      redirect: 'if_required',
      confirmParams: { payment_method: 'pm_card_authenticationRequiredOnSetup' },
    };
    shop['result'] = shop
      .Stripe('pk_test_simulator')
      .confirmSetup(options)
      .then((answer) => JSON.stringify(answer));
  }, intent.client_secret);
  await question().getByText('save this card').waitFor();
  expect(await question().locator('html').getAttribute('data-theme')).toBe('night');
  expect(await objections()).toEqual([]);
  await press('Complete authentication');
  expect(await result()).toMatchObject({ setupIntent: { status: 'succeeded' } });
});
