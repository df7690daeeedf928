// One's own data on screen: taken along as a file; an account closed, called off, closed again and gone.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { ErasePeople } from '../../src/privacy/index.js';
import { objections } from '../support/axe.js';
import { giveCredentials, signIn } from '../support/pages.js';
import { shoot } from '../support/shots.js';
import { onStage, PHONE } from '../support/stage.js';
import { PASSWORD } from '../support/world.js';

await onStage('one’s own data on screen', {}, (stage) => {
  afterEach(async () => {
    expect(stage.complaints).toEqual([]);
    await stage.clear();
  });

  async function askToClose(page: Page, handle: string): Promise<void> {
    await page.goto('/security');
    await page.getByTestId('erase').click();
    await page.getByTestId('erase-handle').fill(handle);
    await page.getByTestId('erase-go').click();
  }

  test('a copy of everything is a file; with money left the account stays', async () => {
    await stage.world.fund(await stage.person('ana'), '5.00');
    const page = await signIn(await stage.page(), 'ana');
    await page.goto('/security');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByTestId('export').click(),
    ]);
    expect(download.suggestedFilename()).toBe('tenner-my-data.json');
    const file = JSON.parse(await readFile(await download.path(), 'utf8')) as object;
    expect(file).toMatchObject({ account: [{ handle: 'ana' }] });
    await page.getByTestId('own-data').scrollIntoViewIfNeeded();
    await shoot(page, 'own-data-desktop');
    expect(await objections(page)).toEqual([]);
    await page.getByTestId('erase').click();
    expect(await page.getByTestId('erase-go').isDisabled()).toBe(true);
    await page.getByTestId('erase-handle').fill('@Ana');
    await page.getByTestId('erase-go').click();
    await page.getByText('There is money in your account').waitFor();
    await shoot(page, 'erase-dialog-desktop');
    expect(await objections(page)).toEqual([]);
  });

  test('an account is closed, kept after all, closed again and gone', async () => {
    const person = await stage.world.person();
    const page = await stage.page({ viewport: PHONE, colorScheme: 'dark' });
    await giveCredentials(page, person.handle, PASSWORD);
    await page.waitForURL(/threads/);
    await page.goto('/security');
    await page.getByTestId('own-data').scrollIntoViewIfNeeded();
    await shoot(page, 'own-data-phone-dark');
    await page.getByTestId('erase').click();
    await page.getByTestId('erase-handle').waitFor();
    await shoot(page, 'erase-dialog-phone-dark');
    await askToClose(page, person.handle);
    await page.waitForURL(/signin/);
    await giveCredentials(page, person.handle, PASSWORD);
    await page.waitForURL(/closing/);
    await page.getByText('Everything personal is erased').waitFor();
    await shoot(page, 'closing-phone-dark');
    expect(await objections(page)).toEqual([]);
    await page.goto('/threads');
    await page.waitForURL(/closing/);
    await page.getByTestId('call-off').click();
    await page.waitForURL(/threads/);
    await askToClose(page, person.handle);
    await page.waitForURL(/signin/);
    await stage.world.sql(
      `UPDATE identity.erasures SET asked_at = now() - interval '2 days', due_at = now()
        WHERE person_id = $1`,
      [person.id],
    );
    await stage.world.app.get(ErasePeople).eraseDue();
    await giveCredentials(page, person.handle, PASSWORD);
    await page.getByText('That handle and password do not match').waitFor();
  });
});
