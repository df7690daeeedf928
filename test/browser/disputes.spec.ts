// The risk team's desks on screen: a dispute is contested with evidence and a statement and won, another
// one is given up, and a bank's warning is met with a refund before it becomes a dispute.
import type { Page } from 'playwright-core';
import { signIn } from '../support/pages.js';
import { onStage } from '../support/stage.js';

await onStage('disputes and warnings', {}, (stage) => {
  let riley: Page;

  async function pay(amount: string, paymentMethod: string): Promise<string> {
    const { world } = stage;
    const payer = await stage.person('ana');
    const { id: cardId } = await world.card(payer, paymentMethod);
    const threadId = await stage.threadOf(payer, 'ben');
    const { body } = await world.send(payer, threadId, amount, { cardId, note: 'shoes' });
    return (body as { id: string }).id;
  }

  const about = (testId: string, paymentId: string) =>
    riley.getByTestId(testId).and(riley.locator(`[data-payment-id=${paymentId}]`));

  beforeAll(async () => {
    riley = await signIn(await stage.page(), 'riley');
  });

  afterEach(async () => {
    expect(await stage.world.faults()).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  test('one is contested, once and for good, and won', async () => {
    const id = await pay('20', 'pm_card_createDispute');
    await riley.getByTestId('desk-disputes').click();
    await about('dispute-row', id)
      .getByText(/\d days \d+ h left/)
      .waitFor();
    await about('dispute-row', id).click();
    const evidence = riley.getByTestId('evidence');
    await evidence.getByText('A payment of 20.00 EUR from Ana Lindqvist').waitFor();
    await riley.getByTestId('dispute-contest').click();
    await riley.getByText('To contest it, say why').waitFor();
    await riley.getByTestId('dispute-statement').fill('winning_evidence');
    await riley.getByTestId('dispute-contest').click();
    await riley.getByText('once and for good').waitFor();
    await riley.getByTestId('dispute-confirm').click();
    await evidence.getByText('winning_evidence').waitFor();
    await riley.getByText('Won', { exact: true }).waitFor();
    await riley.getByText(/by Riley/).waitFor();
    expect(await riley.getByTestId('dispute-contest').count()).toBe(0);
  });

  test('one is given up', async () => {
    const id = await pay('15', 'pm_card_createDispute');
    await about('dispute-row', id).click();
    await riley.getByText('€15.00 that').waitFor();
    await riley.getByTestId('dispute-concede').click();
    await riley.getByTestId('dispute-confirm').click();
    await riley.getByText('Lost', { exact: true }).waitFor();
    await about('dispute-row', id).waitFor({ state: 'detached' });
    await riley.getByText('Ended', { exact: true }).click();
    await about('dispute-row', id).getByText('Lost').waitFor();
  });

  test('a warning is met with a refund, another is dismissed', async () => {
    const id = await pay('25', 'pm_card_createIssuerFraudRecord');
    await riley.getByTestId('desk-warnings').click();
    await about('warning', id).getByTestId('warning-refund').click();
    await riley.getByTestId('reason').fill('The bank warned us');
    await riley.getByTestId('confirm').click();
    await riley.getByText('No warning waits').waitFor();
    const { body } = await stage.world.get(await stage.person('ana'), `/v1/payments/${id}`);
    expect(body).toMatchObject({ refunded: '25.00' });

    const other = await pay('9', 'pm_card_createIssuerFraudRecord');
    await about('warning', other).getByTestId('warning-dismiss').click();
    await riley.getByTestId('reason').fill('Old friends');
    await riley.getByTestId('confirm').click();
    await riley.getByText('No warning waits').waitFor();
  });
});
