// Asking for money on screen: from a typed amount, shown to both as what it is and never as money that
// comes in, paid in part and in full, declined, and changed behind somebody's back.
import type { Locator, Page } from 'playwright-core';
import { objections } from '../support/axe.js';
import { openSheet, openThread, paymentCards, seeBalance, signIn } from '../support/pages.js';
import { DESKTOP, onStage, PHONE } from '../support/stage.js';

const requestCard = (page: Page, state: string): Locator =>
  page.locator(`[data-testid=request-card][data-state=${state}]`).last();

await onStage('Asking for money', {}, (stage) => {
  let ana: Page;
  let ben: Page;

  beforeAll(async () => {
    await stage.world.fund(await stage.person('ana'), '100.00');
    ana = await stage.page({ viewport: PHONE, hasTouch: true });
    ben = await stage.page({ viewport: DESKTOP, colorScheme: 'dark' });
    await openThread(await signIn(ana, 'ana'), 'Ben Okafor');
    await openThread(await signIn(ben, 'ben'), 'Ana Lindqvist');
  });

  test('a typed amount offers to ask; both see the same card, and nothing has moved', async () => {
    await ben.getByTestId('message-input').fill('20 EUR for pizza');
    await ben.getByTestId('chip-request').click();
    expect(await ben.getByTestId('request-amount').inputValue()).toBe('20.00');
    expect(await objections(ben)).toEqual([]);
    await ben.getByTestId('request-send').filter({ hasText: 'Ask Ana Lindqvist for' }).click();
    await requestCard(ben, 'open').filter({ hasText: 'Waiting for Ana Lindqvist' }).waitFor();
    // What was asked need not be said as well.
    expect(await ben.getByTestId('message-input').inputValue()).toBe('');
    const card = requestCard(ana, 'open');
    await card.filter({ hasText: 'Ben Okafor asks you for' }).waitFor();
    expect(await card.innerText()).not.toMatch(/[+-]\s?€|accept/i);
    await seeBalance(ana, '€100.00');
    expect(await objections(ana)).toEqual([]);
    expect(await objections(ben)).toEqual([]);
  });

  test('a part of it is paid, then the rest', async () => {
    await requestCard(ana, 'open').getByTestId('request-pay').filter({ hasText: '20.00' }).click();
    expect(await ana.getByTestId('amount-input').inputValue()).toBe('20.00');
    await ana.getByTestId('amount-input').fill('7.50');
    await ana.getByTestId('confirm-continue').click();
    await ana.getByTestId('confirm-send').click();
    await paymentCards(ana, 'completed').waitFor();
    await requestCard(ben, 'open').filter({ hasText: '€7.50 of it is paid' }).waitFor();
    await ana.getByTestId('amount-input').waitFor({ state: 'detached' });
    await requestCard(ana, 'open').getByTestId('request-pay').filter({ hasText: '12.50' }).click();
    await ana.getByTestId('confirm-continue').click();
    await ana.getByTestId('confirm-send').click();
    await requestCard(ana, 'paid').waitFor();
    await requestCard(ben, 'paid').waitFor();
    await seeBalance(ben, '€20.00');
  });

  test('from the sheet, too; a reminder comes too early, and Ana says no', async () => {
    await ana.getByTestId('amount-input').waitFor({ state: 'detached' });
    await openSheet(ben, '5', 'Coffee');
    await ben.getByTestId('ask-instead').click();
    await ben.getByTestId('request-send').filter({ hasText: '5.00' }).click();
    await requestCard(ben, 'open').getByTestId('request-remind').click();
    await ben.getByTestId('request-error').filter({ hasText: 'once a day' }).waitFor();
    await requestCard(ana, 'open').getByTestId('request-decline').click();
    await requestCard(ana, 'declined').filter({ hasText: 'You said no' }).waitFor();
    await requestCard(ben, 'declined').filter({ hasText: 'Ana Lindqvist said no' }).waitFor();
  });

  test('a request that changes while the sheet is open is not paid unseen', async () => {
    const { world } = stage;
    const benPerson = await stage.person('ben');
    await openSheet(ben, '30');
    await ben.getByTestId('ask-instead').click();
    await ben.getByTestId('request-send').click();
    const card = requestCard(ana, 'open');
    await card.getByTestId('request-pay').click();
    await ana.getByTestId('confirm-continue').click();
    const id = (await card.getAttribute('data-request-id')) ?? '';
    await world.http
      .patch(`/v1/requests/${id}`)
      .set('authorization', `Bearer ${benPerson.token}`)
      .send({ amount: { amount: '60.00', currency: 'EUR' } });
    await ana.getByTestId('confirm-send').click();
    await ana.getByTestId('sheet-error').filter({ hasText: 'changed after you saw it' }).waitFor();
    await seeBalance(ana, '€80.00');
  });
});
