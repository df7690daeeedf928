// The risk team's desks on screen: a dispute is contested with evidence and a statement and won, another
// one is given up, and a bank's warning is met with a refund before it becomes a dispute.
import type { Page } from 'playwright-core';
import { signIn } from '../support/pages.js';
import { onStage } from '../support/stage.js';
import { until } from '../support/world.js';

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

  const PAID = {
    contested: ['20', 'pm_card_createDispute'],
    conceded: ['15', 'pm_card_createDispute'],
    refunded: ['25', 'pm_card_createIssuerFraudRecord'],
    dismissed: ['9', 'pm_card_createIssuerFraudRecord'],
  } as const;
  const ids = new Map<keyof typeof PAID, string>();
  const idOf = (which: keyof typeof PAID): string => ids.get(which) ?? '';

  beforeAll(async () => {
    for (const which of Object.keys(PAID) as (keyof typeof PAID)[]) {
      const [amount, card] = PAID[which];
      ids.set(which, await pay(amount, card));
    }
    const reviewer = await stage.person('riley');
    const waiting = async (what: 'disputes' | 'warnings'): Promise<number> => {
      const { body } = await stage.world.get(reviewer, `/v1/risk/${what}`);
      return (body as Record<typeof what, unknown[]>)[what].length;
    };
    await until(async () => (await waiting('disputes')) === 2, 'the disputes');
    await until(async () => (await waiting('warnings')) === 2, 'the warnings');
    riley = await signIn(await stage.page(), 'riley');
  });

  afterEach(async () => {
    expect(await stage.world.faults()).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  test('one is contested, once and for good, and won', async () => {
    const id = idOf('contested');
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
    const id = idOf('conceded');
    await about('dispute-row', id).click();
    await riley.getByText('€15.00 that').waitFor();
    await riley.getByTestId('dispute-concede').click();
    await riley.getByTestId('dispute-confirm').click();
    await riley.getByText('Lost', { exact: true }).waitFor();
    await riley.getByLabel('Which disputes').getByText('Ended').click();
    await about('dispute-row', id).getByText('Lost').waitFor();
  });

  test('a warning is met with a refund, another is dismissed', async () => {
    const id = idOf('refunded');
    await riley.getByTestId('desk-warnings').click();
    await about('warning', id).getByTestId('warning-refund').click();
    await riley.getByTestId('reason').fill('The bank warned us');
    await riley.getByTestId('confirm').click();
    await about('warning', id).waitFor({ state: 'detached' });
    const { body } = await stage.world.get(await stage.person('ana'), `/v1/payments/${id}`);
    expect(body).toMatchObject({ refunded: '25.00' });

    await about('warning', idOf('dismissed')).getByTestId('warning-dismiss').click();
    await riley.getByTestId('reason').fill('Old friends');
    await riley.getByTestId('confirm').click();
    await riley.getByText('No warning waits').waitFor();
  });
});
