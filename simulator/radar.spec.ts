// What Radar tells: early fraud warnings from issuers, and reviews of payments of elevated risk, through
// the untouched stripe package, with what opens and what closes them.
import type Stripe from 'stripe';
import { idOf } from './resources/intent-parts.js';
import { refusal, startRig, type Rig } from './support/harness.js';
import { eventsAbout, pass, pay } from './support/sequel.js';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.simulator.stop());

test('an early fraud warning is actionable until the charge is refunded', async () => {
  const { latest_charge: charge } = await pay(rig, 'createIssuerFraudRecord');
  await pass(rig);
  const { earlyFraudWarnings } = rig.stripe.radar;
  const [warning] = (await earlyFraudWarnings.list({ charge: charge.id })).data;
  expect(warning).toMatchObject({ actionable: true, fraud_type: 'made_with_stolen_card' });
  expect((await rig.stripe.disputes.list()).data).toEqual([]);
  await rig.stripe.refunds.create({ charge: charge.id, reason: 'fraudulent' });
  const after = await earlyFraudWarnings.retrieve(String(warning?.id), { expand: ['charge'] });
  expect(after).toMatchObject({
    actionable: false,
    charge: { id: charge.id, fraud_details: { user_report: 'fraudulent' } },
  });
  expect(await eventsAbout(rig, String(warning?.id))).toEqual([
    'radar.early_fraud_warning.created',
    'radar.early_fraud_warning.updated',
  ]);
});

test('elevated risk waits in a review that approving or refunding closes', async () => {
  const { stripe } = rig;
  const first = await pay(rig, 'riskLevelElevated', { expand: ['latest_charge', 'review'] });
  const second = await pay(rig, 'riskLevelElevated');
  expect(first.latest_charge.outcome).toMatchObject({ type: 'manual_review' });
  expect(first.review).toMatchObject({ open: true, opened_reason: 'rule', reason: 'rule' });
  expect((await stripe.reviews.list()).data).toHaveLength(2);
  const review = idOf(second.review);
  expect(await stripe.reviews.approve(review)).toMatchObject({
    open: false,
    closed_reason: 'approved',
    reason: 'approved',
  });
  expect((await refusal(stripe.reviews.approve(review))).statusCode).toBe(400);
  await stripe.refunds.create({ payment_intent: first.id, reason: 'fraudulent' });
  const id = (first.review as Stripe.Review).id;
  expect((await stripe.reviews.retrieve(id)).closed_reason).toBe('refunded_as_fraud');
  expect((await stripe.reviews.list()).data).toEqual([]);
  expect(await eventsAbout(rig, id)).toEqual(['review.opened', 'review.closed']);
});

test('a dispute closes the review of its payment', async () => {
  const { id, review } = await pay(rig, 'riskLevelElevated');
  await rig.control('disputes', { charge: id, status: 'needs_response' });
  expect((await rig.stripe.reviews.retrieve(idOf(review))).closed_reason).toBe('disputed');
});
