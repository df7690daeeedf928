// Top-ups: money from the platform's own bank to its balance. One is pending until it succeeds a
// minute later, unless a test lets it fail or arrive at once.
import type Stripe from 'stripe';
import { invalidRequest, notFound } from '../core/errors.js';
import { newId } from '../core/ids.js';
import type { Work } from '../core/work.js';
import {
  emptyable,
  integer,
  metadata,
  oneOf,
  required,
  text,
  timeRange,
  type Values,
} from '../http/fields.js';
import { pageFields, pageOf, within } from '../http/lists.js';
import { route, type Call } from '../http/route.js';
import { common, described, mergeMetadata } from './common.js';
import { later, onDue } from './due.js';
import { recordMovement } from './movements.js';

const SUCCEED = 'topup.succeed';
/** How long a top-up takes, in seconds. */
const TOPUP_LIFE = 60;

const createFields = {
  ...described,
  amount: required(integer({ min: 1, max: 99_999_999 })),
  currency: required(text(3)),
  source: text(255),
  statement_descriptor: text(15),
  transfer_group: text(255),
};

function create({ work, values }: Call<Values<typeof createFields>>): Stripe.Topup {
  const topup: Stripe.Topup = {
    id: newId('tu'),
    object: 'topup',
    amount: values.amount,
    balance_transaction: null,
    created: work.now(),
    currency: values.currency.toLowerCase(),
    description: values.description ?? null,
    expected_availability_date: work.now() + TOPUP_LIFE,
    failure_code: null,
    failure_message: null,
    initiated_by: 'user',
    livemode: false,
    metadata: mergeMetadata({}, values.metadata),
    source: null,
    statement_descriptor: values.statement_descriptor ?? null,
    status: 'pending',
    transfer_group: values.transfer_group ?? null,
  };
  work.put('topup', topup);
  work.emit('topup.created', topup);
  later(work, TOPUP_LIFE, SUCCEED, topup.id);
  return topup;
}

type End = 'succeeded' | 'failed' | 'reversed' | 'canceled';

/** Ends a top-up; only one that succeeded can be reversed, the other ends are for pending ones. */
export function endTopup(work: Work, topup: Stripe.Topup, end: End, code?: string): Stripe.Topup {
  const needed = end === 'reversed' ? 'succeeded' : 'pending';
  if (topup.status !== needed) {
    throw invalidRequest(`Topup ${topup.id} is ${topup.status} and cannot become ${end}.`);
  }
  const moves = end === 'succeeded' || end === 'reversed';
  const transaction = moves
    ? recordMovement(work, {
        type: end === 'succeeded' ? 'topup' : 'topup_reversal',
        amount: end === 'succeeded' ? topup.amount : -topup.amount,
        currency: topup.currency,
        source: topup.id,
        category: end === 'succeeded' ? 'topup' : 'topup_reversal',
        description: topup.description,
      }).id
    : null;
  const ended: Stripe.Topup = {
    ...topup,
    balance_transaction: end === 'succeeded' ? transaction : topup.balance_transaction,
    failure_code: end === 'failed' ? (code ?? 'insufficient_funds') : null,
    failure_message: end === 'failed' ? 'The bank did not send the money.' : null,
    status: end,
  };
  work.put('topup', ended);
  work.emit(`topup.${end}`, ended);
  return ended;
}

onDue(SUCCEED, (work, id) => {
  const topup = work.get('topup', id);
  if (topup?.status === 'pending') endTopup(work, topup, 'succeeded');
});

function topupOf({ work, id }: Call<unknown>): Stripe.Topup {
  const topup = work.get('topup', id);
  if (topup === undefined) throw notFound('topup', id, 'topup');
  return topup;
}

export const topupRoutes = [
  route({
    method: 'POST',
    path: '/v1/topups',
    returns: 'topup',
    fields: createFields,
    handle: create,
  }),
  route({
    method: 'GET',
    path: '/v1/topups',
    returns: { list: 'topup' },
    fields: {
      ...common,
      ...pageFields,
      created: timeRange(),
      status: oneOf('canceled', 'failed', 'pending', 'succeeded'),
    },
    handle({ work, values }) {
      const found = work
        .all('topup')
        .filter(
          (each) =>
            within(each.created, values.created) && (values.status ?? each.status) === each.status,
        );
      return pageOf(found, values, '/v1/topups', 'topup');
    },
  }),
  route({
    method: 'GET',
    path: '/v1/topups/:id',
    returns: 'topup',
    fields: common,
    handle: topupOf,
  }),
  route({
    method: 'POST',
    path: '/v1/topups/:id',
    returns: 'topup',
    fields: { ...common, description: text(), metadata: emptyable(metadata()) },
    handle(call) {
      const topup = topupOf(call);
      const { description = topup.description, metadata: notes } = call.values;
      const updated = { ...topup, description, metadata: mergeMetadata(topup.metadata, notes) };
      call.work.put('topup', updated);
      return updated;
    },
  }),
  route({
    method: 'POST',
    path: '/v1/topups/:id/cancel',
    returns: 'topup',
    fields: common,
    handle: (call) => endTopup(call.work, topupOf(call), 'canceled'),
  }),
];
