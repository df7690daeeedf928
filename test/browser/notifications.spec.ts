// The bell on screen: it counts by itself, its list leads to where it happened, and what one is told of is
// switched on a page of its own.
import type { Page } from 'playwright-core';
import { objections } from '../support/axe.js';
import { signIn } from '../support/pages.js';
import { shoot } from '../support/shots.js';
import { onStage, PHONE } from '../support/stage.js';
import { until } from '../support/world.js';

await onStage('notifications', {}, (stage) => {
  let ben: Page;
  let thread: string;

  beforeAll(async () => {
    const first = await stage.person('ana');
    await stage.world.fund(first, '100.00');
    thread = await stage.threadOf(first, 'ben');
    ben = await signIn(await stage.page(), 'ben');
    await ben.goto('/wallet');
    // The demo gave Ben a PIN, which is told to everybody.
    await countIs(ben, '1');
    await ben.getByTestId('bell').click();
    await ben.getByTestId('read-all').click();
    await ben.getByTestId('bell-count').waitFor({ state: 'detached' });
    await ben.keyboard.press('Escape');
    await ben.getByTestId('notifications').waitFor({ state: 'detached' });
  });

  const countIs = (page: Page, count: string): Promise<void> =>
    page.getByTestId('bell-count').filter({ hasText: count }).waitFor();

  test('money that arrives is counted at once, and read by going where it happened', async () => {
    const ana = await stage.person('ana');
    for (const amount of ['20.00', '7.50']) await stage.world.send(ana, thread, amount);
    await countIs(ben, '2');
    await ben.getByTestId('bell').click();
    const rows = ben.getByTestId('notification');
    await rows.nth(1).waitFor();
    expect(await rows.first().innerText()).toContain('Ana Lindqvist sent you €7.50');
    await shoot(ben, 'notifications-desktop');
    expect(await objections(ben)).toEqual([]);
    await shoot(ben, 'notifications-dark');
    await rows.first().click();
    await ben.waitForURL(`**/threads/${thread}`);
    await countIs(ben, '1');
    await ben.getByTestId('bell').click();
    await ben.getByTestId('read-all').click();
    await ben.getByTestId('bell-count').waitFor({ state: 'detached' });
    await ben.locator('[data-testid=read-all][aria-disabled=true]').waitFor();
  });

  test('a phone has it too; what is switched off is not told', async () => {
    const phone = await signIn(await stage.page({ viewport: PHONE, hasTouch: true }), 'ben');
    await phone.getByTestId('bell').click();
    await phone.getByTestId('notification').first().waitFor();
    await shoot(phone, 'notifications-phone');
    await phone.getByTestId('notification-settings').click();
    const own = phone.getByTestId('switches-money_received');
    await own.getByLabel('Somebody pays you, in the app').waitFor({ state: 'attached' });
    await phone.getByTestId('notifications').waitFor({ state: 'detached' });
    expect(await phone.getByTestId('switches-security').innerText()).toMatch(/Always\s+Always/);
    await shoot(phone, 'notification-settings-phone');
    expect(await objections(phone)).toEqual([]);
    await own.getByLabel('Somebody pays you, in the app').click({ force: true });
    await until(async () => {
      const { body } = await stage.world.get(
        await stage.person('ben'),
        '/v1/notifications/settings',
      );
      const { kinds } = body as { kinds: { kind: string; app: { on: boolean } }[] };
      return kinds.find(({ kind }) => kind === 'money_received')?.app.on === false;
    }, 'the switch being off');
    await phone.reload();
    await own.getByLabel('Somebody pays you, in the app').waitFor({ state: 'attached' });
    expect(await own.getByLabel('Somebody pays you, in the app').isChecked()).toBe(false);
    await ben.goto('/notifications');
    await ben.getByTestId('switches-refund').waitFor();
    await shoot(ben, 'notification-settings-desktop');
    expect(stage.complaints).toEqual([]);
  });
});
