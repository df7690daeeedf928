// A payout's way from pending to paid, or to failed, canceled and reversed, each with the movement of
// money and the events that belong to it. A payout can still fail after it was paid: the bank sends
// the money back.
import type Stripe from 'stripe';
import { settle } from '../connect/account-store.js';
import { FAILURES } from '../connect/banks.js';
import { idOf, randomText } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { later, onDue } from './due.js';
import { recordMovement } from './movements.js';

const DAY = 86_400;
/** When a payout is on its way and when it arrives, in seconds from its creation. */
export const WAYS = {
  standard: { leaves: DAY, arrives: 2 * DAY },
  instant: { leaves: 0, arrives: 120 },
} as const;

const LEAVE = 'payout.leave';
const ARRIVE = 'payout.arrive';
const RECONCILE = 'payout.reconcile';
/** How long Stripe takes to say what an automatic payout paid out, in seconds after it arrived. */
const RECONCILIATION_LIFE = 60;

/** Lets a stored payout go its way. */
export function begin(work: Work, payout: Stripe.Payout): void {
  const way = WAYS[payout.method === 'instant' ? 'instant' : 'standard'];
  later(work, way.leaves, LEAVE, payout.id);
  later(work, way.arrives, ARRIVE, payout.id);
}

/** Changes a payout, stores it and raises `type` with it. */
function become(
  work: Work,
  payout: Stripe.Payout,
  change: Partial<Stripe.Payout>,
  type: `payout.${'updated' | 'paid' | 'failed' | 'canceled' | 'reconciliation_completed'}`,
): Stripe.Payout {
  const after = { ...payout, ...change };
  work.put('payout', after);
  work.emit(type, after);
  return after;
}

/** The money of a payout back on the balance. */
function giveBack(
  work: Work,
  payout: Stripe.Payout,
  type: 'payout_failure' | 'payout_cancel',
): string {
  return recordMovement(work, {
    type,
    amount: payout.amount,
    currency: payout.currency,
    source: payout.id,
    category: 'payout_reversal',
    description: type === 'payout_failure' ? 'REFUND FOR FAILED PAYOUT' : 'PAYOUT CANCELED',
  }).id;
}

/** Marks the destination as not working, which its account has to mend. */
function spoil(work: Work, payout: Stripe.Payout): void {
  const external = work.get('external_account', idOf(payout.destination));
  if (external?.object !== 'bank_account' || work.isPlatform) return;
  const errored = { ...external, status: 'errored' };
  work.put('external_account', errored);
  work.emit('account.external_account.updated', errored, { status: external.status });
  const account = work.platform().get('account', work.account);
  if (account !== undefined && account.deleted !== true) settle(work, account);
}

/** Fails a payout that is on its way, or was paid; its money comes back. */
export function failPayout(work: Work, payout: Stripe.Payout, code: string): Stripe.Payout {
  const back = giveBack(work, payout, 'payout_failure');
  const failed = become(
    work,
    payout,
    {
      failure_balance_transaction: back,
      failure_code: code,
      failure_message: FAILURES[code] ?? 'The bank did not say why.',
      status: 'failed',
    },
    'payout.failed',
  );
  if (payout.method !== 'instant') spoil(work, payout);
  return failed;
}

/** Takes a pending payout back. */
export function cancelPayout(work: Work, payout: Stripe.Payout): Stripe.Payout {
  const back = giveBack(work, payout, 'payout_cancel');
  const change = { failure_balance_transaction: back, status: 'canceled' };
  return become(work, payout, change, 'payout.canceled');
}

export function leave(work: Work, payout: Stripe.Payout): Stripe.Payout {
  const trace = { status: payout.type === 'card' ? 'unsupported' : 'pending', value: null };
  return become(work, payout, { status: 'in_transit', trace_id: trace }, 'payout.updated');
}

/** Ends a payout well. Its trace is there from now on, if its kind has one. */
export function arrive(work: Work, payout: Stripe.Payout): Stripe.Payout {
  const paid = become(work, payout, { status: 'paid' }, 'payout.paid');
  if (payout.automatic) later(work, RECONCILIATION_LIFE, RECONCILE, payout.id);
  if (payout.type === 'card') return paid;
  const trace = { status: 'supported', value: randomText(15).toUpperCase() };
  return become(work, paid, { trace_id: trace }, 'payout.updated');
}

onDue(LEAVE, (work, id) => {
  const payout = work.get('payout', id);
  if (payout?.status === 'pending') leave(work, payout);
});

onDue(ARRIVE, (work, id) => {
  const payout = work.get('payout', id);
  if (payout?.status !== 'in_transit') return;
  const facts = work.get('payout_facts', idOf(payout.destination));
  const failing = facts !== undefined && (!facts.onlyInstant || payout.method === 'instant');
  if (failing && facts.failure !== null) failPayout(work, payout, facts.failure);
  else arrive(work, payout);
});

onDue(RECONCILE, (work, id) => {
  const payout = work.get('payout', id);
  if (payout === undefined) return;
  const change = { reconciliation_status: 'completed' as const };
  become(work, payout, change, 'payout.reconciliation_completed');
});
