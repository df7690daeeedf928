// Giving back on screen: a part from the thread, the rest from the wallet; a card that does not take its
// money back; and what both sides read while a bank disputes a payment.
import type { Page } from 'playwright-core';
import type { RefundView } from '../../src/payments/contract.js';
import { cardOf, openThread, seeBalance, signIn } from '../support/pages.js';
import { onStage, PHONE } from '../support/stage.js';
import { until } from '../support/world.js';

await onStage('giving back', {}, (stage) => {
  let ana: Page;
  let ben: Page;

  /** Sends to Ben from a new card and answers the payment's id once he sees it. */
  async function paid(amount: string, paymentMethod: string): Promise<string> {
    const { world } = stage;
    const payer = await stage.person('ana');
    const { id: cardId } = await world.card(payer, paymentMethod);
    const threadId = await stage.threadOf(payer, 'ben');
    const { body } = await world.send(payer, threadId, amount, { cardId });
    const { id } = body as { id: string };
    await cardOf(ben, id).waitFor();
    return id;
  }

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

  test('a part in the thread, then the rest from the wallet', async () => {
    const id = await paid('20', 'pm_card_visa_debit');
    await cardOf(ben, id).getByTestId('give-back').click();
    await ben.getByTestId('give-back-amount').fill('20.01');
    await ben.getByTestId('give-back-confirm').click();
    await ben.getByText('At most €20.00 is left of this payment.').waitFor();
    await ben.getByTestId('give-back-amount').fill('5');
    await ben.getByTestId('give-back-reason').fill('It was cheaper');
    await ben.getByTestId('give-back-confirm').click();
    for (const page of [ana, ben]) {
      await cardOf(page, id).getByText('Given back €5.00 of €20.00').waitFor();
    }
    await seeBalance(ben, '€15.00');
    expect(await cardOf(ana, id).getByTestId('give-back').count()).toBe(0);
    await cardOf(ana, id).getByTestId('refunds-open').click();
    await ana.getByText('Reason: It was cheaper').waitFor();
    await ana.getByTestId('refund').getByText('your card').waitFor();
    await ana.keyboard.press('Escape');

    await ben.getByTestId('available-balance').click();
    // The thread stays until the wallet is there, and its card has the same button.
    await ben.getByTestId('activity-row').getByTestId('give-back').click();
    expect(await ben.getByTestId('give-back-amount').inputValue()).toBe('15.00');
    await ben.getByTestId('give-back-reason').fill('All of it after all');
    await ben.getByTestId('give-back-confirm').click();
    await ben.getByTestId('activity-row').getByText('All of €20.00 given back').waitFor();
    expect(await ben.getByTestId('give-back').count()).toBe(0);
    await cardOf(ana, id).getByText('Given back to you').waitFor();
    await ben.goBack();
  });

  test('what the card does not take is in the balance instead', async () => {
    const id = await paid('30', 'pm_card_refundFail');
    await cardOf(ben, id).getByTestId('give-back').click();
    await ben.getByTestId('give-back-reason').fill('Called off');
    await ben.getByTestId('give-back-confirm').click();
    const payer = await stage.person('ana');
    await until(async () => {
      const { body } = await stage.world.get(payer, `/v1/payments/${id}/refunds`);
      return (body as { refunds: RefundView[] }).refunds.some(({ state }) => state === 'failed');
    }, 'the refund failing');
    await cardOf(ana, id).getByTestId('refunds-open').click();
    const words = 'In your balance instead, because the card did not take it.';
    await ana.getByTestId('refund').getByText(words).waitFor();
    await ana.keyboard.press('Escape');
    await seeBalance(ana, '€30.00');
  });

  test('a dispute is told to both, and leaves nothing to give back', async () => {
    const id = await paid('20', 'pm_card_createDispute');
    await cardOf(ana, id).getByText('Your bank is examining this payment.').waitFor();
    await cardOf(ben, id).getByText('up to €20.00 is set aside.').waitFor();
    expect(await cardOf(ben, id).getByTestId('give-back').count()).toBe(0);
  });
});
