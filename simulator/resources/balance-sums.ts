// What an account has: sums over its balance transactions and nothing else. Whether a transaction's
// funds are pending or available is decided by the clock when it is read, never stored.
import type Stripe from 'stripe';
import { invalidRequest } from '../core/errors.js';
import type { Work } from '../core/work.js';

type Amount = Stripe.Balance.Available;

/** Net amounts by currency, in minor units. */
function sums(work: Work, available: boolean): Map<string, number> {
  const byCurrency = new Map<string, number>();
  for (const each of work.all('balance_transaction')) {
    const due = each.available_on <= work.now();
    const before = byCurrency.get(each.currency) ?? 0;
    byCurrency.set(each.currency, before + (due === available ? each.net : 0));
  }
  return byCurrency;
}

const amounts = (byCurrency: Map<string, number>): Amount[] =>
  [...byCurrency].map(([currency, amount]) => ({
    amount,
    currency,
    source_types: { card: amount },
  }));

/** The available and pending balances of the work's account; its default currency is always there. */
export function balanceOf(
  work: Work,
  defaultCurrency = 'eur',
): { available: Amount[]; pending: Amount[] } {
  const withDefault = (found: Map<string, number>): Map<string, number> =>
    found.size > 0 ? found : new Map([[defaultCurrency, 0]]);
  return {
    available: amounts(withDefault(sums(work, true))),
    pending: amounts(withDefault(sums(work, false))),
  };
}

/** What is available in a currency, in minor units; below zero when the account owes. */
export function availableIn(work: Work, currency: string): number {
  return sums(work, true).get(currency) ?? 0;
}

/** What may be paid out instantly: card funds count from the moment of their charge. */
export function instantIn(work: Work, currency: string): number {
  const all = availableIn(work, currency) + (sums(work, false).get(currency) ?? 0);
  return Math.max(0, all);
}

/** What the platform must keep back because connected accounts owe it. */
export function reservedFor(work: Work, accounts: readonly string[]): Map<string, number> {
  const reserved = new Map<string, number>();
  for (const account of accounts) {
    const own = work.inAccount(account);
    for (const [currency, amount] of sums(own, true)) {
      const all = amount + (sums(own, false).get(currency) ?? 0);
      if (all < 0) reserved.set(currency, (reserved.get(currency) ?? 0) - all);
    }
  }
  return reserved;
}

/** Refuses to move more than is available, in the words Stripe has for a test. */
export function refuseBeyondBalance(work: Work, amount: number, currency: string): void {
  if (amount <= availableIn(work, currency)) return;
  throw invalidRequest(
    'You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance by creating Charges using the 4000000000000077 test card. See: https://stripe.com/docs/testing#available-balance',
    { code: 'balance_insufficient' },
  );
}
