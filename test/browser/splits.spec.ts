// A bill on screen: divided while one watches, shown to all in one card, paid from it, grown by a round, and
// divided anew after a no.
import type { Locator, Page } from 'playwright-core';
import { objections } from '../support/axe.js';
import { Chatter } from '../support/chatter.js';
import { openSheet, openThread, paymentCards, seeBalance, signIn } from '../support/pages.js';
import { shoot } from '../support/shots.js';
import { DESKTOP, onStage, PHONE } from '../support/stage.js';

const GROUP = 'Weekend in Porto';
const LOOKING_MS = 240_000;

const card = (page: Page): Locator => page.getByTestId('split-card').last();
const counted = (page: Page, words: string): Promise<void> =>
  page.getByTestId('split-count').filter({ hasText: words }).last().waitFor();
const result = (page: Page, words: string): Promise<void> =>
  page.getByTestId('split-result').filter({ hasText: words }).waitFor();

/** Ticks somebody, or takes them out again, by keyboard: the chip's own field is not drawn. */
const toggle = (within: Page | Locator, name: string): Promise<void> =>
  within.getByRole('checkbox', { name }).press('Space');

await onStage('A bill', {}, (stage) => {
  let ana: Page;
  let ben: Page;
  let chloe: Page;

  beforeAll(async () => {
    const chat = new Chatter(stage.world);
    const handles = ['ana', 'ben', 'chloe', 'david'];
    const people = await Promise.all(handles.map((handle) => stage.person(handle)));
    const thread = await chat.group(people, GROUP);
    for (const person of people.slice(0, 3)) await chat.said(person, thread, 'What a weekend!');
    for (const person of people) await stage.world.fund(person, '100.00');
    ana = await stage.page({ viewport: DESKTOP });
    ben = await stage.page({ viewport: PHONE, hasTouch: true });
    chloe = await stage.page({ viewport: DESKTOP, colorScheme: 'dark' });
    await openThread(await signIn(ana, 'ana'), GROUP);
    await openThread(await signIn(ben, 'ben'), GROUP);
    await openThread(await signIn(chloe, 'chloe'), GROUP);
  }, LOOKING_MS);

  test(
    'is divided while one watches; who has not written is named, and nothing is made',
    async () => {
      await openSheet(ana, '100', 'Dinner');
      await ana.getByTestId('split-instead').click();
      expect(await ana.getByTestId('split-amount').inputValue()).toBe('100');
      await ana.getByTestId('amount-input').waitFor({ state: 'detached' });
      await ana.locator('[data-testid=split-amount]:focus').waitFor();
      expect(await ana.getByTestId('split-title').inputValue()).toBe('Dinner');
      await ana.getByTestId('split-trouble').filter({ hasText: 'David Kim' }).waitFor();
      await toggle(ana, 'David Kim');
      await result(ana, 'Ben Okafor pays you€33.33');
      await ana
        .getByTestId('split-odd')
        .filter({ hasText: 'It does not divide evenly: you bear €0.01 more.' })
        .waitFor();
      await shoot(ana, 'split-equally');
      expect(await objections(ana)).toEqual([]);

      // The ways are tabs, walked by arrow keys.
      await ana.getByTestId('split-way-equally').focus();
      await ana.keyboard.press('ArrowRight');
      await ana.getByLabel('Ben Okafor’s amount').fill('60');
      await ana.getByTestId('split-trouble').filter({ hasText: '40.00 EUR' }).waitFor();
      await ana.getByLabel('Your amount').fill('40');
      await result(ana, 'Ben Okafor pays you€60.00');
      await ana.getByTestId('split-way-shares').click();
      await ana.getByLabel('Your shares').fill('2');
      await result(ana, 'Your own part€50.00');
      await shoot(ana, 'split-shares');
      await ana.getByTestId('split-way-percent').click();
      await ana.getByLabel('Chloé Martin’s percentage').fill('99');
      await ana.getByTestId('split-trouble').filter({ hasText: '99.00 %' }).waitFor();
      await ana.getByTestId('split-way-items').click();
      for (const [name, amount, who] of [
        ['Fish', '50', ['You', 'Ben Okafor']],
        ['Wine', '30', ['Chloé Martin']],
      ] as const) {
        await ana.getByTestId('item-add').click();
        const item = ana.getByTestId('item').last();
        await item.getByTestId('item-name').fill(name);
        await item.getByTestId('item-amount').fill(amount);
        for (const one of who) await toggle(item, one);
      }
      await result(ana, 'Chloé Martin pays you€37.50');
      await result(ana, 'With €20.00 beyond the items');
      await shoot(ana, 'split-items');
      expect(await objections(ana)).toEqual([]);
      expect(await ana.getByTestId('split-card').count()).toBe(0);

      await ana.getByTestId('split-way-equally').click();
      await ana.getByTestId('split-send').filter({ hasText: 'Ask 2 people' }).click();
      await counted(ana, '0 of 2 paid');
      await counted(ben, '0 of 2 paid');
    },
    LOOKING_MS,
  );

  test(
    'each sees one card, pays from it, and all see how many have paid',
    async () => {
      await seeBalance(ben, '€100.00');
      expect(await card(ben).innerText()).not.toMatch(/[+-]\s?€|accept/i);
      await shoot(ben, 'split-card-phone');
      await shoot(chloe, 'split-card-dark');
      expect(await objections(ben)).toEqual([]);
      expect(await objections(chloe)).toEqual([]);
      await card(ben)
        .getByTestId('split-pay')
        .filter({ hasText: 'Pay 33.33 EUR to Ana Lindqvist' })
        .click();
      await ben.getByTestId('confirm-continue').click();
      await ben.getByTestId('confirm-send').click();
      await paymentCards(ben, 'completed').waitFor();
      for (const page of [ana, ben, chloe]) await counted(page, '1 of 2 paid');
      await card(ben).getByTestId('split-pay').waitFor({ state: 'detached' });
      await seeBalance(ana, '€133.33');
      await shoot(ana, 'split-card-desktop');
      expect(await objections(ana)).toEqual([]);
    },
    LOOKING_MS,
  );

  test(
    'another round with others in it, a no, and the share divided anew',
    async () => {
      await card(ana).getByTestId('split-add-round').click();
      await ana.getByTestId('split-amount').fill('20');
      await ana.getByTestId('split-title').fill('Drinks');
      await toggle(ana, 'David Kim');
      await toggle(ana, 'You');
      await result(ana, 'Ben Okafor pays you€10.00');
      await ana.getByTestId('split-send').click();
      await card(chloe).getByTestId('split-pay').filter({ hasText: 'Pay 43.33 EUR' }).waitFor();
      await card(ben).getByTestId('split-pay').filter({ hasText: 'Pay 10.00 EUR' }).waitFor();
      await card(ana).filter({ hasText: 'Dinner, Drinks' }).waitFor();
      await card(ana).getByTestId('split-remind').click();
      await card(ana).getByTestId('split-error').filter({ hasText: 'once a day' }).waitFor();

      await card(chloe).getByTestId('split-decline').click();
      const share = card(ana).getByTestId('share').filter({ hasText: 'Chloé Martin' });
      await share.and(ana.locator('[data-state=declined]')).waitFor();
      await share.getByTestId('share-actions').click();
      await ana.getByRole('menuitem', { name: 'Divide among the others' }).click();
      await share.and(ana.locator('[data-state=moved]')).waitFor();
      await card(ben).getByTestId('split-pay').filter({ hasText: 'Pay 31.66 EUR' }).waitFor();
      await shoot(ana, 'split-rounds');
      await shoot(ben, 'split-rounds-phone');
      await card(ben).getByTestId('split-pay').click();
      await ben.getByTestId('confirm-continue').click();
      await ben.getByTestId('confirm-send').click();
      for (const page of [ana, ben, chloe]) await counted(page, '1 of 1 paid');
      await shoot(chloe, 'split-done');

      // On a phone, from an amount that was written.
      await ben.getByTestId('message-input').fill('12 EUR for the taxi');
      await ben.getByTestId('chip-split').click();
      expect(await ben.getByTestId('split-amount').inputValue()).toBe('12.00');
      await toggle(ben, 'David Kim');
      await result(ben, 'Ana Lindqvist pays you€4.00');
      await shoot(ben, 'split-sheet-phone');
      expect(await objections(ben)).toEqual([]);
      await ben.keyboard.press('Escape');
      await ben.getByTestId('split-amount').waitFor({ state: 'detached' });
      await ben.locator('[data-testid=money-button]:focus').waitFor();
      expect(await ben.getByTestId('message-input').inputValue()).toBe('12 EUR for the taxi');
      expect(stage.complaints).toEqual([]);
    },
    LOOKING_MS,
  );
});
