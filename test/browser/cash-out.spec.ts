// Cashing out on screen: from no bank account through the processor's own page to money that is
// expected at the bank once time has passed there, one that comes back, and one taken back.
import type { Page } from 'playwright-core';
import type { CashOutPage } from '../../src/payments/cash-out/contract.js';
import { seeBalance, signIn } from '../support/pages.js';
import { onStage } from '../support/stage.js';
import { topUp } from '../support/teller.js';
import { until } from '../support/world.js';

const DAY_SECONDS = 86_400;

await onStage('cashing out', {}, (stage) => {
  let page: Page;

  beforeAll(async () => {
    await topUp(stage.world, 100_000_00);
    await stage.world.fund(await stage.person('ben'), '100');
    page = await signIn(await stage.page(), 'ben');
    await page.goto('/wallet');
  });

  afterEach(async () => {
    expect(await stage.world.faults()).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  const inState = (state: string) =>
    page.getByTestId('cash-out').and(page.locator(`[data-state=${state}]`));

  async function cashOut(amount: string, way: 'standard' | 'instant'): Promise<void> {
    await page.getByTestId('cash-out-open').click();
    await page.getByTestId('cash-out-amount').fill(amount);
    await page.getByTestId(`cash-out-${way}`).click();
    await page.getByTestId(`cash-out-${way}`).getByText('expected by').waitFor();
    await page.getByTestId('cash-out-continue').click();
    await page.getByTestId('cash-out-confirm').click();
    await page.getByTestId('cash-out-confirm').waitFor({ state: 'detached' });
  }

  test('the processor’s page is told what is needed, and leads back', async () => {
    await page.getByTestId('payout-onboard').click();
    await page.waitForURL(`${stage.world.simulator.url}/**`);
    await page.goBack();
    await page.getByText('A few details are missing').waitFor();
    await page.getByText('Your date of birth').waitFor();
    await page.getByTestId('payout-onboard').click();
    await page.waitForURL(`${stage.world.simulator.url}/**`);
    await page.locator('button[type=submit]').first().click();
    await page.waitForURL('**/wallet?payout=done');
    await page.getByTestId('payout-account').getByText('Bank ••3000').waitFor();
  });

  test('what cannot be cashed out is said beside the amount', async () => {
    await page.getByTestId('cash-out-open').click();
    await page.getByTestId('cash-out-amount').fill('100.01');
    await page.getByText('You have €100.00 available.').waitFor();
    await page.getByTestId('cash-out-amount').fill('0.50');
    await page.getByText('That is less than can be cashed out at once.').waitFor();
    await page.getByTestId('cash-out-amount').fill('100');
    await page.getByTestId('cash-out-instant').click();
    await page.getByText('With the fee that is €101.50, and you have €100.00.').waitFor();
    await page.keyboard.press('Escape');
  });

  test('it is expected at the bank after time has passed there', async () => {
    await cashOut('40', 'standard');
    await seeBalance(page, '€60.00');
    await inState('in_transit').getByText('On its way, expected in your bank by').waitFor();
    await stage.world.control('clock', { advanceSeconds: 4 * DAY_SECONDS });
    const ben = await stage.person('ben');
    await until(async () => {
      const { body } = await stage.world.get(ben, '/v1/cash-outs');
      return (body as CashOutPage).cashOuts.every(({ state }) => state === 'paid');
    }, 'the payout');
    await page.reload();
    await inState('paid').getByText('Sent, expected in your bank by').waitFor();
    expect(await page.getByTestId('cash-out-cancel').count()).toBe(0);
  });

  test('one that has not left can be cancelled', async () => {
    await cashOut('10', 'standard');
    await inState('in_transit').waitFor();
    await page.getByTestId('cash-out-cancel').click();
    await inState('cancelled').getByText('Cancelled: it is back in your balance').waitFor();
    await seeBalance(page, '€60.00');
  });

  test('one that the bank sends back says why', async () => {
    await cashOut('20', 'instant');
    await seeBalance(page, '€39.70');
    await inState('in_transit').waitFor();
    const [row] = await stage.world.sql<{ payout: string }>(
      "SELECT payout_id AS payout FROM payments.cash_outs WHERE state = 'in_transit'",
    );
    const ends = { payout: row?.payout, status: 'failed', failure_code: 'account_closed' };
    await stage.world.control('payouts', ends);
    await inState('failed').getByText('Did not arrive: it is back in your balance').waitFor();
    await inState('failed').getByText('Your bank account is closed or blocked.').waitFor();
    await seeBalance(page, '€60.00');
  });
});
