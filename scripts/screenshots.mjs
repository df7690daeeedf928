// Renews the pictures in docs/images: Ana's thread with a payment for pizza, the review queue with one
// open case, and the books. It starts nothing: `npm start` must run, at the URL given or on port 3000.
// Payments are made for the pictures, so it belongs on a demo's data only; repeated runs find the card
// and the pizza payment that are there already.
import * as fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const URL_OF_APP = process.argv[2] ?? 'http://localhost:3000';
const IMAGES = fileURLToPath(new URL('../docs/images', import.meta.url));
const NOTE = 'pizza 🍕';
const CARD = '4000056655665556';
// More than anybody may send within a day, so that it is held for a review.
const HELD = '640';

/** A page of somebody's own, signed in. */
async function enter(browser, handle) {
  const context = await browser.newContext({
    baseURL: URL_OF_APP,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByTestId(`demo-${handle}`).click();
  await page.waitForURL(/\/(threads|risk|finance)/);
  return page;
}

async function openThread(page, testId) {
  await page.getByTestId(testId).click();
  await page.getByRole('log').getByText(/./).first().waitFor();
}

/** Sends from the card, adding it first when it is not there yet; waits for the answer's card. */
async function send(page, amount, note, state) {
  await page.getByTestId('money-button').click();
  await page.getByTestId('amount-input').fill(amount);
  await page.getByLabel('Note', { exact: true }).fill(note);
  const saved = page.getByTestId(`source-card-${CARD.slice(-4)}`);
  if ((await saved.count()) === 0) {
    await page.getByTestId('source-add-card').click();
    const frame = page.frameLocator('iframe[title="Secure card fields"]');
    await frame.locator('input[name=cardnumber]').fill(CARD);
    await frame.locator('input[name=exp-date]').fill('12/39');
    await frame.locator('input[name=cvc]').fill('123');
    await page.getByTestId('card-save').click();
  } else {
    await saved.click();
  }
  await page.getByTestId('confirm-continue').click();
  const answer = page.waitForResponse((response) => response.url().endsWith('/v1/payments'));
  await page.getByTestId('confirm-send').click();
  const { id } = await (await answer).json();
  await page.locator(`[data-payment-id=${id}][data-state=${state}]`).waitFor();
  await page.getByTestId('confirm-send').waitFor({ state: 'detached' });
}

/** Takes the picture with nothing hovered or focused. */
async function shoot(page, name) {
  await page.mouse.move(0, 0);
  await page.evaluate('document.activeElement?.blur(); document.fonts.ready');
  const file = path.join(IMAGES, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
  console.log(path.relative(process.cwd(), file));
}

async function thread(browser) {
  const page = await enter(browser, 'ana');
  await openThread(page, 'thread-ben-okafor');
  const pizza = page.getByTestId('payment-card').filter({ hasText: NOTE });
  if ((await pizza.count()) === 0) await send(page, '20', NOTE, 'completed');
  await pizza.first().waitFor();
  await shoot(page, 'thread');
}

async function risk(browser) {
  const riley = await enter(browser, 'riley');
  await riley
    .getByText(/The queue is clear|Decide in/)
    .first()
    .waitFor();
  if ((await riley.getByTestId('case-row').count()) === 0) {
    const david = await enter(browser, 'david');
    await openThread(david, 'thread-ben-okafor');
    await send(david, HELD, 'cabin for the lake weekend', 'held');
  }
  await riley.getByTestId('case-row').first().click();
  await riley.getByTestId('case-release').waitFor();
  await shoot(riley, 'risk');
}

async function finance(browser) {
  const page = await enter(browser, 'fiona');
  await page.getByText('Debits and credits agree').first().waitFor();
  await shoot(page, 'finance');
}

const executablePath = process.env.CHROMIUM_PATH || '/usr/bin/chromium';
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update'],
});
try {
  fs.mkdirSync(IMAGES, { recursive: true });
  await thread(browser);
  await risk(browser);
  await finance(browser);
} finally {
  await browser.close();
}
