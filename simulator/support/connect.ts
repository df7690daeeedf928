// What the suites about connected accounts share: accounts in the states a test starts from, and
// money on the platform's balance.
import type Stripe from 'stripe';
import type { Rig } from './harness.js';

/** A new connected account of a person, as the application makes one. */
export function newConnected(
  stripe: Stripe,
  changes: Stripe.AccountCreateParams = {},
): Promise<Stripe.Response<Stripe.Account>> {
  return stripe.accounts.create({
    type: 'express',
    country: 'DE',
    business_type: 'individual',
    capabilities: { transfers: { requested: true } },
    settings: { payouts: { schedule: { interval: 'manual' } } },
    metadata: { user: 'ana' },
    ...changes,
  });
}

/** The id of a connected account that can be paid; `bank` is one of the test numbers. */
export async function onboarded(rig: Rig, bank?: string, country = 'DE'): Promise<string> {
  const { id } = await newConnected(rig.stripe, { country });
  await rig.control('onboard', { account: id, ...(bank === undefined ? {} : { bank }) });
  return id;
}

/** Puts money on the platform's available balance; 1.5 % and 0.25 of it are the fee. */
export function fund(
  stripe: Stripe,
  amount = 100_000,
  currency = 'eur',
): Promise<Stripe.Response<Stripe.PaymentIntent>> {
  return stripe.paymentIntents.create({
    amount,
    currency,
    allowed_payment_method_types: ['card'],
    payment_method: 'pm_card_bypassPending',
    confirm: true,
  });
}
