// Disputes through the untouched stripe package: the cards that bring them, the money they take and
// give back, the evidence that decides them, and the deadline.
import type Stripe from 'stripe';
import { idOf } from './resources/intent-parts.js';
import { refusal, startRig, type Rig } from './support/harness.js';
import { eventsAbout, pass, pay } from './support/sequel.js';

const DAY = 86_400;
let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(() => rig.simulator.stop());

/** Pays with a card and returns the dispute that follows. */
async function disputed(token: string): Promise<Stripe.Dispute> {
  const { id: payment_intent } = await pay(rig, token);
  await pass(rig);
  const [dispute] = (await rig.stripe.disputes.list({ payment_intent })).data;
  if (dispute === undefined) throw new Error(`${token} brought no dispute`);
  return dispute;
}

const said = (uncategorized_text: string) => ({ evidence: { uncategorized_text } });

test('a chargeback takes the amount and a fee, and its charge can no longer be refunded', async () => {
  const dispute = await disputed('createDispute');
  expect(dispute).toMatchObject({
    status: 'needs_response',
    reason: 'fraudulent',
    amount: 10_000,
    is_charge_refundable: false,
    evidence_details: { has_evidence: false, submission_count: 0, past_due: false },
    payment_method_details: {
      type: 'card',
      card: { brand: 'visa', case_type: 'chargeback', network_reason_code: '10.4' },
    },
    balance_transactions: [
      {
        type: 'adjustment',
        amount: -10_000,
        fee: 2000,
        net: -12_000,
        reporting_category: 'dispute',
        source: dispute.id,
      },
    ],
  });
  const charge = await rig.stripe.charges.retrieve(idOf(dispute.charge));
  expect(charge).toMatchObject({ disputed: true, refunded: false });
  expect(await eventsAbout(rig, dispute.id)).toEqual([
    'charge.dispute.created',
    'charge.dispute.funds_withdrawn',
  ]);
});

test('the payment comes first, its dispute a moment later', async () => {
  const { id, latest_charge: charge } = await pay(rig, 'createDispute');
  expect(charge.disputed).toBe(false);
  await pass(rig);
  const types = (await rig.stripe.events.list()).data.map(({ type }) => type).reverse();
  expect(types.slice(-4)).toEqual([
    'charge.succeeded',
    'payment_intent.succeeded',
    'charge.dispute.created',
    'charge.dispute.funds_withdrawn',
  ]);
  const again = await rig.stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
  expect((again.latest_charge as Stripe.Charge).disputed).toBe(true);
});

test('in dollars the fee is 15.00', async () => {
  await pay(rig, 'createDispute', { currency: 'usd' });
  await pass(rig);
  const [dispute] = (await rig.stripe.disputes.list()).data;
  expect(dispute?.balance_transactions[0]).toMatchObject({ fee: 1500, net: -11_500 });
});

test('winning evidence brings the amount back, not the fee', async () => {
  const dispute = await disputed('createDisputeProductNotReceived');
  expect(dispute.reason).toBe('product_not_received');
  const staged = await rig.stripe.disputes.update(dispute.id, {
    evidence: { customer_name: 'Ada' },
    submit: false,
  });
  expect(staged).toMatchObject({
    status: 'needs_response',
    evidence: { customer_name: 'Ada' },
    evidence_details: { has_evidence: true, submission_method: 'not_submitted' },
  });
  const submitted = await rig.stripe.disputes.update(dispute.id, said('winning_evidence'));
  expect(submitted).toMatchObject({
    status: 'under_review',
    evidence: { customer_name: 'Ada' },
    evidence_details: { submission_count: 1, submission_method: 'manual' },
  });
  const twice = await refusal(rig.stripe.disputes.update(dispute.id, said('more')));
  expect(twice).toMatchObject({ statusCode: 400, param: 'evidence' });
  await pass(rig);
  const won = await rig.stripe.disputes.retrieve(dispute.id);
  expect(won.status).toBe('won');
  expect(won.balance_transactions.map(({ net }) => net)).toEqual([-12_000, 10_000]);
  expect(won.balance_transactions[1]?.reporting_category).toBe('dispute_reversal');
  expect((await eventsAbout(rig, dispute.id)).slice(2)).toEqual([
    'charge.dispute.updated',
    'charge.dispute.updated',
    'charge.dispute.closed',
    'charge.dispute.funds_reinstated',
  ]);
});

test('losing evidence loses; other evidence stays under review', async () => {
  const lost = await disputed('createDispute');
  const waiting = await disputed('createDispute');
  await rig.stripe.disputes.update(lost.id, said('losing_evidence'));
  await rig.stripe.disputes.update(waiting.id, said('the parcel was signed for'));
  await pass(rig, 30 * DAY);
  expect(await rig.stripe.disputes.retrieve(lost.id)).toMatchObject({
    status: 'lost',
    balance_transactions: [{ net: -12_000 }],
  });
  expect((await rig.stripe.disputes.retrieve(waiting.id)).status).toBe('under_review');
  expect((await refusal(rig.stripe.disputes.close(lost.id))).message).toContain('status is lost');
});

test('an inquiry moves no money, may be refunded away, or escalates', async () => {
  const inquiry = await disputed('createDisputeInquiry');
  expect(inquiry).toMatchObject({
    status: 'warning_needs_response',
    is_charge_refundable: true,
    balance_transactions: [],
    payment_method_details: { card: { case_type: 'inquiry' } },
  });
  await rig.stripe.refunds.create({ charge: idOf(inquiry.charge) });
  expect(await rig.stripe.disputes.retrieve(inquiry.id)).toMatchObject({
    status: 'warning_closed',
    is_charge_refundable: false,
  });

  const second = await disputed('createDisputeInquiry');
  const sent = await rig.stripe.disputes.update(second.id, said('escalate_inquiry_evidence'));
  expect(sent.status).toBe('warning_under_review');
  await pass(rig);
  expect(await rig.stripe.disputes.retrieve(second.id)).toMatchObject({
    status: 'needs_response',
    is_charge_refundable: false,
    balance_transactions: [{ amount: -10_000 }],
    payment_method_details: { card: { case_type: 'chargeback' } },
  });
  const error = await refusal(rig.stripe.refunds.create({ charge: idOf(second.charge) }));
  expect(error.code).toBe('charge_disputed');
  await rig.stripe.disputes.update(second.id, said('winning_evidence'));
  await pass(rig);
  expect((await rig.stripe.disputes.retrieve(second.id)).status).toBe('won');
});

test('silence loses a chargeback and closes an inquiry', async () => {
  const chargeback = await disputed('createDispute');
  const inquiry = await disputed('createDisputeInquiry');
  const due = chargeback.evidence_details.due_by ?? 0;
  expect(due - chargeback.created).toBe(9 * DAY);
  await pass(rig, 9 * DAY - 10);
  expect((await rig.stripe.disputes.retrieve(chargeback.id)).status).toBe('needs_response');
  await pass(rig, 20);
  expect(await rig.stripe.disputes.retrieve(chargeback.id)).toMatchObject({
    status: 'lost',
    evidence_details: { past_due: true },
  });
  expect((await rig.stripe.disputes.retrieve(inquiry.id)).status).toBe('warning_closed');
});

test('closing accepts the loss', async () => {
  const dispute = await disputed('createDispute');
  expect((await rig.stripe.disputes.close(dispute.id)).status).toBe('lost');
  expect((await eventsAbout(rig, dispute.id)).at(-1)).toBe('charge.dispute.closed');
});

test('metadata submits nothing, files are not known, and text is limited', async () => {
  const dispute = await disputed('createDispute');
  const { id } = dispute;
  const changed = await rig.stripe.disputes.update(id, { metadata: { case: '9' } });
  expect(changed).toMatchObject({ status: 'needs_response', metadata: { case: '9' } });
  const file = await refusal(rig.stripe.disputes.update(id, { evidence: { receipt: 'file_1' } }));
  expect(file).toMatchObject({ code: 'resource_missing', param: 'evidence[receipt]' });
  const long = { access_activity_log: 'x'.repeat(90_000), uncategorized_text: 'y'.repeat(70_000) };
  const error = await refusal(rig.stripe.disputes.update(id, { evidence: long }));
  expect(error.param).toBe('evidence');
  expect((await rig.stripe.disputes.retrieve(id)).evidence_details.has_evidence).toBe(false);
});

test('compelling evidence qualifies once everything Visa asks for is there', async () => {
  const { id, evidence_details } = await disputed('createCe3EligibleDispute');
  expect(evidence_details.enhanced_eligibility.visa_compelling_evidence_3?.status).toBe(
    'requires_action',
  );
  const prior = { product_description: 'a hat', customer_device_id: 'd1' };
  const staged = await rig.stripe.disputes.update(id, {
    submit: false,
    evidence: {
      enhanced_evidence: {
        visa_compelling_evidence_3: {
          disputed_transaction: {
            customer_account_id: 'u1',
            customer_device_id: 'd1',
            merchandise_or_services: 'merchandise',
            product_description: 'a coat',
          },
          prior_undisputed_transactions: [
            { charge: 'ch_1', ...prior },
            { charge: 'ch_2', ...prior },
          ],
        },
      },
    },
  });
  const eligibility = staged.evidence_details.enhanced_eligibility;
  expect(eligibility.visa_compelling_evidence_3).toEqual({
    required_actions: [],
    status: 'qualified',
  });
});

test.each([
  ['warning_needs_response', 0],
  ['warning_under_review', 0],
  ['warning_closed', 0],
  ['needs_response', -6000],
  ['under_review', -6000],
  ['lost', -6000],
  ['won', -2000],
  ['prevented', 0],
])('a test may dispute any charge as %s', async (status, net) => {
  const { id } = await pay(rig, 'visa');
  const wanted = { charge: id, status, reason: 'duplicate', amount: 4000 };
  const made = (await rig.control('disputes', wanted)) as Stripe.Dispute;
  const dispute = await rig.stripe.disputes.retrieve(made.id);
  expect(dispute).toMatchObject({ status, reason: 'duplicate', amount: 4000 });
  const moved = dispute.balance_transactions.reduce((sum, each) => sum + each.net, 0);
  expect(moved).toBe(net);
});

test('a test may move a dispute, one step at a time, and hears what is wrong', async () => {
  const dispute = await disputed('createDisputeInquiry');
  const move = (status: string): Promise<unknown> =>
    rig.control('disputes', { dispute: dispute.id, status });
  await expect(move('won')).rejects.toThrow('does not go from warning_needs_response to won');
  await move('needs_response');
  await move('lost');
  await expect(move('under_review')).rejects.toThrow('does not go from lost');
  const charge = idOf(dispute.charge);
  const bad: [object, string][] = [
    [{ charge: 'ch_none', status: 'won' }, 'No such charge'],
    [{ charge, status: 'stolen' }, 'status must be one of'],
    [{ charge, status: 'won', reason: 'mood' }, 'reason must be one of'],
    [{ charge, status: 'won', amount: 10_001 }, 'amount must be between 1 and 10000'],
    [{ charge, status: 'won', amount: 0.5 }, 'whole number'],
    [{ status: 'won' }, 'charge must be a text'],
  ];
  for (const [body, message] of bad) {
    await expect(rig.control('disputes', body)).rejects.toThrow(message);
  }
});
