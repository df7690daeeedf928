// Money between accounts and out of them: transfers and their reversals, payouts that arrive, fail,
// are taken back or fail after all, top-ups, and that balances are always the sum of what moved.
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

const DAY = 86_400;
const advance = (seconds: number): Promise<unknown> =>
  rig.control('clock', { advanceSeconds: seconds });
const on = (stripeAccount: string): { stripeAccount: string } => ({ stripeAccount });

async function available(account?: string, currency = 'eur'): Promise<number> {
  const options = account === undefined ? {} : on(account);
  const balance = await stripe.balance.retrieve({}, options);
  return balance.available.find((each) => each.currency === currency)?.amount ?? 0;
}

async function eventTypes(account?: string): Promise<string[]> {
  const options = account === undefined ? {} : on(account);
  const events = await stripe.events.list({ limit: 100 }, options);
  return events.data.map(({ type }) => type).reverse();
}

/** A connected account with money on its balance. */
async function paidAccount(bank?: string, amount = 10_000, country = 'DE'): Promise<string> {
  const currency = country === 'DE' ? 'eur' : 'usd';
  await fund(stripe, 50_000, currency);
  const id = await onboarded(rig, bank, country);
  await stripe.transfers.create({ amount, currency, destination: id });
  return id;
}

describe('transfers', () => {
  test('move money from the platform to the account', async () => {
    await fund(stripe, 50_000);
    const before = await available();
    const id = await onboarded(rig);
    const transfer = await stripe.transfers.create({
      amount: 10_000,
      currency: 'eur',
      destination: id,
      transfer_group: 'pay_1',
      metadata: { payment: 'pay_1' },
      expand: ['balance_transaction'],
    });
    expect(transfer.balance_transaction).toMatchObject({
      type: 'transfer',
      amount: -10_000,
      fee: 0,
    });
    expect(await available()).toBe(before - 10_000);
    expect(await available(id)).toBe(10_000);
    const payment = await stripe.charges.retrieve(
      transfer.destination_payment as string,
      {},
      on(id),
    );
    expect(payment).toMatchObject({ amount: 10_000, source_transfer: transfer.id });
    const [movement] = (await stripe.balanceTransactions.list({ source: payment.id }, on(id))).data;
    expect(movement).toMatchObject({
      type: 'payment',
      amount: 10_000,
      reporting_category: 'charge',
    });
    const listed = await stripe.transfers.list({ transfer_group: 'pay_1' });
    expect(listed.data.map((each) => each.id)).toEqual([transfer.id]);
    expect(await eventTypes()).toContain('transfer.created');
  });

  test('are refused beyond the balance and to accounts that cannot receive', async () => {
    const id = await onboarded(rig);
    const asked = { amount: 1, currency: 'eur', destination: id };
    expect((await refusal(stripe.transfers.create(asked))).code).toBe('balance_insufficient');
    await fund(stripe);
    const fresh = (await newConnected(stripe)).id;
    const early = refusal(stripe.transfers.create({ ...asked, destination: fresh }));
    expect((await early).code).toBe('insufficient_capabilities_for_transfer');
    const nobody = refusal(stripe.transfers.create({ ...asked, destination: 'acct_nobody' }));
    expect((await nobody).message).toBe("No such destination: 'acct_nobody'");
    expect((await stripe.transfers.list()).data).toEqual([]);
  });

  test('of one charge wait for its funds, and never exceed it', async () => {
    const paid = await stripe.paymentIntents.create({
      amount: 10_000,
      currency: 'eur',
      allowed_payment_method_types: ['card'],
      payment_method: 'pm_card_visa',
      confirm: true,
    });
    const id = await onboarded(rig);
    const source_transaction = paid.latest_charge as string;
    const asked = { amount: 6000, currency: 'eur', destination: id, source_transaction };
    const transfer = await stripe.transfers.create(asked);
    expect(transfer.transfer_group).toBe(`group_${source_transaction}`);
    expect(await available(id)).toBe(0);
    expect((await refusal(stripe.transfers.create(asked))).param).toBe('amount');
    await advance(2 * DAY);
    expect(await available(id)).toBe(6000);
  });

  test('can be reversed in parts until nothing is left', async () => {
    const id = await paidAccount();
    const [transfer] = (await stripe.transfers.list()).data;
    const reverse = (amount?: number): Promise<Stripe.TransferReversal> =>
      stripe.transfers.createReversal(transfer?.id ?? '', amount === undefined ? {} : { amount });
    await reverse(4000);
    expect((await refusal(reverse(6001))).param).toBe('amount');
    const last = await reverse();
    expect(last.amount).toBe(6000);
    expect((await refusal(reverse())).statusCode).toBe(400);
    const after = await stripe.transfers.retrieve(transfer?.id ?? '');
    expect(after).toMatchObject({ amount_reversed: 10_000, reversed: true });
    expect(after.reversals.data).toHaveLength(2);
    expect(await available(id)).toBe(0);
    expect((await eventTypes()).filter((type) => type === 'transfer.reversed')).toHaveLength(2);
  });

  test('cannot be reversed once the money left', async () => {
    const id = await paidAccount();
    await stripe.payouts.create({ amount: 9000, currency: 'eur' }, on(id));
    const [transfer] = (await stripe.transfers.list()).data;
    const call = stripe.transfers.createReversal(transfer?.id ?? '', { amount: 2000 });
    expect((await refusal(call)).code).toBe('balance_insufficient');
  });
});

describe('payouts', () => {
  test('take two days to arrive', async () => {
    const id = await paidAccount();
    const asked = { amount: 3000, currency: 'eur', metadata: { out: '1' } };
    const payout = await stripe.payouts.create(asked, on(id));
    expect(payout).toMatchObject({
      status: 'pending',
      method: 'standard',
      type: 'bank_account',
      automatic: false,
      reconciliation_status: 'not_applicable',
      arrival_date: payout.created + 2 * DAY,
    });
    expect(await available(id)).toBe(7000);
    await advance(DAY);
    const moving = await stripe.payouts.retrieve(payout.id, {}, on(id));
    expect(moving).toMatchObject({ status: 'in_transit', trace_id: { status: 'pending' } });
    expect((await refusal(stripe.payouts.cancel(payout.id, {}, on(id)))).statusCode).toBe(400);
    await advance(DAY);
    const paid = await stripe.payouts.retrieve(payout.id, {}, on(id));
    expect(paid).toMatchObject({ status: 'paid', trace_id: { status: 'supported' } });
    expect((await eventTypes(id)).filter((type) => type.startsWith('payout.'))).toEqual([
      'payout.created',
      'payout.updated',
      'payout.paid',
      'payout.updated',
    ]);
    const manual = stripe.balanceTransactions.list({ payout: payout.id }, on(id));
    expect((await refusal(manual)).message).toContain('not manual');
  });

  test.each([
    ['DE62370400440532013001', 'no_account'],
    ['DE89370400440532013002', 'account_closed'],
    ['DE89370400440532013003', 'insufficient_funds'],
    ['DE89370400440532013004', 'debit_not_authorized'],
    ['DE89370400440532013005', 'invalid_currency'],
  ])('to %s fail with %s, and the money comes back', async (bank, code) => {
    const id = await paidAccount(bank);
    const payout = await stripe.payouts.create({ amount: 3000, currency: 'eur' }, on(id));
    await advance(2 * DAY);
    const failed = await stripe.payouts.retrieve(payout.id, {}, on(id));
    expect(failed).toMatchObject({ status: 'failed', failure_code: code });
    expect(await available(id)).toBe(10_000);
    const back = failed.failure_balance_transaction as string;
    expect(await stripe.balanceTransactions.retrieve(back, {}, on(id))).toMatchObject({
      type: 'payout_failure',
      amount: 3000,
    });
    const account = await stripe.accounts.retrieve(id);
    expect(account.payouts_enabled).toBe(false);
    expect(account.requirements?.currently_due).toEqual(['external_account']);
    const refused = refusal(stripe.payouts.create({ amount: 1, currency: 'eur' }, on(id)));
    expect((await refused).code).toBe('payouts_not_allowed');
  });

  test('that are instant arrive in minutes, and the platform bears the fee', async () => {
    const id = await paidAccount();
    const before = await available();
    const asked = { amount: 5050, currency: 'eur', method: 'instant' as const };
    const payout = await stripe.payouts.create(asked, on(id));
    expect(await available(id)).toBe(4950);
    expect(await available()).toBe(before - 51);
    await advance(121);
    expect((await stripe.payouts.retrieve(payout.id, {}, on(id))).status).toBe('paid');
    const fees = await stripe.balanceTransactions.list({ type: 'stripe_fee' });
    expect(fees.data.map(({ amount }) => amount)).toEqual([-51]);
  });

  test('that are instant need a destination, an amount and funds that allow it', async () => {
    const id = await paidAccount('000888888883', 10_000, 'US');
    const usd = { currency: 'usd', method: 'instant' as const };
    const slow = await stripe.accounts.createExternalAccount(id, {
      external_account: 'tok_visa_debit_us_instantPayoutUnsupported',
    });
    const refused = async (changes: Partial<Stripe.PayoutCreateParams>): Promise<string> => {
      const asked = { amount: 1000, ...usd, ...changes };
      return (await refusal(stripe.payouts.create(asked, on(id)))).code ?? '';
    };
    expect(await refused({ destination: slow.id })).toBe('instant_payouts_unsupported');
    expect(await refused({ amount: 10_001 })).toBe('balance_insufficient');
    expect(await refused({ amount: 1_000_000 })).toBe('instant_payouts_limit_exceeded');
    expect(await refused({ amount: 49 })).toBe('amount_too_small');
    const failing = await stripe.payouts.create({ amount: 1000, ...usd }, on(id));
    const slower = await stripe.payouts.create({ amount: 1000, currency: 'usd' }, on(id));
    await advance(2 * DAY);
    const status = async (payout: string): Promise<string> =>
      (await stripe.payouts.retrieve(payout, {}, on(id))).status;
    expect(await status(failing.id)).toBe('failed');
    expect(await status(slower.id)).toBe('paid');
  });

  test('can be canceled while pending, reversed once paid, and fail after that', async () => {
    const id = await paidAccount('000123456789', 10_000, 'US');
    const pay = (): Promise<Stripe.Payout> =>
      stripe.payouts.create({ amount: 1000, currency: 'usd' }, on(id));
    const canceled = await stripe.payouts.cancel((await pay()).id, {}, on(id));
    expect(canceled.status).toBe('canceled');
    expect(await available(id, 'usd')).toBe(10_000);
    const [one, two] = [await pay(), await pay()];
    await advance(2 * DAY);
    const reversal = await stripe.payouts.reverse(one.id, {}, on(id));
    expect(reversal).toMatchObject({ amount: -1000, original_payout: one.id });
    expect((await stripe.payouts.retrieve(one.id, {}, on(id))).reversed_by).toBe(reversal.id);
    const control = { payout: two.id, status: 'failed', failure_code: 'account_closed' };
    await rig.control('payouts', control);
    await expect(rig.control('payouts', control)).rejects.toThrow('cannot be failed');
    const types = await eventTypes(id);
    expect(types.indexOf('payout.failed')).toBeGreaterThan(types.indexOf('payout.paid'));
    expect(await available(id, 'usd')).toBe(10_000);
  });

  test('that are automatic know what they paid out', async () => {
    await fund(stripe, 20_000);
    await fund(stripe, 30_000);
    const total = await available();
    const payout = (await rig.control('payouts/automatic', {})) as Stripe.Payout;
    expect(payout).toMatchObject({ amount: total, automatic: true });
    const parts = await stripe.balanceTransactions.list({ payout: payout.id });
    expect(parts.data.map(({ type }) => type).sort()).toEqual(['charge', 'charge', 'payout']);
    expect(parts.data.reduce((sum, { net }) => sum + net, 0)).toBe(0);
    await advance(30 * DAY);
    const done = await stripe.payouts.retrieve(payout.id);
    expect(done).toMatchObject({ status: 'paid', reconciliation_status: 'completed' });
    const [completed] = (await stripe.events.list({ type: 'payout.reconciliation_completed' }))
      .data;
    expect(completed?.created).toBe(payout.created + 2 * DAY + 60);
  });
});

describe('the rest of the balance', () => {
  test('top-ups succeed by themselves, or end as a test wants', async () => {
    const top = (): Promise<Stripe.Topup> =>
      stripe.topups.create({ amount: 5000, currency: 'eur', description: 'Float' });
    const [good, bad] = [await top(), await top()];
    await rig.control('topups', { topup: bad.id, status: 'failed' });
    expect(await available()).toBe(0);
    await advance(60);
    expect(await available()).toBe(5000);
    expect((await stripe.topups.retrieve(good.id)).status).toBe('succeeded');
    expect((await stripe.topups.list({ status: 'failed' })).data).toHaveLength(1);
    await rig.control('topups', { topup: good.id, status: 'reversed' });
    expect(await available()).toBe(0);
  });

  test('movements of any type can be made, also of types nobody knows', async () => {
    const made = { type: 'lunar_tax', amount: -700, currency: 'eur', description: 'Moon' };
    await rig.control('movements', made);
    const [movement] = (await stripe.balanceTransactions.list({ type: 'lunar_tax' })).data;
    expect(movement).toMatchObject({ amount: -700, net: -700, source: null, status: 'available' });
    expect(await available()).toBe(-700);
  });

  test('what connected accounts owe is reserved on the platform', async () => {
    const id = await paidAccount();
    await rig.control('movements', { type: 'adjustment', amount: -12_000, account: id });
    const { connect_reserved: reserved } = await stripe.balance.retrieve();
    expect(reserved).toEqual([{ amount: 2000, currency: 'eur' }]);
  });
});
