// A gift on screen: given to a group from the money menu, opened by two, each seeing their own part only until
// it ends, and the draw checked in the browser.
import type { Locator, Page } from 'playwright-core';
import { objections } from '../support/axe.js';
import { Gifts } from '../support/gifts.js';
import { openSheet, openThread, seeBalance, signIn } from '../support/pages.js';
import { shoot } from '../support/shots.js';
import { DESKTOP, onStage, PHONE } from '../support/stage.js';

const GROUP = 'New year';
const LOOKING_MS = 240_000;

const card = (page: Page): Locator => page.getByTestId('gift-card').last();
const counted = (page: Page, words: string): Promise<void> =>
  card(page).getByTestId('gift-count').filter({ hasText: words }).waitFor();

await onStage('A gift', {}, (stage) => {
  let ana: Page;
  let ben: Page;
  let chloe: Page;

  beforeAll(async () => {
    const gifts = new Gifts(stage.world);
    const handles = ['ana', 'ben', 'chloe'];
    const people = await Promise.all(handles.map((handle) => stage.person(handle)));
    await gifts.among(people, GROUP);
    await stage.world.fund(people[0] as (typeof people)[number], '100.00');
    ana = await stage.page({ viewport: DESKTOP });
    ben = await stage.page({ viewport: PHONE, hasTouch: true });
    chloe = await stage.page({ viewport: DESKTOP, colorScheme: 'dark', reducedMotion: 'reduce' });
    await openThread(await signIn(ana, 'ana'), GROUP);
    await openThread(await signIn(ben, 'ben'), GROUP);
    await openThread(await signIn(chloe, 'chloe'), GROUP);
  }, LOOKING_MS);

  test(
    'is given from the money menu, and is there for all at once with its seal',
    async () => {
      await openSheet(ana, '20', 'Happy new year!');
      await ana.getByTestId('gift-instead').click();
      expect(await ana.getByTestId('gift-amount').inputValue()).toBe('20');
      await ana.locator('[data-testid=gift-amount]:focus').waitFor();
      expect(await ana.getByTestId('gift-people').inputValue()).toBe('2');
      await ana.getByTestId('gift-people').fill('3');
      await ana.getByTestId('gift-give').click();
      await ana.getByText('Choose a number from 1 to 2.').waitFor();
      await shoot(ana, 'gift-sheet');
      expect(await objections(ana)).toEqual([]);
      await ana.getByTestId('gift-people').fill('2');
      await ana.getByTestId('gift-give').filter({ hasText: 'Give 20.00 EUR' }).click();
      await counted(ana, '0 of 2 opened');
      await seeBalance(ana, '€80.00');
      await card(ana).getByText('comes back to you').waitFor();
      await counted(ben, '0 of 2 opened');
      await card(ben).getByText('Happy new year!').waitFor();
      await card(ben).getByText('Drawn already, and sealed').click();
      const seal = card(ben).getByTestId('gift-commitment');
      expect(await seal.innerText()).toMatch(/^[0-9a-f]{64}$/);
      await card(ben).getByTestId('gift-open').waitFor();
      await shoot(ben, 'gift-card-phone');
      expect(await objections(ben)).toEqual([]);
    },
    LOOKING_MS,
  );

  test(
    'is opened: one’s own part first, everybody’s and the check when it has ended',
    async () => {
      await card(ben).getByTestId('gift-open').click();
      const mine = card(ben).getByTestId('gift-mine');
      await mine.waitFor();
      const part = /€\d+\.\d\d/.exec(await mine.innerText())?.[0] ?? '';
      await seeBalance(ben, part);
      await counted(chloe, '1 of 2 opened');
      expect(await card(chloe).innerText()).not.toContain(part);
      await card(chloe).getByTestId('gift-open').click();
      for (const page of [ana, ben, chloe]) {
        await counted(page, '2 of 2 opened');
        await card(page).getByTestId('gift-result').nth(1).waitFor();
      }
      await card(ana).getByTestId('gift-result').filter({ hasText: part }).first().waitFor();
      await card(ana).getByText('Luckiest').waitFor();
      await card(ana).getByTestId('gift-check').click();
      await card(ana)
        .getByTestId('gift-checked')
        .filter({ hasText: 'The draw is right' })
        .waitFor();
      // What is offered for download is the very file that is kept here.
      const href = await card(ana).getByTestId('gift-checker').getAttribute('href');
      const file = await ana.request.get(new URL(href ?? '', ana.url()).href);
      expect(await file.text()).toContain('export async function checkGift');
      await shoot(ana, 'gift-ended');
      await shoot(ben, 'gift-ended-phone');
      await shoot(chloe, 'gift-ended-dark');
      for (const page of [ana, ben, chloe]) expect(await objections(page)).toEqual([]);
    },
    LOOKING_MS,
  );
});
