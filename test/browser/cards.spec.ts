// Saved cards on screen: what kind each is, which is offered first, which has expired, those that are
// not accepted; and a processor that does not answer, so that the balance is offered instead.
import type { Page } from 'playwright-core';
import {
  confirmSend,
  openSheet,
  openThread,
  paymentCards,
  refusal,
  signIn,
  sourceCard,
  typeCard,
} from '../support/pages.js';
import { onStage } from '../support/stage.js';

const FAILURES = 8;
const cards = { accepted: ['debit', 'credit'], peopleMax: 1 };

await onStage('saved cards', { config: { cards } }, (stage) => {
  let page: Page;

  beforeAll(async () => {
    const ana = await stage.person('ana');
    await stage.world.card(ana, 'pm_card_visa_debit');
    await stage.world.card(ana, 'pm_card_mastercard');
    page = await signIn(await stage.page(), 'ana');
    await page.goto('/wallet');
  });

  afterEach(() => {
    expect(stage.complaints).toEqual([]);
  });

  const saved = (last4: string) => page.getByTestId(`saved-card-${last4}`);

  /** Has enough calls fail in a row for the processor to count as unreachable for a while. */
  async function loseProcessor(): Promise<void> {
    const { world } = stage;
    const ana = await stage.person('ana');
    const path = '/v1/setup_intents';
    await world.control('faults', { method: 'POST', path, mode: 'error_500_before', times: 0 });
    const calls = Array.from({ length: FAILURES }, () => world.post(ana, '/v1/cards/setup', {}));
    for (const { status } of await Promise.all(calls)) expect(status).toBeGreaterThanOrEqual(500);
  }

  test('say their kind, and the one offered first can be changed', async () => {
    await saved('5556').getByText('Debit card, expires').waitFor();
    await saved('4444').getByText('Credit card, expires').waitFor();
    await saved('5556').getByText('Default').first().waitFor();
    await saved('4444').getByTestId('card-make-default').click();
    await saved('5556').getByTestId('card-make-default').waitFor();
    await saved('4444').getByText('Default', { exact: true }).waitFor();
    await page.goto('/threads');
    await openThread(page, 'Ben Okafor');
    await openSheet(page, '20');
    await sourceCard(page, '4444').waitFor();
  });

  test('an expired one is marked, and not chosen by itself', async () => {
    await stage.world.sql("UPDATE payments.cards SET expiry_year = 2024 WHERE last4 = '4444'");
    await page.reload();
    await openSheet(page, '20');
    await sourceCard(page, '5556').waitFor();
    await page.getByTestId('source-card-4444').getByText('expired 12/24').waitFor();
    await page.goto('/wallet');
    await saved('4444').getByText('Expired', { exact: true }).waitFor();
  });

  test.each([
    ['5105105105105100', 'Cards of this kind, such as prepaid ones, are not accepted here.'],
    ['4242424242424242', 'Several people already use this card'],
  ])('%s is not accepted, and the form takes another one', async (number, words) => {
    const { world } = stage;
    if (number.startsWith('42')) await world.card(await stage.person('ben'), 'pm_card_visa');
    await page.getByTestId('wallet-add-card').click();
    await typeCard(page, number);
    await page.getByTestId('card-save').click();
    await refusal(page, words);
    await typeCard(page, '6011111111111117');
    await page.getByTestId('card-save').click();
    await saved('1117').waitFor();
    await saved('1117').getByRole('button', { name: 'Remove' }).click();
    await page.getByTestId('card-remove-confirm').click();
    await saved('1117').waitFor({ state: 'detached' });
  });

  test('while cards cannot be charged the balance pays', async () => {
    await stage.world.fund(await stage.person('ana'), '50');
    await page.goto('/threads');
    await openThread(page, 'Ben Okafor');
    await openSheet(page, '20');
    await page.getByTestId('source-card-5556').click();
    await loseProcessor();
    expect((await confirmSend(page)).response.status()).toBe(503);
    await refusal(page, 'Cards cannot be charged at the moment.');
    await page.getByRole('button', { name: 'Pay from your balance' }).click();
    await page.getByText('Your balance', { exact: true }).waitFor();
    await page.getByTestId('confirm-send').click();
    await paymentCards(page, 'completed').waitFor();
  });
});
