// The payer's bank wants to hear from them: when a card is saved, when money is sent, and, after a
// reload, from the card of the payment in the thread. The payee learns of it only when it is done.
import type { Page } from 'playwright-core';
import {
  answerBank,
  bankQuestion,
  confirmSend,
  openSheet,
  openThread,
  paymentCards,
  refusal,
  signIn,
  sourceCard,
  typeCard,
} from '../support/pages.js';
import { onStage, PHONE } from '../support/stage.js';

const ALWAYS_ASKS = '4000002760003184';

await onStage('a bank that wants to hear from the payer', {}, (stage) => {
  let ana: Page;
  let ben: Page;

  beforeAll(async () => {
    ana = await signIn(await stage.page(), 'ana');
    ben = await signIn(await stage.page({ viewport: PHONE }), 'ben');
    await openThread(ana, 'Ben Okafor');
    await openThread(ben, 'Ana Lindqvist');
  });

  afterEach(async () => {
    expect(await stage.world.faults()).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  /** Sends from the card and answers once the bank asks. */
  async function sendUntilAsked(amount: string): Promise<void> {
    await openSheet(ana, amount);
    await ana.getByTestId(`source-card-${ALWAYS_ASKS.slice(-4)}`).click();
    expect((await confirmSend(ana)).response.status()).toBe(202);
    await bankQuestion(ana).getByText(amount).waitFor();
  }

  test('asks before the card is saved', async () => {
    await openSheet(ana, '12.50');
    await ana.getByTestId('source-add-card').click();
    await typeCard(ana, ALWAYS_ASKS);
    await ana.getByTestId('card-save').click();
    await answerBank(ana, 'Fail');
    await refusal(ana, 'unable to authenticate');
    await ana.getByTestId('card-save').click();
    await answerBank(ana, 'Complete');
    await sourceCard(ana, ALWAYS_ASKS).waitFor();
    await ana.keyboard.press('Escape');
  });

  test('a confirmed payment arrives', async () => {
    await sendUntilAsked('12.50');
    await ana.getByText('Your bank wants to know that it is you. Please answer it.').waitFor();
    expect(await paymentCards(ben).count()).toBe(0);
    await answerBank(ana, 'Complete');
    await paymentCards(ana, 'completed').waitFor();
    await paymentCards(ben, 'completed').getByText('+€12.50').waitFor();
    await ana.getByTestId('confirm-send').waitFor({ state: 'detached' });
  });

  test('one that the bank does not confirm is refused in the sheet', async () => {
    await sendUntilAsked('13');
    await answerBank(ana, 'Fail');
    const words = await refusal(ana, 'Your bank could not confirm that it was you.');
    expect(words).toContain('Nothing was charged.');
    await paymentCards(ana, 'failed').waitFor();
    await ana.keyboard.press('Escape');
  });

  test('after a reload it waits in the thread, for the payer alone, and goes on', async () => {
    await sendUntilAsked('14');
    await ana.reload();
    const card = paymentCards(ana, 'authenticating');
    await card.getByText('Confirm with your bank').waitFor();
    await card.getByText(/^1[34]:\d\d left to confirm$/).waitFor();
    expect(await paymentCards(ben).count()).toBe(1);
    await card.getByTestId('authentication-confirm').click();
    await answerBank(ana, 'Complete');
    await paymentCards(ana, 'completed').nth(1).waitFor();
    await paymentCards(ben, 'completed').nth(1).waitFor();
    await card.waitFor({ state: 'detached' });
  });

  test('given up in the thread, nothing was charged', async () => {
    await sendUntilAsked('15');
    await ana.reload();
    await ana.getByTestId('authentication-cancel').click();
    await paymentCards(ana, 'failed').getByText('You did not confirm it with your bank.').waitFor();
    expect(await paymentCards(ben).count()).toBe(2);
  });
});
