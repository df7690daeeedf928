// Radar's reviews: a payment of elevated risk passes and waits for somebody to look at it. A review
// is open until it is approved, or until the payment is refunded or disputed. Reading a list shows
// the open ones only, as at Stripe.
import type Stripe from 'stripe';
import { invalidRequest, notFound } from '../core/errors.js';
import { newId } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { timeRange } from '../http/fields.js';
import { pageFields, pageOf, within } from '../http/lists.js';
import { route } from '../http/route.js';
import { common } from './common.js';

/** The charge, with a review opened when its outcome asks for one. */
export function openReview(work: Work, charge: Stripe.Charge): Stripe.Charge {
  if (charge.outcome?.type !== 'manual_review') return charge;
  const review: Stripe.Review = {
    id: newId('prv'),
    object: 'review',
    billing_zip: charge.billing_details.address?.postal_code ?? null,
    charge: charge.id,
    closed_reason: null,
    created: work.now(),
    ip_address: null,
    ip_address_location: null,
    livemode: false,
    open: true,
    opened_reason: 'rule',
    ...(typeof charge.payment_intent === 'string' ? { payment_intent: charge.payment_intent } : {}),
    reason: 'rule',
    session: null,
  };
  work.put('review', review);
  work.emit('review.opened', review);
  return { ...charge, review: review.id };
}

/** Closes the open review of a charge, if there is one. */
export function closeReview(
  work: Work,
  charge: Stripe.Charge,
  reason: Stripe.Review.ClosedReason,
): Stripe.Review | undefined {
  const review = typeof charge.review === 'string' ? work.get('review', charge.review) : undefined;
  if (review?.open !== true) return undefined;
  const closed: Stripe.Review = { ...review, closed_reason: reason, open: false, reason };
  work.put('review', closed);
  work.emit('review.closed', closed);
  return closed;
}

function reviewOf(work: Work, id: string): Stripe.Review {
  const review = work.get('review', id);
  if (review === undefined) throw notFound('review', id, 'review');
  return review;
}

export const reviewRoutes = [
  route({
    method: 'GET',
    path: '/v1/reviews',
    returns: { list: 'review' },
    fields: { ...common, ...pageFields, created: timeRange() },
    handle({ work, values }) {
      const found = [...work.store.all('review')].filter(
        (each) => each.open && within(each.created, values.created),
      );
      return pageOf(found, values, '/v1/reviews', 'review');
    },
  }),
  route({
    method: 'GET',
    path: '/v1/reviews/:id',
    returns: 'review',
    fields: common,
    handle: ({ work, id }) => reviewOf(work, id),
  }),
  route({
    method: 'POST',
    path: '/v1/reviews/:id/approve',
    returns: 'review',
    fields: common,
    handle({ work, id }) {
      const review = reviewOf(work, id);
      const charge =
        typeof review.charge === 'string' ? work.get('charge', review.charge) : undefined;
      const closed = charge === undefined ? undefined : closeReview(work, charge, 'approved');
      if (closed !== undefined) return closed;
      throw invalidRequest('This review has already been closed.', { param: 'review' });
    },
  }),
];
