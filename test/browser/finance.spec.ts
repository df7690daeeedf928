// The finance pages on screen: from the trial balance down to one entry, a reversal that one proposes
// and another approves, an account frozen and opened, the books closed; and a friend who asks why
// their balance is what it is. Axe looks at each page, in light and dark, at a desk and on a phone.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { signIn } from '../support/pages.js';
import { DESKTOP, onStage, PHONE } from '../support/stage.js';

const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 50n };

/** Runs in the page: done when no colour has been in transition for ten frames. */
const COLOURS_RESTED = `new Promise((done) => {
  let still = 0;
  const look = () => {
    const moves = document.getAnimations().some((one) => one instanceof CSSTransition);
    still = moves ? 0 : still + 1;
    if (still > 10) done(); else requestAnimationFrame(look);
  };
  look();
})`;

/** What axe objects to, and whether the page is wider than its window. */
async function objections(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    await page.evaluate(COLOURS_RESTED);
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    const { violations } = await axe.analyze();
    for (const { id, nodes } of violations) {
      for (const { html, failureSummary } of nodes) {
        found.push(`${colorScheme}: ${id}: ${html} ${failureSummary ?? ''}`);
      }
    }
  }
  const wide = await page.evaluate<boolean>(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  );
  return wide ? [...found, 'the page is wider than its window'] : found;
}

await onStage('the finance pages', { config: { velocity } }, (stage) => {
  let fiona: Page;
  let felix: Page;

  beforeAll(async () => {
    const { world } = stage;
    const ana = await stage.person('ana');
    await world.fund(ana, '100');
    const { body } = await world.get(ana, '/v1/threads');
    const { threads } = body as {
      threads: { id: string; kind: string; participants: { handle: string }[] }[];
    };
    const direct = threads.find(
      ({ kind, participants }) =>
        kind === 'direct' && participants.some(({ handle }) => handle === 'ben'),
    );
    for (const amount of ['12', '3', '60']) await world.send(ana, direct?.id ?? '', amount);
    fiona = await signIn(await stage.page(), 'fiona');
    felix = await signIn(await stage.page({ viewport: PHONE, hasTouch: true }), 'felix');
  });

  afterEach(() => {
    expect(stage.complaints).toEqual([]);
  });

  const open = async (page: Page, tab: string): Promise<void> => {
    await page.getByRole('link', { name: tab, exact: true }).click();
  };

  test('a row of the trial balance leads to its accounts, an account and an entry', async () => {
    const sheet = fiona.getByTestId('sheet');
    await sheet.getByText('Debits and credits agree').waitFor();
    const row = sheet.getByRole('row').filter({ hasText: 'user.available' });
    expect(await row.innerText()).toContain('100.00');
    await row.getByRole('link').click();
    await fiona.getByTestId('account-row').nth(1).waitFor();
    expect(await objections(fiona)).toEqual([]);
    await fiona.getByTestId('account-row').filter({ hasText: '85.00' }).getByRole('link').click();
    await fiona.getByTestId('statement').getByText('85.00 EUR').waitFor();
    expect(await fiona.getByTestId('account-line').count()).toBe(3);
    expect(await objections(fiona)).toEqual([]);
    await fiona.getByText('Why this balance', { exact: true }).click();
    await fiona.getByText('Nothing is left unexplained').waitFor();
    await fiona.getByTestId('explanation').getByText('60.00 EUR').waitFor();
    expect(await objections(fiona)).toEqual([]);
    await fiona.getByTestId('account-line').first().getByRole('link').click();
    await fiona.getByTestId('entry-facts').waitFor();
    expect(await objections(fiona)).toEqual([]);
  });

  test('the trial balance is taken as of a moment, and downloads as CSV', async () => {
    await open(fiona, 'Trial balance');
    await fiona.getByTestId('as-of').fill('2020-01-01T00:00');
    await fiona.getByText('The books are empty').waitFor();
    await fiona.getByTestId('as-of').fill('');
    await fiona.getByTestId('sheet').waitFor();
    const downloading = fiona.waitForEvent('download');
    await fiona.getByTestId('download-csv').click();
    expect((await downloading).suggestedFilename()).toBe('trial-balance.csv');
  });

  test('a reversal is proposed by one person and approved by another', async () => {
    await open(fiona, 'Journal');
    const entry = fiona.getByTestId('journal-entry').filter({ hasText: '3.00 EUR' });
    await entry.getByRole('heading').getByRole('link').click();
    await fiona.getByTestId('propose-reversal').click();
    await fiona.getByTestId('confirm').click();
    await fiona.getByText('Give a reason of a few words.').waitFor();
    expect(await objections(fiona)).toEqual([]);
    await fiona.getByTestId('reason').fill('Sent twice by mistake');
    await fiona.getByTestId('confirm').click();
    await fiona.getByText('Somebody else of finance decides about it.').waitFor();
    expect(await fiona.getByTestId('approve').count()).toBe(0);

    await open(felix, 'Corrections');
    const waiting = felix.getByTestId('correction');
    await waiting.getByText('Sent twice by mistake').waitFor();
    expect(await waiting.innerText()).toContain('Fiona Hart');
    expect(await objections(felix)).toEqual([]);
    await felix.getByTestId('approve').click();
    await felix.getByText('None here').waitFor();
    await felix.getByText('Approved', { exact: true }).click();
    await felix.getByTestId('correction').getByRole('link').click();
    await felix.getByText('Undone by').waitFor();
    expect(await felix.getByTestId('propose-reversal').count()).toBe(0);
    expect(await objections(felix)).toEqual([]);
  });

  test('a correction is declined with a reason', async () => {
    await open(fiona, 'Journal');
    const entry = fiona.getByTestId('journal-entry').filter({ hasText: '12.00 EUR' });
    await entry.getByRole('heading').getByRole('link').click();
    await fiona.getByTestId('propose-reversal').click();
    await fiona.getByTestId('reason').fill('Not sure at all');
    await fiona.getByTestId('confirm').click();
    await fiona.getByTestId('correction').waitFor();
    await open(felix, 'Corrections');
    await felix.getByTestId('decline').click();
    await felix.getByTestId('reason').fill('Ana meant it');
    await felix.getByTestId('confirm').click();
    await felix.getByText('None here').waitFor();
    await felix.getByText('Declined', { exact: true }).click();
    expect(await felix.getByTestId('correction').innerText()).toContain('Ana meant it');
  });

  test('an account is found, frozen with a reason, and opened again', async () => {
    const ben = await stage.person('ben');
    await open(fiona, 'Accounts');
    await fiona.getByTestId('accounts-owner').fill(ben.id);
    await fiona.getByRole('button', { name: 'Find' }).click();
    await fiona.getByTestId('account-row').filter({ hasText: ben.id }).waitFor();
    expect(await objections(fiona)).toEqual([]);
    await fiona.getByTestId('account-row').getByRole('link').click();
    for (const [state, reason] of [
      ['Frozen', 'Lost phone'],
      ['Open', 'Found again'],
    ] as const) {
      await fiona.getByTestId('change-state').click();
      await fiona.getByTestId('reason').fill(reason);
      await fiona.getByTestId('confirm').click();
      await fiona.getByText(new RegExp(`^${state} since .* by Fiona Hart: ${reason}`)).waitFor();
    }
  });

  test('the books are closed, and the closing shows what it closed', async () => {
    await open(fiona, 'Periods');
    await fiona.getByText('The books were never closed').waitFor();
    expect(await objections(fiona)).toEqual([]);
    await fiona.getByTestId('close-books').click();
    await fiona.getByTestId('close-through').fill('2999-01-01T00:00');
    await fiona.getByTestId('reason').fill('Month end');
    await fiona.getByTestId('confirm').click();
    await fiona.getByRole('dialog').getByText('Books are closed for a time').waitFor();
    await fiona.getByTestId('close-through').fill('2026-01-01T00:00');
    await fiona.getByTestId('confirm').click();
    await fiona.getByTestId('period').waitFor();
    await fiona.getByRole('button', { name: 'Show its trial balance' }).click();
    await fiona.getByText('Unchanged since it was closed').waitFor();
    expect(await objections(fiona)).toEqual([]);
    await open(felix, 'Periods');
    await felix.getByTestId('period').waitFor();
    expect(await objections(felix)).toEqual([]);
  });

  test.each([
    { where: 'at a desk', viewport: DESKTOP },
    { where: 'on a phone', viewport: PHONE },
  ])('a friend sees why their balance is what it is, $where', async ({ viewport }) => {
    const ana = await signIn(await stage.page({ viewport }), 'ana');
    await ana.goto('/wallet');
    await ana.getByTestId('why-EUR').click();
    const why = ana.getByTestId('wallet-explanation');
    await why.getByText('with nothing left over').waitFor();
    const words = await why.innerText();
    expect(words).toContain('You paid Ben Okafor');
    expect(words).toContain('Your payment to Ben Okafor is being checked');
    expect(await objections(ana)).toEqual([]);
  });
});
