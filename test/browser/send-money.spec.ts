// The main journey on screen: Ana at a desk sends Ben 20 euros from a card, Ben on his phone sends 5
// back from his balance. Both see both at once, and the card number reaches nobody but the processor.
import type { Page } from 'playwright-core';
import { objections } from '../support/axe.js';
import {
  addCard,
  confirmSend,
  GOOD_CARD,
  openSheet,
  openThread,
  paymentCards,
  seeBalance,
  signIn,
} from '../support/pages.js';
import { onStage, PHONE, recordTraffic, type Traffic } from '../support/stage.js';

await onStage('Ana sends Ben 20 euros, Ben sends 5 back', {}, (stage) => {
  let ana: Page;
  let ben: Page;
  const traffic: Traffic[] = [];

  beforeAll(async () => {
    const people = [
      { handle: 'ana', other: 'Ben Okafor', options: {} },
      { handle: 'ben', other: 'Ana Lindqvist', options: { viewport: PHONE, hasTouch: true } },
    ];
    const pages = [];
    for (const { handle, other, options } of people) {
      const context = await stage.context(options);
      traffic.push(recordTraffic(context));
      const page = await context.newPage();
      await page.goto('/');
      await openThread(await signIn(page, handle), other);
      pages.push(page);
    }
    [ana, ben] = pages as [Page, Page];
  });

  test('a card payment completes on both screens, on the other within a second', async () => {
    await openSheet(ana, '20', 'pizza 🍕');
    await addCard(ana, GOOD_CARD);
    const seen = paymentCards(ben, 'completed')
      .waitFor()
      .then(() => Date.now());
    const { response, answeredAt } = await confirmSend(ana);
    expect(response.status()).toBe(201);
    expect((await seen) - answeredAt).toBeLessThan(1000);

    await paymentCards(ana, 'completed').waitFor();
    const { id } = (await response.json()) as { id: string };
    for (const page of [ana, ben]) {
      expect(await paymentCards(page).count()).toBe(1);
      expect(await paymentCards(page).getAttribute('data-payment-id')).toBe(id);
    }
    expect(await paymentCards(ana).innerText()).toMatch(/You sent\s+−€20\.00\s+to Ben Okafor/);
    expect(await paymentCards(ben).innerText()).toMatch(/Ana Lindqvist sent you\s+\+€20\.00/);
    expect(await paymentCards(ben).innerText()).toContain('pizza 🍕');
    await seeBalance(ben, '€20.00');
    await seeBalance(ana, '€0.00');
  });

  test('the sheet is gone and holds nothing of what was sent', async () => {
    await ana.getByTestId('amount-input').waitFor({ state: 'detached' });
    await openSheet(ana);
    expect(await ana.getByLabel('Note', { exact: true }).inputValue()).toBe('');
    await ana.getByTestId('source-card-5556').waitFor();
    await ana.keyboard.press('Escape');
    await ana.getByTestId('amount-input').waitFor({ state: 'detached' });
  });

  test('the card number went to the processor and to nobody else', async () => {
    const digits = new RegExp(Array.from(GOOD_CARD).join('(?:\\s|%20|[+-])?'));
    const { world } = stage;
    const [first, second] = traffic;
    expect(await first?.sentTo(world.simulator.url)).toMatch(digits);
    const toUs = (await first?.sentTo(world.webUrl)) ?? '';
    expect(toUs).toContain('/v1/cards');
    expect(toUs).not.toMatch(digits);
    const hosts = [new URL(world.webUrl).host, new URL(world.simulator.url).host];
    expect(first?.hosts()).toEqual(hosts.sort());
    expect(second?.hosts()).toEqual([new URL(world.webUrl).host]);
    expect(await ana.content()).not.toMatch(digits);
  });

  test('the payment back comes from the balance and never asks the processor', async () => {
    stage.world.simulator.requests.clear();
    await openSheet(ben, '5');
    expect(await ben.getByTestId('source-balance').getAttribute('data-checked')).toBe('true');
    const { response } = await confirmSend(ben);
    expect(response.status()).toBe(201);
    for (const page of [ana, ben]) {
      await paymentCards(page, 'completed').nth(1).waitFor();
      expect(await paymentCards(page).count()).toBe(2);
    }
    expect(await paymentCards(ana).nth(1).innerText()).toMatch(/Ben Okafor sent you\s+\+€5\.00/);
    expect(stage.world.simulator.requests.entries).toEqual([]);
    await seeBalance(ben, '€15.00');
    await seeBalance(ana, '€5.00');
  });

  test('the wallet of both lists both, and only the payer sees how it was paid', async () => {
    const told = {
      ana: ['From Ben Okafor', '+€5.00', 'To Ben Okafor', '−€20.00', 'Visa ending 5556'],
      ben: ['To Ana Lindqvist', '−€5.00', 'From balance', 'From Ana Lindqvist', '+€20.00'],
    };
    for (const [page, words] of [[ana, told.ana] as const, [ben, told.ben] as const]) {
      await page.goto('/wallet');
      await page.getByTestId('activity-row').nth(1).waitFor();
      const rows = (await page.getByTestId('activity-row').allInnerTexts()).join('\n');
      for (const word of words) expect(rows).toContain(word);
    }
    const balance = ben.getByTestId('wallet-balance').filter({ hasText: 'EUR' });
    expect(await balance.innerText()).toContain('€15.00');
    expect(await ben.content()).not.toContain('5556');
    await ana.getByTestId('saved-card-5556').waitFor();
  });

  test('a payment in the wallet leads to its conversation', async () => {
    await ben.getByTestId('activity-row').first().click();
    await paymentCards(ben).nth(1).waitFor();
  });

  test('a balance that is not enough pays first, the card the rest, and the payer reads both', async () => {
    await ana.goto('/threads');
    await openThread(ana, 'Ben Okafor');
    await openSheet(ana, '4');
    expect(await ana.getByTestId('source-balance-first').count()).toBe(0);
    await ana.getByTestId('amount-input').fill('12');
    await ana.getByTestId('source-balance-first').click();
    const parts = '€5.00 from your balance, €7.00 from Visa ending 5556';
    await ana.getByTestId('source-balance-first').getByText(parts).waitFor();
    expect(await objections(ana)).toEqual([]);
    const { response } = await confirmSend(ana);
    expect(response.status()).toBe(201);
    await ana.getByTestId('payment-parts').getByText(parts).waitFor();
    await seeBalance(ana, '€0.00');
    await seeBalance(ben, '€27.00');
    await ana.getByTestId('receipt-open').last().click();
    await ana.getByTestId('receipt-parts').getByText(parts).waitFor();
    await ana.goto('/wallet');
    await ana.getByTestId('activity-row').first().getByText(parts).waitFor();
    expect(await ben.content()).not.toContain('from Visa');
  });

  test('words arrive live on the other screen, and signing out ends it', async () => {
    await ana.goto('/threads');
    await openThread(ana, 'Ben Okafor');
    await ana.getByTestId('message-input').fill('See you Saturday');
    await ana.getByTestId('message-send').click();
    await ben.getByRole('log').getByText('See you Saturday').waitFor();
    await ben.getByRole('button', { name: 'Ben Okafor, account menu' }).click();
    await ben.getByTestId('sign-out').click();
    await ben.waitForURL(/\/signin$/);
    await ben.goBack();
    await ben.getByTestId('demo-ben').waitFor();
  });

  test('the books balance and no page complained', async () => {
    expect(await stage.world.faults()).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });
});
