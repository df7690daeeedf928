// The dispute endpoints: retrieve, list, update with evidence, close; and the disputes that come by
// themselves, a moment after the charge of a card or account that is known for them. The first words
// of the evidence that Stripe documents for tests decide how its bank decides.
import type Stripe from 'stripe';
import { invalidRequest, notFound } from '../core/errors.js';
import type { Work } from '../core/work.js';
import {
  boolean,
  emptyable,
  metadata,
  oneOf,
  text,
  timeRange,
  type Values,
} from '../http/fields.js';
import { pageFields, pageOf, within } from '../http/lists.js';
import { route, type Call } from '../http/route.js';
import { common, mergeMetadata } from './common.js';
import { evidenceField, stage } from './dispute-evidence.js';
import { decide, giveUp, isOpen, openDispute, runOut, submit } from './dispute-moves.js';
import { onDue } from './due.js';
import { factsOf } from './payment-method-store.js';

/** The stored dispute; throws resource_missing. */
export function disputeOf(work: Work, id: string): Stripe.Dispute {
  const dispute = work.get('dispute', id);
  if (dispute === undefined) throw notFound('dispute', id, 'dispute');
  return dispute;
}

const WORDS = {
  escalate_inquiry_evidence: 'escalate',
  losing_evidence: 'lose',
  winning_evidence: 'win',
} as const;

const updateFields = {
  ...common,
  evidence: evidenceField,
  intended_submission_method: oneOf(
    'manual',
    'prefer_manual',
    'prefer_smart_disputes',
    'smart_disputes',
  ),
  metadata: emptyable(metadata()),
  submit: boolean(),
};

/** Evidence is submitted unless the request says otherwise; a change of metadata submits nothing. */
function update({ work, values, id }: Call<Values<typeof updateFields>>): Stripe.Dispute {
  const before = disputeOf(work, id);
  const submits = values.submit ?? values.evidence !== undefined;
  if ((submits || values.evidence !== undefined) && !isOpen(before)) {
    throw invalidRequest(
      `Evidence cannot be given for this dispute because its status is ${before.status}.`,
      { param: 'evidence' },
    );
  }
  const staged = values.evidence === undefined ? before : stage(before, values.evidence);
  const after: Stripe.Dispute = {
    ...staged,
    intended_submission_method:
      values.intended_submission_method ?? staged.intended_submission_method,
    metadata: mergeMetadata(staged.metadata, values.metadata),
  };
  if (submits) return submit(work, after);
  work.put('dispute', after);
  work.emit('charge.dispute.updated', after);
  return after;
}

onDue('dispute_charge', (work, chargeId) => {
  const charge = work.get('charge', chargeId);
  if (charge?.payment_method == null) return;
  const script = factsOf(work, charge.payment_method).row.dispute;
  if (script === undefined || charge.refunded) return;
  const { count = 1, ...rest } = script;
  const left = charge.amount_captured - charge.amount_refunded;
  const share = Math.floor(left / count);
  for (let index = 0; index < count; index += 1) {
    const amount = index === 0 ? left - share * (count - 1) : share;
    if (amount > 0) openDispute(work, work.get('charge', chargeId) ?? charge, { ...rest, amount });
  }
});

onDue('dispute_debit', (work, chargeId) => {
  const charge = work.get('charge', chargeId);
  if (charge === undefined || charge.refunded) return;
  const amount = charge.amount_captured - charge.amount_refunded;
  const reason = 'debit_not_authorized';
  // A bank's word about a debit is final.
  giveUp(work, openDispute(work, charge, { amount, case: 'chargeback', reason }));
});

onDue('decide_dispute', (work, id) => {
  const dispute = disputeOf(work, id);
  const said = dispute.evidence.uncategorized_text ?? '';
  if (Object.hasOwn(WORDS, said)) decideAs(work, dispute, said as keyof typeof WORDS);
});

/** A chargeback cannot escalate any more, so there that evidence says nothing. */
function decideAs(work: Work, dispute: Stripe.Dispute, said: keyof typeof WORDS): void {
  if (!dispute.status.endsWith('under_review')) return;
  const word = WORDS[said];
  if (word !== 'escalate' || dispute.status === 'warning_under_review') decide(work, dispute, word);
}

onDue('dispute_deadline', (work, id) => {
  runOut(work, disputeOf(work, id));
});

export const disputeRoutes = [
  route({
    method: 'GET',
    path: '/v1/disputes',
    returns: { list: 'dispute' },
    fields: {
      ...common,
      ...pageFields,
      charge: text(255),
      created: timeRange(),
      payment_intent: text(255),
    },
    handle({ work, values }) {
      const found = [...work.store.all('dispute')].filter(
        (each) =>
          within(each.created, values.created) &&
          (values.charge ?? each.charge) === each.charge &&
          (values.payment_intent ?? each.payment_intent) === each.payment_intent,
      );
      return pageOf(found, values, '/v1/disputes', 'dispute');
    },
  }),
  route({
    method: 'GET',
    path: '/v1/disputes/:id',
    returns: 'dispute',
    fields: common,
    handle: ({ work, id }) => disputeOf(work, id),
  }),
  route({
    method: 'POST',
    path: '/v1/disputes/:id',
    returns: 'dispute',
    fields: updateFields,
    handle: update,
  }),
  route({
    method: 'POST',
    path: '/v1/disputes/:id/close',
    returns: 'dispute',
    fields: common,
    handle: ({ work, id }) => giveUp(work, disputeOf(work, id)),
  }),
];
