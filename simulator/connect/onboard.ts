// Onboarding an account in one step, as the hosted page does it for a person and the control endpoint
// for a test: who they are, the terms, and a bank account from the test ones.
import type Stripe from 'stripe';
import { invalidRequest } from '../core/errors.js';
import type { AccountFacts } from '../core/kinds.js';
import type { Work } from '../core/work.js';
import { over } from './account-fields.js';
import { addExternal, factsOf, settle } from './account-store.js';
import { TEST_BANKS } from './banks.js';
import type { BankParams } from './external-account-builder.js';

export const OUTCOMES = ['complete', 'pending', 'rejected', 'past_due'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Person {
  firstName: string;
  lastName: string;
  day: number;
  month: number;
  year: number;
}

/** The values that Stripe's test verification takes for right. */
export const TEST_PERSON: Person = {
  firstName: 'Jenny',
  lastName: 'Rosen',
  day: 1,
  month: 1,
  year: 1901,
};

export interface BankChoice {
  value: string;
  failure: string | null;
  onlyInstant: boolean;
}

/** The test bank accounts of an account's country, the working one first. */
export function bankChoices(account: Stripe.Account): BankChoice[] {
  const iban = (end: string): string => `${account.country ?? 'DE'}8937040044053201300${end}`;
  return TEST_BANKS.map(({ number, ibanEnd, behaviour }) => ({
    value: account.default_currency === 'eur' ? iban(ibanEnd) : number,
    failure: behaviour.failure,
    onlyInstant: behaviour.onlyInstant === true,
  }));
}

/** A bank account of the account's country with one of the test numbers. */
function bankParams(account: Stripe.Account, number: string, holder: string): BankParams {
  return {
    country: number.match(/^[A-Z]{2}/)?.[0] ?? account.country ?? 'US',
    account_number: number,
    currency: /^[A-Z]{2}/.test(number) ? 'eur' : (account.default_currency ?? 'usd'),
    routing_number: '110000000',
    account_holder_name: holder,
    account_holder_type: 'individual',
    account_type: undefined,
    metadata: undefined,
  };
}

const FACTS: Readonly<Record<Outcome, Partial<AccountFacts>>> = {
  complete: { identity: 'verified', rejection: null, pastDue: false },
  pending: { identity: 'pending', rejection: null, pastDue: false },
  rejected: { identity: 'unmatched', rejection: 'rejected.fraud' },
  past_due: { identity: 'unmatched', rejection: null, pastDue: true },
};

export interface Onboarding {
  person: Person;
  /** Null keeps the bank accounts that are there. */
  bank: string | null;
  /** How it ends; null leaves that to the person's date of birth, as in a test of Stripe's. */
  outcome: Outcome | null;
}

/** Gives what a person gives while onboarding; throws when they were turned away before. */
export function onboard(work: Work, account: Stripe.Account, given: Onboarding): Stripe.Account {
  const { person, bank, outcome } = given;
  const facts = factsOf(work, account.id);
  if (facts.rejection !== null && outcome === null) {
    throw invalidRequest('This account was rejected and cannot be onboarded.');
  }
  const { firstName, lastName, day, month, year } = person;
  const name = { first_name: firstName, last_name: lastName, dob: { day, month, year } };
  const changed: Stripe.Account = {
    ...account,
    business_type: 'individual',
    ...(account.individual === undefined ? {} : { individual: { ...account.individual, ...name } }),
    tos_acceptance: over(account.tos_acceptance ?? {}, { date: work.now(), ip: '127.0.0.1' }),
  };
  if (bank !== null) {
    const currency = account.default_currency ?? 'usd';
    const owner = { id: account.id, scope: account.id, currency };
    addExternal(work, owner, bankParams(account, bank, `${firstName} ${lastName}`), true);
  }
  const again: AccountFacts = { ...facts, identity: 'missing' };
  const known = facts.identity === 'unmatched' ? again : facts;
  return settle(work, changed, outcome === null ? known : { ...facts, ...FACTS[outcome] });
}
