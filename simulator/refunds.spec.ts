// Refunds through the untouched stripe package: how much may be given back, what it does to the
// charge and the balance, and the cards whose refunds pend or fail.
import { refusal, startRig, type Rig } from './support/harness.js';
import { eventsAbout, pass, pay } from './support/sequel.js';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.simulator.stop());

test('a partial and a final refund, and not a cent more', async () => {
  const { stripe } = rig;
  const { id: payment_intent, latest_charge: charge } = await pay(rig, 'visa');
  const first = await stripe.refunds.create({
    payment_intent,
    amount: 3000,
    reason: 'requested_by_customer',
    metadata: { payment_id: 'p1' },
    expand: ['balance_transaction'],
  });
  expect(first).toMatchObject({
    status: 'succeeded',
    amount: 3000,
    charge: charge.id,
    payment_intent,
    reason: 'requested_by_customer',
    metadata: { payment_id: 'p1' },
    destination_details: { type: 'card', card: { type: 'refund', reference_status: 'pending' } },
    balance_transaction: {
      type: 'refund',
      amount: -3000,
      fee: 0,
      net: -3000,
      reporting_category: 'refund',
      source: first.id,
    },
  });
  expect(await stripe.charges.retrieve(charge.id)).toMatchObject({
    amount_refunded: 3000,
    refunded: false,
  });
  const tooMuch = await refusal(stripe.refunds.create({ charge: charge.id, amount: 7001 }));
  expect(tooMuch).toMatchObject({ statusCode: 400, code: 'amount_too_large', param: 'amount' });
  expect(tooMuch.message).toContain('greater than unrefunded amount on charge (70.00 eur)');
  const rest = await stripe.refunds.create({ charge: charge.id });
  expect(rest.amount).toBe(7000);
  expect(await stripe.charges.retrieve(charge.id)).toMatchObject({
    amount_refunded: 10_000,
    refunded: true,
  });
  const again = await refusal(stripe.refunds.create({ payment_intent }));
  expect(again).toMatchObject({ statusCode: 400, code: 'charge_already_refunded' });
  expect((await stripe.refunds.list({ charge: charge.id })).data.map(({ id }) => id)).toEqual([
    rest.id,
    first.id,
  ]);
  const pending = (await stripe.balance.retrieve()).pending[0]?.amount ?? 0;
  const available = (await stripe.balance.retrieve()).available[0]?.amount ?? 0;
  expect(pending + available).toBe(-175);
  expect(await eventsAbout(rig, charge.id)).toEqual([
    'charge.succeeded',
    'charge.refunded',
    'charge.refunded',
  ]);
});

test('metadata is updated, and a bank finds the refund a day later', async () => {
  const { stripe } = rig;
  const { id } = await stripe.refunds.create({ payment_intent: (await pay(rig, 'visa')).id });
  const changed = await stripe.refunds.update(id, { metadata: { order: '7' } });
  expect(changed.metadata).toEqual({ order: '7' });
  await pass(rig, 86_400);
  const found = await stripe.refunds.retrieve(id);
  expect(found.destination_details?.card).toMatchObject({ reference_status: 'available' });
  expect(found.destination_details?.card?.reference).toMatch(/^\d{23}$/);
  expect(await eventsAbout(rig, id)).toEqual([
    'refund.created',
    'refund.updated',
    'refund.updated',
  ]);
});

test('pm_card_pendingRefund is pending, then succeeds', async () => {
  const { stripe } = rig;
  const { id: payment_intent } = await pay(rig, 'pendingRefund');
  const refund = await stripe.refunds.create({ payment_intent });
  expect(refund).toMatchObject({ status: 'pending', pending_reason: 'processing' });
  expect((await refusal(stripe.refunds.cancel(refund.id))).message).toContain('status of pending');
  await pass(rig, 5);
  const after = await stripe.refunds.retrieve(refund.id);
  expect(after.status).toBe('succeeded');
  expect(after.pending_reason).toBeUndefined();
  expect(await eventsAbout(rig, refund.id)).toEqual(['refund.created', 'refund.updated']);
});

test('pm_card_refundFail succeeds, then fails and the money is back', async () => {
  const { stripe } = rig;
  const { id: payment_intent, latest_charge } = await pay(rig, 'refundFail');
  const refund = await stripe.refunds.create({ payment_intent, amount: 4000 });
  expect(refund.status).toBe('succeeded');
  await pass(rig, 5);
  const after = await stripe.refunds.retrieve(refund.id, {
    expand: ['failure_balance_transaction'],
  });
  expect(after).toMatchObject({
    status: 'failed',
    failure_reason: 'expired_or_canceled_card',
    failure_balance_transaction: {
      type: 'refund_failure',
      amount: 4000,
      reporting_category: 'refund_failure',
      source: refund.id,
    },
  });
  expect(await stripe.charges.retrieve(latest_charge.id)).toMatchObject({ amount_refunded: 0 });
  expect(await eventsAbout(rig, refund.id)).toEqual([
    'refund.created',
    'refund.updated',
    'refund.failed',
  ]);
});

test('refunding what was only held cancels it and moves nothing', async () => {
  const { stripe } = rig;
  const held = await pay(rig, 'visa', { capture_method: 'manual' });
  const partly = await refusal(stripe.refunds.create({ payment_intent: held.id, amount: 1 }));
  expect(partly.param).toBe('amount');
  const refund = await stripe.refunds.create({ payment_intent: held.id });
  expect(refund).toMatchObject({
    status: 'succeeded',
    balance_transaction: null,
    destination_details: { card: { type: 'reversal' } },
  });
  expect((await stripe.paymentIntents.retrieve(held.id)).status).toBe('canceled');
  expect((await stripe.balanceTransactions.list()).data).toEqual([]);
  const again = await refusal(stripe.refunds.create({ charge: held.latest_charge.id }));
  expect(again.code).toBe('charge_already_refunded');
});

test('what was captured in part is refunded in full', async () => {
  const { stripe } = rig;
  const held = await pay(rig, 'visa', { capture_method: 'manual' });
  await stripe.paymentIntents.capture(held.id, { amount_to_capture: 4000 });
  const error = await refusal(stripe.refunds.create({ payment_intent: held.id, amount: 4001 }));
  expect(error.code).toBe('amount_too_large');
  expect((await stripe.refunds.create({ payment_intent: held.id })).amount).toBe(4000);
  expect((await stripe.charges.retrieve(held.latest_charge.id)).refunded).toBe(true);
});

test('what cannot be refunded says why', async () => {
  const { stripe } = rig;
  const declined = await refusal(pay(rig, 'visa_chargeDeclined'));
  const intent = declined.raw['payment_intent'] as { id: string };
  const other = await pay(rig, 'visa');
  const disputed = await pay(rig, 'createDispute');
  await pass(rig);
  const cases: [object, object][] = [
    [{}, { code: 'parameter_missing' }],
    [{ charge: 'ch_none' }, { code: 'resource_missing', param: 'charge' }],
    [{ payment_intent: 'pi_none' }, { code: 'resource_missing', param: 'payment_intent' }],
    [{ payment_intent: intent.id }, { code: 'payment_intent_unexpected_state' }],
    [{ charge: String(declined.raw['charge']) }, { code: 'charge_not_refundable' }],
    [{ charge: other.latest_charge.id, payment_intent: disputed.id }, { param: 'charge' }],
    [{ payment_intent: disputed.id }, { code: 'charge_disputed' }],
    [{ payment_intent: other.id, amount: 0 }, { code: 'parameter_invalid_integer' }],
    [{ payment_intent: other.id, reason: 'expired_uncaptured_charge' }, { param: 'reason' }],
    [{ payment_intent: other.id, reverse_transfer: true }, { code: 'parameter_unknown' }],
  ];
  for (const [params, expected] of cases) {
    expect(await refusal(stripe.refunds.create(params))).toMatchObject({
      statusCode: 400,
      ...expected,
    });
  }
  expect(await refusal(stripe.refunds.retrieve('re_none'))).toMatchObject({ statusCode: 404 });
  expect((await stripe.refunds.list()).data).toEqual([]);
});

test('the same key refunds once', async () => {
  const { stripe } = rig;
  const { id: payment_intent } = await pay(rig, 'visa');
  const once = { idempotencyKey: 'refund-1' };
  const first = await stripe.refunds.create({ payment_intent, amount: 100 }, once);
  const second = await stripe.refunds.create({ payment_intent, amount: 100 }, once);
  expect(second.id).toBe(first.id);
  expect((await stripe.refunds.list({ payment_intent })).data).toHaveLength(1);
});
