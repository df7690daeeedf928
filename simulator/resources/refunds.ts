// The refund endpoints: create, retrieve, update, list and cancel. What a refund does is in
// refund-builder.ts; here is what may be refunded, and how much of it.
import type Stripe from 'stripe';
import { invalidRequest, noSuch, notFound } from '../core/errors.js';
import { CURRENCIES } from '../core/currencies.js';
import type { Work } from '../core/work.js';
import {
  emptyable,
  integer,
  metadata,
  oneOf,
  text,
  timeRange,
  type Values,
} from '../http/fields.js';
import { pageFields, pageOf, within } from '../http/lists.js';
import { route, type Call } from '../http/route.js';
import { common, mergeMetadata } from './common.js';
import { latestCharge } from './payment-intent-builder.js';
import { refundCaptured, refundHeld, type RefundWish } from './refund-builder.js';

const createFields = {
  ...common,
  amount: integer({ min: 1 }),
  charge: text(255),
  payment_intent: text(255),
  reason: oneOf('duplicate', 'fraudulent', 'requested_by_customer'),
  metadata: emptyable(metadata()),
};
type Wanted = Values<typeof createFields>;

/** The charge a request means, by its own id or by its payment's. */
function chargeMeant(work: Work, { charge: id, payment_intent: of }: Wanted): Stripe.Charge {
  if (id === undefined && of === undefined) {
    throw invalidRequest(
      'One of the following params should be provided for this request: payment_intent or charge.',
      { code: 'parameter_missing' },
    );
  }
  const named = id === undefined ? undefined : work.get('charge', id);
  if (id !== undefined && named === undefined) throw noSuch('charge', id, 'charge');
  if (of === undefined && named !== undefined) return named;
  const intentId = of ?? '';
  const intent = work.get('payment_intent', intentId);
  if (intent === undefined) throw noSuch('payment_intent', intentId, 'payment_intent');
  if (named !== undefined && named.payment_intent !== intent.id) {
    const message = `The charge ${named.id} does not belong to the PaymentIntent ${intent.id}.`;
    throw invalidRequest(message, { param: 'charge' });
  }
  const charge = named ?? latestCharge(work, intent);
  if (charge?.status === 'succeeded') return charge;
  throw invalidRequest(
    `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
    { code: 'payment_intent_unexpected_state', payment_intent: intent },
  );
}

function readable(amount: number, currency: string): string {
  const digits = CURRENCIES[currency]?.digits ?? 2;
  const padded = String(amount).padStart(digits + 1, '0');
  const whole = padded.slice(0, padded.length - digits);
  return `${digits === 0 ? whole : `${whole}.${padded.slice(-digits)}`} ${currency}`;
}

/** The amount to refund; throws when nothing, or not so much, is left. */
function amountOf(charge: Stripe.Charge, asked: number | undefined): number {
  const left = (charge.captured ? charge.amount_captured : charge.amount) - charge.amount_refunded;
  if (charge.refunded || left === 0) {
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, {
      code: 'charge_already_refunded',
    });
  }
  const amount = asked ?? left;
  if (amount > left) {
    throw invalidRequest(
      `Refund amount (${readable(amount, charge.currency)}) is greater than unrefunded amount on charge (${readable(left, charge.currency)})`,
      { code: 'amount_too_large', param: 'amount' },
    );
  }
  if (!charge.captured && amount < charge.amount) {
    const message =
      'You cannot partially refund an uncaptured charge. Capture a part of it instead.';
    throw invalidRequest(message, { param: 'amount' });
  }
  return amount;
}

function refuseCharge(work: Work, charge: Stripe.Charge): void {
  if (charge.status !== 'succeeded') {
    throw invalidRequest(`Charge ${charge.id} did not succeed, so it cannot be refunded.`, {
      code: 'charge_not_refundable',
    });
  }
  const binding = work
    .all('dispute')
    .some((each) => each.charge === charge.id && !each.is_charge_refundable);
  if (binding) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  }
}

function create({ work, values }: Call<Wanted>): Stripe.Refund {
  const charge = chargeMeant(work, values);
  refuseCharge(work, charge);
  const wish: RefundWish = {
    amount: amountOf(charge, values.amount),
    reason: values.reason ?? null,
    metadata: mergeMetadata({}, values.metadata),
  };
  if (charge.captured) return refundCaptured(work, charge, wish);
  const intent =
    typeof charge.payment_intent === 'string'
      ? work.get('payment_intent', charge.payment_intent)
      : undefined;
  if (intent === undefined) throw new Error(`${charge.id} belongs to no PaymentIntent`);
  return refundHeld(work, intent, charge, wish);
}

function refundOf(work: Work, id: string): Stripe.Refund {
  const refund = work.get('refund', id);
  if (refund === undefined) throw notFound('refund', id);
  return refund;
}

export const refundRoutes = [
  route({
    method: 'POST',
    path: '/v1/refunds',
    returns: 'refund',
    fields: createFields,
    handle: create,
  }),
  route({
    method: 'GET',
    path: '/v1/refunds',
    returns: { list: 'refund' },
    fields: {
      ...common,
      ...pageFields,
      charge: text(255),
      created: timeRange(),
      payment_intent: text(255),
    },
    handle({ work, values }) {
      const found = [...work.store.all('refund')].filter(
        (each) =>
          within(each.created, values.created) &&
          (values.charge ?? each.charge) === each.charge &&
          (values.payment_intent ?? each.payment_intent) === each.payment_intent,
      );
      return pageOf(found, values, '/v1/refunds', 'refund');
    },
  }),
  route({
    method: 'GET',
    path: '/v1/refunds/:id',
    returns: 'refund',
    fields: common,
    handle: ({ work, id }) => refundOf(work, id),
  }),
  route({
    method: 'POST',
    path: '/v1/refunds/:id',
    returns: 'refund',
    fields: { ...common, metadata: emptyable(metadata()) },
    handle({ work, values, id }) {
      const before = refundOf(work, id);
      const refund = { ...before, metadata: mergeMetadata(before.metadata ?? {}, values.metadata) };
      work.put('refund', refund);
      work.emit('refund.updated', refund);
      return refund;
    },
  }),
  route({
    method: 'POST',
    path: '/v1/refunds/:id/cancel',
    returns: 'refund',
    fields: common,
    handle({ work, id }): never {
      // Only a refund that asks its payer for bank details may be canceled, and none here does.
      const { status } = refundOf(work, id);
      throw invalidRequest(
        `You cannot cancel this refund because it has a status of ${String(status)}. Only a refund with the following status may be canceled: requires_action.`,
      );
    },
  }),
];
