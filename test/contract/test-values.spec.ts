// Every value that Stripe has for testing does what its row in test-values.ts says, at the simulator
// or, with a key, at Stripe. How to run it against Stripe is said in processor.ts.
import type Stripe from 'stripe';
import { TEST_CARDS } from '../../simulator/cards/table.js';
import { rawCard } from '../../simulator/support/harness.js';
import {
  payment,
  type Processor,
  said,
  startProcessor,
  withControl,
  withNumbers,
} from './processor.js';
import {
  CARDS,
  DEBITS,
  ELIGIBLE,
  EVIDENCE,
  MISTYPED,
  OFF_SESSION,
  PAYOUT_BANKS,
  PAYOUT_CARDS,
  REFUNDS,
  REFUSED_DEBITS,
  type Sequel,
  TOKENS,
} from './test-values.js';

let processor: Processor;
let stripe: Stripe;
beforeAll(async () => {
  processor = await startProcessor();
  ({ stripe } = processor);
});
afterAll(() => processor.stop());

const ADDRESS = {
  'billing_details[address][line1]': '1 High Street',
  'billing_details[address][postal_code]': '1010',
};

/** A card typed in a browser. */
async function typed(number: string): Promise<Stripe.PaymentMethod> {
  const cvc = number.startsWith('37') ? '1234' : '123';
  const form = rawCard(number, { ...ADDRESS, 'card[cvc]': cvc });
  const { status, body } = await processor.type('/v1/payment_methods', form);
  expect([status, body.error]).toEqual([200, undefined]);
  return body as unknown as Stripe.PaymentMethod;
}

const idOf = (reference: string | { id: string } | null): string =>
  typeof reference === 'object' ? (reference?.id ?? '') : reference;

/** What came of a paid charge; waits for what must come. */
async function sequelOf(charge: string, wanted: Sequel): Promise<Sequel> {
  const look = async (): Promise<Sequel | undefined> => {
    const { radar, disputes, reviews } = stripe;
    if ((await radar.earlyFraudWarnings.list({ charge })).data.length > 0) return 'warning';
    if ((await reviews.list({ limit: 100 })).data.some((each) => each.charge === charge)) {
      return 'review';
    }
    const { data } = await disputes.list({ charge });
    const [first] = data;
    if (first === undefined) return wanted === '' ? '' : undefined;
    expect(data.reduce((sum, each) => sum + each.amount, 0)).toBe(1000);
    if (data.length > 1) return 'disputes';
    const kind = first.payment_method_details?.card?.case_type;
    return kind === 'chargeback' ? 'dispute' : (kind as Sequel);
  };
  return processor.wait(look, `a ${wanted}`);
}

withNumbers.each(CARDS)('$number is $is and pays: $pays', async (wanted) => {
  const { card, id } = await typed(wanted.number);
  const is = [card?.brand, card?.funding, card?.country].map(String).join(' ');
  expect(is).toBe(wanted.is);
  const customer = (await stripe.customers.create()).id;
  const other = (await typed(wanted.number)).id;
  const saving = said(stripe.paymentMethods.attach(other, { customer }), () => 'ok');
  expect((await saving).split('/').at(-1)).toBe(wanted.saves);
  const paying = payment(processor, id);
  expect(await said(paying, ({ status }) => status)).toBe(wanted.pays);
  if (wanted.pays !== 'succeeded') return;
  const charge = await stripe.charges.retrieve(idOf((await paying).latest_charge));
  expect(charge).toMatchObject(wanted.charge);
  expect(await sequelOf(charge.id, wanted.sequel)).toBe(wanted.sequel);
});

withNumbers.each(MISTYPED)('%s is refused: %j', async (_what, changes, code) => {
  const { status, body } = await processor.type(
    '/v1/payment_methods',
    rawCard('4242424242424242', changes),
  );
  expect([status, body.error?.code]).toEqual([402, code]);
});

withControl('every card that the simulator knows has its row', () => {
  const tested = CARDS.map(({ number }) => number).sort();
  expect(tested).toEqual(TEST_CARDS.map(({ number }) => number).sort());
});

test.each(TOKENS)('there is a pm_card_%s', async (name) => {
  const method = await stripe.paymentMethods.retrieve(`pm_card_${name}`);
  expect(method).toMatchObject({ object: 'payment_method', type: 'card' });
});

test.each([
  ['cvcCheckFail', { cvc_check: 'fail' }],
  ['avsFail', { address_line1_check: 'fail', address_postal_code_check: 'fail' }],
  ['visa', { cvc_check: 'pass', address_line1_check: null }],
])('pm_card_%s brings its checks along', async (token, checks) => {
  const customer = (await stripe.customers.create()).id;
  const method = await stripe.paymentMethods.attach(`pm_card_${token}`, { customer });
  expect(method.card?.checks).toMatchObject(checks);
});

/** The dispute of a payment, once there is one. */
function disputeOf(payment_intent: string): Promise<Stripe.Dispute> {
  return processor.wait(async () => {
    const { data } = await stripe.disputes.list({ payment_intent });
    return data[0];
  }, 'the dispute');
}

test.each(ELIGIBLE)('the dispute of pm_card_%s says what it is eligible for', async (...row) => {
  const [token, says] = row;
  expect(await disputeOf((await payment(processor, token)).id)).toMatchObject(says);
});

test.each(EVIDENCE)('the dispute of pm_card_%s with %s ends %s', async (token, text, status) => {
  const dispute = await disputeOf((await payment(processor, token)).id);
  await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: text } });
  const ended = await processor.wait(async () => {
    const now = await stripe.disputes.retrieve(dispute.id);
    return now.status === status ? now : undefined;
  }, `the dispute being ${status}`);
  expect(ended.evidence_details.submission_count).toBeLessThanOrEqual(1);
});

test.each(REFUNDS)('a refund of pm_card_%s is %s and then %s', async (token, atOnce, end) => {
  const { id } = await payment(processor, token);
  const refund = await stripe.refunds.create({ payment_intent: id });
  expect(refund.status).toBe(atOnce);
  await processor.wait(async () => {
    const { status } = await stripe.refunds.retrieve(refund.id);
    return status === end ? status : undefined;
  }, `the refund being ${end}`);
});

test.each(OFF_SESSION)('off session pm_card_%s (set up: %s) says %s', async (...row) => {
  const [token, , says] = row;
  const customer = (await stripe.customers.create()).id;
  const { id } = await stripe.paymentMethods.attach(`pm_card_${token}`, { customer });
  const paying = payment(processor, id, { customer, off_session: true });
  expect(await said(paying, ({ status }) => status)).toBe(says);
});

test.each(DEBITS)('a bank debit of %s ends as %s', async (name, ends, code) => {
  const us = name.startsWith('pm_us');
  const method = name.startsWith('pm_')
    ? name
    : (
        await stripe.paymentMethods.create({
          type: 'sepa_debit',
          sepa_debit: { iban: name },
          billing_details: { name: 'Ada Byron', email: 'ada@example.com' },
        })
      ).id;
  const { id, status } = await payment(processor, method, {
    amount: 10_000,
    currency: us ? 'usd' : 'eur',
    allowed_payment_method_types: [us ? 'us_bank_account' : 'sepa_debit'],
    mandate_data: { customer_acceptance: { type: 'offline', offline: {} } },
  });
  expect(status).toBe('processing');
  const ended = await processor.wait(async () => {
    const now = await stripe.paymentIntents.retrieve(id);
    return now.status === ends ? now : undefined;
  }, `the debit being ${ends}`);
  expect(ended.last_payment_error?.code ?? null).toBe(code);
});

test.each(REFUSED_DEBITS)('a bank debit of %s is refused: %s', async (name, code) => {
  const asked = payment(processor, name, {
    amount: 10_000,
    currency: 'usd',
    allowed_payment_method_types: ['us_bank_account'],
    mandate_data: { customer_acceptance: { type: 'offline', offline: {} } },
  });
  await expect(asked).rejects.toMatchObject({ statusCode: 402, code });
});

describe('payouts of a connected account (onboarded by a control endpoint)', () => {
  /** How a payout of 10.00 USD to this bank account or card ends: its status, or why it failed. */
  async function paidOut(destination: string, method: 'standard' | 'instant'): Promise<string> {
    const bank = /^\d+$/.test(destination);
    await payment(processor, 'bypassPending', { amount: 50_000, currency: 'usd' });
    const { id } = await stripe.accounts.create({
      type: 'express',
      country: 'US',
      capabilities: { transfers: { requested: true } },
      settings: { payouts: { schedule: { interval: 'manual' } } },
      ...(bank ? {} : { external_account: destination }),
    });
    await processor.control('onboard', { account: id, ...(bank ? { bank: destination } : {}) });
    const money = { amount: 10_000, currency: 'usd' };
    await stripe.transfers.create({ ...money, destination: id });
    const on = { stripeAccount: id };
    const asked = stripe.payouts.create({ ...money, amount: 1000, method }, on);
    const payout = await asked.catch((error: unknown) => error);
    if (payout instanceof Error) return String((payout as Stripe.errors.StripeError).code);
    await processor.control('clock', { advanceSeconds: 2 * 86_400 });
    const { id: payoutId } = payout as Stripe.Payout;
    const { status, failure_code } = await stripe.payouts.retrieve(payoutId, {}, on);
    return failure_code ?? status;
  }

  withControl.each([...PAYOUT_BANKS, ...PAYOUT_CARDS])('to %s, %s: %s', async (...row) => {
    const [destination, method, ends] = row;
    expect(await paidOut(destination, method)).toBe(ends);
  });
});
