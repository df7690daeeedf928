// Money from a card into the balance, on screen: added, declined, and asked about by the bank, across a
// reload.
import type { Page } from 'playwright-core';
import { objections } from '../support/axe.js';
import {
  answerBank,
  bankQuestion,
  GOOD_CARD,
  seeBalance,
  signIn,
  typeCard,
} from '../support/pages.js';
import { shoot } from '../support/shots.js';
import { onStage, PHONE } from '../support/stage.js';

const ALWAYS_ASKS = '4000002760003184';

await onStage('adding money', {}, (stage) => {
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
    await ana.getByText('you added money from your card').waitFor({ state: 'detached' });
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

  test('on a phone, in the dark', async () => {
    const page = await signIn(await stage.page({ viewport: PHONE, colorScheme: 'dark' }), 'ana');
    await page.goto('/wallet');
    await page.getByTestId('top-up-open').click();
    await page.getByTestId(`top-up-card-${GOOD_CARD.slice(-4)}`).waitFor();
    await shoot(page, 'add-money-phone');
    expect(await objections(page)).toEqual([]);
  });
});
