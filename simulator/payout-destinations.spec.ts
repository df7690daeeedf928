// Where money can go besides a connected account's bank: debit cards, the platform's own banks, and
// what else can be done to accounts and top-ups from outside.
import type Stripe from 'stripe';
import { fund, newConnected, onboarded } from './support/connect.js';
import { refusal, startRig, type Rig } from './support/harness.js';

let rig: Rig;
let stripe: Stripe;
beforeEach(async () => {
  rig = await startRig();
  stripe = rig.stripe;
});
afterEach(() => rig.simulator.stop());

const usd = { currency: 'usd' };

/** A US account with 100.00, no bank and one debit card. */
async function withCard(token: string): Promise<{ stripeAccount: string }> {
  await fund(stripe, 50_000, 'usd');
  const { id } = await newConnected(stripe, { country: 'US', external_account: token });
  await rig.control('onboard', { account: id });
  await stripe.transfers.create({ amount: 10_000, ...usd, destination: id });
  return { stripeAccount: id };
}

describe('debit cards', () => {
  test.each([
    ['tok_visa_debit', 'instant', 'paid', null],
    ['tok_visa_debit_us_transferSuccess', 'instant', 'paid', null],
    ['tok_visa_debit_us_transferFail', 'instant', 'failed', 'could_not_process'],
    ['tok_visa_debit_us_transferFail', 'standard', 'failed', 'could_not_process'],
    ['tok_visa_debit_us_instantPayoutUnsupported', 'standard', 'paid', null],
  ] as const)('%s by %s ends %s', async (token, method, status, failure_code) => {
    const on = await withCard(token);
    const payout = await stripe.payouts.create({ amount: 1000, ...usd, method }, on);
    expect(payout).toMatchObject({ type: 'card', method });
    await rig.control('clock', { advanceSeconds: 2 * 86_400 });
    const ended = await stripe.payouts.retrieve(payout.id, {}, on);
    expect(ended).toMatchObject({ status, failure_code, trace_id: { status: 'unsupported' } });
    expect((await stripe.accounts.retrieve(on.stripeAccount)).payouts_enabled).toBe(true);
  });

  test('are typed in a browser only, and are not kept', async () => {
    const card = { 'card[exp_month]': '12', 'card[exp_year]': '2035', 'card[cvc]': '739' };
    const typed = { 'card[number]': '4000056655665556', ...card };
    const answer = await rig.browser('/v1/tokens', typed);
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer.body)).not.toMatch(/400005665566|739/);
    const { id } = await newConnected(stripe, { country: 'US' });
    const added = await stripe.accounts.createExternalAccount(id, {
      external_account: answer.body.id ?? '',
    });
    expect(added).toMatchObject({ object: 'card', last4: '5556', currency: 'usd' });
    const secret = stripe.tokens.create({
      card: { number: '4000056655665556', exp_month: '12', exp_year: '2035' },
    });
    expect((await refusal(secret)).statusCode).toBe(402);
    const credit = await rig.browser('/v1/tokens', {
      ...typed,
      'card[number]': '4242424242424242',
    });
    expect(credit.status).toBe(402);
  });
});

describe('the platform', () => {
  const add = (account_number: string): Promise<Stripe.ExternalAccount> =>
    stripe.accounts.createExternalAccount('acct_simulator', {
      external_account: { object: 'bank_account', country: 'DE', account_number } as never,
    });

  test('pays out to a bank of its own, and bears its instant fee', async () => {
    await fund(stripe, 50_000);
    const before = (await stripe.balance.retrieve()).available[0]?.amount ?? 0;
    const asked = { amount: 10_000, currency: 'eur', method: 'instant' as const };
    const payout = await stripe.payouts.create({ ...asked, expand: ['balance_transaction'] });
    expect(payout.balance_transaction).toMatchObject({ amount: -10_000, fee: 100, net: -10_100 });
    expect((await stripe.balance.retrieve()).available[0]?.amount).toBe(before - 10_100);
  });

  test('can choose one that fails', async () => {
    await fund(stripe, 50_000);
    const bank = await add('DE89370400440532013002');
    const payout = await stripe.payouts.create({
      amount: 1000,
      currency: 'eur',
      destination: bank.id,
    });
    await rig.control('clock', { advanceSeconds: 2 * 86_400 });
    expect((await stripe.payouts.retrieve(payout.id)).failure_code).toBe('account_closed');
    const nowhere = stripe.payouts.create({ amount: 1, currency: 'eur', destination: 'ba_none' });
    expect((await refusal(nowhere)).code).toBe('resource_missing');
    const other = stripe.payouts.create({ amount: 1, currency: 'usd', destination: bank.id });
    expect((await refusal(other)).param).toBe('destination');
    const foreign = refusal(stripe.payouts.create({ amount: 1, currency: 'sek' }));
    expect((await foreign).message).toContain("don't have any external accounts");
  });

  test('is an account itself', async () => {
    const own = await stripe.accounts.retrieve('acct_simulator');
    expect(own).toMatchObject({ id: 'acct_simulator', type: 'standard', payouts_enabled: true });
    expect((await stripe.accounts.retrieveCurrent()).id).toBe('acct_simulator');
    const id = await onboarded(rig);
    const theirs = await stripe.accounts.retrieveCurrent({}, { stripeAccount: id });
    expect(theirs.id).toBe(id);
  });
});

test('an account can be rejected, and then receives nothing', async () => {
  await fund(stripe);
  const id = await onboarded(rig);
  const rejected = await stripe.accounts.reject(id, { reason: 'fraud' });
  expect(rejected.requirements?.disabled_reason).toBe('rejected.fraud');
  const call = stripe.transfers.create({ amount: 1, currency: 'eur', destination: id });
  expect((await refusal(call)).code).toBe('insufficient_capabilities_for_transfer');
});

test('a capability can be asked for later', async () => {
  const { id } = await stripe.accounts.create({ type: 'express', country: 'DE' });
  expect((await refusal(stripe.accounts.retrieveCapability(id, 'transfers'))).statusCode).toBe(404);
  await stripe.accounts.updateCapability(id, 'transfers', { requested: true });
  await rig.control('onboard', { account: id });
  const { capabilities } = await stripe.accounts.retrieve(id);
  expect(capabilities).toEqual({ transfers: 'active' });
});

test('under a recipient agreement money waits a day, and cannot leave instantly', async () => {
  await fund(stripe);
  const { id } = await newConnected(stripe, { tos_acceptance: { service_agreement: 'recipient' } });
  await rig.control('onboard', { account: id });
  await stripe.transfers.create({ amount: 1000, currency: 'eur', destination: id });
  const on = { stripeAccount: id };
  expect((await stripe.balance.retrieve({}, on)).pending[0]?.amount).toBe(1000);
  const instant = { amount: 500, currency: 'eur', method: 'instant' as const };
  expect((await refusal(stripe.payouts.create(instant, on))).code).toBe(
    'instant_payouts_unsupported',
  );
  await rig.control('clock', { advanceSeconds: 86_400 });
  expect((await stripe.balance.retrieve({}, on)).available[0]?.amount).toBe(1000);
});

test('a top-up can be canceled while it is pending', async () => {
  const topup = await stripe.topups.create({ amount: 1000, currency: 'eur' });
  expect((await stripe.topups.cancel(topup.id)).status).toBe('canceled');
  expect((await refusal(stripe.topups.cancel(topup.id))).statusCode).toBe(400);
});
