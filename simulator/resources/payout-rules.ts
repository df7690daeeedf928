// What a payout must satisfy before money leaves: an account that may be paid, somewhere to pay to,
// enough funds, and for an instant one a destination, an amount and a balance that allow it. The
// limits and the fee of instant payouts are here too, in minor units.
import type Stripe from 'stripe';
import { bankOf } from '../connect/banks.js';
import { buildBank, keepBehaviour, owned } from '../connect/external-account-builder.js';
import { invalidRequest, noSuch } from '../core/errors.js';
import type { Work } from '../core/work.js';
import type { Settings } from '../settings.js';
import { instantIn, refuseBeyondBalance } from './balance-sums.js';

/** The least and the most of one instant payout. */
const INSTANT_LEAST = 50;
const INSTANT_MOST = 999_900;

/** Stripe's fee for an instant payout: 1 %, in US and Australian dollars 1.5 %, rounded up. */
export function instantFee(amount: number, currency: string): number {
  const thousandths = ['aud', 'usd'].includes(currency) ? 15 : 10;
  return Math.ceil((amount * thousandths) / 1000);
}

/** Whether the account has the agreement under which it may only receive transfers. */
function onlyReceives(work: Work): boolean {
  const account = work.platform().get('account', work.account);
  if (account === undefined || account.deleted === true) return false;
  return account.tos_acceptance?.service_agreement === 'recipient';
}

/** Refuses payouts of an account that may not be paid. */
export function refuseUnpayable(work: Work): void {
  if (work.isPlatform) return;
  const account = work.platform().get('account', work.account);
  if (account !== undefined && account.deleted !== true && account.payouts_enabled) return;
  throw invalidRequest(
    'Cannot create payouts: payouts are not enabled on this account. See its `requirements` for what is needed.',
    { code: 'payouts_not_allowed' },
  );
}

const PLATFORM_BANKS: Readonly<Record<string, { country: string; account_number: string }>> = {
  eur: { country: 'DE', account_number: 'DE89370400440532013000' },
  usd: { country: 'US', account_number: '000123456789' },
};

/** The bank account that the platform has without adding one. */
function platformBank(
  work: Work,
  currency: string,
  settings: Settings,
): Stripe.ExternalAccount | undefined {
  const bank = PLATFORM_BANKS[currency];
  if (bank === undefined || !work.isPlatform) return undefined;
  const found = bankOf({ ...bank, currency, routing_number: '110000000' }, 'destination');
  const made = buildBank(found, {});
  keepBehaviour(work, made.id, found.behaviour);
  const owner = { account: settings.accountId, currency, isDefault: true, instant: true };
  const external = owned(made, owner);
  work.put('external_account', external);
  return external;
}

/** Where a payout goes: the named bank account or card, or the currency's default. */
export function destinationOf(
  work: Work,
  settings: Settings,
  asked: { destination?: string | undefined; currency: string },
): Stripe.ExternalAccount {
  const { destination, currency } = asked;
  if (destination !== undefined) {
    const named = work.get('external_account', destination);
    if (named === undefined) throw noSuch('external account', destination, 'destination');
    if (named.currency === currency) return named;
    throw invalidRequest(
      `The external account ${destination} cannot be paid in ${currency}; its currency is ${String(named.currency)}.`,
      { param: 'destination' },
    );
  }
  const found = work
    .all('external_account')
    .find((each) => each.currency === currency && each.default_for_currency === true);
  const chosen = found ?? platformBank(work, currency, settings);
  if (chosen !== undefined) return chosen;
  throw invalidRequest(
    `Sorry, you don't have any external accounts in that currency (${currency}).`,
    {
      param: 'currency',
    },
  );
}

function refuseInstant(work: Work, amount: number, destination: Stripe.ExternalAccount): void {
  const currency = destination.currency ?? '';
  const able = destination.available_payout_methods?.includes('instant') === true;
  if (!able || onlyReceives(work)) {
    throw invalidRequest(
      `The ${destination.object === 'card' ? 'debit card' : 'bank account'} ${destination.id} is not eligible for Instant Payouts.`,
      { code: 'instant_payouts_unsupported', param: 'destination' },
    );
  }
  if (amount > INSTANT_MOST) {
    throw invalidRequest('The amount exceeds the maximum of an Instant Payout.', {
      code: 'instant_payouts_limit_exceeded',
      param: 'amount',
    });
  }
  if (amount < INSTANT_LEAST) {
    throw invalidRequest('The amount is below the minimum of an Instant Payout.', {
      code: 'amount_too_small',
      param: 'amount',
    });
  }
  const fee = work.isPlatform ? instantFee(amount, currency) : 0;
  if (amount + fee <= instantIn(work, currency)) return;
  throw invalidRequest(
    'You have insufficient funds in your Stripe account for this Instant Payout.',
    {
      code: 'balance_insufficient',
      param: 'amount',
    },
  );
}

/** Refuses what the balance, or the rules of instant payouts, do not allow. */
export function refuseAmount(
  work: Work,
  amount: number,
  method: 'standard' | 'instant',
  destination: Stripe.ExternalAccount,
): void {
  if (method === 'instant') refuseInstant(work, amount, destination);
  else refuseBeyondBalance(work, amount, destination.currency ?? '');
}
