// What comes between a person and the server: a connection lost before or after the server did its
// work, a session that ended, an address that leads nowhere. Money moves once or not at all, and every
// page offers a way on.
import type { Page, Route } from 'playwright-core';
import { DEMO_PASSWORD } from '../../src/demo.js';
import { SESSION_COOKIE } from '../../src/shared/people.js';
import {
  giveCredentials,
  isSend,
  openSheet,
  openThread,
  paymentCards,
  refusal,
  seeBalance,
  send,
  signIn,
} from '../support/pages.js';
import { onStage, PHONE } from '../support/stage.js';
import type { TestPerson } from '../support/world.js';

await onStage('what interrupts a send', {}, (stage) => {
  afterEach(async () => {
    await stage.clear();
    expect(await stage.world.faults()).toEqual([]);
    expect(stage.complaints).toEqual([]);
  });

  /** The ids of all payments there are. */
  async function payments(): Promise<string[]> {
    const rows = await stage.world.sql<{ id: string }>('SELECT id FROM payments.payments');
    return rows.map(({ id }) => id);
  }

  /** Signs the person on a page out, as from another window. */
  async function endSession(page: Page): Promise<void> {
    const cookies = await page.context().cookies();
    const token = cookies.find(({ name }) => name === SESSION_COOKIE)?.value ?? '';
    const answer = await stage.world.http
      .delete('/v1/session')
      .set('authorization', `Bearer ${token}`);
    expect(answer.status).toBe(204);
  }

  async function threadId(person: TestPerson, other: string): Promise<string> {
    const { body } = await stage.world.get(person, '/v1/threads');
    const { threads } = body as {
      threads: { id: string; kind: string; participants: { handle: string }[] }[];
    };
    const found = threads.find(
      ({ kind, participants }) =>
        kind === 'direct' && participants.some(({ handle }) => handle === other),
    );
    return found?.id ?? '';
  }

  describe('a connection lost while 20 of 20 euros are being confirmed', () => {
    const losses: [when: string, left: string, lose: (route: Route) => Promise<void>][] = [
      ['before the server heard of it', '€20.00', (route) => route.abort('internetdisconnected')],
      [
        'after the server has sent the money',
        '€0.00',
        async (route) => {
          await route.fetch();
          await route.abort('connectionreset');
        },
      ],
    ];

    test.each(losses)('%s: one payment, by one key', async (_when, left, lose) => {
      const before = await payments();
      await stage.world.fund(await stage.person('ana'), '20');
      const page = await stage.page();
      const keys: (string | undefined)[] = [];
      page.on('request', (request) => {
        if (isSend(request.method(), request.url()))
          keys.push(request.headers()['idempotency-key']);
      });
      await page.route('**/v1/payments', lose, { times: 1 });
      await openThread(await signIn(page, 'ana'), 'Ben Okafor');
      await openSheet(page, '20', 'rent');
      await page.getByTestId('confirm-continue').click();
      await page.getByTestId('confirm-send').click();

      const words = await refusal(page, 'Tenner could not be reached.');
      expect(words).toContain('Nothing is sent twice');
      // Even the news that the balance is spent leaves the question, and its key, as they were.
      await seeBalance(page, left);
      const { response } = await send(page);
      expect(response.status()).toBe(201);
      await page.getByTestId('confirm-send').waitFor({ state: 'detached' });

      expect(keys).toHaveLength(2);
      expect(new Set(keys).size).toBe(1);
      expect(await payments()).toHaveLength(before.length + 1);
      await seeBalance(page, '€0.00');
      const { id } = (await response.json()) as { id: string };
      const card = paymentCards(page, 'completed').and(page.locator(`[data-payment-id=${id}]`));
      expect(await card.count()).toBe(1);
    });

    test('while there is no network at all the page says so and comes back by itself', async () => {
      const ana = await stage.person('ana');
      await stage.world.fund(ana, '20');
      const page = await stage.page();
      await openThread(await signIn(page, 'ana'), 'Ben Okafor');
      await openSheet(page, '20');
      await page.getByTestId('confirm-continue').click();
      await page.getByTestId('confirm-send').waitFor();
      await page.context().setOffline(true);
      await page.getByTestId('confirm-send').click();
      await refusal(page, 'Tenner could not be reached.');
      await page.getByText('Reconnecting…').waitFor();
      expect(await stage.world.available(ana)).toBe('20.00');
      await page.context().setOffline(false);
      const { response } = await send(page);
      expect(response.status()).toBe(201);
      await seeBalance(page, '€0.00');
      await page.getByText('Reconnecting…').waitFor({ state: 'detached' });
    });

    test('a message that was not sent waits for "Send again" and is said once', async () => {
      const page = await stage.page();
      await openThread(await signIn(page, 'ana'), 'Ben Okafor');
      let tries = 0;
      await page.route('**/v1/threads/*/messages', async (route) => {
        if (route.request().method() !== 'POST') return route.fallback();
        tries += 1;
        if (tries > 1) await route.fetch();
        return route.abort('connectionreset');
      });
      await page.getByTestId('message-input').fill('Said once');
      await page.getByTestId('message-send').click();
      await page.getByRole('button', { name: 'Send again' }).click();
      // The second answer is lost as well, but the live news shows that the message arrived.
      await page.getByRole('button', { name: 'Send again' }).waitFor({ state: 'detached' });
      await page.getByRole('log').getByText('Said once').waitFor();
      await page.reload();
      await page.getByRole('log').getByText('Said once').waitFor();
      expect(await page.getByRole('log').getByText('Said once').count()).toBe(1);
      expect(tries).toBe(2);
    });
  });

  describe('a session that ended', () => {
    test('confirming leads to the sign-in page, sends nothing, and signing in works', async () => {
      const before = await payments();
      await stage.world.fund(await stage.person('chloe'), '20');
      const page = await stage.page();
      await openThread(await signIn(page, 'chloe'), 'Ana Lindqvist');
      await openSheet(page, '20');
      await page.getByTestId('confirm-continue').click();
      await page.getByTestId('confirm-send').waitFor();
      await endSession(page);
      const { response } = await send(page);
      expect(response.status()).toBe(401);
      await page.waitForURL(/\/signin$/);
      expect(await payments()).toEqual(before);
      await signIn(page, 'chloe');
      await seeBalance(page, '€20.00');
    });

    test('a wrong password is said on the form and keeps the handle', async () => {
      const page = await stage.page();
      await giveCredentials(page, 'ana', 'wrong');
      await page.getByRole('alert').waitFor();
      expect(await page.getByLabel('Handle').inputValue()).toBe('ana');
      await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.waitForURL(/\/threads$/);
    });
  });

  describe('an address that is not mine', () => {
    async function lost(page: Page, path: string): Promise<string> {
      await page.goto(path);
      await page.getByRole('heading', { name: 'There is no such conversation' }).waitFor();
      return page.getByRole('region', { name: 'Conversation' }).innerText();
    }

    test('an unknown thread and a thread of strangers look alike and lead back', async () => {
      const theirs = await threadId(await stage.person('ben'), 'david');
      expect(theirs).toMatch(/^thr_/);
      const page = await stage.page({ viewport: PHONE });
      await signIn(page, 'ana');
      const unknown = await lost(page, '/threads/thr_06d2c4b1k8v3t0m5n7q9rsa2aa');
      expect(await lost(page, `/threads/${theirs}`)).toBe(unknown);
      expect(await lost(page, '/threads/%F0%9F%8D%95')).toBe(unknown);
      expect(unknown).not.toContain('David');
      await page.getByRole('link', { name: 'Go to your conversations' }).click();
      await page.getByTestId('thread-ben-okafor').waitFor();
    });

    test('a page that does not exist says so and leads to the start', async () => {
      const page = await stage.page();
      await signIn(page, 'ana');
      await page.goto('/wallet/nothing/here');
      await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor();
      await page.getByRole('link', { name: 'Go to the start' }).click();
      await page.getByTestId('thread-ben-okafor').waitFor();
    });
  });
});
