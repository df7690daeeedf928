// Cards and charges. The calls the product makes, with the untouched `stripe` package, and what it
// relies on in the answers; at the simulator, or with a key at Stripe (see processor.ts), which settles
// what the simulator only remembers.
import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import {
  chargeOf,
  payer,
  type Processor,
  refused,
  startProcessor,
  withControl,
} from './processor.js';

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

describe('customers and their cards', () => {
  test('a card is set up by its person, listed, and taken away', async () => {
    const { id: customer } = await stripe.customers.create({ name: 'Ana' });
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ name: 'Ana' });
    const setup = await stripe.setupIntents.create({
      customer,
      allowed_payment_method_types: ['card'],
      usage: 'off_session',
    });
    expect(setup).toMatchObject({ status: 'requires_payment_method', usage: 'off_session' });
    expect(setup.client_secret).toMatch(new RegExp(`^${setup.id}_secret_`));
    const done = await stripe.setupIntents.confirm(setup.id, {
      payment_method: 'pm_card_visa_debit',
    });
    expect(done.status).toBe('succeeded');
    const found = await stripe.setupIntents.retrieve(setup.id, { expand: ['payment_method'] });
    const card = found.payment_method as Stripe.PaymentMethod;
    expect(card).toMatchObject({ customer, type: 'card', card: { funding: 'debit' } });
    expect(card.card?.fingerprint).toEqual(expect.any(String));
    const listed = await stripe.customers.listPaymentMethods(customer, { type: 'card' });
    expect(listed.data.map(({ id }) => id)).toEqual([card.id]);
    expect((await stripe.paymentMethods.detach(card.id)).customer).toBeNull();
    expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([]);
  });

  test('one card has one fingerprint, whoever adds it', async () => {
    const cards = await Promise.all(
      [payer(processor), payer(processor)].map(async (made) =>
        stripe.paymentMethods.retrieve((await made).payment_method),
      ),
    );
    const [one, other] = cards.map(({ card }) => card?.fingerprint);
    expect(one).toBe(other);
  });

  test('a setup that is refused says why, and can be cancelled', async () => {
    const { id: customer } = await stripe.customers.create();
    const types = { allowed_payment_method_types: ['card'] };
    const setup = await stripe.setupIntents.create({ customer, ...types });
    const method = { payment_method: 'pm_card_visa_chargeDeclinedLostCard' };
    expect(await refused(stripe.setupIntents.confirm(setup.id, method))).toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'lost_card',
    });
    expect((await stripe.setupIntents.cancel(setup.id)).status).toBe('canceled');
  });
});

describe('payment intents', () => {
  test('created and confirmed at once: charged, with what the processor keeps', async () => {
    const metadata = { payment_id: `pay_${randomUUID()}` };
    const intent = await charge('visa', { metadata, transfer_group: metadata.payment_id });
    expect(intent).toMatchObject({
      status: 'succeeded',
      amount: 1000,
      amount_received: 1000,
      currency: 'eur',
      livemode: false,
      metadata,
      last_payment_error: null,
    });
    const made = intent.latest_charge as Stripe.Charge;
    expect(made).toMatchObject({ paid: true, captured: true, payment_intent: intent.id });
    // At Stripe it may come a moment later.
    const movement = await processor.wait(async () => {
      const now = await stripe.charges.retrieve(made.id, { expand: ['balance_transaction'] });
      return (now.balance_transaction as Stripe.BalanceTransaction | null) ?? undefined;
    }, 'the balance transaction');
    expect(movement).toMatchObject({ type: 'charge', source: made.id });
    expect(movement.net).toBe(movement.amount - movement.fee);
    const listed = await stripe.paymentIntents.list({
      customer: intent.customer as string,
      limit: 100,
    });
    expect(listed.data.map(({ id }) => id)).toEqual([intent.id]);
  });

  test('authorised, then captured: in full, or let go', async () => {
    const [one, other] = [
      await charge('visa', { capture_method: 'manual' }),
      await charge('visa', { capture_method: 'manual' }),
    ];
    expect(one).toMatchObject({ status: 'requires_capture', amount_capturable: 1000 });
    const authorised = one.latest_charge as Stripe.Charge;
    expect(authorised).toMatchObject({ captured: false, balance_transaction: null });
    expect(authorised.payment_method_details?.card?.capture_before).toBeGreaterThan(
      Date.now() / 1000,
    );
    const captured = await stripe.paymentIntents.capture(one.id);
    expect(captured).toMatchObject({ status: 'succeeded', amount_received: 1000 });
    expect((await stripe.paymentIntents.cancel(other.id)).status).toBe('canceled');
    for (const late of [
      () => stripe.paymentIntents.capture(one.id),
      () => stripe.paymentIntents.capture(other.id),
      () => stripe.paymentIntents.cancel(one.id),
    ]) {
      expect(await refused(late())).toMatchObject({
        type: 'StripeInvalidRequestError',
        statusCode: 400,
        code: 'payment_intent_unexpected_state',
      });
    }
  });

  test('confirmed later', async () => {
    const made = await stripe.paymentIntents.create({
      amount: 1000,
      currency: 'eur',
      allowed_payment_method_types: ['card'],
    });
    expect(made).toMatchObject({ status: 'requires_payment_method', last_payment_error: null });
    const done = await stripe.paymentIntents.confirm(made.id, { payment_method: 'pm_card_visa' });
    expect(done.status).toBe('succeeded');
  });

  test('a card that must authenticate: on session it asks, off session it declines', async () => {
    const asks = await charge('authenticationRequired', { use_stripe_sdk: true });
    expect(asks).toMatchObject({
      status: 'requires_action',
      next_action: { type: 'use_stripe_sdk' },
    });
    expect(asks.client_secret).toMatch(new RegExp(`^${asks.id}_secret_`));
    expect((await stripe.paymentIntents.cancel(asks.id)).status).toBe('canceled');
    expect(await refused(charge('authenticationRequired', { off_session: true }))).toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code: 'authentication_required',
      payment_intent: { status: 'requires_payment_method' },
    });
  });

  withControl('authentication that ends as the person wants (control endpoint)', async () => {
    for (const [outcome, status, code] of [
      ['succeed', 'succeeded', null],
      ['fail', 'requires_payment_method', 'payment_intent_authentication_failure'],
    ] as const) {
      const { id } = await charge('authenticationRequired');
      await processor.control('authenticate', { intent: id, outcome });
      const ended = await stripe.paymentIntents.retrieve(id);
      expect([ended.status, ended.last_payment_error?.code ?? null]).toEqual([status, code]);
    }
  });

  test('a decline carries the intent, which can be looked up', async () => {
    const error = await refused(charge('chargeCustomerFail'));
    expect(error).toMatchObject({
      type: 'StripeCardError',
      statusCode: 402,
      code: 'card_declined',
      decline_code: 'generic_decline',
      payment_intent: { status: 'requires_payment_method' },
    });
    const found = await stripe.paymentIntents.retrieve(String(error.payment_intent?.id));
    expect(found.last_payment_error).toMatchObject({ type: 'card_error', code: 'card_declined' });
  });
});
