// "Between us" on screen: each sees what is open, one settles it with one payment of the difference, and
// both are even; then they are even by themselves, and no money moves.
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { objections } from '../support/axe.js';
import { Bills } from '../support/bills.js';
import { Chatter } from '../support/chatter.js';
import { openThread, paymentCards, seeBalance, signIn } from '../support/pages.js';
import { shoot } from '../support/shots.js';
import { DESKTOP, onStage, PHONE } from '../support/stage.js';
import type { TestPerson } from '../support/world.js';

const LOOKING_MS = 240_000;

const sentence = (page: Page, words: string): Promise<void> =>
  page.getByTestId('between-sentence').filter({ hasText: words }).waitFor();
const requestCard = (page: Page, words: string): Locator =>
  page.getByTestId('request-card').filter({ hasText: words });

await onStage('Between us', {}, (stage) => {
  let people: [TestPerson, TestPerson];
  let thread: string;
  let ana: Page;
  let ben: Page;

  const asks = async (by: TestPerson, amount: string, note: string): Promise<void> => {
    const body = { threadId: thread, amount: { amount, currency: 'EUR' }, note };
    expect((await stage.world.post(by, '/v1/requests', body, randomUUID())).status).toBe(201);
  };

  beforeAll(async () => {
    const chat = new Chatter(stage.world);
    people = [await stage.person('ana'), await stage.person('ben')];
    thread = await stage.world.thread(people);
    for (const person of people) {
      await chat.said(person, thread, 'What a weekend!');
      await stage.world.fund(person, '100.00');
    }
    await asks(people[1], '20.00', 'Dinner');
    await asks(people[0], '5.00', 'Taxi');
    ana = await stage.page({ viewport: DESKTOP });
    ben = await stage.page({ viewport: PHONE, hasTouch: true, colorScheme: 'dark' });
    await openThread(await signIn(ana, 'ana'), 'Ben Okafor');
    await openThread(await signIn(ben, 'ben'), 'Ana Lindqvist');
  }, LOOKING_MS);

  test(
    'one payment of the difference settles what both ask of each other',
    async () => {
      await ben.getByTestId('between-open').click();
      await sentence(ben, 'Ana Lindqvist owes you €15.00');
      await shoot(ben, 'between-phone-dark');
      expect(await objections(ben)).toEqual([]);
      await ana.getByTestId('between-open').click();
      await sentence(ana, 'You owe Ben Okafor €15.00');
      expect(await ana.getByTestId('between-item').allInnerTexts()).toEqual([
        expect.stringContaining('Dinner'),
        expect.stringContaining('Taxi'),
      ]);
      await shoot(ana, 'between-desktop');
      expect(await objections(ana)).toEqual([]);
      await ana.getByTestId('between-pay').filter({ hasText: 'Settle with 15.00 EUR' }).click();
      await ana.getByTestId('confirm-continue').click();
      await ana.getByTestId('confirm-send').click();
      await paymentCards(ana, 'completed').waitFor();
      await seeBalance(ana, '€85.00');
      // The other one's panel is still open, and hears of it.
      await ben
        .getByTestId('between-even')
        .filter({ hasText: 'You and Ana Lindqvist are even' })
        .waitFor();
      await shoot(ben, 'between-even-phone-dark');
      await ben.keyboard.press('Escape');
      await seeBalance(ben, '€115.00');
      await requestCard(ben, '€5.00 was set off').first().waitFor();
      await requestCard(ana, '€15.00 of it was paid').waitFor();
      await shoot(ana, 'between-settled');
      expect(await objections(ana)).toEqual([]);
    },
    LOOKING_MS,
  );

  test(
    'two who ask the same of each other call it even, and no money moves',
    async () => {
      await asks(people[1], '9.00', 'Museum');
      await asks(people[0], '9.00', 'Lunch');
      await requestCard(ana, 'Lunch').waitFor();
      await ana.getByTestId('between-open').click();
      await sentence(ana, 'You and Ben Okafor ask the same of each other');
      await ana.getByTestId('between-set-off').click();
      await ana.getByTestId('between-even').waitFor();
      await ana.keyboard.press('Escape');
      await requestCard(ben, '€9.00 was set off').first().waitFor();
      await seeBalance(ana, '€85.00');
      expect(stage.complaints).toEqual([]);
    },
    LOOKING_MS,
  );

  test(
    'of a group one sees how all could be settled by the fewest payments',
    async () => {
      const bills = new Bills(stage.world);
      const chloe = await stage.person('chloe');
      bills.thread = await bills.chat.group([...people, chloe], 'Cabin');
      for (const person of [...people, chloe]) {
        await bills.chat.said(person, bills.thread, 'Lovely');
      }
      await bills.split(people[0], '30.00', [...people, chloe]);
      await bills.split(people[1], '30.00', [...people, chloe]);
      await openThread(ana, 'Cabin');
      await ana.getByTestId('between-open').click();
      await sentence(ana, 'Chloé Martin owes you €10.00');
      await sentence(ana, 'You and Ben Okafor ask the same of each other');
      await ana.getByTestId('between-proposal').waitFor();
      expect(await ana.getByTestId('between-proposal').getByRole('listitem').count()).toBe(2);
      await shoot(ana, 'between-group');
      expect(await objections(ana)).toEqual([]);
      expect(stage.complaints).toEqual([]);
    },
    LOOKING_MS,
  );
});
