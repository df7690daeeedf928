// The screens about cards and the processor in light and dark, at a desk and on a phone: nothing that
// axe objects to, and no page wider than its window. One world holds everything there is to see: a
// payment whose bank waits, one given back, one disputed, somebody who owes, a warning, dead events.
import type { Page } from 'playwright-core';
import { objections } from '../support/axe.js';
import {
  answerBank,
  confirmSend,
  openSheet,
  openThread,
  paymentCards,
  signIn,
  sourceCard,
  typeCard,
} from '../support/pages.js';
import { DESKTOP, onStage, PHONE } from '../support/stage.js';
import { accountOf } from '../support/teller.js';
import { until } from '../support/world.js';

const ALWAYS_ASKS = '4000002760003184';

const LOOKS = [
  { look: 'at a desk', options: { viewport: DESKTOP } },
  { look: 'on a phone', options: { viewport: PHONE, hasTouch: true } },
] as const;

const WIDER = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';

await onStage('accessibility of cards and the processor', {}, (stage) => {
  /** What is wrong with the page as it stands. */
  async function sound(page: Page): Promise<void> {
    expect(await objections(page)).toEqual([]);
    expect(await page.evaluate<boolean>(WIDER)).toBe(false);
  }

  // Ana pays, Ben is paid and owes, and finds more in his wallet than he can use.
  beforeAll(async () => {
    const { world } = stage;
    const [ana, ben, riley] = await Promise.all(
      ['ana', 'ben', 'riley'].map((handle) => stage.person(handle)),
    );
    if (!ana || !ben || !riley) throw new Error('the demo has these three');
    const threadId = await stage.threadOf(ana, 'ben');
    const pay = async (amount: string, paymentMethod: string): Promise<string> => {
      const { id: cardId } = await world.card(ana, paymentMethod);
      const { body } = await world.send(ana, threadId, amount, { cardId });
      return (body as { id: string }).id;
    };
    const [account, partly] = [await accountOf(world, ben), await pay('20', 'pm_card_visa_debit')];
    await world.control('onboard', { account });
    const refund = { amount: { amount: '5.00', currency: 'EUR' }, reason: 'It was cheaper' };
    await world.post(ben, `/v1/payments/${partly}/refunds`, refund, 'give-back-five');
    const spent = await pay('30', 'pm_card_mastercard');
    await world.send(ben, await stage.threadOf(ben, 'david'), '44.50');
    const reason = { reason: 'Taken over by a thief' };
    await world.post(riley, `/v1/risk/payments/${spent}/refunds`, reason, 'refund-by-risk');
    await pay('9', 'pm_card_createDispute');
    await pay('8', 'pm_card_createIssuerFraudRecord');
    await world.sql("UPDATE payments.cards SET expiry_year = 2024 WHERE last4 = '4444'");
    await until(async () => {
      const { body } = await world.get(riley, '/v1/risk/warnings');
      return (body as { warnings: unknown[] }).warnings.length > 0;
    }, 'the warning');
    await world.sql(
      `UPDATE payments.processor_events SET state = 'dead', attempts = 12, last_error = 'no such account'
        WHERE type = 'charge.dispute.created'`,
    );
    await leaveUnanswered();
  });

  /** Ana sends from a card whose bank asks, and goes away without an answer. */
  async function leaveUnanswered(): Promise<void> {
    const page = await signIn(await stage.page(), 'ana');
    await openThread(page, 'Ben Okafor');
    await openSheet(page, '11');
    await page.getByTestId('source-add-card').click();
    await typeCard(page, ALWAYS_ASKS);
    await page.getByTestId('card-save').click();
    await answerBank(page, 'Complete');
    await sourceCard(page, ALWAYS_ASKS).waitFor();
    await confirmSend(page);
    await stage.clear();
  }

  afterEach(() => stage.clear());

  describe.each(LOOKS)('$look', ({ options }) => {
    test('the payer: a bank that waits, what came back, a dispute', async () => {
      const page = await signIn(await stage.page(options), 'ana');
      await openThread(page, 'Ben Okafor');
      await paymentCards(page, 'authenticating').getByText('left to confirm').waitFor();
      await page.getByTestId('dispute').waitFor();
      await sound(page);
      await page.getByTestId('refunds-open').first().click();
      await page.getByTestId('refund').waitFor();
      await sound(page);
      await page.goto('/wallet#cards');
      await page.getByTestId('saved-card-4444').getByText('Expired', { exact: true }).waitFor();
      await sound(page);
    });

    test('the payee: giving back, what is owed, the way to the bank', async () => {
      const page = await signIn(await stage.page(options), 'ben');
      await openThread(page, 'Ana Lindqvist');
      await page.getByTestId('give-back').first().click();
      await page.getByTestId('give-back-reason').fill('no');
      await page.getByTestId('give-back-confirm').click();
      await page.getByText('A few words, or none.').waitFor();
      await sound(page);
      await page.goto('/wallet');
      await page.getByTestId('wallet-owed').waitFor();
      await page.getByTestId('cash-out-open').waitFor();
      await sound(page);
      await page.getByTestId('cash-out-open').click();
      await page.getByTestId('cash-out-amount').fill('500');
      await page
        .getByText(/You have €.* available\.$/)
        .first()
        .waitFor();
      await sound(page);
    });

    test('the risk team: a dispute, the last question, the warnings', async () => {
      const page = await signIn(await stage.page(options), 'riley');
      await page.goto('/risk/disputes');
      await page.getByTestId('dispute-row').waitFor();
      await sound(page);
      await page.getByTestId('dispute-row').click();
      await page.getByTestId('dispute-statement').fill('They know each other');
      await sound(page);
      await page.getByTestId('dispute-contest').click();
      await page.getByTestId('dispute-confirm').waitFor();
      await sound(page);
      await page.goto('/risk/warnings');
      await page.getByTestId('warning').waitFor();
      await sound(page);
    });

    test('finance: events with what stopped them, a range, breaks', async () => {
      const page = await signIn(await stage.page(options), 'fiona');
      await page.goto('/finance/processor');
      await page.getByText('no such account').first().waitFor();
      await sound(page);
      await page.getByTestId('replay-range').click();
      await page.getByTestId('replay-confirm').waitFor();
      await sound(page);
      await page.goto('/finance/breaks');
      await page.getByText('Everything is explained').waitFor();
      await sound(page);
    });
  });

  test('by keyboard alone the bank is answered from the thread', async () => {
    const page = await signIn(await stage.page(), 'ana');
    await openThread(page, 'Ben Okafor');
    await page.getByTestId('authentication-confirm').focus();
    await page.keyboard.press('Enter');
    await page.frameLocator('iframe[title="Secure authentication"]').getByText('€11.00').waitFor();
    await page.keyboard.press('Enter');
    await paymentCards(page, 'authenticating').waitFor({ state: 'detached' });
    expect(await paymentCards(page, 'failed').count()).toBe(0);
    expect(await stage.world.faults()).toEqual([]);
  });
});
