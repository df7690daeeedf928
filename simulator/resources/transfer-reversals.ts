// Reversals of transfers: money taken back from a connected account, in full or in part and as often
// as something is left. One is refused when that account no longer has the money.
import type Stripe from 'stripe';
import { invalidRequest, notFound } from '../core/errors.js';
import { idOf, newId } from '../core/ids.js';
import { boolean, emptyable, integer, metadata, text, type Values } from '../http/fields.js';
import { pageFields, pageOf } from '../http/lists.js';
import { route, type Call } from '../http/route.js';
import { balanceOf } from './balance-sums.js';
import { common, mergeMetadata } from './common.js';
import { returnPayment } from './destination-payment.js';
import { recordMovement } from './movements.js';
import { transferOf } from './transfers.js';

const createFields = {
  ...common,
  amount: integer({ min: 1 }),
  description: text(),
  metadata: emptyable(metadata()),
  refund_application_fee: boolean(),
};

/** Refuses to take back more than was sent or than is there. */
function refuseReversal(call: Call<unknown>, transfer: Stripe.Transfer, amount: number): void {
  const left = transfer.amount - transfer.amount_reversed;
  if (left === 0) {
    throw invalidRequest(`Transfer ${transfer.id} has already been fully reversed.`, {
      code: 'transfer_already_reversed',
    });
  }
  if (amount > left) {
    throw invalidRequest(
      `Reversal amount (${String(amount)}) is greater than unreversed amount on transfer (${String(left)})`,
      { param: 'amount' },
    );
  }
  const { available, pending } = balanceOf(call.work.inAccount(idOf(transfer.destination)));
  const there = [...available, ...pending]
    .filter((each) => each.currency === transfer.currency)
    .reduce((sum, each) => sum + each.amount, 0);
  if (amount <= there) return;
  throw invalidRequest(
    'The connected account does not have sufficient funds in its balance to reverse this transfer.',
    { code: 'balance_insufficient', param: 'amount' },
  );
}

function create(call: Call<Values<typeof createFields>>): Stripe.TransferReversal {
  const { work, values } = call;
  const transfer = transferOf(call);
  const { currency } = transfer;
  const amount = values.amount ?? transfer.amount - transfer.amount_reversed;
  refuseReversal(call, transfer, amount);
  const id = newId('trr');
  const movement = recordMovement(work, {
    type: 'transfer_refund',
    amount,
    currency,
    source: id,
    category: 'transfer_reversal',
    description: values.description ?? null,
  });
  const own = work.inAccount(idOf(transfer.destination));
  const payment = idOf(transfer.destination_payment);
  const reversal: Stripe.TransferReversal = {
    id,
    object: 'transfer_reversal',
    amount,
    balance_transaction: movement.id,
    created: work.now(),
    currency,
    destination_payment_refund: returnPayment(own, payment, amount, currency),
    metadata: mergeMetadata({}, values.metadata),
    source_refund: null,
    transfer: transfer.id,
  };
  const reversed = transfer.amount_reversed + amount;
  const after: Stripe.Transfer = {
    ...transfer,
    amount_reversed: reversed,
    reversals: { ...transfer.reversals, data: [reversal, ...transfer.reversals.data] },
    reversed: reversed === transfer.amount,
  };
  work.put('transfer_reversal', reversal);
  work.put('transfer', after);
  work.emit('transfer.reversed', after, {
    amount_reversed: transfer.amount_reversed,
    reversed: transfer.reversed,
  });
  return reversal;
}

function reversalOf({ work, id, sub }: Call<unknown>): Stripe.TransferReversal {
  const reversal = work.get('transfer_reversal', sub);
  if (reversal?.transfer === id) return reversal;
  throw notFound('transfer reversal', sub);
}

const PATH = '/v1/transfers/:id/reversals';

export const transferReversalRoutes = [
  route({
    method: 'POST',
    path: PATH,
    returns: 'transfer_reversal',
    fields: createFields,
    handle: create,
  }),
  route({
    method: 'GET',
    path: PATH,
    returns: { list: 'transfer_reversal' },
    fields: { ...common, ...pageFields },
    handle(call) {
      const { id } = transferOf(call);
      const found = call.work.all('transfer_reversal').filter((each) => each.transfer === id);
      return pageOf(found, call.values, `/v1/transfers/${id}/reversals`, 'transfer reversal');
    },
  }),
  route({
    method: 'GET',
    path: `${PATH}/:sub`,
    returns: 'transfer_reversal',
    fields: common,
    handle: reversalOf,
  }),
  route({
    method: 'POST',
    path: `${PATH}/:sub`,
    returns: 'transfer_reversal',
    fields: { ...common, metadata: emptyable(metadata()) },
    handle(call) {
      const reversal = reversalOf(call);
      const notes = mergeMetadata(reversal.metadata ?? {}, call.values.metadata);
      const updated = { ...reversal, metadata: notes };
      call.work.put('transfer_reversal', updated);
      return updated;
    },
  }),
];
