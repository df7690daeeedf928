// Money from a card into the balance, on screen, asked about by the bank across a reload; rates that two
// people of finance set; and money exchanged, by itself and inside a send.
import type { Page } from 'playwright-core';
import { objections } from '../support/axe.js';
import {
  answerBank,
  bankQuestion,
  GOOD_CARD,
  openSheet,
  openThread,
  paymentCards,
  seeBalance,
  signIn,
  typeCard,
} from '../support/pages.js';
import { shoot } from '../support/shots.js';
import { onStage, PHONE } from '../support/stage.js';

const ALWAYS_ASKS = '4000002760003184';

const QUOTE_SECONDS = 12;
const exchange = { spreadBasisPoints: 50n, quoteSeconds: QUOTE_SECONDS };

await onStage('money that comes in and changes', { config: { exchange } }, (stage) => {
  let ana: Page;

  beforeAll(async () => {
    ana = await signIn(await stage.page(), 'ana');
    await ana.goto('/wallet');
  });

  afterEach(async () => {
    expect(await stage.world.faults()).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  const topUps = (state: string) =>
    ana.getByTestId('top-up').and(ana.locator(`[data-state=${state}]`));

  async function newCard(number: string): Promise<void> {
    await ana.getByTestId('top-up-add-card').click();
    await typeCard(ana, number);
    await ana.getByTestId('card-save').click();
  }

  test('from a new card: it is in the balance at once', async () => {
    await ana.getByTestId('top-up-open').click();
    await ana.getByText('You can add up to').waitFor();
    await ana.getByTestId('top-up-amount').fill('0.50');
    await ana.getByText('The least is €1.00.').waitFor();
    await ana.getByTestId('top-up-amount').fill('30');
    await newCard(GOOD_CARD);
    await ana.getByTestId(`top-up-card-${GOOD_CARD.slice(-4)}`).waitFor();
    await shoot(ana, 'add-money');
    expect(await objections(ana)).toEqual([]);
    await ana.getByRole('button', { name: 'Add 30.00 EUR' }).click();
    await topUps('completed').getByText('In your balance').waitFor();

    await seeBalance(ana, '€30.00');
    await shoot(ana, 'added');
    expect(await objections(ana)).toEqual([]);
  });

  test('its bank asks: the row waits across a reload, and is answered', async () => {
    await ana.getByTestId('top-up-open').click();
    await ana.getByTestId('top-up-amount').fill('12');
    await newCard(ALWAYS_ASKS);
    await answerBank(ana, 'Complete');
    await ana.getByTestId(`top-up-card-${ALWAYS_ASKS.slice(-4)}`).click();
    await ana.getByTestId('top-up-submit').click();
    await bankQuestion(ana).getByText('12').first().waitFor();
    await ana.reload();
    await topUps('authenticating').getByText('left to confirm').waitFor();
    await shoot(ana, 'bank-asks');
    await ana.getByTestId('top-up-confirm-bank').click();
    await answerBank(ana, 'Complete');
    await topUps('completed').getByText('+€12.00').waitFor();
    await seeBalance(ana, '€42.00');
  });

  test('given up: nothing was charged, and it says so', async () => {
    await ana.getByTestId('top-up-open').click();
    await ana.getByTestId('top-up-amount').fill('7');
    await ana.getByTestId(`top-up-card-${ALWAYS_ASKS.slice(-4)}`).click();
    await ana.getByTestId('top-up-submit').click();
    await bankQuestion(ana).getByText('7').first().waitFor();
    await ana.reload();
    await ana.getByTestId('top-up-cancel').click();
    await topUps('failed').getByText('You did not confirm it with your bank.').waitFor();
    await seeBalance(ana, '€42.00');
  });

  test('a rate counts once a second person of finance has approved it', async () => {
    const fiona = await signIn(await stage.page(), 'fiona');
    await fiona.goto('/finance/rates');
    await fiona.getByTestId('rate-value').fill('1.0774');
    await fiona.getByTestId('rate-source').fill('European Central Bank');
    await fiona.getByTestId('rate-propose').click();
    const rate = (page: Page, state: string) =>
      page.getByTestId('rate').and(page.locator(`[data-state=${state}]`));
    await rate(fiona, 'proposed').getByText('An approver of finance decides about it.').waitFor();
    const felix = await signIn(await stage.page(), 'felix');
    await felix.goto('/finance/rates');
    await felix.getByTestId('rate-approve').click();
    await rate(felix, 'approved').getByText('1 EUR = 1.0774 USD').waitFor();
    await shoot(fiona, 'rates');
    expect(await objections(fiona)).toEqual([]);
  });

  test('own money is exchanged at the price that is shown', async () => {
    await ana.getByTestId('exchange-open').click();
    await ana.getByTestId('exchange-amount').fill('43');
    await ana.getByText('You have €42.00.').waitFor();
    await ana.getByTestId('exchange-amount').fill('10');
    const price = ana.getByTestId('exchange-price');
    await price.getByText('$10.72').waitFor();
    await price.getByText('1 EUR = 1.072013 USD').waitFor();
    await shoot(ana, 'exchange');
    expect(await objections(ana)).toEqual([]);
    await ana.getByRole('button', { name: 'Exchange 10.00 EUR' }).click();
    await ana.getByTestId('exchange-done').getByText('$10.72').waitFor();
    await ana.keyboard.press('Escape');
    await seeBalance(ana, '€32.00');
    await ana.getByTestId('wallet-balance').getByText('$10.72').waitFor();
    await shoot(ana, 'two-balances');
  });

  test('a send shows its price, a new one when that is over, and the payee has dollars', async () => {
    const ben = await signIn(await stage.page({ viewport: PHONE }), 'ben');
    await openThread(ben, 'Ana Lindqvist');
    await ana.goto('/threads');
    await openThread(ana, 'Ben Okafor');
    await openSheet(ana, '20');
    await ana.getByTestId('source-balance').click();
    await ana.getByTestId('receives').selectOption('USD');
    await ana.getByTestId('confirm-continue').click();
    await ana.getByTestId('price-rate').getByText('1 EUR = 1.072013 USD').waitFor();
    await ana.getByText('$21.44').first().waitFor();
    await shoot(ana, 'send-price');
    expect(await objections(ana)).toEqual([]);
    // By itself, when its time is over.
    await ana.waitForResponse((response) => response.url().endsWith('/quotes'));
    await ana.getByTestId('price-valid').getByText(' s').waitFor();
    await ana.getByTestId('confirm-send').click();
    await paymentCards(ben, 'completed').getByText('+$21.44').waitFor();
    await paymentCards(ana, 'completed').getByText('$21.44').waitFor();
    await seeBalance(ana, '€12.00');
  });

  test('on a phone, in the dark', async () => {
    const page = await signIn(await stage.page({ viewport: PHONE, colorScheme: 'dark' }), 'ana');
    await page.goto('/wallet');
    await page.getByTestId('top-up-open').click();
    await page.getByTestId(`top-up-card-${GOOD_CARD.slice(-4)}`).waitFor();
    await shoot(page, 'add-money-phone');
    expect(await objections(page)).toEqual([]);
  });
});
