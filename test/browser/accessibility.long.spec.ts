// Every page in light and dark, at a desk and on a phone, has nothing that axe objects to, and the
// whole send can be done without a pointer.
import type { Locator, Page } from 'playwright-core';
import { objections } from '../support/axe.js';
import {
  addCard,
  cardFrame,
  GOOD_CARD,
  openSheet,
  openThread,
  paymentCards,
  signIn,
  typeCard,
} from '../support/pages.js';
import { DESKTOP, onStage, PHONE } from '../support/stage.js';

const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 100n };

const LOOKS = [
  { look: 'at a desk', options: { viewport: DESKTOP } },
  { look: 'on a phone', options: { viewport: PHONE, hasTouch: true } },
] as const;

// Each look at a page takes seconds, and on a busy machine many of them.
const LOOKING_MS = 240_000;

/** Runs in the page, whose types this side does not have. */
const hasFocus = (node: { matches: (selector: string) => boolean }): boolean =>
  node.matches(':focus');

await onStage('accessibility', { config: { velocity } }, (stage) => {
  let heldCase: string;

  // One card of every kind in the thread of Ana and Ben, one open case and two decided ones.
  beforeAll(async () => {
    const { world } = stage;
    const [ana, riley] = [await stage.person('ana'), await stage.person('riley')];
    const threadId = await stage.threadOf(ana, 'ben');
    const good = await world.card(ana);
    const bad = await world.card(ana, 'pm_card_chargeCustomerFail');
    await world.fund(ana, '500');
    await world.send(ana, threadId, '20', { cardId: good.id, note: 'pizza 🍕' });
    await world.send(ana, threadId, '12', { cardId: bad.id, note: 'tickets' });
    for (const amount of ['90', '91', '92']) await world.send(ana, threadId, amount);
    const queue = await world.get(riley, '/v1/risk/cases');
    const { cases } = queue.body as { cases: { id: string }[] };
    const [first, second, third] = cases.map(({ id }) => id);
    const decide = (id: string | undefined, verdict: string, key: string) =>
      world.post(riley, `/v1/risk/cases/${id ?? ''}/${verdict}`, { reason: 'looked at' }, key);
    expect((await decide(first, 'release', 'release-first')).status).toBeLessThan(300);
    expect((await decide(second, 'reject', 'reject-second')).status).toBeLessThan(300);
    heldCase = third ?? '';
  });

  afterEach(() => stage.clear());

  describe.each(LOOKS)('$look', ({ options }) => {
    test('sign in', async () => {
      const page = await stage.page(options);
      await page.getByTestId('demo-ana').waitFor();
      expect(await objections(page)).toEqual([]);
    });

    test(
      'threads, cards of every state, the money sheet step by step, the wallet',
      async () => {
        const page = await signIn(await stage.page(options), 'ana');
        await page.getByTestId('thread-ben-okafor').waitFor();
        expect(await objections(page)).toEqual([]);
        await openThread(page, 'Ben Okafor');
        for (const state of ['completed', 'failed', 'held', 'rejected']) {
          await paymentCards(page, state).first().waitFor();
        }
        expect(await objections(page)).toEqual([]);

        await openSheet(page, '10001', 'a note');
        await page.getByTestId('sheet-error').waitFor();
        expect(await objections(page)).toEqual([]);
        await page.getByTestId('source-add-card').click();
        await typeCard(page, '4000000000000002');
        await page.getByTestId('card-save').click();
        await page.getByTestId('sheet-error').waitFor();
        expect(await objections(page)).toEqual([]);
        await page.getByRole('button', { name: 'Back' }).click();
        await page.getByTestId('amount-input').fill('20');
        await page.getByTestId('confirm-continue').click();
        await page.getByTestId('confirm-send').waitFor();
        expect(await objections(page)).toEqual([]);

        await page.goto('/wallet');
        await page.getByTestId('activity-row').first().waitFor();
        await page.getByTestId('saved-card-5556').waitFor();
        expect(await objections(page)).toEqual([]);
      },
      LOOKING_MS,
    );

    test(
      'the review queue, an open and a decided case, the decision',
      async () => {
        const page = await signIn(await stage.page(options), 'riley');
        await page.getByTestId('case-row').waitFor();
        expect(await objections(page)).toEqual([]);
        await page.goto(`/risk/${heldCase}`);
        await page.getByTestId('case-reject').waitFor();
        expect(await objections(page)).toEqual([]);
        await page.getByTestId('case-reject').click();
        await page.getByTestId('case-confirm').click();
        await page.getByText('Give a reason').waitFor();
        expect(await objections(page)).toEqual([]);
      },
      LOOKING_MS,
    );

    test('the books: trial balance, journal, audit', async () => {
      const page = await signIn(await stage.page(options), 'fiona');
      await page.getByTestId('sheet').waitFor();
      expect(await objections(page)).toEqual([]);
      await page.goto('/finance/journal');
      await page.getByTestId('journal-entry').first().waitFor();
      expect(await objections(page)).toEqual([]);
      await page.goto('/finance/audit');
      await page.getByTestId('audit-run').click();
      await page.getByText('Everything holds').waitFor();
      expect(await objections(page)).toEqual([]);
    });
  });

  describe('by keyboard alone', () => {
    const focused = (page: Page): Promise<string | null> =>
      page.evaluate<string | null>(
        `document.activeElement?.getAttribute('data-testid') ?? document.activeElement?.tagName`,
      );

    /** Presses Tab until the focus is on what `target` finds; fails when it never comes by. */
    async function tabTo(page: Page, target: Locator): Promise<void> {
      await target.waitFor();
      for (let presses = 0; presses < 60; presses += 1) {
        if (await target.evaluate(hasFocus)) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`the focus never came to ${String(target)}`);
    }

    async function press(page: Page, testId: string): Promise<void> {
      await tabTo(page, page.getByTestId(testId));
      await page.keyboard.press('Enter');
    }

    test('from the sign-in page to a completed payment with a new card', async () => {
      const page = await stage.page();
      await press(page, 'demo-chloe');
      await press(page, 'thread-ana-lindqvist');
      await press(page, 'money-button');
      await page.getByTestId('amount-input').waitFor();
      expect(await focused(page)).toBe('amount-input');
      await page.keyboard.type('20');
      await press(page, 'source-add-card');
      await tabTo(page, cardFrame(page).locator('input[name=cardnumber]'));
      await page.keyboard.type(GOOD_CARD);
      await page.keyboard.press('Tab');
      await page.keyboard.type('1239');
      await page.keyboard.press('Tab');
      await page.keyboard.type('123');
      await press(page, 'card-save');
      await press(page, 'confirm-continue');
      await press(page, 'confirm-send');
      await paymentCards(page, 'completed').waitFor();
      await page.locator('[data-testid=money-button]:focus').waitFor();
    });

    test('Escape closes the sheet, keeps what was typed and gives the focus back', async () => {
      const page = await signIn(await stage.page(), 'david');
      await openThread(page, 'Ben Okafor');
      await press(page, 'money-button');
      await page.getByTestId('amount-input').waitFor();
      await page.keyboard.type('7');
      await page.keyboard.press('Escape');
      await page.locator('[data-testid=money-button]:focus').waitFor();
      expect(await page.getByTestId('amount-input').count()).toBe(0);
      await page.keyboard.press('Enter');
      expect(await page.getByTestId('amount-input').inputValue()).toBe('7');
    });

    test('the arrows choose what pays', async () => {
      const page = await signIn(await stage.page(), 'david');
      await openThread(page, 'Ben Okafor');
      await openSheet(page, '7');
      await addCard(page, GOOD_CARD);
      await tabTo(page, page.getByTestId('source-card-5556'));
      await page.keyboard.press('ArrowUp');
      await page.getByTestId('source-balance').and(page.locator('[data-checked]')).waitFor();
    });

    test('a reviewer moves through the queue and decides by keys', async () => {
      const page = await signIn(await stage.page(), 'riley');
      await page.getByTestId('case-row').waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.waitForURL(`**/risk/${heldCase}`);
      await page.keyboard.press('r');
      await page.getByTestId('case-reason').waitFor();
      expect(await focused(page)).toBe('case-reason');
      await page.keyboard.type('Known friends');
      await press(page, 'case-confirm');
      await page.getByText('The queue is clear').waitFor();
      expect(await stage.world.faults()).toEqual([]);
    });
  });
});
