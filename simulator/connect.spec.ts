// Connected accounts through the untouched stripe package: what is due, how an account becomes able
// to be paid, its bank accounts and cards, the hosted page, and that accounts do not see each other.
import type Stripe from 'stripe';
import { newConnected, onboarded } from './support/connect.js';
import { refusal, startReceiver, startRig, until, type Rig } from './support/harness.js';

let rig: Rig;
let stripe: Stripe;
beforeEach(async () => {
  rig = await startRig();
  stripe = rig.stripe;
});
afterEach(() => rig.simulator.stop());

const advance = (seconds: number): Promise<unknown> =>
  rig.control('clock', { advanceSeconds: seconds });

const person = (year: number): Stripe.AccountUpdateParams => ({
  individual: { first_name: 'Jenny', last_name: 'Rosen', dob: { day: 1, month: 1, year } },
  tos_acceptance: { date: 1_700_000_000, ip: '127.0.0.1' },
});

describe('an account', () => {
  test('starts with everything due and nothing allowed', async () => {
    const account = await newConnected(stripe);
    expect(account).toMatchObject({
      object: 'account',
      type: 'express',
      country: 'DE',
      default_currency: 'eur',
      capabilities: { transfers: 'inactive' },
      charges_enabled: false,
      payouts_enabled: false,
      details_submitted: false,
      controller: { type: 'application', requirement_collection: 'stripe' },
      settings: { payouts: { schedule: { interval: 'manual' } } },
      metadata: { user: 'ana' },
    });
    expect(account.requirements?.currently_due).toEqual([
      'external_account',
      'individual.dob.day',
      'individual.dob.month',
      'individual.dob.year',
      'individual.first_name',
      'individual.last_name',
      'tos_acceptance.date',
      'tos_acceptance.ip',
    ]);
    expect((await stripe.accounts.list()).data.map(({ id }) => id)).toEqual([account.id]);
  });

  test('becomes active once its person is verified, and can be paid once it has a bank', async () => {
    const { id } = await newConnected(stripe);
    const waiting = await stripe.accounts.update(id, person(1901));
    expect(waiting.capabilities?.transfers).toBe('pending');
    expect(waiting.requirements?.pending_verification).not.toEqual([]);
    await advance(5);
    const verified = await stripe.accounts.retrieve(id);
    expect(verified.capabilities?.transfers).toBe('active');
    expect(verified.requirements?.currently_due).toEqual(['external_account']);
    expect(verified.payouts_enabled).toBe(false);
    const payable = await stripe.accounts.update(id, { external_account: 'btok_us' });
    expect(payable).toMatchObject({ payouts_enabled: true, details_submitted: true });
    expect(payable.requirements?.disabled_reason).toBeNull();
    const capability = await stripe.accounts.retrieveCapability(id, 'transfers');
    expect(capability).toMatchObject({ object: 'capability', status: 'active', requested: true });
  });

  test.each([
    [1902, 0, 'active', null],
    [1980, 5, 'inactive', 'requirements.past_due'],
    [1900, 5, 'inactive', 'rejected.listed'],
  ])('born in %i ends after %i s as %s', async (year, seconds, status, reason) => {
    const { id } = await newConnected(stripe, { external_account: 'btok_us' });
    await stripe.accounts.update(id, person(year));
    if (seconds > 0) await advance(seconds);
    const account = await stripe.accounts.retrieve(id);
    expect(account.capabilities?.transfers).toBe(status);
    expect(account.requirements?.disabled_reason).toBe(reason);
    expect(account.requirements?.errors?.length).toBe(status === 'inactive' ? 1 : 0);
  });

  test.each([
    ['complete', 'active', true, null],
    ['pending', 'pending', false, 'requirements.pending_verification'],
    ['rejected', 'inactive', false, 'rejected.fraud'],
    ['past_due', 'inactive', false, 'requirements.past_due'],
  ])('onboarded as %s is %s', async (outcome, status, payouts, reason) => {
    const { id } = await newConnected(stripe);
    await rig.control('onboard', { account: id, outcome });
    const account = await stripe.accounts.retrieve(id);
    expect(account.capabilities?.transfers).toBe(status);
    expect(account.payouts_enabled).toBe(payouts);
    expect(account.requirements?.disabled_reason).toBe(reason);
    expect(account.requirements?.past_due?.length === 0).toBe(outcome !== 'past_due');
  });

  test('raises its events on itself', async () => {
    const receiver = await startReceiver();
    await rig.control('webhooks', { connectUrl: receiver.url });
    const id = await onboarded(rig);
    await until(() => receiver.received.length === 3);
    const events = receiver.received.map(({ body }) => JSON.parse(body) as Stripe.Event);
    expect(events.map(({ type, account }) => [type, account]).sort()).toEqual([
      ['account.external_account.created', id],
      ['account.updated', id],
      ['capability.updated', id],
    ]);
    const updated = events.find(({ type }) => type === 'account.updated');
    expect(updated?.data.previous_attributes).toMatchObject({ payouts_enabled: false });
    await receiver.stop();
  });

  test('sees only what is its own', async () => {
    const [one, two] = [await onboarded(rig), await onboarded(rig)];
    const customer = await stripe.customers.create({}, { stripeAccount: one });
    expect(customer.lastResponse.headers['stripe-account']).toBe(one);
    expect((await stripe.customers.list({}, { stripeAccount: one })).data).toHaveLength(1);
    expect((await stripe.customers.list({}, { stripeAccount: two })).data).toEqual([]);
    expect((await stripe.customers.list()).data).toEqual([]);
    expect((await refusal(stripe.customers.retrieve(customer.id))).statusCode).toBe(404);
    const [event] = (await stripe.events.list({ type: 'customer.*' }, { stripeAccount: one })).data;
    expect(event?.account).toBe(one);
    const key = { idempotencyKey: 'k1' };
    const first = await stripe.customers.create({}, { ...key, stripeAccount: one });
    const second = await stripe.customers.create({}, { ...key, stripeAccount: two });
    expect(first.id).not.toBe(second.id);
    const unknown = refusal(stripe.customers.list({}, { stripeAccount: 'acct_nobody' }));
    expect(await unknown).toMatchObject({ statusCode: 403, code: 'account_invalid' });
  });

  test('can be deleted while it has no money, and is then gone', async () => {
    const id = await onboarded(rig);
    expect(await stripe.accounts.del(id)).toMatchObject({ id, deleted: true });
    expect((await refusal(stripe.accounts.retrieve(id))).statusCode).toBe(403);
    expect((await refusal(stripe.balance.retrieve({}, { stripeAccount: id }))).statusCode).toBe(
      403,
    );
  });
});

describe('external accounts', () => {
  test('come from details, tokens and ready-made tokens; the first is the default', async () => {
    const { id } = await newConnected(stripe, { country: 'US' });
    const bank = { country: 'US', currency: 'usd', routing_number: '110000000' };
    const token = await stripe.tokens.create({
      bank_account: { ...bank, account_number: '000111111116', account_holder_name: 'Jane' },
    });
    const made = [
      { ...bank, object: 'bank_account' as const, account_number: '000123456789' },
      token.id,
      'tok_visa_debit',
      'tok_visa_debit_us_instantPayoutUnsupported',
    ];
    const added = [];
    for (const external_account of made) {
      added.push(
        await stripe.accounts.createExternalAccount(id, {
          external_account: external_account,
        }),
      );
    }
    expect(added.map(({ last4 }) => last4)).toEqual(['6789', '1116', '5556', '5555']);
    expect(added.map((each) => each.default_for_currency)).toEqual([true, false, false, false]);
    expect(added.map((each) => each.available_payout_methods?.includes('instant'))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    const used = refusal(stripe.accounts.createExternalAccount(id, { external_account: token.id }));
    expect(await used).toMatchObject({ code: 'token_already_used' });
    const [first, second] = added.map((each) => each.id);
    await stripe.accounts.updateExternalAccount(id, second ?? '', { default_for_currency: true });
    const kept = refusal(stripe.accounts.deleteExternalAccount(id, second ?? ''));
    expect((await kept).message).toContain('cannot delete the default external account');
    expect(await stripe.accounts.deleteExternalAccount(id, first ?? '')).toMatchObject({
      deleted: true,
    });
    const cards = await stripe.accounts.listExternalAccounts(id, { object: 'card' });
    expect(cards.data.map(({ object }) => object)).toEqual(['card', 'card']);
  });

  test.each([
    [
      { country: 'US', account_number: '000000000001', routing_number: '110000000' },
      'account_number_invalid',
    ],
    [
      { country: 'US', account_number: '000123456789', routing_number: '123' },
      'routing_number_invalid',
    ],
    [{ country: 'DE', account_number: 'DE00000000000000000000' }, 'account_number_invalid'],
    ['tok_visa', 'invalid_card_type'],
    ['btok_nothing', 'resource_missing'],
  ])('%j is refused with %s', async (external, code) => {
    const { id } = await newConnected(stripe, { country: 'US' });
    const given = external as string;
    const call = stripe.accounts.createExternalAccount(id, {
      external_account:
        typeof external === 'string' ? given : ({ object: 'bank_account', ...external } as never),
    });
    expect(await refusal(call)).toMatchObject({ code });
  });
});

describe('the hosted page', () => {
  const link = async (account: string): Promise<string> => {
    const made = await stripe.accountLinks.create({
      account,
      type: 'account_onboarding',
      return_url: 'http://localhost:3000/back',
      refresh_url: 'http://localhost:3000/again',
    });
    expect(made.expires_at).toBe(made.created + 300);
    return made.url;
  };
  const submit = (url: string, form: Record<string, string>): Promise<Response> =>
    fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });

  test('onboards an account once', async () => {
    const { id } = await newConnected(stripe);
    const url = await link(id);
    const page = await fetch(url);
    const html = await page.text();
    expect(html).toContain('<title>Payout account</title>');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const session = /name="session" value="(\w+)"/.exec(html)?.[1] ?? '';
    const form = {
      session,
      first_name: '<Jenny>',
      last_name: 'Rosen',
      day: '1',
      month: '1',
      year: '1901',
      bank: 'DE8937040044053201300' + '0',
    };
    const wrong = await submit(url, { ...form, month: '13' });
    expect(wrong.status).toBe(400);
    expect(await wrong.text()).toContain('&lt;Jenny&gt;');
    const done = await submit(url, form);
    expect(done.headers.get('location')).toBe('http://localhost:3000/back');
    await advance(5);
    expect(await stripe.accounts.retrieve(id)).toMatchObject({ payouts_enabled: true });
    for (const response of [await submit(url, form), await fetch(url, { redirect: 'manual' })]) {
      expect(response.headers.get('location')).toBe('http://localhost:3000/again');
    }
  });

  test('a link that is too old leads back', async () => {
    const { id } = await newConnected(stripe);
    const url = await link(id);
    await advance(301);
    const response = await fetch(url, { redirect: 'manual' });
    expect(response.headers.get('location')).toBe('http://localhost:3000/again');
  });
});
