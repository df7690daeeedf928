// What is refused on screen: cards that decline, amounts that are none, a balance that is not enough.
// Each is said in its own sentence, keeps what was typed, and leaves nothing half done.
import type { Page } from 'playwright-core';
import { TEST_CARDS } from '../../simulator/cards/table.js';
import {
  addCard,
  cardFrame,
  confirmSend,
  GOOD_CARD,
  isSend,
  noteOf,
  openSheet,
  openThread,
  paymentCards,
  refusal,
  seeBalance,
  signIn,
  sourceCard,
  typeCard,
} from '../support/pages.js';
import { onStage } from '../support/stage.js';

const DECLINED = 'Your card was declined.';
const DECLINING: Record<string, string> = {
  '4000000000000002': DECLINED,
  '4000000000009995': 'Your card has insufficient funds.',
  '4000000000009987': DECLINED,
  '4000000000009979': DECLINED,
  '4000000000000069': 'Your card has expired.',
  '4000000000000127': "Your card's security code is incorrect.",
  '4000000000000119': 'An error occurred while processing your card. Try again in a little bit.',
  '4000000000006975':
    'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
};
const CHARGE_DECLINED = '4000000000000341';

const AMOUNTS: [typed: string, words: string][] = [
  ['', 'Enter an amount.'],
  ['0', 'The amount must be more than zero.'],
  ['0.00', 'The amount must be more than zero.'],
  ['-5', 'An amount cannot be negative.'],
  ['NaN', 'This is not an amount.'],
  ['1e3', 'This is not an amount.'],
  ['12.345', 'EUR has 2 decimals.'],
  ['10000.01', 'One payment can carry at most 10,000.00 EUR.'],
  ['999999999999999999999', 'One payment can carry at most 10,000.00 EUR.'],
];

await onStage('what is refused on screen', {}, (stage) => {
  let page: Page;
  /** The idempotency keys of the sends that the last page asked for. */
  let asked: (string | undefined)[];

  async function enter(handle: string, other: string): Promise<Page> {
    const opened = await stage.page();
    asked = [];
    opened.on('request', (request) => {
      if (isSend(request.method(), request.url())) asked.push(request.headers()['idempotency-key']);
    });
    await openThread(await signIn(opened, handle), other);
    return opened;
  }

  afterEach(async () => {
    expect(await stage.world.faults()).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  describe('a card that its bank declines', () => {
    beforeAll(async () => {
      page = await enter('ana', 'Ben Okafor');
      await openSheet(page, '20', 'pizza');
      await page.getByTestId('source-add-card').click();
    });
    afterAll(() => stage.clear());

    test('the table names every card of the simulator that cannot be added', () => {
      const declining = TEST_CARDS.filter(({ attach }) => attach !== undefined);
      expect(declining.map(({ number }) => number).sort()).toEqual(Object.keys(DECLINING).sort());
    });

    test.each(Object.entries(DECLINING))('%s: %s', async (number, words) => {
      await typeCard(page, number);
      const answer = page.waitForResponse(
        (response) => response.url().includes('/confirm') && response.request().method() === 'POST',
      );
      await page.getByTestId('card-save').click();
      expect((await answer).status()).toBe(402);
      expect((await refusal(page, words)).trim()).toBe(words);
      const typed = cardFrame(page).locator('input[name=cardnumber]');
      expect((await typed.inputValue()).replace(/ /g, '')).toBe(number);
      const { body } = await stage.world.get(await stage.person('ana'), '/v1/cards');
      expect(body).toEqual({ cards: [] });
    });

    test('after all of them a good card goes through the same form', async () => {
      await typeCard(page, GOOD_CARD);
      await page.getByTestId('card-save').click();
      await sourceCard(page, GOOD_CARD).waitFor();
      expect(await page.getByTestId('amount-input').inputValue()).toBe('20');
      expect(await noteOf(page).inputValue()).toBe('pizza');
      expect(asked).toEqual([]);
    });
  });

  describe('a card that is declined when it is charged', () => {
    let payee: Page;

    beforeAll(async () => {
      payee = await enter('david', 'Ben Okafor');
      page = await enter('ben', 'David Kim');
      await openSheet(page, '12.50', 'tickets');
      await addCard(page, CHARGE_DECLINED);
    });
    afterAll(() => stage.clear());

    test('the sheet says so and the thread of the payer alone shows it', async () => {
      await confirmSend(page);
      const words = await refusal(page, 'The card was declined. Please try another card.');
      expect(words).toContain('Nothing was charged.');
      await paymentCards(page, 'failed').waitFor();
      await seeBalance(page, '€0.00');
      // A word said afterwards reaches the payee, so what is missing there then will not come.
      await page.keyboard.press('Escape');
      await page.getByTestId('message-input').fill('That did not work');
      await page.getByTestId('message-send').click();
      await payee.getByRole('log').getByText('That did not work').waitFor();
      expect(await paymentCards(payee).count()).toBe(0);
    });

    test('"Try another card" keeps amount and note, and a good card completes', async () => {
      await page.getByRole('button', { name: 'Try another card' }).click();
      expect(await page.getByTestId('amount-input').inputValue()).toBe('12.50');
      expect(await noteOf(page).inputValue()).toBe('tickets');
      await addCard(page, GOOD_CARD);
      await confirmSend(page);
      await paymentCards(page, 'completed').waitFor();
      await paymentCards(payee, 'completed').waitFor();
      await seeBalance(payee, '€12.50');
      expect(new Set(asked).size).toBe(2);
    });
  });

  describe('an amount', () => {
    beforeAll(async () => {
      page = await enter('chloe', 'Ana Lindqvist');
      await openSheet(page, '', 'kept');
    });
    afterAll(() => stage.clear());

    test.each(AMOUNTS)('%j: %s', async (typed, words) => {
      const input = page.getByTestId('amount-input');
      await input.fill(typed);
      await page.getByTestId('confirm-continue').click();
      await refusal(page, words);
      expect(await input.inputValue()).toBe(typed);
      expect(await noteOf(page).inputValue()).toBe('kept');
      expect(await input.getAttribute('aria-invalid')).toBe('true');
    });

    test('more than an empty balance, without a card, leads to adding one', async () => {
      await page.getByTestId('amount-input').fill('20');
      await page.getByText('You have €0.00 available. Add a card to send more.').waitFor();
      expect(await page.getByTestId('sheet-error').count()).toBe(0);
      await page.getByTestId('confirm-continue').click();
      await refusal(page, 'You have €0.00 available. Add a card to send more.');
      await page.getByRole('button', { name: 'Add a card' }).first().click();
      await typeCard(page, GOOD_CARD);
      await page.getByTestId('card-save').click();
      await sourceCard(page, GOOD_CARD).waitFor();
      expect(await page.getByTestId('sheet-error').count()).toBe(0);
      expect(await page.getByTestId('amount-input').inputValue()).toBe('20');
    });

    test('more than the balance, chosen although a card is there', async () => {
      await page.getByTestId('source-balance').click();
      await refusal(page, 'You have €0.00 available. Pay with a card, or send less.');
      await page.getByTestId('source-card-5556').click();
      await page.getByTestId('sheet-error').waitFor({ state: 'detached' });
      expect(asked).toEqual([]);
    });

    test('what the balance cannot pay is paid by the newest card unless somebody says else', async () => {
      const chloe = await stage.person('chloe');
      await stage.world.fund(chloe, '30');
      await page.reload();
      await openSheet(page, '20');
      await page.getByTestId('source-balance').and(page.locator('[data-checked]')).waitFor();
      await page.getByTestId('amount-input').fill('30.01');
      await sourceCard(page, GOOD_CARD).waitFor();
      await page.getByTestId('amount-input').fill('30');
      await page.getByTestId('source-balance').and(page.locator('[data-checked]')).waitFor();
      expect(await page.getByTestId('sheet-error').count()).toBe(0);
    });

    test('a balance that another window spent meanwhile', async () => {
      await page.getByTestId('confirm-continue').click();
      await page.getByTestId('confirm-send').waitFor();
      const chloe = await stage.person('chloe');
      const { body } = await stage.world.get(chloe, '/v1/threads');
      const [thread] = (body as { threads: { id: string; kind: string }[] }).threads.filter(
        ({ kind }) => kind === 'direct',
      );
      await stage.world.send(chloe, thread?.id ?? '', '1');
      await refusal(page, 'You have €29.00 available. Pay with a card, or send less.');
      await page.getByRole('button', { name: 'Change the payment' }).click();
      expect(await page.getByTestId('amount-input').inputValue()).toBe('30');
      expect(asked).toEqual([]);
    });
  });
});
