// What holds for every call: a key makes a repeat harmless, and a refusal has a shape that can be relied
// on. At the simulator, or with a key at Stripe (see processor.ts).
import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import {
  payer,
  payment,
  type Processor,
  type Refused,
  refused,
  startProcessor,
} from './processor.js';

let processor: Processor;
let stripe: Stripe;
beforeAll(async () => {
  processor = await startProcessor();
  ({ stripe } = processor);
});
afterAll(() => processor.stop());

describe('idempotency keys', () => {
  const create = (
    amount: number,
    idempotencyKey: string,
  ): Promise<Stripe.Response<Stripe.PaymentIntent>> =>
    stripe.paymentIntents.create(
      { amount, currency: 'eur', allowed_payment_method_types: ['card'] },
      { idempotencyKey },
    );

  test('the same request with the same key is answered with the first answer', async () => {
    const key = randomUUID();
    const [first, again] = [await create(1000, key), await create(1000, key)];
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect((await create(1000, randomUUID())).id).not.toBe(first.id);
  });

  test('other parameters with the same key are refused', async () => {
    const key = randomUUID();
    await create(1000, key);
    expect(await refused(create(1001, key))).toMatchObject({
      type: 'StripeIdempotencyError',
      statusCode: 400,
    });
  });

  test('a decline is an answer, too', async () => {
    const { customer, payment_method } = await payer(processor, 'chargeCustomerFail');
    const key = { idempotencyKey: randomUUID() };
    const attempt = (): Promise<unknown> =>
      stripe.paymentIntents.create(
        {
          amount: 1000,
          currency: 'eur',
          customer,
          payment_method,
          allowed_payment_method_types: ['card'],
          confirm: true,
        },
        key,
      );
    const [first, again] = [await refused(attempt()), await refused(attempt())];
    expect(first.payment_intent?.id).toEqual(expect.any(String));
    expect(again.payment_intent?.id).toBe(first.payment_intent?.id);
  });
});

describe('the shapes of refusals', () => {
  test.each<[string, () => Promise<unknown>, Partial<Refused>]>([
    [
      'an object that is not there',
      () => stripe.paymentIntents.retrieve('pi_none'),
      {
        type: 'StripeInvalidRequestError',
        statusCode: 404,
        code: 'resource_missing',
        param: 'intent',
      },
    ],
    [
      'too little money',
      () => payment(processor, 'visa', { amount: 1 }),
      { type: 'StripeInvalidRequestError', statusCode: 400, code: 'amount_too_small' },
    ],
    [
      'too much money',
      () => payment(processor, 'visa', { amount: 999_999_999 }),
      { type: 'StripeInvalidRequestError', statusCode: 400, code: 'amount_too_large' },
    ],
    [
      'a currency that does not exist',
      () => payment(processor, 'visa', { currency: 'zzz' }),
      { type: 'StripeInvalidRequestError', statusCode: 400, param: 'currency' },
    ],
    [
      'a parameter nobody knows',
      () => stripe.customers.create({ colour: 'red' } as never),
      {
        type: 'StripeInvalidRequestError',
        statusCode: 400,
        code: 'parameter_unknown',
        param: 'colour',
      },
    ],
    [
      'a parameter that is missing',
      () => stripe.paymentIntents.create({ currency: 'eur' } as never),
      {
        type: 'StripeInvalidRequestError',
        statusCode: 400,
        code: 'parameter_missing',
        param: 'amount',
      },
    ],
  ])('%s', async (_what, call, shape) => {
    expect(await refused(call())).toMatchObject(shape);
  });

  test('a key that is none', async () => {
    const wrong = stripe.customers.list({ limit: 1 }, { apiKey: 'sk_test_none' });
    expect(await refused(wrong)).toMatchObject({
      type: 'StripeAuthenticationError',
      statusCode: 401,
    });
  });
});
