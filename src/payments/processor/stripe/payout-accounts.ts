// People's accounts through Stripe: a connected account each, of which Stripe collects what it must
// know on its own page. Payouts from it are ours to make (manual), never by a schedule.
import { Injectable } from '@nestjs/common';
import { Stripe } from 'stripe';
import {
  type OnboardingAddresses,
  type ProcessorAccount,
  type ProcessorDestination,
  ProcessorPayoutAccounts,
} from '../payout-accounts.js';
import { StripeClient } from './client.js';

@Injectable()
export class StripePayoutAccounts extends ProcessorPayoutAccounts {
  constructor(private readonly client: StripeClient) {
    super();
  }

  async create(personId: string): Promise<ProcessorAccount> {
    const account = await this.client.call((stripe) =>
      stripe.accounts.create(
        {
          country: this.client.config.cashOut.country,
          business_type: 'individual',
          capabilities: { transfers: { requested: true } },
          controller: {
            fees: { payer: 'application' },
            losses: { payments: 'application' },
            requirement_collection: 'stripe',
            stripe_dashboard: { type: 'express' },
          },
          settings: { payouts: { schedule: { interval: 'manual' } } },
          metadata: { person_id: personId },
        },
        { idempotencyKey: `account_${personId}` },
      ),
    );
    return toAccount(account);
  }

  async find(accountId: string): Promise<ProcessorAccount | undefined> {
    try {
      return toAccount(await this.client.call((stripe) => stripe.accounts.retrieve(accountId)));
    } catch (error) {
      // Stripe does not tell an account that is gone from one that is not ours to see.
      if (error instanceof Stripe.errors.StripePermissionError) return undefined;
      throw error;
    }
  }

  async onboardingLink(accountId: string, addresses: OnboardingAddresses): Promise<string> {
    // Moves nothing, and each link is good once, so the package's own key is enough.
    const link = await this.client.call((stripe) =>
      stripe.accountLinks.create({
        account: accountId,
        type: 'account_onboarding',
        return_url: addresses.returnUrl,
        refresh_url: addresses.refreshUrl,
        collection_options: { fields: 'eventually_due' },
      }),
    );
    return link.url;
  }
}

function toAccount(account: Stripe.Account): ProcessorAccount {
  const { requirements, default_currency: currency } = account;
  return {
    accountId: account.id,
    payoutsEnabled: account.payouts_enabled,
    transfers: account.capabilities?.transfers ?? 'inactive',
    detailsGiven: account.details_submitted,
    currentlyDue: requirements?.currently_due ?? [],
    pastDue: requirements?.past_due ?? [],
    disabledReason: requirements?.disabled_reason ?? null,
    currency: currency?.toUpperCase() ?? null,
    destination: destinationOf(account),
  };
}

function destinationOf(account: Stripe.Account): ProcessorDestination | undefined {
  const found = account.external_accounts?.data.find(
    (each) => each.default_for_currency === true && each.currency === account.default_currency,
  );
  if (found === undefined) return undefined;
  const kind = found.object === 'card' ? found.brand : 'Bank';
  return {
    id: found.id,
    label: `${kind} ••${found.last4}`,
    instant: found.available_payout_methods?.includes('instant') ?? false,
  };
}
