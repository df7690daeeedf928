// The account's balance and the transactions it is the sum of. Whether a transaction's funds are
// pending or available is decided by the clock when it is read, never stored.
import type Stripe from 'stripe';
import { notFound } from '../core/errors.js';
import type { Work } from '../core/work.js';
import { text, timeRange } from '../http/fields.js';
import { pageFields, pageOf, within } from '../http/lists.js';
import { route } from '../http/route.js';
import { common } from './common.js';

/** Net amounts by currency, in minor units. The default currency is there even when empty. */
function sums(work: Work, available: boolean): Stripe.Balance.Available[] {
  const byCurrency = new Map<string, number>([['eur', 0]]);
  for (const each of work.store.all('balance_transaction')) {
    const due = each.available_on <= work.now();
    const before = byCurrency.get(each.currency) ?? 0;
    byCurrency.set(each.currency, before + (due === available ? each.net : 0));
  }
  return [...byCurrency].map(([currency, amount]) => ({
    amount,
    currency,
    source_types: { card: amount },
  }));
}

export const balanceRoutes = [
  route({
    method: 'GET',
    path: '/v1/balance',
    returns: 'balance',
    fields: common,
    handle({ work }): Stripe.Balance {
      return {
        object: 'balance',
        available: sums(work, true),
        livemode: false,
        pending: sums(work, false),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/balance_transactions',
    returns: { list: 'balance_transaction' },
    fields: {
      ...common,
      ...pageFields,
      created: timeRange(),
      currency: text(16),
      source: text(255),
      type: text(64),
    },
    handle({ work, values }) {
      const found = [...work.store.all('balance_transaction')].filter(
        (each) =>
          within(each.created, values.created) &&
          (values.currency?.toLowerCase() ?? each.currency) === each.currency &&
          (values.source ?? each.source) === each.source &&
          (values.type ?? each.type) === each.type,
      );
      return pageOf(found, values, '/v1/balance_transactions', 'balance transaction');
    },
  }),
  route({
    method: 'GET',
    path: '/v1/balance_transactions/:id',
    returns: 'balance_transaction',
    fields: common,
    handle({ work, id }) {
      const transaction = work.get('balance_transaction', id);
      if (transaction === undefined) throw notFound('balance transaction', id);
      return transaction;
    },
  }),
];
