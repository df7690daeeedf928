// What a person does on the pages, in the words of the product: sign in, open a thread, type an
// amount, add a card, confirm. Everything waits for what it needs to see, nothing for time.
import type { FrameLocator, Locator, Page, Response } from 'playwright-core';
import { clickUntilTaken } from './browser.js';

export const GOOD_CARD = '4000056655665556';

/** Signs in as one of the demo's people, from the sign-in page. */
export async function signIn(page: Page, handle: string): Promise<Page> {
  await page.getByTestId(`demo-${handle}`).click();
  await page.waitForURL(/\/(threads|risk|finance|support|admin)/);
  return page;
}

/** Gives handle and password on the sign-in page, whatever comes of it. */
export async function giveCredentials(page: Page, handle: string, password: string): Promise<void> {
  await page.getByTestId('signin-passkey').waitFor();
  await page.getByLabel('Handle').fill(handle);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Opens the thread with somebody, or a group by its title, and waits for its messages. */
export async function openThread(page: Page, name: string): Promise<void> {
  await page.getByTestId(`thread-${name.toLowerCase().replace(/\s+/g, '-')}`).click();
  await page.getByRole('log').waitFor();
}

/** Opens the money sheet of the open thread and types an amount and a note. */
export async function openSheet(page: Page, amount = '', note = ''): Promise<void> {
  await page.getByTestId('money-button').click();
  await page.getByTestId('amount-input').fill(amount);
  if (note !== '') await noteOf(page).fill(note);
}

export const noteOf = (page: Page): Locator => page.getByLabel('Note', { exact: true });

/** The processor's own fields, in a frame of its origin. */
export const cardFrame = (page: Page): FrameLocator =>
  page.frameLocator('iframe[title="Secure card fields"]');

/** Fills the card fields with a number; expiry and code are ones that every card takes. */
export async function typeCard(page: Page, number: string): Promise<void> {
  const frame = cardFrame(page);
  await frame.locator('input[name=cardnumber]').fill(number);
  await frame.locator('input[name=exp-date]').fill('12/39');
  await frame.locator('input[name=cvc]').fill('123');
}

/** Adds a card from the sheet and comes back to the amount, where it is chosen. */
export async function addCard(page: Page, number: string): Promise<void> {
  await page.getByTestId('source-add-card').click();
  await typeCard(page, number);
  await page.getByTestId('card-save').click();
  await sourceCard(page, number).waitFor();
}

export const sourceCard = (page: Page, number: string): Locator =>
  page.getByTestId(`source-card-${number.slice(-4)}`).and(page.locator('[data-checked]'));

/** Goes on to the confirm step and sends; answers the server's answer and when it came. */
export async function confirmSend(page: Page): Promise<{ response: Response; answeredAt: number }> {
  await page.getByTestId('confirm-continue').click();
  return send(page);
}

/** Taps the button of the confirm step. */
export async function send(page: Page): Promise<{ response: Response; answeredAt: number }> {
  const answer = page
    .waitForResponse((response) => isSend(response.request().method(), response.url()))
    .then((response) => ({ response, answeredAt: Date.now() }));
  await page.getByTestId('confirm-send').click();
  return answer;
}

/** Whether a request asks for a payment. */
export const isSend = (method: string, url: string): boolean =>
  method === 'POST' && new URL(url).pathname === '/v1/payments';

/** The cards of payments in the open thread, of one state if given. */
export function paymentCards(page: Page, state?: string): Locator {
  const cards = page.getByTestId('payment-card');
  return state === undefined ? cards : cards.and(page.locator(`[data-state=${state}]`));
}

/** Waits until the balance in the header reads so. */
export async function seeBalance(page: Page, words: string): Promise<void> {
  await page.getByTestId('available-balance').filter({ hasText: words }).waitFor();
}

/** Waits for the sentence of a refusal on the sheet and answers the whole of it. */
export async function refusal(page: Page, words: string): Promise<string> {
  const error = page.getByTestId('sheet-error').filter({ hasText: words });
  await error.waitFor();
  return error.innerText();
}

/** The bank's question, in a frame of the processor's origin. */
export const bankQuestion = (page: Page): FrameLocator =>
  page.frameLocator('iframe[title="Secure authentication"]');

/** Answers the bank's question. */
export const answerBank = (page: Page, answer: 'Complete' | 'Fail'): Promise<void> =>
  clickUntilTaken(bankQuestion(page).getByRole('button', { name: answer, disabled: false }));

/** The card of one payment in the open thread. */
export const cardOf = (page: Page, paymentId: string): Locator =>
  paymentCards(page).and(page.locator(`[data-payment-id=${paymentId}]`));
