// The parameters of connected accounts, and how what they say becomes properties of the account. Only
// people can have accounts here (business_type individual); company accounts are refused.
import type Stripe from 'stripe';
import {
  boolean,
  emptyable,
  group,
  integer,
  metadata,
  oneOf,
  text,
  type Values,
} from '../http/fields.js';
import { addressField, addressFrom, common } from '../resources/common.js';
import { externalAccountField } from './external-account-builder.js';

const line = text(5000);
const requested = group({ requested: boolean() });
const yearsOld = emptyable(
  group({
    day: integer({ min: 1, max: 31 }),
    month: integer({ min: 1, max: 12 }),
    year: integer({ min: 1900, max: 2100 }),
  }),
);

const individualField = group({
  address: addressField,
  dob: yearsOld,
  email: line,
  first_name: text(100),
  id_number: text(40),
  last_name: text(100),
  maiden_name: text(100),
  metadata: metadata(),
  nationality: text(2),
  phone: text(40),
  ssn_last_4: text(4),
});

const settingsField = group({
  payments: group({ statement_descriptor: text(22) }),
  payouts: group({
    debit_negative_balances: boolean(),
    schedule: group({
      delay_days: integer({ min: 0, max: 31 }),
      interval: oneOf('manual', 'daily', 'weekly', 'monthly'),
      monthly_anchor: integer({ min: 1, max: 31 }),
      weekly_anchor: text(20),
    }),
    statement_descriptor: text(22),
  }),
});

export const updateFields = {
  ...common,
  business_profile: group({
    mcc: text(4),
    name: line,
    product_description: line,
    support_email: line,
    support_phone: line,
    support_url: line,
    url: line,
  }),
  business_type: oneOf('individual'),
  capabilities: group({ card_payments: requested, transfers: requested }),
  email: text(512),
  external_account: externalAccountField,
  individual: individualField,
  metadata: emptyable(metadata()),
  settings: settingsField,
  tos_acceptance: group({
    date: integer({ min: 0 }),
    ip: text(64),
    service_agreement: oneOf('full', 'recipient'),
    user_agent: line,
  }),
};

export const createFields = {
  ...updateFields,
  controller: group({
    fees: group({ payer: oneOf('account', 'application') }),
    losses: group({ payments: oneOf('application', 'stripe') }),
    requirement_collection: oneOf('application', 'stripe'),
    stripe_dashboard: group({ type: oneOf('express', 'full', 'none') }),
  }),
  country: text(2),
  default_currency: text(3),
  type: oneOf('custom', 'express', 'standard'),
};

export type AccountParams = Values<typeof updateFields>;
export type ControllerParams = Values<typeof createFields>['controller'];

type Plain = Record<string, unknown>;

/** `given` over `before`: what was not given keeps its value. */
export function over<T extends object>(before: T, given: Plain | undefined): T {
  const entries = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(entries) };
}

const NOBODY = { day: null, month: null, year: null };

/** The person of an account after an update; numbers that identify are kept as `provided` only. */
export function personFrom(
  before: Stripe.Person,
  given: AccountParams['individual'],
): Stripe.Person {
  if (given === undefined) return before;
  const { address, dob, id_number: idNumber, ssn_last_4: ssn, metadata: notes, ...rest } = given;
  return {
    ...over(before, rest),
    address: addressFrom(over(before.address ?? {}, address)) ?? before.address ?? NO_ADDRESS,
    dob: dob === null ? NOBODY : over(before.dob ?? NOBODY, dob),
    id_number_provided: before.id_number_provided === true || idNumber !== undefined,
    metadata: notes ?? before.metadata ?? {},
    ssn_last_4_provided: before.ssn_last_4_provided === true || ssn !== undefined,
  };
}

export const NO_ADDRESS: Stripe.Address = {
  city: null,
  country: null,
  line1: null,
  line2: null,
  postal_code: null,
  state: null,
};

/** The settings of an account after an update. */
export function settingsFrom(
  before: Stripe.Account.Settings,
  given: AccountParams['settings'],
): Stripe.Account.Settings {
  const { payouts } = before;
  if (given === undefined || payouts === undefined) return before;
  const { schedule, ...rest } = given.payouts ?? {};
  return {
    ...before,
    payments: over(before.payments, given.payments),
    payouts: { ...over(payouts, rest), schedule: over(payouts.schedule, schedule) },
  };
}
