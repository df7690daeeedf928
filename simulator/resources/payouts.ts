// Payouts: money on its way from an account's balance to its bank account or debit card. Creating one
// takes the money from the balance at once; what happens then is in payout-life.ts.
import type Stripe from 'stripe';
import { invalidRequest, notFound } from '../core/errors.js';
import { idOf, newId } from '../core/ids.js';
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
import { common, mergeMetadata } from './common.js';
import { recordMovement } from './movements.js';
import { begin, cancelPayout, WAYS } from './payout-life.js';
import { destinationOf, instantFee, refuseAmount, refuseUnpayable } from './payout-rules.js';

const createFields = {
  ...common,
  amount: required(integer({ min: 1, max: 99_999_999 })),
  currency: required(text(3)),
  description: text(),
  destination: text(255),
  metadata: metadata(),
  method: oneOf('standard', 'instant'),
  source_type: oneOf('card', 'bank_account', 'fpx'),
  statement_descriptor: text(22),
};

interface NewPayout {
  amount: number;
  currency: string;
  destination: Stripe.ExternalAccount;
  method: 'standard' | 'instant';
  automatic: boolean;
  description?: string | undefined;
  metadata?: Record<string, string> | undefined;
  statementDescriptor?: string | undefined;
}

function build(work: Work, made: NewPayout): Stripe.Payout {
  const { amount, currency, destination, method, automatic } = made;
  return {
    id: newId('po'),
    object: 'payout',
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: work.now() + WAYS[method].arrives,
    automatic,
    balance_transaction: null,
    created: work.now(),
    currency,
    description: made.description ?? (automatic ? 'STRIPE PAYOUT' : null),
    destination: destination.id,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: mergeMetadata({}, made.metadata),
    method,
    original_payout: null,
    payout_method: null,
    reconciliation_status: automatic ? 'in_progress' : 'not_applicable',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: made.statementDescriptor ?? null,
    status: 'pending',
    trace_id: null,
    type: destination.object,
  };
}

const FEE = 'Instant Payout fee';

/** Takes the money from the balance and stores the payout. The platform bears the instant fee. */
export function makePayout(work: Work, made: NewPayout): Stripe.Payout {
  const payout = build(work, made);
  const { amount, currency } = payout;
  const fee = { amount: instantFee(Math.abs(amount), currency), description: FEE };
  const instant = payout.method === 'instant';
  const transaction = recordMovement(work, {
    type: 'payout',
    amount: -amount,
    ...(instant && work.isPlatform ? { fee } : {}),
    currency,
    source: payout.id,
    category: 'payout',
    description: payout.description ?? 'STRIPE PAYOUT',
  });
  if (instant && !work.isPlatform) {
    recordMovement(work.platform(), {
      type: 'stripe_fee',
      amount: -fee.amount,
      currency,
      source: null,
      category: 'fee',
      description: `${FEE} (${payout.id})`,
    });
  }
  const stored = { ...payout, balance_transaction: transaction.id };
  work.put('payout', stored);
  work.emit('payout.created', stored);
  begin(work, stored);
  return stored;
}

function create({ work, values, settings }: Call<Values<typeof createFields>>): Stripe.Payout {
  const { amount, method = 'standard' } = values;
  const currency = values.currency.toLowerCase();
  refuseUnpayable(work);
  const destination = destinationOf(work, settings, { destination: values.destination, currency });
  refuseAmount(work, amount, method, destination);
  return makePayout(work, {
    amount,
    currency,
    destination,
    method,
    automatic: false,
    description: values.description,
    metadata: values.metadata,
    statementDescriptor: values.statement_descriptor,
  });
}

function payoutOf({ work, id }: Call<unknown>): Stripe.Payout {
  const payout = work.get('payout', id);
  if (payout === undefined) throw notFound('payout', id, 'payout');
  return payout;
}

function cancel(call: Call<unknown>): Stripe.Payout {
  const payout = payoutOf(call);
  if (payout.status === 'pending' && payout.method === 'standard') {
    return cancelPayout(call.work, payout);
  }
  throw invalidRequest(
    `Payouts can only be canceled while they are pending. This payout's status is ${payout.status}.`,
    { code: 'payout_status_invalid' },
  );
}

/** Takes a paid payout back by debiting the bank account it went to; Stripe can in the US only. */
function reverse(call: Call<{ metadata?: Record<string, string> | undefined }>): Stripe.Payout {
  const { work, values } = call;
  const payout = payoutOf(call);
  const bank = work.get('external_account', idOf(payout.destination));
  if (bank?.object !== 'bank_account' || bank.country !== 'US' || work.isPlatform) {
    throw invalidRequest(
      'Only payouts of connected accounts to US bank accounts can be reversed.',
      { code: 'payout_not_reversible' },
    );
  }
  if (payout.status !== 'paid' || payout.reversed_by !== null || payout.amount < 0) {
    throw invalidRequest(`Payouts can only be reversed once and after they were paid.`, {
      code: 'payout_status_invalid',
    });
  }
  const { currency } = payout;
  const made = makePayout(work, {
    amount: -payout.amount,
    currency,
    destination: bank,
    method: 'standard',
    automatic: false,
    metadata: values.metadata,
  });
  const reversal = { ...made, original_payout: payout.id };
  work.put('payout', reversal);
  work.put('payout', { ...payout, reversed_by: made.id });
  return reversal;
}

export const payoutRoutes = [
  route({
    method: 'POST',
    path: '/v1/payouts',
    returns: 'payout',
    fields: createFields,
    handle: create,
  }),
  route({
    method: 'GET',
    path: '/v1/payouts',
    returns: { list: 'payout' },
    fields: {
      ...common,
      ...pageFields,
      arrival_date: timeRange(),
      created: timeRange(),
      destination: text(255),
      status: oneOf('pending', 'in_transit', 'paid', 'failed', 'canceled'),
    },
    handle({ work, values }) {
      const found = work
        .all('payout')
        .filter(
          (each) =>
            within(each.created, values.created) &&
            within(each.arrival_date, values.arrival_date) &&
            (values.destination ?? each.destination) === each.destination &&
            (values.status ?? each.status) === each.status,
        );
      return pageOf(found, values, '/v1/payouts', 'payout');
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payouts/:id',
    returns: 'payout',
    fields: common,
    handle: payoutOf,
  }),
  route({
    method: 'POST',
    path: '/v1/payouts/:id',
    returns: 'payout',
    fields: { ...common, metadata: emptyable(metadata()) },
    handle(call) {
      const payout = payoutOf(call);
      const notes = mergeMetadata(payout.metadata ?? {}, call.values.metadata);
      const updated = { ...payout, metadata: notes };
      call.work.put('payout', updated);
      call.work.emit('payout.updated', updated, { metadata: payout.metadata });
      return updated;
    },
  }),
  route({
    method: 'POST',
    path: '/v1/payouts/:id/cancel',
    returns: 'payout',
    fields: common,
    handle: cancel,
  }),
  route({
    method: 'POST',
    path: '/v1/payouts/:id/reverse',
    returns: 'payout',
    fields: { ...common, metadata: metadata() },
    handle: reverse,
  }),
];
