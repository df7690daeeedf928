// Transfers: money from the platform's balance to a connected account's, either of what is available
// or tied to one charge (`source_transaction`), whose funds then become available on both sides at
// once. Stripe tries none of them again; the caller must.
import type Stripe from 'stripe';
import { invalidRequest, noSuch, notFound } from '../core/errors.js';
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
import { refuseBeyondBalance } from './balance-sums.js';
import { common, mergeMetadata } from './common.js';
import { receivePayment } from './destination-payment.js';
import { recordMovement } from './movements.js';

const createFields = {
  ...common,
  amount: integer({ min: 1, max: 99_999_999 }),
  currency: required(text(3)),
  description: text(),
  destination: required(text(255)),
  metadata: metadata(),
  source_transaction: text(255),
  source_type: oneOf('card', 'bank_account', 'fpx'),
  transfer_group: text(255),
};

/** Under a recipient agreement money waits another day, in seconds. */
const RECIPIENT_DELAY = 86_400;

/** The account a transfer goes to; throws unless it exists and may receive transfers. */
function destinationOf(work: Work, id: string): Stripe.Account {
  const account = work.get('account', id);
  if (account === undefined || account.deleted === true) {
    throw noSuch('destination', id, 'destination');
  }
  if (account.capabilities?.transfers === 'active') return account;
  throw invalidRequest(
    'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments',
    { code: 'insufficient_capabilities_for_transfer', param: 'destination' },
  );
}

interface Source {
  charge: Stripe.Charge | null;
  amount: number;
  /** When the money may be used on both sides, in seconds. */
  availableOn: number;
}

function sourceCharge(work: Work, id: string, currency: string): Stripe.Charge {
  const charge = work.get('charge', id);
  if (charge === undefined) throw noSuch('charge', id, 'source_transaction');
  const param = 'source_transaction';
  if (!charge.captured || charge.balance_transaction === null) {
    throw invalidRequest(`The source charge ${id} must be captured before it can be transferred.`, {
      param,
    });
  }
  if (charge.currency === currency) return charge;
  throw invalidRequest(
    `The currency of source_transaction's balance transaction (${charge.currency}) must be the same as the transfer currency (${currency})`,
    { param: 'currency' },
  );
}

/** Where the money comes from; throws when there is not enough of it. */
function sourceOf(work: Work, values: Values<typeof createFields>, currency: string): Source {
  const { source_transaction: sourceId } = values;
  if (sourceId === undefined) {
    if (values.amount === undefined) {
      const extra = { code: 'parameter_missing', param: 'amount' };
      throw invalidRequest('Missing required param: amount.', extra);
    }
    refuseBeyondBalance(work, values.amount, currency);
    return { charge: null, amount: values.amount, availableOn: work.now() };
  }
  const charge = sourceCharge(work, sourceId, currency);
  const amount = values.amount ?? charge.amount_captured;
  const used = work
    .all('transfer')
    .filter((each) => each.source_transaction === charge.id)
    .reduce((sum, each) => sum + each.amount - each.amount_reversed, 0);
  if (used + amount > charge.amount_captured) {
    throw invalidRequest(
      `Transfers using this transaction as a source must not exceed the source amount of ${String(charge.amount_captured)}. (There is already a transfer of ${String(used)} using this source.)`,
      { param: 'amount' },
    );
  }
  const movement = work.get('balance_transaction', idOf(charge.balance_transaction));
  return { charge, amount, availableOn: movement?.available_on ?? work.now() };
}

/** The group of a transfer and its charge, which Stripe makes when neither has one. */
function groupOf(
  work: Work,
  charge: Stripe.Charge | null,
  given: string | undefined,
): string | null {
  if (charge === null) return given ?? null;
  const chosen = given ?? charge.transfer_group ?? `group_${charge.id}`;
  if (charge.transfer_group === null) work.put('charge', { ...charge, transfer_group: chosen });
  return chosen;
}

function create({ work, values }: Call<Values<typeof createFields>>): Stripe.Transfer {
  const currency = values.currency.toLowerCase();
  const account = destinationOf(work, values.destination);
  const { charge, amount, availableOn } = sourceOf(work, values, currency);
  const id = newId('tr');
  const description = values.description ?? null;
  const source = { source: id, currency, category: 'transfer', description, availableOn };
  const movement = recordMovement(work, { type: 'transfer', amount: -amount, ...source });
  const recipient = account.tos_acceptance?.service_agreement === 'recipient';
  const payment = receivePayment(work.inAccount(account.id), {
    transfer: id,
    amount,
    currency,
    availableOn: availableOn + (recipient ? RECIPIENT_DELAY : 0),
  });
  const transfer: Stripe.Transfer = {
    id,
    object: 'transfer',
    amount,
    amount_reversed: 0,
    balance_transaction: movement.id,
    created: work.now(),
    currency,
    description,
    destination: account.id,
    destination_payment: payment,
    livemode: false,
    metadata: mergeMetadata({}, values.metadata),
    reversals: { object: 'list', data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: charge?.id ?? null,
    source_type: values.source_type ?? 'card',
    transfer_group: groupOf(work, charge, values.transfer_group),
  };
  work.put('transfer', transfer);
  work.emit('transfer.created', transfer);
  return transfer;
}

/** The transfer of the path; throws resource_missing. */
export function transferOf({ work, id }: Call<unknown>): Stripe.Transfer {
  const transfer = work.get('transfer', id);
  if (transfer === undefined) throw notFound('transfer', id, 'transfer');
  return transfer;
}

export const transferRoutes = [
  route({
    method: 'POST',
    path: '/v1/transfers',
    returns: 'transfer',
    fields: createFields,
    handle: create,
  }),
  route({
    method: 'GET',
    path: '/v1/transfers',
    returns: { list: 'transfer' },
    fields: {
      ...common,
      ...pageFields,
      created: timeRange(),
      destination: text(255),
      transfer_group: text(255),
    },
    handle({ work, values }) {
      const found = work
        .all('transfer')
        .filter(
          (each) =>
            within(each.created, values.created) &&
            (values.destination ?? each.destination) === each.destination &&
            (values.transfer_group ?? each.transfer_group) === each.transfer_group,
        );
      return pageOf(found, values, '/v1/transfers', 'transfer');
    },
  }),
  route({
    method: 'GET',
    path: '/v1/transfers/:id',
    returns: 'transfer',
    fields: common,
    handle: transferOf,
  }),
  route({
    method: 'POST',
    path: '/v1/transfers/:id',
    returns: 'transfer',
    fields: { ...common, description: text(), metadata: emptyable(metadata()) },
    handle(call) {
      const before = transferOf(call);
      const { description = before.description, metadata: notes } = call.values;
      const after = { ...before, description, metadata: mergeMetadata(before.metadata, notes) };
      call.work.put('transfer', after);
      call.work.emit('transfer.updated', after, {
        description: before.description,
        metadata: before.metadata,
      });
      return after;
    },
  }),
];
