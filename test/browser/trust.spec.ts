// Trust on screen: what is left of the limits, the first payment confirmed by PIN and by a passkey,
// and a warning that is answered.
import type { Page } from 'playwright-core';
import { DEMO_PIN } from '../../src/demo.js';
import {
  confirmSend,
  openSheet,
  openThread,
  paymentCards,
  seeBalance,
  signIn,
} from '../support/pages.js';
import { onStage, PHONE } from '../support/stage.js';
import { sameLimits } from '../support/trust-config.js';
import { giveAuthenticator } from '../support/virtual-key.js';
import type { TestPerson } from '../support/world.js';

const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'JPY', 'KWD'];
const above = Object.fromEntries(CURRENCIES.map((currency) => [currency, 50n]));
const config = { limits: sameLimits(CURRENCIES, 100n), confirm: { above, first: true } };

async function typePin(page: Page, testId: string, pin: string): Promise<void> {
  await page.getByTestId(testId).locator('input').first().click();
  await page.keyboard.type(pin);
}

await onStage('Trust in a payment', { config }, (stage) => {
  let ana: Page;
  let person: TestPerson;

  beforeAll(async () => {
    person = await stage.person('ana');
    await stage.world.fund(person, '500.00');
    const context = await stage.context({ viewport: PHONE, hasTouch: true });
    ana = await context.newPage();
    await ana.goto('/');
    await openThread(await signIn(ana, 'ana'), 'Ben Okafor');
  });

  test('the first payment is named and confirmed by PIN; a wrong one pays nothing', async () => {
    await openSheet(ana, '20');
    await ana.getByTestId('payee-history').filter({ hasText: 'first payment to Ben' }).waitFor();
    await ana.getByTestId('confirm-continue').click();
    await ana.getByTestId('prove').getByText('your first payment to Ben Okafor').waitFor();
    await typePin(ana, 'prove-pin', '000001');
    await ana.getByTestId('prove-error').waitFor();
    await typePin(ana, 'prove-pin', DEMO_PIN);
    await paymentCards(ana, 'completed').waitFor();
    await seeBalance(ana, '€480.00');
  });

  test('the second one is not asked about, and the limit counts down under the amount', async () => {
    await ana.getByTestId('amount-input').waitFor({ state: 'detached' });
    await openSheet(ana, '10');
    await ana.getByTestId('payee-history').filter({ hasText: 'paid Ben Okafor once' }).waitFor();
    await ana.getByText('€80.00 left to send today').waitFor();
    await ana.getByTestId('amount-input').fill('80.01');
    await ana.getByTestId('sheet-error').filter({ hasText: 'You can still send €80.00' }).waitFor();
    await ana.getByTestId('amount-input').fill('10');
    expect((await confirmSend(ana)).response.status()).toBe(201);
    await paymentCards(ana, 'completed').nth(1).waitFor();
  });

  test('a large one is confirmed by passkey', async () => {
    await giveAuthenticator(ana);
    await registerPasskey(ana);
    await ana.getByTestId('amount-input').waitFor({ state: 'detached' });
    await openSheet(ana, '60');
    await ana.getByTestId('confirm-continue').click();
    await ana.getByTestId('prove').getByText('a large amount').waitFor();
    await ana.getByTestId('prove-passkey').click();
    await paymentCards(ana, 'completed').nth(2).waitFor();
    await seeBalance(ana, '€410.00');
  });

  test('a warning names its signal and takes an answer; waiting keeps the draft', async () => {
    await stage.world.sql("UPDATE identity.people SET created_at = now() WHERE handle = 'chloe'");
    await ana.goto('/threads');
    await openThread(ana, 'Chloé Martin');
    await openSheet(ana, '5', 'tickets');
    await ana.getByTestId('confirm-continue').click();
    const warning = ana.getByTestId('payment-warning');
    await warning.getByText('Chloé Martin’s account was made').waitFor();
    await ana.getByTestId('warning-wait').click();
    await ana.getByTestId('amount-input').waitFor({ state: 'detached' });
    await ana.reload();
    await ana.getByTestId('money-button').click();
    expect(await ana.getByTestId('amount-input').inputValue()).toBe('5');
    await ana.getByTestId('confirm-continue').click();
    await ana.getByTestId('cooling').waitFor();
    await ana.evaluate('sessionStorage.clear()');
    await ana.reload();
    await openSheet(ana, '5');
    await ana.getByTestId('confirm-continue').click();
    await ana.getByTestId('warning-go-on').click();
    await typePin(ana, 'prove-pin', DEMO_PIN);
    await paymentCards(ana, 'completed').waitFor();
  });

  test('whoever has no PIN sets one up on the way', async () => {
    await stage.world.sql(
      "DELETE FROM identity.pins WHERE person_id = (SELECT id FROM identity.people WHERE handle = 'david')",
    );
    await stage.world.fund(await stage.person('david'), '50.00');
    const page = await (await stage.context()).newPage();
    await page.goto('/');
    await openThread(await signIn(page, 'david'), 'Ben Okafor');
    await openSheet(page, '10');
    await page.getByTestId('confirm-continue').click();
    await typePin(page, 'pin-new', '739148');
    await typePin(page, 'pin-again', '739148');
    await page.getByTestId('pin-save').click();
    await typePin(page, 'prove-pin', '739148');
    await paymentCards(page, 'completed').waitFor();
  });

  test('the risk team sees what payers did', async () => {
    const page = await (await stage.context()).newPage();
    await page.goto('/');
    await signIn(page, 'riley');
    await page.goto('/risk/warnings');
    const row = page.getByTestId('shown-warnings').locator('[data-code=account_new]');
    await row.waitFor();
    expect((await row.innerText()).split(/\s+/).slice(-4)).toEqual(['2', '1', '0', '1']);
  });

  test('the books balance and no page complained', async () => {
    expect(await stage.world.faults()).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });
});

// What the security page does, in the page's own words.
const REGISTER = `(async () => {
  const post = (path, body) =>
    fetch('/v1/' + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const { ceremonyId, options } = await (await post('passkeys/begin', {})).json();
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const response = (await navigator.credentials.create({ publicKey })).toJSON();
  return (await post('passkeys', { ceremonyId, name: 'This phone', response })).status;
})()`;

/** Registers a passkey from the page. */
async function registerPasskey(page: Page): Promise<void> {
  expect(await page.evaluate(REGISTER)).toBe(201);
}
