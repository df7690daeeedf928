// What must be refused, and how: malformed parameters, missing objects, wrong keys. A refusal leaves
// no object and no event behind.
import type Stripe from 'stripe';
import { clientOf, refusal, startRig, type Rig } from './support/harness.js';

let rig: Rig;
let stripe: Stripe;
beforeEach(async () => {
  rig = await startRig();
  stripe = rig.stripe;
});
afterEach(() => rig.simulator.stop());

describe('refusals', () => {
  const plain = { currency: 'eur', allowed_payment_method_types: ['card'] };
  test.each([
    ['an unknown parameter', { amount: 1000, favour: 'x' }, 'parameter_unknown', 'favour'],
    [
      'a nested unknown one',
      { amount: 1000, automatic_payment_methods: { enabled: true, x: 1 } },
      'parameter_unknown',
      'automatic_payment_methods[x]',
    ],
    [
      'a retired parameter',
      { amount: 1000, payment_method_types: ['card'] },
      'payment_method_types_no_longer_supported',
      'payment_method_types',
    ],
    ['no amount', {}, 'parameter_missing', 'amount'],
    ['a fraction', { amount: 10.5 }, 'parameter_invalid_integer', 'amount'],
    ['a negative amount', { amount: -100 }, 'parameter_invalid_integer', 'amount'],
    ['too little', { amount: 49 }, 'amount_too_small', 'amount'],
    ['too much', { amount: 100_000_000 }, 'amount_too_large', 'amount'],
    ['an unknown currency', { amount: 1000, currency: 'xyz' }, undefined, 'currency'],
    ['an empty currency', { amount: 1000, currency: '' }, 'parameter_invalid_empty', 'currency'],
    ['a wrong word', { amount: 1000, capture_method: 'later' }, undefined, 'capture_method'],
    ['a missing customer', { amount: 1000, customer: 'cus_none' }, 'resource_missing', 'customer'],
    ['a wrong expansion', { amount: 1000, expand: ['nothing'] }, undefined, 'expand'],
    ['off_session without confirm', { amount: 1000, off_session: true }, undefined, 'off_session'],
  ])('%s', async (_what, changes, code, param) => {
    const params = { ...plain, ...changes } as unknown as Stripe.PaymentIntentCreateParams;
    const error = await refusal(stripe.paymentIntents.create(params));
    expect(error).toMatchObject({ type: 'StripeInvalidRequestError', statusCode: 400, param });
    expect(error.code).toBe(code);
    expect((await stripe.paymentIntents.list()).data).toHaveLength(0);
    expect((await stripe.events.list()).data).toHaveLength(0);
  });

  test.each([
    ['no key', '', undefined],
    ['a wrong key', 'sk_test_wrong', undefined],
    ['the publishable key', 'pk_test_simulator', 'secret_key_required'],
  ])('%s is a 401', async (_what, key, code) => {
    const response = await fetch(`${rig.simulator.url}/v1/customers`, {
      headers: key === '' ? {} : { authorization: `Basic ${btoa(`${key}:`)}` },
    });
    const { error } = (await response.json()) as { error: { type: string; code?: string } };
    expect(response.status).toBe(401);
    expect(error).toMatchObject({ type: 'invalid_request_error' });
    expect(error.code).toBe(code);
  });

  test('the stripe package sees a wrong key as an authentication error', async () => {
    const error = await refusal(clientOf(rig.simulator, 'sk_test_other').balance.retrieve());
    expect(error.type).toBe('StripeAuthenticationError');
  });

  test.each([
    () => stripe.customers.retrieve('cus_none'),
    () => stripe.paymentIntents.retrieve('pi_none'),
    () => stripe.refunds.retrieve('re_none'),
    () => stripe.disputes.retrieve('dp_none'),
    () => stripe.reviews.retrieve('prv_none'),
    () => stripe.radar.earlyFraudWarnings.retrieve('issfr_none'),
    () => stripe.coupons.list(),
  ])('what does not exist is a 404 (%#)', async (call) => {
    expect(await refusal(call())).toMatchObject({ statusCode: 404 });
  });

  test('automatic methods need a way back, as at Stripe', async () => {
    const error = await refusal(
      stripe.paymentIntents.create({
        amount: 1000,
        currency: 'eur',
        payment_method: 'pm_card_visa',
        confirm: true,
      }),
    );
    expect(error.param).toBe('return_url');
    // The intent was being made when the refusal came; it must leave no trace.
    expect((await stripe.paymentIntents.list()).data).toHaveLength(0);
    expect((await stripe.events.list()).data).toHaveLength(0);
  });
});
