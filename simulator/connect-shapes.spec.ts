// The properties of the simulator's objects beside those of the samples that Stripe publishes: what a
// sample has, ours has, at every depth; what only ours has is newer than the samples and named here.
import { readFileSync } from 'node:fs';
import type Stripe from 'stripe';
import { fund, newConnected, onboarded } from './support/connect.js';
import { startRig, type Rig } from './support/harness.js';

type Plain = Record<string, unknown>;

function fixture(name: string): Plain {
  const file = new URL(`./support/fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Plain;
}

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The paths of properties in `left` that `right` does not have. */
function lacking(left: Plain, right: Plain, inside = ''): string[] {
  return Object.entries(left).flatMap(([name, value]) => {
    const path = `${inside}${name}`;
    if (!Object.hasOwn(right, name)) return [path];
    const other = right[name];
    return isPlain(value) && isPlain(other) ? lacking(value, other, `${path}.`) : [];
  });
}

const ABOUT_A_PLAN = Object.keys((fixture('event')['data'] as { object: Plain }).object)
  .filter(
    (name) =>
      !['amount', 'created', 'currency', 'id', 'livemode', 'metadata', 'object'].includes(name),
  )
  .map((name) => `data.object.${name}`);

/** Properties of samples that ours leave out, with the reason. */
const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  // The sample asked for card payments too; ours has what was asked for.
  account: ['capabilities.card_payments'],
  // The samples belong to a customer; ours belong to an account.
  bank_account: ['customer'],
  card: ['customer'],
  // The sample's event is about a plan.
  event: ABOUT_A_PLAN,
};

/** Properties that the SDK's version has and the samples do not, or only in another situation. */
const NEWER: Readonly<Record<string, readonly string[]>> = {
  account: ['individual'],
  balance: ['instant_available'],
  bank_account: [
    'account',
    'available_payout_methods',
    'default_for_currency',
    'future_requirements',
    'requirements',
  ],
  card: ['account', 'available_payout_methods', 'currency', 'default_for_currency'],
  event: ['account'],
};

let rig: Rig;
const made: Record<string, unknown> = {};
beforeAll(async () => {
  rig = await startRig();
  const { stripe } = rig;
  const usd = { currency: 'usd' };
  await fund(stripe, 50_000, 'usd');
  made['account'] = await newConnected(stripe, { country: 'US' });
  const id = await onboarded(rig, '000123456789', 'US');
  const on = { stripeAccount: id };
  const link = { return_url: 'http://localhost/a', refresh_url: 'http://localhost/b' };
  made['account_link'] = await stripe.accountLinks.create({
    account: id,
    type: 'account_onboarding',
    ...link,
  });
  made['capability'] = await stripe.accounts.retrieveCapability(id, 'transfers');
  const externals = await stripe.accounts.listExternalAccounts(id);
  made['bank_account'] = externals.data[0];
  made['card'] = await stripe.accounts.createExternalAccount(id, {
    external_account: 'tok_visa_debit',
  });
  const transfer = await stripe.transfers.create({ amount: 9000, ...usd, destination: id });
  made['transfer'] = transfer;
  made['transfer_reversal'] = await stripe.transfers.createReversal(transfer.id, { amount: 1 });
  const payout = await stripe.payouts.create({ amount: 1000, ...usd }, on);
  await rig.control('payouts', { payout: payout.id, status: 'paid' });
  made['payout'] = await stripe.payouts.retrieve(payout.id, {}, on);
  made['topup'] = await stripe.topups.create({
    amount: 1000,
    ...usd,
    metadata: { order_id: '1' },
  });
  made['balance'] = await stripe.balance.retrieve();
  const movements = await stripe.balanceTransactions.list({}, on);
  made['balance_transaction'] = movements.data[0];
  made['event'] = (await stripe.events.list({}, on)).data[0];
});
afterAll(() => rig.simulator.stop());

test.each([
  'account',
  'account_link',
  'balance',
  'balance_transaction',
  'bank_account',
  'capability',
  'card',
  'event',
  'payout',
  'topup',
  'transfer',
  'transfer_reversal',
])('%s has the properties of the published sample', (name) => {
  const ours = made[name] as Plain;
  const sample = fixture(name);
  expect(lacking(sample, ours)).toEqual(LEFT_OUT[name] ?? []);
  const extra = Object.keys(ours).filter((key) => !Object.hasOwn(sample, key));
  expect(extra.sort()).toEqual(NEWER[name] ?? []);
});

test('the values of enums are those the SDK declares', () => {
  const account = made['account'] as Stripe.Account;
  const payout = made['payout'] as Stripe.Payout;
  expect(['custom', 'express', 'none', 'standard']).toContain(account.type);
  expect(['completed', 'in_progress', 'not_applicable']).toContain(payout.reconciliation_status);
  expect(['bank_account', 'card']).toContain(payout.type);
});
