// People who work here, on screen: a role given with a reason, the second factor that it asks for, a look
// at somebody on record, what a role may not do, and the keys of hosts.
import type { Page } from 'playwright-core';
import type { WebhookEndpointView } from '../../src/platform/contract.js';
import { DEMO_PASSWORD } from '../../src/demo.js';
import { objections } from '../support/axe.js';
import { giveCredentials, signIn } from '../support/pages.js';
import { codeOf } from '../support/second-factor.js';
import { onStage, PHONE } from '../support/stage.js';
import type { TestPerson } from '../support/world.js';

const velocity = { sendsPerTenMinutes: 1_000_000, majorPerDay: 50n };
const HOOK = 'https://shop.example/tenner-events';

await onStage('staff on screen', { config: { velocity } }, (stage) => {
  let alma: Page;
  let david: Page;
  let secret: string;

  beforeAll(async () => {
    alma = await signIn(await stage.page(), 'alma');
    david = await stage.page({ viewport: PHONE, hasTouch: true });
    // One tap would take his second factor as shown.
    await giveCredentials(david, 'david', DEMO_PASSWORD);
    await david.waitForURL(/threads/);
  });
  afterEach(() => {
    expect(stage.complaints).toEqual([]);
  });

  /** Gives or takes a role in the open dialog. */
  async function change(role: string, reason: string): Promise<void> {
    await alma.getByTestId(`role-${role}`).click();
    await alma.getByTestId('reason').fill(reason);
    await alma.getByTestId('confirm').click();
  }

  test('an administrator gives a role with a reason; what does not go together is refused', async () => {
    await alma.getByTestId('member-riley').waitFor();
    expect(await alma.getByTestId('member-alma').getByRole('button').count()).toBe(0);
    expect(await objections(alma)).toEqual([]);
    await alma.getByTestId('person-handle').fill('david');
    await alma.getByTestId('person-find').click();
    await change('support', 'Helps out on weekends');
    await alma.getByTestId('member-david').getByText('Support').waitFor();
    await alma.getByTestId('member-felix').getByRole('button').click();
    await change('finance_operator', 'Both at once');
    await alma.getByText('Nobody both proposes and approves').waitFor();
    await alma.getByRole('button', { name: 'Close' }).click();
  });

  test('the role opens nothing before a second factor is set up, which it leads to', async () => {
    await david.waitForURL(/second-factor/);
    await david.getByTestId('use-app').click();
    secret = (await david.getByTestId('totp-secret').innerText()).replace(/\s/g, '');
    expect(await objections(david)).toEqual([]);
    await david.getByTestId('code').fill(await codeOf(secret));
    await david.waitForURL(/support/);
    await david.getByLabel(/account menu/).click();
    await david.getByTestId('sign-out').click();
    await giveCredentials(david, 'david', DEMO_PASSWORD);
    await david.waitForURL(/second-factor/);
    // The code of before is spent; the app shows the next one a moment later.
    await david.getByTestId('code').fill(await codeOf(secret, 1));
    await david.waitForURL(/support/);
  });

  test('support looks with a reason, and the auditor reads who looked and who gave what', async () => {
    await david.getByTestId('support-handle').fill('@Ana');
    await david.getByTestId('support-reason').fill('She lost her phone');
    await david.getByTestId('support-look').click();
    await david.getByTestId('supported-person').getByText('Ana Lindqvist').waitFor();
    expect(await objections(david)).toEqual([]);
    const ines = await signIn(await stage.page(), 'ines');
    await ines.getByRole('link', { name: 'Records' }).click();
    await ines.getByRole('link', { name: 'Record of looks' }).click();
    await ines.getByText('David Kim looked at Ana Lindqvist').waitFor();
    await ines.getByText('She lost her phone').waitFor();
    expect(await objections(ines)).toEqual([]);
    await ines.getByRole('link', { name: 'Record of roles' }).click();
    await ines.getByText('David Kim: Support given').waitFor();
    await ines.getByText('Helps out on weekends').waitFor();
    await ines.goto('/admin/hosts');
    await ines.waitForURL(/trial-balance/);
    await ines.goto('/finance/periods');
    await ines.getByText('never closed').waitFor();
    expect(await ines.getByTestId('close-books').count()).toBe(0);
  });

  test('an analyst of the risk team reads a case and knows its payer, and decides nothing', async () => {
    const ana = await stage.person('ana');
    await stage.world.fund(ana, '100');
    await stage.world.sql(`UPDATE identity.people SET tier = 'confirmed' WHERE handle = 'ana'`);
    await stage.world.send(ana, await stage.threadOf(ana, 'ben'), '60');
    const riley = await signIn(await stage.page(), 'riley');
    await riley.getByTestId('case-row').click();
    await riley.getByTestId('case-release').waitFor();
    await alma.getByTestId('member-riley').getByRole('button').click();
    await change('risk_approver', 'Moves to another desk');
    await alma.getByTestId('confirm').waitFor({ state: 'detached' });
    await riley.reload();
    await riley.getByTestId('raise-tier').click();
    await riley.getByTestId('reason').fill('Saw her passport');
    await riley.getByTestId('confirm').click();
    await riley.getByText('Verified', { exact: true }).waitFor();
    expect(await riley.getByTestId('case-release').count()).toBe(0);
    await riley.keyboard.press('r');
    expect(await riley.getByTestId('case-reason').count()).toBe(0);
  });

  describe('hosts', () => {
    let key: string;

    test('an API key is shown once, and revoked', async () => {
      await alma.getByRole('link', { name: 'Hosts and keys' }).click();
      await alma.getByText('No host yet').waitFor();
      await alma.getByTestId('host-add').click();
      await alma.getByTestId('host-name').fill('Shop');
      await alma.getByTestId('host-save').click();
      await alma.getByTestId('key-add').click();
      await alma.getByLabel('Say where events are sent').check();
      expect(await objections(alma)).toEqual([]);
      await alma.getByTestId('key-make').click();
      key = await alma.getByTestId('shown-once').innerText();
      expect(key).toMatch(/^tk_test_[\w-]{43}$/);
      expect(await objections(alma)).toEqual([]);
      await alma.getByTestId('shown-once-done').click();
      await alma.getByTestId('api-key').waitFor();
      await alma.reload();
      await alma.getByTestId('api-key').getByText('payments:read, webhooks:manage').waitFor();
      expect(await alma.content()).not.toContain(key);
    });

    test('its endpoint shows, is paused, and shows what was sent', async () => {
      const host = { token: key } as TestPerson;
      const body = { url: HOOK, events: ['payment.completed', 'payment.held'] };
      const added = await stage.world.post(host, '/v1/host/webhooks', body);
      const { id } = (added.body as { endpoint: WebhookEndpointView }).endpoint;
      const ana = await stage.person('ana');
      await stage.world.send(ana, await stage.threadOf(ana, 'ben'), '1');
      await alma.getByRole('link', { name: 'Webhooks' }).click();
      await alma.getByTestId('endpoint').getByText(HOOK).waitFor();
      await alma.getByTestId('endpoint-pause').click();
      await alma.getByTestId('endpoint').getByText('Paused').waitFor();
      await alma.goto(`/admin/webhooks/${id}`);
      await alma.getByTestId('delivery').getByText('Waiting').waitFor();
      await stage.world.sql(`UPDATE platform.webhook_deliveries SET state = 'dead'`);
      await alma.reload();
      await alma.getByTestId('delivery').getByText('Given up').waitFor();
      expect(await objections(alma)).toEqual([]);
      await alma.getByTestId('delivery-replay').click();
      await alma.getByTestId('delivery').getByText('Waiting').waitFor();
      await alma.getByTestId('deliveries-replay').click();
      await alma.getByLabel('Events made from').fill('2026-01-01T00:00');
      await alma.getByLabel('and before').fill('2025-01-01T00:00');
      await alma.getByText('before the beginning').waitFor();
      await alma.getByRole('button', { name: 'Back' }).click();
      await alma.goto('/admin/hosts');
      await alma.getByTestId('key-revoke').click();
      await alma.getByTestId('key-confirm').click();
      await alma.getByTestId('api-key').getByText('Over').waitFor();
      expect((await stage.world.get(host, '/v1/host/webhooks')).status).toBe(401);
    });
  });
});
