// Accounts on screen: made with a passkey or a password and proven by mail, open on several devices and
// ended from one of them, got back into, and asked once more before something grave.
import type { Page } from 'playwright-core';
import {
  type CaughtMail,
  type MailCatcher,
  startMailCatcher,
} from '../../scripts/mail-catcher.mjs';
import { freePort } from '../../scripts/ports.mjs';
import { objections } from '../support/axe.js';
import { codeIn, PASSWORD } from '../support/newcomers.js';
import { giveCredentials } from '../support/pages.js';
import { onStage, PHONE } from '../support/stage.js';
import { giveAuthenticator } from '../support/virtual-key.js';
import { PIN, until } from '../support/world.js';

const NEW_PASSWORD = 'nine quiet lanterns in snow';
const smtpPort = await freePort();
const mail = { smtpUrl: `smtp://127.0.0.1:${String(smtpPort)}`, from: 'Tenner <t@t.example>' };
const config = { mail: { ...mail, pageUrl: 'http://localhost:8025' } };

await onStage('accounts on screen', { config }, (stage) => {
  let catcher: MailCatcher;
  let nora: Page;
  let otto: Page;

  beforeAll(async () => {
    catcher = await startMailCatcher({ smtpPort });
  });
  afterAll(() => catcher.stop());
  afterEach(() => {
    expect(stage.complaints).toEqual([]);
  });

  const letter = (to: string, words: string): Promise<CaughtMail> =>
    until(
      () => catcher.mails().find((one) => one.to === to && one.subject.includes(words)),
      `a letter "${words}" to ${to}`,
    );

  async function fillWho(page: Page, handle: string, name: string): Promise<void> {
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByTestId('signup-go').waitFor();
    await page.getByLabel('Handle').fill(handle);
    await page.getByLabel('Name').fill(name);
    await page.getByLabel('E-mail address').fill(`${handle}@example.org`);
  }

  async function leave(page: Page): Promise<void> {
    await page.getByLabel(/account menu/).click();
    await page.getByTestId('sign-out').click();
  }

  async function signOut(page: Page): Promise<void> {
    await leave(page);
    await page.getByTestId('signin-passkey').waitFor();
  }

  /** Whether this browser offers passkeys in the handle's field. */
  async function offerPasskeys(page: Page, may: boolean): Promise<void> {
    await page.evaluate(
      `PublicKeyCredential.isConditionalMediationAvailable = () => Promise.resolve(${String(may)})`,
    );
  }

  /** Makes the session too old for grave things, and waits until no process remembers otherwise. */
  async function growOld(page: Page, handle: string): Promise<void> {
    await stage.world.sql(
      `UPDATE identity.sessions SET proven_at = now() - interval '1 hour'
        WHERE person_id = (SELECT id FROM identity.people WHERE handle = $1)`,
      [handle],
    );
    const ask = `fetch('/v1/account/email', { method: 'PUT' }).then((answer) => answer.status)`;
    await until(async () => (await page.evaluate(ask)) === 403, 'the session growing old');
  }

  test('an account with a passkey: made, proven by a pasted code, signed in to again', async () => {
    nora = await (await stage.context({ viewport: PHONE, hasTouch: true })).newPage();
    await giveAuthenticator(nora);
    await nora.goto('/signin');
    await fillWho(nora, 'nora', 'Nora Vale');
    expect(await objections(nora)).toEqual([]);
    await nora.getByTestId('signup-go').click();
    await nora.waitForURL(/verify-email/);
    await nora.getByTestId('mail-hint').waitFor();
    const code = codeIn(await letter('nora@example.org', 'Confirm your e-mail'));
    await nora.getByTestId('code').fill(`${code.slice(0, 4)} ${code.slice(4)}`);
    await nora.waitForURL(/threads/);
    // The owner of this authenticator takes every offer at once, so first there is none.
    await offerPasskeys(nora, false);
    await signOut(nora);
    await nora.getByTestId('signin-passkey').click();
    await nora.waitForURL(/threads/);
    await offerPasskeys(nora, true);
    await leave(nora);
    await nora.waitForURL(/signin/);
    await nora.waitForURL(/threads/);
  });

  test('the security page: passkeys named and removed, never the last way in; a PIN', async () => {
    await nora.goto('/security');
    const passkeys = nora.getByTestId('passkeys');
    await passkeys.getByRole('button', { name: /^Rename/ }).click();
    await nora.getByTestId('passkey-name').fill('My phone');
    await nora.getByRole('button', { name: 'Keep this name' }).click();
    await passkeys.getByRole('button', { name: 'Remove My phone' }).click();
    await nora.getByTestId('passkey-remove-confirm').click();
    await nora.getByRole('dialog').getByText('your only way in').waitFor();
    await nora.getByRole('button', { name: 'Keep it' }).click();
    await nora.getByTestId('passkey-remove-confirm').waitFor({ state: 'detached' });
    await nora.getByTestId('pin-change').click();
    for (const field of ['pin-new', 'pin-again']) {
      await nora.getByTestId(field).locator('input').first().click();
      await nora.keyboard.type(PIN);
    }
    await nora.getByTestId('pin-save').click();
    await nora.getByTestId('notice-pin_changed').waitFor();
    await nora.getByTestId('email').getByText('Confirmed', { exact: true }).waitFor();
    expect(await objections(nora)).toEqual([]);
  });

  test('an account with a password: a weak one is refused where it stands', async () => {
    otto = await stage.page();
    await fillWho(otto, 'otto', 'Otto Lind');
    await otto.getByTestId('signup-other-way').click();
    await otto.getByTestId('new-password').fill('password12345678');
    await otto.getByTestId('signup-go').click();
    await otto.getByText('one of the first that somebody would try').waitFor();
    await otto.getByTestId('new-password').fill(PASSWORD);
    await otto.getByTestId('signup-go').click();
    const { text } = await letter('otto@example.org', 'Confirm your e-mail');
    // The link of the letter fills the code in, wherever it is opened.
    const elsewhere = await stage.page({ viewport: PHONE });
    await elsewhere.goto(/http\S+/.exec(text)?.[0] ?? '');
    expect(await objections(elsewhere)).toEqual([]);
    await elsewhere.getByTestId('verify-go').click();
    await elsewhere.getByText('the address is yours').waitFor();
    await otto.getByRole('link', { name: 'Later' }).click();
    await otto.waitForURL(/threads/);
  });

  test('a new device is told of, and ended from the first one: page and socket are out', async () => {
    const context = await stage.context({ viewport: PHONE });
    const phone = await context.newPage();
    const closed = new Promise<void>((done) => {
      phone.on('websocket', (socket) => {
        socket.on('close', () => {
          done();
        });
      });
    });
    await phone.goto('/signin');
    await giveCredentials(phone, 'otto', 'not his password');
    await phone.getByText('do not match').waitFor();
    await giveCredentials(phone, 'otto', PASSWORD);
    await phone.waitForURL(/threads/);
    await letter('otto@example.org', 'a device that we have not seen before');
    await otto.reload();
    await otto.getByTestId('notice-mark').waitFor();
    await otto.getByLabel(/account menu/).click();
    await otto.getByTestId('to-security').click();
    await otto.getByTestId('notice-new_device').waitFor();
    await otto.getByTestId('notice-mark').waitFor({ state: 'detached' });
    expect(await otto.getByTestId('session').count()).toBe(2);
    await otto.getByTestId('session-end').click();
    await phone.waitForURL(/signin/);
    await closed;
    await otto.getByTestId('session-end').waitFor({ state: 'detached' });
  });

  test('what is grave asks once more who it is, and then goes on by itself', async () => {
    await growOld(otto, 'otto');
    await otto.getByTestId('password-change').click();
    await otto.getByTestId('new-password').fill(NEW_PASSWORD);
    await otto.getByTestId('password-save').click();
    await otto.getByTestId('step-up-password').fill('not his password');
    await otto.getByTestId('step-up-go').click();
    await otto.getByTestId('step-up').getByText('That is not your password.').waitFor();
    expect(await objections(otto)).toEqual([]);
    await otto.getByTestId('step-up-password').fill(PASSWORD);
    await otto.getByTestId('step-up-go').click();
    await otto.getByTestId('notice-password_changed').waitFor();
    await growOld(nora, 'nora');
    await nora.getByTestId('passkey-add').click();
    await nora.getByTestId('step-up-passkey').click();
    await nora.getByTestId('passkeys').getByText('has a passkey for your account').waitFor();
  });

  test('somebody who cannot get in sets a new password by mail, and cools off for a day', async () => {
    const page = await stage.page({ viewport: PHONE });
    await page.getByRole('link', { name: 'I cannot get in' }).click();
    await page.getByLabel('E-mail address').fill('otto@example.org');
    await page.getByTestId('recover-ask').click();
    await page.getByTestId('new-password').fill(PASSWORD);
    await page.getByTestId('code').fill('00000000');
    expect(await objections(page)).toEqual([]);
    const code = codeIn(await letter('otto@example.org', 'Get back into'));
    await page.getByTestId('code').fill(code);
    await page.getByTestId('recover-go').click();
    await page.waitForURL(/threads/);
    await page.goto('/security');
    await page.getByTestId('cooling-off').getByText('only small amounts').waitFor();
    await otto.waitForURL(/signin/);
    expect(await objections(page)).toEqual([]);
  });
});
