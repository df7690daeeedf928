// What people keep of their payments, on screen: a receipt that a stranger checks, activity that is
// filtered by its address, a statement that is downloaded, and a trusted contact who is asked.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { DEMO_PIN } from '../../src/demo.js';
import { objections } from '../support/axe.js';
import { openSheet, openThread, paymentCards, seeBalance, signIn } from '../support/pages.js';
import { pdfPages } from '../support/pdf-text.js';
import { onStage, PHONE } from '../support/stage.js';
import { until } from '../support/world.js';

const TODAY = new Date().toISOString().slice(0, 10);

await onStage('records', {}, (stage) => {
  let ana: Page;
  let ben: Page;

  beforeAll(async () => {
    const { world } = stage;
    const [first, second] = [await stage.person('ana'), await stage.person('ben')];
    await world.fund(first, '900.00');
    const thread = await stage.threadOf(first, 'ben');
    for (const [amount, note] of [
      ['20.00', 'Crêpes for Saturday'],
      ['7.50', 'coffee'],
    ] as const) {
      const { status } = await world.send(first, thread, amount, { note });
      expect(status).toBe(201);
    }
    expect((await world.send(second, thread, '5.00')).status).toBe(201);
    ana = await (await stage.context({ acceptDownloads: true })).newPage();
    await ana.goto('/');
    await openThread(await signIn(ana, 'ana'), 'Ben Okafor');
    ben = await (await stage.context({ viewport: PHONE, hasTouch: true })).newPage();
    await ben.goto('/');
    await signIn(ben, 'ben');
  });

  test('a receipt opens from the card, and a stranger checks its code', async () => {
    await paymentCards(ana, 'completed').first().getByTestId('receipt-open').click();
    const code = await ana.getByTestId('receipt-code').innerText();
    expect(await objections(ana)).toEqual([]);
    const stranger = await (await stage.context({ viewport: PHONE })).newPage();
    await stranger.goto('/receipt');
    await stranger.getByTestId('receipt-typed').fill('AAAAA-AAAAA-AAAAA-AAAAA');
    await stranger.getByRole('button', { name: 'Check' }).click();
    await stranger.getByTestId('receipt-unknown').waitFor();
    await stranger.getByTestId('receipt-typed').fill(code.toLowerCase().replaceAll('-', ''));
    await stranger.getByRole('button', { name: 'Check' }).click();
    const receipt = stranger.getByTestId('receipt');
    await receipt.getByText('Ben Okafor').waitFor();
    expect(await receipt.innerText()).toContain('€20.00');
    expect(await stranger.content()).not.toContain('Saturday');
    expect(await objections(stranger)).toEqual([]);
  });

  test('activity of a thread is one tap away, and its address carries the filters', async () => {
    await ana.goBack();
    await ana.getByTestId('thread-activity').click();
    await ana.waitForURL(/\/activity\?threadId=/);
    await ana.getByTestId('activity-row').nth(2).waitFor();
    expect(await ana.getByTestId('balance-after').allInnerTexts()).toEqual([
      'Balance €877.50',
      'Balance €872.50',
      'Balance €880.00',
    ]);
    await ana.getByTestId('activity-words').fill('crepes');
    await ana.waitForURL(/q=crepes/);
    await until(async () => (await ana.getByTestId('activity-row').count()) === 1, 'the filter');
    await ana.reload();
    await ana.getByTestId('activity-row').getByText('Crêpes for Saturday').waitFor();
    await ana.getByTestId('activity-direction').getByText('In', { exact: true }).click();
    await ana.getByText('Nothing fits').waitFor();
    await ana.getByTestId('activity-clear').click();
    await ana.waitForURL(/\/activity$/);
    await ana.getByTestId('activity-more').click();
    await ana.getByTestId('filter-max').fill('7.50');
    await ana.getByTestId('filter-from').fill(TODAY);
    await until(async () => (await ana.getByTestId('activity-row').count()) === 2, 'the amounts');
    await ana.waitForURL(/max=[^&]*7\.50/);
    expect(await objections(ana)).toEqual([]);
  });

  test('a statement comes as a table and on paper', async () => {
    await ana.getByTestId('statement-open').click();
    await ana.getByTestId('statement-pdf').waitFor();
    expect(await objections(ana)).toEqual([]);
    const fileOf = async (format: string): Promise<Buffer> => {
      const downloading = ana.waitForEvent('download');
      await ana.getByTestId(`statement-${format}`).click();
      return readFile(await (await downloading).path());
    };
    expect((await fileOf('csv')).toString()).toContain('Crêpes for Saturday');
    expect(pdfPages(await fileOf('pdf')).join('\n')).toContain('You paid Ben Okafor');
    await ana.keyboard.press('Escape');
  });

  test('somebody is asked to be the trusted contact, and says yes', async () => {
    await ana.goto('/trusted-contact');
    await ana.getByTestId('contact-who').selectOption('ben');
    await ana.getByTestId('contact-limit').fill('50');
    expect(await objections(ana)).toEqual([]);
    await ana.getByTestId('contact-ask').click();
    await ana.getByText('Has not answered yet').waitFor();
    await ben.getByTestId('agreement-notice').getByRole('link').click();
    await ben.getByTestId('named-accept').click();
    await ben.getByTestId('named-by').and(ben.locator('[data-state=active]')).waitFor();
    await ana.getByText('Looks after you').waitFor();
  });

  test('a payment above the limit waits, the contact sees who and how much, and agrees', async () => {
    await ana.goto('/threads');
    await openThread(ana, 'Chloé Martin');
    await openSheet(ana, '80', 'a surprise');
    await ana.getByTestId('confirm-continue').click();
    await ana.getByTestId('needs-agreement').getByText('Ben Okafor must agree first').waitFor();
    await ana.getByTestId('confirm-send').click();
    const waiting = paymentCards(ana, 'asking');
    await waiting.getByText('left for Ben Okafor').waitFor();
    await ana.getByTestId('amount-input').waitFor({ state: 'detached' });
    expect(await objections(ana)).toEqual([]);
    await seeBalance(ana, '€797.50');
    const asked = ben.getByTestId('agreement');
    await asked.getByText('Ana Lindqvist wants to send').waitFor();
    expect(await asked.innerText()).toContain('Chloé Martin');
    expect(await ben.content()).not.toContain('a surprise');
    expect(await objections(ben)).toEqual([]);
    await asked.getByTestId('agreement-agree').click();
    await asked.waitFor({ state: 'detached' });
    await paymentCards(ana, 'completed').waitFor();
  });

  test('the payer calls another one off', async () => {
    await openSheet(ana, '90');
    await ana.getByTestId('confirm-continue').click();
    await ana.getByTestId('confirm-send').click();
    await paymentCards(ana, 'asking').getByTestId('call-off').click();
    await paymentCards(ana, 'failed').getByText('You called it off').waitFor();
    await seeBalance(ana, '€797.50');
  });

  test('a higher limit is confirmed and waits, and can be kept from coming', async () => {
    await ana.goto('/trusted-contact');
    await ana.getByTestId('contact-change-limit').click();
    await ana.getByTestId('contact-limit').fill('500');
    await ana.getByTestId('contact-change-save').click();
    await ana.getByTestId('prove-pin').locator('input').first().click();
    await ana.keyboard.type(DEMO_PIN);
    await ana.getByTestId('contact-change').getByText('the limit is €500.00').waitFor();
    expect(await objections(ana)).toEqual([]);
    await ana.getByTestId('contact-keep').click();
    await ana.getByTestId('contact-change').waitFor({ state: 'detached' });
  });

  test('the books balance and no page complained', async () => {
    expect(await stage.world.faults()).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });
});
