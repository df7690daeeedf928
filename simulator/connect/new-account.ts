// A connected account as it is before anything about it was verified. The types are Stripe's own, so
// a property that the SDK declares and we forget does not compile.
import type Stripe from 'stripe';
import { newId } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { NO_FUTURE_REQUIREMENTS } from './account-builder.js';
import { NO_ADDRESS, type ControllerParams } from './account-fields.js';

type Dashboard = 'express' | 'full' | 'none';
const DASHBOARDS: Readonly<Record<string, Dashboard>> = {
  custom: 'none',
  express: 'express',
  standard: 'full',
};
const TYPES: Readonly<Record<Dashboard, Stripe.Account.Type>> = {
  none: 'custom',
  express: 'express',
  full: 'standard',
};

/** Who is answerable for an account, from its `type` or its `controller`. */
export function controllerOf(
  type: string | undefined,
  given: ControllerParams,
): { controller: Stripe.Account.Controller; type: Stripe.Account.Type } {
  const dashboard = given?.stripe_dashboard?.type ?? DASHBOARDS[type ?? 'standard'] ?? 'full';
  const payer = given?.fees?.payer ?? (dashboard === 'full' ? 'account' : 'application');
  const own = payer === 'application' && type !== undefined ? `application_${type}` : payer;
  return {
    type: TYPES[dashboard],
    controller: {
      fees: { payer: own },
      is_controller: true,
      losses: {
        payments: given?.losses?.payments ?? (dashboard === 'full' ? 'stripe' : 'application'),
      },
      requirement_collection:
        given?.requirement_collection ?? (dashboard === 'none' ? 'application' : 'stripe'),
      stripe_dashboard: { type: dashboard },
      type: 'application',
    },
  };
}

/** The person behind an account, of whom nothing is known yet. */
export function newPerson(account: string, now: number): Stripe.Person {
  return {
    id: newId('person'),
    object: 'person',
    account,
    address: NO_ADDRESS,
    created: now,
    dob: { day: null, month: null, year: null },
    email: null,
    first_name: null,
    id_number_provided: false,
    last_name: null,
    metadata: {},
    phone: null,
    ssn_last_4_provided: false,
  };
}

function settings(delayDays: number): Stripe.Account.Settings {
  return {
    bacs_debit_payments: { display_name: null, service_user_number: null },
    branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
    card_issuing: { tos_acceptance: { date: null, ip: null } },
    card_payments: {
      decline_on: { avs_failure: false, cvc_failure: false },
      statement_descriptor_prefix: null,
      statement_descriptor_prefix_kana: null,
      statement_descriptor_prefix_kanji: null,
    },
    dashboard: { display_name: null, timezone: 'Etc/UTC' },
    invoices: { default_account_tax_ids: null, hosted_payment_method_save: null },
    payments: {
      statement_descriptor: null,
      statement_descriptor_kana: null,
      statement_descriptor_kanji: null,
      statement_descriptor_prefix_kana: null,
      statement_descriptor_prefix_kanji: null,
    },
    payouts: {
      debit_negative_balances: false,
      schedule: { delay_days: delayDays, interval: 'daily' },
      statement_descriptor: null,
    },
    sepa_debit_payments: {},
  };
}

interface NewAccount {
  id: string;
  country: string;
  currency: string;
  type: Stripe.Account.Type;
  controller: Stripe.Account.Controller;
}

export function newAccount(work: Work, made: NewAccount): Stripe.Account {
  const { id, country, currency, type, controller } = made;
  const now = work.now();
  return {
    id,
    object: 'account',
    business_profile: {
      annual_revenue: null,
      estimated_worker_count: null,
      mcc: null,
      minority_owned_business_designation: null,
      name: null,
      product_description: null,
      specified_commercial_transactions_act_url: null,
      support_address: null,
      support_email: null,
      support_phone: null,
      support_url: null,
      url: null,
    },
    business_type: null,
    capabilities: {},
    charges_enabled: false,
    controller,
    country,
    created: now,
    default_currency: currency,
    details_submitted: false,
    email: null,
    external_accounts: {
      object: 'list',
      data: [],
      has_more: false,
      url: `/v1/accounts/${id}/external_accounts`,
    },
    future_requirements: NO_FUTURE_REQUIREMENTS,
    individual: newPerson(id, now),
    metadata: {},
    payouts_enabled: false,
    settings: settings(2),
    tos_acceptance: { date: null, ip: null, user_agent: null },
    type,
  };
}
