// Money that goes back and money that goes out, and what the processor tells of it by itself. The calls
// the product makes, at the simulator or with a key at Stripe (see processor.ts).
import type Stripe from 'stripe';
import { chargeOf, type Processor, refused, startProcessor, withControl } from './processor.js';

let processor: Processor;
let stripe: Stripe;
beforeAll(async () => {
  processor = await startProcessor();
  ({ stripe } = processor);
});
afterAll(() => processor.stop());

const charge = (
  token: string,
  more: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.PaymentIntent> => chargeOf(processor, token, more);

describe('money that goes back', () => {
  test('refunds in part and in full, and not beyond', async () => {
    const { id: payment_intent } = await charge('visa');
    const metadata = { refund_id: 'rfd_1' };
    const expand = ['balance_transaction', 'failure_balance_transaction'];
    const part = { payment_intent, amount: 400, metadata, expand };
    const refund = await stripe.refunds.create({ ...part, reason: 'requested_by_customer' });
    expect(refund).toMatchObject({ amount: 400, status: 'succeeded', metadata, payment_intent });
    expect(refund.balance_transaction).toMatchObject({ type: 'refund', amount: -400 });
    const tooMuch = stripe.refunds.create({ payment_intent, amount: 700 });
    expect(await refused(tooMuch)).toMatchObject({
      type: 'StripeInvalidRequestError',
      statusCode: 400,
    });
    await stripe.refunds.create({ payment_intent });
    const again = await refused(stripe.refunds.create({ payment_intent }));
    expect(again).toMatchObject({ statusCode: 400, code: 'charge_already_refunded' });
    const { data } = await stripe.refunds.list({
      payment_intent,
      expand: ['data.balance_transaction'],
    });
    expect(data.map(({ amount }) => amount)).toEqual([600, 400]);
    expect(data[1]?.balance_transaction).toMatchObject({ amount: -400 });
  });

  test('a dispute takes the money and waits for evidence; a disputed charge is not refunded', async () => {
    const { id: payment_intent } = await charge('createDispute');
    const dispute = await processor.wait(async () => {
      const { data } = await stripe.disputes.list({ payment_intent });
      return data[0];
    }, 'the dispute');
    expect(dispute).toMatchObject({ status: 'needs_response', reason: 'fraudulent', amount: 1000 });
    expect(dispute.evidence_details.due_by).toBeGreaterThan(Date.now() / 1000);
    expect(dispute.balance_transactions[0]).toMatchObject({ type: 'adjustment', amount: -1000 });
    expect(await refused(stripe.refunds.create({ payment_intent }))).toMatchObject({
      code: 'charge_disputed',
    });
    const staged = { evidence: { product_description: 'Money for tea' }, submit: false };
    expect((await stripe.disputes.update(dispute.id, staged)).status).toBe('needs_response');
    expect((await stripe.disputes.close(dispute.id)).status).toBe('lost');
  });

  test('an early fraud warning names its charge', async () => {
    const made = (await charge('createIssuerFraudRecord')).latest_charge as Stripe.Charge;
    const warning = await processor.wait(async () => {
      const { data } = await stripe.radar.earlyFraudWarnings.list({ charge: made.id });
      return data[0];
    }, 'the warning');
    expect(warning).toMatchObject({ actionable: true, charge: made.id });
    expect(await stripe.radar.earlyFraudWarnings.retrieve(warning.id)).toMatchObject({
      id: warning.id,
    });
  });
});

describe('money that goes out', () => {
  const account = (): Promise<Stripe.Account> =>
    stripe.accounts.create({
      type: 'express',
      country: 'DE',
      business_type: 'individual',
      capabilities: { transfers: { requested: true } },
      settings: { payouts: { schedule: { interval: 'manual' } } },
    });

  test('an account begins with everything due, and a link leads to where it is given', async () => {
    const { id } = await account();
    const found = await stripe.accounts.retrieve(id);
    expect(found).toMatchObject({ payouts_enabled: false, details_submitted: false });
    expect(found.requirements?.currently_due?.length).toBeGreaterThan(0);
    const link = await stripe.accountLinks.create({
      account: id,
      type: 'account_onboarding',
      return_url: 'http://localhost:3000/wallet',
      refresh_url: 'http://localhost:3000/wallet',
    });
    expect(link.url).toMatch(/^https?:\/\//);
    expect(link.expires_at).toBeGreaterThan(Date.now() / 1000);
    const money = { amount: 100, currency: 'eur', destination: id };
    expect(await refused(stripe.transfers.create(money))).toMatchObject({
      code: 'insufficient_capabilities_for_transfer',
    });
  });

  withControl('transfer, payout, reversal (onboarded by a control endpoint)', async () => {
    await charge('bypassPending', { amount: 50_000 });
    const { id } = await account();
    await processor.control('onboard', { account: id });
    const on = { stripeAccount: id };
    const money = { amount: 1000, currency: 'eur' };
    const transfer = await stripe.transfers.create({ ...money, destination: id });
    expect(transfer).toMatchObject({ amount: 1000, reversed: false, destination: id });
    const payout = await stripe.payouts.create({ ...money, amount: 600 }, on);
    expect(payout).toMatchObject({ status: 'pending', method: 'standard', amount: 600 });
    expect((await stripe.payouts.cancel(payout.id, {}, on)).status).toBe('canceled');
    const back = await stripe.transfers.createReversal(transfer.id, { amount: 400 });
    expect(back).toMatchObject({ amount: 400, transfer: transfer.id });
    expect((await stripe.transfers.retrieve(transfer.id)).amount_reversed).toBe(400);
    const tooMuch = stripe.payouts.create({ ...money, amount: 5000 }, on);
    expect(await refused(tooMuch)).toMatchObject({ code: 'balance_insufficient' });
  });
});

describe('what the processor tells', () => {
  test('events are listed by type, and carry their object as it was', async () => {
    const since = Math.floor(Date.now() / 1000) - 60;
    const { id } = await charge('visa');
    const event = await processor.wait(async () => {
      const { data } = await stripe.events.list({
        type: 'payment_intent.succeeded',
        created: { gte: since },
        limit: 100,
      });
      return data.find((each) => (each.data.object as { id?: string }).id === id);
    }, 'the event');
    expect(event).toMatchObject({ object: 'event', livemode: false });
    expect(event.data.object).toMatchObject({ object: 'payment_intent', status: 'succeeded' });
    expect(await stripe.events.retrieve(event.id)).toMatchObject({ id: event.id });
  });

  test('balance transactions are listed by time and page by page; the balance is told', async () => {
    await charge('visa');
    await charge('visa');
    const created = { gte: Math.floor(Date.now() / 1000) - 600 };
    const all: string[] = [];
    for await (const { id } of stripe.balanceTransactions.list({ created, limit: 1 })) {
      all.push(id);
      if (all.length === 2) break;
    }
    expect(new Set(all).size).toBe(2);
    const balance = await stripe.balance.retrieve();
    expect(balance.pending.map(({ currency }) => currency)).toContain('eur');
    expect(Array.isArray(balance.available)).toBe(true);
  });
});
