// A dispute made or moved by a test, on any charge and to any state, by the same steps Stripe's own
// would take: the events and the money on the way are all there.
import type Stripe from 'stripe';
import { invalidRequest, noSuch } from '../core/errors.js';
import type { Work } from '../core/work.js';
import type { NewDispute } from './dispute-builder.js';
import { decide, openDispute, submit } from './dispute-moves.js';

export const STATUSES = [
  'warning_needs_response',
  'warning_under_review',
  'warning_closed',
  'needs_response',
  'under_review',
  'won',
  'lost',
  'prevented',
] as const;
export type Status = (typeof STATUSES)[number];

type Step = (work: Work, dispute: Stripe.Dispute) => Stripe.Dispute;
const escalate: Step = (work, dispute) => decide(work, dispute, 'escalate');
const win: Step = (work, dispute) => decide(work, dispute, 'win');
const lose: Step = (work, dispute) => decide(work, dispute, 'lose');

/** From where a status is reached by which step; the first that fits the dispute is taken. */
const STEPS: Readonly<Record<Status, Readonly<Partial<Record<Status, Step>>>>> = {
  warning_needs_response: {},
  warning_under_review: { warning_needs_response: submit },
  warning_closed: { warning_needs_response: lose, warning_under_review: lose },
  needs_response: { warning_needs_response: escalate, warning_under_review: escalate },
  under_review: { needs_response: submit },
  won: { needs_response: win, under_review: win },
  lost: { needs_response: lose, under_review: lose },
  prevented: {},
};

/** Moves a dispute to a status one step away. Throws when there is no such step. */
export function moveDispute(work: Work, id: string, status: Status): Stripe.Dispute {
  const dispute = work.get('dispute', id);
  if (dispute === undefined) throw noSuch('dispute', id, 'dispute');
  if (dispute.status === status) return dispute;
  const step = STEPS[status][dispute.status as Status];
  if (step !== undefined) return step(work, dispute);
  throw invalidRequest(`A dispute does not go from ${dispute.status} to ${status}.`);
}

function chargeNamed(work: Work, id: string): Stripe.Charge {
  const latest = work.get('payment_intent', id)?.latest_charge;
  const charge = work.get('charge', typeof latest === 'string' ? latest : id);
  if (charge === undefined) throw noSuch('charge', id, 'charge');
  if (charge.captured) return charge;
  throw invalidRequest(`Charge ${charge.id} was not captured, so there is nothing to dispute.`);
}

export interface DisputeByHand {
  /** A charge's id, or a payment's. */
  charge: string;
  status: Status;
  reason: string;
  /** In minor units; what is left of the charge unless given. */
  amount: number | undefined;
}

function caseOf(status: Status): NewDispute['case'] {
  if (status === 'prevented') return 'block';
  return status.startsWith('warning_') ? 'inquiry' : 'chargeback';
}

/** Opens a dispute and takes it to `status`. Throws when the amount is more than was captured. */
export function disputeCharge(work: Work, wanted: DisputeByHand): Stripe.Dispute {
  const charge = chargeNamed(work, wanted.charge);
  const left = charge.amount_captured - charge.amount_refunded;
  const amount = wanted.amount ?? left;
  if (amount < 1 || amount > left) {
    throw invalidRequest(`amount must be between 1 and ${String(left)}`, { param: 'amount' });
  }
  const { reason, status } = wanted;
  const opened = openDispute(work, charge, { amount, case: caseOf(status), reason });
  return moveDispute(work, opened.id, status);
}
