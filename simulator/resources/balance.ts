// The account's balance and the transactions it is the sum of, which can be asked for by type, time,
// currency, the object behind them, and the automatic payout that paid them out.
import type Stripe from 'stripe';
import { invalidRequest, noSuch, notFound } from '../core/errors.js';
import type { Work } from '../core/work.js';
import { text, timeRange } from '../http/fields.js';
import { pageFields, pageOf, within } from '../http/lists.js';
import { route } from '../http/route.js';
import { balanceOf, instantIn, reservedFor } from './balance-sums.js';
import { common } from './common.js';
import { instantFee } from './payout-rules.js';

/** What each external account could be paid at once. */
function instant(work: Work, currency: string): Stripe.Balance.InstantAvailable {
  const amount = instantIn(work, currency);
  const able = work
    .all('external_account')
    .filter(
      (each) =>
        each.currency === currency && each.available_payout_methods?.includes('instant') === true,
    );
  const net = work.isPlatform ? amount - instantFee(amount, currency) : amount;
  return {
    amount,
    currency,
    net_available: able.map(({ id }) => ({
      amount: net,
      destination: id,
      source_types: { card: net },
    })),
    source_types: { card: amount },
  };
}

function balance(work: Work): Stripe.Balance {
  const account = work.isPlatform ? undefined : work.platform().get('account', work.account);
  const currency = account?.deleted === true ? undefined : account?.default_currency;
  const { available, pending } = balanceOf(work, currency);
  const connected = work.isPlatform ? work.all('account').map(({ id }) => id) : [];
  const reserved = reservedFor(work, connected);
  const currencies = available.map((each) => each.currency);
  return {
    object: 'balance',
    available,
    connect_reserved: currencies.map((each) => ({
      amount: reserved.get(each) ?? 0,
      currency: each,
    })),
    instant_available: currencies.map((each) => instant(work, each)),
    livemode: false,
    pending,
  };
}

/** What an automatic payout paid out; throws for a manual one, of which Stripe keeps no list. */
function paidOutBy(work: Work, id: string): ReadonlySet<string> {
  const payout = work.get('payout', id);
  if (payout === undefined) throw noSuch('payout', id, 'payout');
  if (!payout.automatic) {
    throw invalidRequest(
      'Balance transaction history can only be filtered on automatic transfers, not manual.',
      { param: 'payout' },
    );
  }
  const paid = work.all('paid_out').filter((each) => each.payout === id);
  return new Set([...paid.map((each) => each.id), payout.balance_transaction as string]);
}

export const balanceRoutes = [
  route({
    method: 'GET',
    path: '/v1/balance',
    returns: 'balance',
    fields: common,
    handle: ({ work }) => balance(work),
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
      payout: text(255),
      source: text(255),
      type: text(64),
    },
    handle({ work, values }) {
      const paid = values.payout === undefined ? null : paidOutBy(work, values.payout);
      const found = [...work.store.all('balance_transaction')].filter(
        (each) =>
          (paid?.has(each.id) ?? true) &&
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
