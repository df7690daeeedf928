// What happens to a dispute, with its money and its events: it is opened, answered, escalated, decided,
// given up, or runs out of time. A chargeback takes the amount and a fee at once; only winning brings
// the amount back, and nothing brings the fee back. An inquiry moves no money.
import type Stripe from 'stripe';
import { invalidRequest } from '../core/errors.js';
import type { Work } from '../core/work.js';
import { ANSWER_WITHIN, buildDispute, type NewDispute } from './dispute-builder.js';
import { later } from './due.js';
import { settleWarnings } from './early-fraud-warnings.js';
import { idOf } from './intent-parts.js';
import { recordMovement } from './movements.js';
import { closeReview } from './reviews.js';

/** Stripe's fee for a dispute, in minor units of the charge's currency. */
const FEES: Readonly<Record<string, number>> = { usd: 1500, eur: 2000 };
const OTHER_FEE = 2000;

/** The states in which a dispute still waits for an answer. */
const OPEN = ['needs_response', 'warning_needs_response'];
const UNDER_REVIEW = ['under_review', 'warning_under_review'];

export const isOpen = (dispute: Stripe.Dispute): boolean => OPEN.includes(dispute.status);
const isInquiry = (dispute: Stripe.Dispute): boolean => dispute.status.startsWith('warning_');

function move(work: Work, dispute: Stripe.Dispute, by: 'reinstated' | 'withdrawn'): Stripe.Dispute {
  const taken = by === 'withdrawn';
  const charge = idOf(dispute.charge);
  const fee = { amount: FEES[dispute.currency] ?? OTHER_FEE, description: 'Dispute fee' };
  const movement = recordMovement(work, {
    type: 'adjustment',
    amount: taken ? -dispute.amount : dispute.amount,
    ...(taken ? { fee } : {}),
    currency: dispute.currency,
    source: dispute.id,
    category: taken ? 'dispute' : 'dispute_reversal',
    description: `Chargeback ${taken ? 'withdrawal' : 'reversal'} for ${charge}`,
  });
  const balance_transactions = [
    ...dispute.balance_transactions,
    { ...movement, status: 'available' as const },
  ];
  const after = { ...dispute, balance_transactions };
  work.put('dispute', after);
  return after;
}

function markDisputed(work: Work, charge: Stripe.Charge): void {
  work.put('charge', { ...charge, disputed: true });
  settleWarnings(work, charge.id);
  closeReview(work, charge, 'disputed');
}

/** Opens a dispute of a captured charge. */
export function openDispute(work: Work, charge: Stripe.Charge, made: NewDispute): Stripe.Dispute {
  const built = buildDispute(work, charge, made);
  const takes = built.status === 'needs_response';
  const dispute = takes ? move(work, built, 'withdrawn') : built;
  work.put('dispute', dispute);
  markDisputed(work, charge);
  work.emit('charge.dispute.created', dispute);
  if (takes) work.emit('charge.dispute.funds_withdrawn', dispute);
  if (dispute.status === 'prevented') work.emit('charge.dispute.closed', dispute);
  else later(work, ANSWER_WITHIN, 'dispute_deadline', dispute.id);
  return dispute;
}

/** Ends a dispute. Winning gives the amount back; an inquiry only closes. */
function close(
  work: Work,
  dispute: Stripe.Dispute,
  status: 'lost' | 'warning_closed' | 'won',
): Stripe.Dispute {
  const ended: Stripe.Dispute = { ...dispute, status };
  work.put('dispute', ended);
  const after = status === 'won' ? move(work, ended, 'reinstated') : ended;
  work.emit('charge.dispute.closed', after);
  if (status === 'won') work.emit('charge.dispute.funds_reinstated', after);
  return after;
}

/** Hands the evidence to the bank, once and for all. */
export function submit(work: Work, dispute: Stripe.Dispute): Stripe.Dispute {
  const submitted: Stripe.Dispute = {
    ...dispute,
    evidence_details: {
      ...dispute.evidence_details,
      submission_count: dispute.evidence_details.submission_count + 1,
      submission_method: 'manual',
    },
    status: isInquiry(dispute) ? 'warning_under_review' : 'under_review',
  };
  work.put('dispute', submitted);
  work.emit('charge.dispute.updated', submitted);
  later(work, 0, 'decide_dispute', submitted.id);
  return submitted;
}

/** Turns an inquiry into a chargeback: now the money goes, and there is time for a new answer. */
function escalate(work: Work, dispute: Stripe.Dispute): Stripe.Dispute {
  const { card } = dispute.payment_method_details ?? {};
  const escalated: Stripe.Dispute = {
    ...dispute,
    evidence_details: {
      ...dispute.evidence_details,
      due_by: work.now() + ANSWER_WITHIN,
      submission_method: 'not_submitted',
    },
    is_charge_refundable: false,
    ...(card === undefined
      ? {}
      : { payment_method_details: { card: { ...card, case_type: 'chargeback' }, type: 'card' } }),
    status: 'needs_response',
  };
  const after = move(work, escalated, 'withdrawn');
  work.emit('charge.dispute.updated', after);
  work.emit('charge.dispute.funds_withdrawn', after);
  later(work, ANSWER_WITHIN, 'dispute_deadline', after.id);
  return after;
}

/** Accepts an unanswered dispute as it is. Throws when it was answered or is over. */
export function giveUp(work: Work, dispute: Stripe.Dispute): Stripe.Dispute {
  if (isOpen(dispute)) return close(work, dispute, isInquiry(dispute) ? 'warning_closed' : 'lost');
  throw invalidRequest(`This dispute cannot be closed because its status is ${dispute.status}.`);
}

/** The bank's word: what a dispute under review or waiting becomes. */
export function decide(
  work: Work,
  dispute: Stripe.Dispute,
  word: 'escalate' | 'lose' | 'win',
): Stripe.Dispute {
  if (!isOpen(dispute) && !UNDER_REVIEW.includes(dispute.status)) {
    throw invalidRequest(`This dispute is over; its status is ${dispute.status}.`);
  }
  if (isInquiry(dispute)) {
    return word === 'escalate' ? escalate(work, dispute) : close(work, dispute, 'warning_closed');
  }
  if (word === 'escalate') throw invalidRequest('Only an inquiry can become a chargeback.');
  return close(work, dispute, word === 'win' ? 'won' : 'lost');
}

/** Lets the time to answer run out, if it has and nobody did. */
export function runOut(work: Work, dispute: Stripe.Dispute): void {
  const { due_by } = dispute.evidence_details;
  if (!isOpen(dispute) || due_by === null || due_by > work.now()) return;
  const evidence_details = { ...dispute.evidence_details, past_due: true };
  giveUp(work, { ...dispute, evidence_details });
}

/** Closes the inquiries about a charge that was refunded in full. */
export function closeInquiries(work: Work, chargeId: string): void {
  for (const dispute of work.all('dispute')) {
    const open =
      dispute.status === 'warning_needs_response' || dispute.status === 'warning_under_review';
    if (dispute.charge === chargeId && open)
      close(work, { ...structuredClone(dispute), is_charge_refundable: false }, 'warning_closed');
  }
}
