// Automatic payouts: everything available in a currency in one payout, which knows each transaction
// that it paid out. That is what Stripe lists under `balance_transactions?payout=`, once it says that
// the payout's reconciliation is completed.
import type Stripe from 'stripe';
import { invalidRequest } from '../core/errors.js';
import { idOf } from '../core/ids.js';
import type { Work } from '../core/work.js';
import type { Settings } from '../settings.js';
import { destinationOf } from './payout-rules.js';
import { makePayout } from './payouts.js';

/** Pays out all that is available in `currency`; throws when that is nothing. */
export function payOutAll(work: Work, settings: Settings, currency: string): Stripe.Payout {
  const before = new Set(work.all('paid_out').map(({ id }) => id));
  const due = work
    .all('balance_transaction')
    .filter(
      (each) =>
        each.currency === currency && each.available_on <= work.now() && !before.has(each.id),
    );
  const amount = due.reduce((sum, { net }) => sum + net, 0);
  if (amount <= 0) throw invalidRequest(`There is nothing to pay out in ${currency}.`);
  const destination = destinationOf(work, settings, { currency });
  const made = { amount, currency, destination, method: 'standard', automatic: true } as const;
  const payout = makePayout(work, made);
  for (const { id } of due) work.put('paid_out', { id, payout: payout.id });
  work.put('paid_out', { id: idOf(payout.balance_transaction), payout: payout.id });
  return payout;
}
