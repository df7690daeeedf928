// The staff's side on screen: payments that the velocity rule holds are seen held by both friends,
// decided by the risk team, and change in both threads at that moment; finance reads books that agree
// and an audit that would say so if they did not.
import type { Page } from 'playwright-core';
import { ALL_CHECKS } from '../../src/finance/audit.js';
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
import { onStage, PHONE } from '../support/stage.js';

const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 50n };

await onStage('risk and finance', { config: { velocity } }, (stage) => {
  let ana: Page;
  let ben: Page;
  let riley: Page;

  /** Sends on Ana's screen and answers the payment's id once both see it held. */
  async function sendHeld(amount: string, card?: string): Promise<string> {
    await openSheet(ana, amount, `for ${amount}`);
    if (card !== undefined) await addCard(ana, card);
    const { response } = await confirmSend(ana);
    const { id } = (await response.json()) as { id: string };
    for (const page of [ana, ben]) await cardOf(page, id, 'held').waitFor();
    return id;
  }

  function cardOf(page: Page, id: string, state: string) {
    return paymentCards(page, state).and(page.locator(`[data-payment-id=${id}]`));
  }

  /** Opens a case in the queue and the dialog of a decision. */
  async function decide(id: string, decision: 'release' | 'reject'): Promise<void> {
    await riley
      .getByTestId('case-row')
      .and(riley.locator(`[data-payment-id=${id}]`))
      .click();
    await riley.getByTestId(`case-${decision}`).click();
  }

  beforeAll(async () => {
    await stage.world.fund(await stage.person('ana'), '100');
    ana = await signIn(await stage.page(), 'ana');
    ben = await signIn(await stage.page({ viewport: PHONE }), 'ben');
    riley = await signIn(await stage.page(), 'riley');
    await openThread(ana, 'Ben Okafor');
    await openThread(ben, 'Ana Lindqvist');
  });

  afterEach(() => {
    expect(stage.complaints).toEqual([]);
  });

  describe('a payment beyond the usual', () => {
    let fromBalance: string;
    let fromCard: string;

    test('is held, and both friends are told what is going on', async () => {
      await riley.getByText('The queue is clear').waitFor();
      fromBalance = await sendHeld('60');
      expect(await paymentCards(ana).last().innerText()).toMatch(
        /You are sending[\s\S]*Being checked[\s\S]*set aside in your balance/,
      );
      expect(await paymentCards(ben).last().innerText()).toMatch(
        /is sending you[\s\S]*Being checked[\s\S]*once the check is done/,
      );
      await seeBalance(ana, '€40.00');
      await seeBalance(ben, '€0.00');
      fromCard = await sendHeld('70', GOOD_CARD);
      await paymentCards(ana).last().getByText('Nothing has been charged yet.').waitFor();
    });

    test('stands in the queue with its reasons, people and measures', async () => {
      await riley.getByTestId('case-row').nth(1).waitFor();
      await riley
        .getByTestId('case-row')
        .and(riley.locator(`[data-payment-id=${fromBalance}]`))
        .click();
      const facts = riley.getByRole('group', { name: 'Facts of the case' });
      await facts.getByText('60.00 EUR within a day; more than 50.00 is unusual.').waitFor();
      const words = await facts.innerText();
      const told = ['€60.00', 'Ana Lindqvist', '@ben', 'for 60', 'within a day\n60.00 EUR'];
      for (const word of [...told, fromBalance]) {
        expect(words).toContain(word);
      }
    });

    test('released: both threads change by themselves and the money arrives', async () => {
      await decide(fromBalance, 'release');
      await riley.getByTestId('case-confirm').click();
      await riley.getByText('Give a reason, so the decision can be understood later.').waitFor();
      await riley.getByTestId('case-reason').fill('Known friends, called both');
      await riley.getByTestId('case-confirm').click();
      for (const page of [ana, ben]) await cardOf(page, fromBalance, 'completed').waitFor();
      await seeBalance(ben, '€60.00');
      await seeBalance(ana, '€40.00');
    });

    test('rejected: both are told, nothing moved and no card was charged', async () => {
      await decide(fromCard, 'reject');
      await riley.getByTestId('case-confirm').click();
      await riley.getByText('Give a reason, so the decision can be understood later.').waitFor();
      expect(await cardOf(ben, fromCard, 'held').count()).toBe(1);
      await riley.getByTestId('case-reason').fill('no');
      await riley.getByTestId('case-confirm').click();
      await riley.getByRole('dialog').getByRole('alert').waitFor();
      expect(await riley.getByTestId('case-reason').inputValue()).toBe('no');
      await riley.getByTestId('case-reason').fill('The card was reported stolen');
      await riley.getByTestId('case-confirm').click();
      for (const page of [ana, ben]) await cardOf(page, fromCard, 'rejected').waitFor();
      expect(await cardOf(ana, fromCard, 'rejected').innerText()).toContain('Nothing was charged.');
      expect(await ben.content()).not.toContain('stolen');
      await seeBalance(ben, '€60.00');
      await riley.getByText('The queue is clear').waitFor();
    });

    test('once decided it stands on record: who, when and why', async () => {
      await riley.getByText('Released', { exact: true }).first().click();
      const row = riley.getByTestId('case-row');
      await row.and(riley.locator(`[data-payment-id=${fromBalance}]`)).click();
      const facts = riley.getByRole('group', { name: 'Facts of the case' });
      await facts.getByText('Known friends, called both').waitFor();
      expect(await facts.innerText()).toContain('Riley Stone');
      expect(await riley.getByTestId('case-release').count()).toBe(0);
      expect(await stage.world.faults()).toEqual([]);
    });
  });

  describe('the books', () => {
    let fiona: Page;

    beforeAll(async () => {
      fiona = await signIn(await stage.page(), 'fiona');
    });

    test('the trial balance agrees to the last digit', async () => {
      const euro = fiona.getByTestId('sheet').filter({ hasText: 'EUR' });
      await euro.getByText('Debits and credits agree').waitFor();
      const [debit, credit] = await euro.locator('tfoot td').allInnerTexts();
      expect(debit).toBe(credit);
      expect(debit).toMatch(/^[1-9]/);
    });

    test('the journal shows each entry with its lines', async () => {
      await fiona.getByRole('link', { name: 'Journal' }).click();
      const entry = fiona.getByTestId('journal-entry').first();
      await entry.waitFor();
      expect(await entry.innerText()).toContain('60.00 EUR');
    });

    test('the audit runs every check and each of them holds', async () => {
      await fiona.getByRole('link', { name: 'Audit' }).click();
      await fiona.getByTestId('audit-run').click();
      await fiona.getByText('Everything holds').waitFor();
      const checks = fiona.getByTestId('audit-check');
      expect(await checks.count()).toBe(ALL_CHECKS.length);
      expect(await checks.and(fiona.locator('[data-verdict=pass]')).count()).toBe(
        ALL_CHECKS.length,
      );
    });

    test('the audit names what is wrong when the books are tampered with', async () => {
      const tamper = (cents: number): Promise<unknown> =>
        stage.world.sql(
          `UPDATE ledger.accounts SET balance = balance + $1
            WHERE address = (SELECT min(address) FROM ledger.accounts WHERE balance > 0)`,
          [cents],
        );
      await tamper(1);
      await fiona.getByTestId('audit-run').click();
      await fiona.getByText(/\d+ of \d+ do(es)? not hold/).waitFor();
      const failed = fiona.getByTestId('audit-check').and(fiona.locator('[data-verdict=fail]'));
      expect(await failed.first().innerText()).toContain('Does not hold');
      await tamper(-1);
      await fiona.getByTestId('audit-run').click();
      await fiona.getByText('Everything holds').waitFor();
    });
  });

  test.each([
    { handle: 'ana', home: '/threads', foreign: ['/risk', '/finance', '/finance/audit'] },
    { handle: 'riley', home: '/risk', foreign: ['/threads', '/wallet', '/finance/journal'] },
    { handle: 'fiona', home: '/finance/trial-balance', foreign: ['/threads', '/wallet', '/risk'] },
  ])('$handle is led to $home from $foreign', async ({ handle, home, foreign }) => {
    const page = await signIn(await stage.page(), handle);
    for (const path of foreign) {
      await page.goto(path);
      await page.waitForURL(`**${home}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
    }
  });
});
