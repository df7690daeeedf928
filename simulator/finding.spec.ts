// Lists, searches and counts; customers and their cards; and a card saved from a browser with nothing
// but a publishable key and the intent's client secret.
import type Stripe from 'stripe';
import { refusal, startRig, type Rig } from './support/harness.js';

let rig: Rig;
let stripe: Stripe;
beforeEach(async () => {
  rig = await startRig();
  stripe = rig.stripe;
});
afterEach(() => rig.simulator.stop());

describe('finding', () => {
  test('lists page in both directions and search finds metadata', async () => {
    const customer = (await stripe.customers.create({ metadata: { user: 'u1' } })).id;
    const made: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      const intent = await stripe.paymentIntents.create({
        amount: 1000 + index,
        currency: 'eur',
        customer,
        metadata: { payment_id: `pay_${String(index)}` },
      });
      made.unshift(intent.id);
    }
    const first = await stripe.paymentIntents.list({ customer, limit: 2 });
    expect([first.data.map((each) => each.id), first.has_more]).toEqual([made.slice(0, 2), true]);
    const before = await stripe.paymentIntents.list({ limit: 2, ending_before: made[4] ?? '' });
    expect(before.data.map((each) => each.id)).toEqual(made.slice(2, 4));
    const all = await stripe.paymentIntents.list({ limit: 2 }).autoPagingToArray({ limit: 100 });
    expect(all.map((each) => each.id)).toEqual(made);
    const found = await stripe.paymentIntents.search({
      query: "metadata['payment_id']:'pay_3' AND -status:'canceled'",
    });
    expect(found.data.map((each) => each.metadata['payment_id'])).toEqual(['pay_3']);
    expect((await refusal(stripe.paymentIntents.search({ query: 'amount>5' }))).param).toBe(
      'query',
    );
    const none = await stripe.paymentIntents.list({
      created: { gt: Math.floor(Date.now() / 1000) + 60 },
    });
    expect(none.data).toEqual([]);
  });

  test('customers are updated, listed by email and deleted with their cards', async () => {
    const made = await stripe.customers.create({
      email: 'ana@example.com',
      metadata: { a: '1', b: '2' },
    });
    const updated = await stripe.customers.update(made.id, { name: 'Ana', metadata: { a: '' } });
    expect(updated).toMatchObject({ name: 'Ana', email: 'ana@example.com', metadata: { b: '2' } });
    expect((await stripe.customers.list({ email: 'ana@example.com' })).data).toHaveLength(1);
    const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: made.id });
    expect(await stripe.customers.del(made.id)).toMatchObject({ deleted: true });
    expect(await stripe.customers.retrieve(made.id)).toMatchObject({ deleted: true });
    expect((await stripe.paymentMethods.retrieve(card.id)).customer).toBeNull();
    expect((await refusal(stripe.paymentMethods.attach(card.id, { customer: made.id }))).code).toBe(
      'resource_missing',
    );
  });

  test('a detached card can not come back', async () => {
    const customer = (await stripe.customers.create()).id;
    const card = await stripe.paymentMethods.attach('pm_card_visa', { customer });
    await stripe.paymentMethods.detach(card.id);
    expect((await refusal(stripe.paymentMethods.attach(card.id, { customer }))).statusCode).toBe(
      400,
    );
    expect((await refusal(stripe.paymentMethods.detach(card.id))).statusCode).toBe(400);
  });

  test('calls are counted by endpoint', async () => {
    const { requests } = rig.simulator;
    expect(requests.count()).toBe(0);
    const intent = await stripe.paymentIntents.create({ amount: 1000, currency: 'eur' });
    await stripe.paymentIntents.cancel(intent.id);
    expect(requests.count('POST', '/v1/payment_intents')).toBe(1);
    expect(requests.count('POST', '/v1/payment_intents/:id/cancel')).toBe(1);
    expect(requests.count('GET')).toBe(0);
  });
});

describe('setup from a browser', () => {
  test('a browser confirms with the client secret and sees no more than it may', async () => {
    const customer = (await stripe.customers.create()).id;
    const intent = await stripe.setupIntents.create({ customer, metadata: { user: 'u1' } });
    const form = {
      payment_method: 'pm_card_visa_debit',
      client_secret: String(intent.client_secret),
    };
    const wrong = await rig.browser(`/v1/setup_intents/${intent.id}/confirm`, {
      ...form,
      client_secret: 'guess',
    });
    expect(wrong.status).toBe(400);
    const right = await rig.browser(`/v1/setup_intents/${intent.id}/confirm`, form);
    expect(right.body).toMatchObject({ status: 'succeeded', id: intent.id });
    expect(right.body).not.toHaveProperty('customer');
    expect(right.body).not.toHaveProperty('metadata');
    const saved = await stripe.customers.listPaymentMethods(customer);
    expect(saved.data[0]?.card).toMatchObject({ funding: 'debit', checks: { cvc_check: 'pass' } });
    const late = await rig.browser(`/v1/setup_intents/${intent.id}/confirm`, form);
    expect(late.body.error).toMatchObject({ code: 'setup_intent_unexpected_state' });
    expect(late.body.error?.['setup_intent']).not.toHaveProperty('customer');
    const again = await refusal(stripe.setupIntents.confirm(intent.id));
    expect(again.code).toBe('setup_intent_unexpected_state');
  });

  test('an open setup can be canceled', async () => {
    const intent = await stripe.setupIntents.create({ payment_method: 'pm_card_visa' });
    expect(intent.status).toBe('requires_confirmation');
    expect((await stripe.setupIntents.cancel(intent.id)).status).toBe('canceled');
    expect((await refusal(stripe.setupIntents.cancel(intent.id))).code).toBe(
      'setup_intent_unexpected_state',
    );
  });
});
