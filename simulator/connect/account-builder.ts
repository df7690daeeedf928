// A connected account as Stripe describes it: from what was given about it and what is known of it
// (account_facts) follow its requirements, its capabilities and whether it may be paid. Nothing else
// sets those, so an account is always consistent with itself.
import type Stripe from 'stripe';
import type { AccountFacts } from '../core/kinds.js';
import type { Work } from '../core/work.js';

const NOTHING_DUE = {
  alternatives: [],
  current_deadline: null,
  currently_due: [],
  disabled_reason: null,
  errors: [],
  eventually_due: [],
  past_due: [],
  pending_verification: [],
};

const DOCUMENT = 'individual.verification.document';

/** What an account of a person still has to give before anything can be verified. */
function missingOf(account: Stripe.Account): string[] {
  const { individual: person, tos_acceptance: terms } = account;
  const given: Readonly<Record<string, unknown>> = {
    business_type: account.business_type,
    'individual.dob.day': person?.dob?.day,
    'individual.dob.month': person?.dob?.month,
    'individual.dob.year': person?.dob?.year,
    'individual.first_name': person?.first_name,
    'individual.last_name': person?.last_name,
    'tos_acceptance.date': terms?.date,
    'tos_acceptance.ip': terms?.ip,
  };
  return Object.keys(given).filter((name) => given[name] === undefined || given[name] === null);
}

/** Whether everything that identifies the person and the terms are there. */
export function identified(account: Stripe.Account): boolean {
  return missingOf(account).length === 0;
}

function disabledReason(
  facts: AccountFacts,
  due: readonly string[],
): Stripe.Account.Requirements.DisabledReason | null {
  if (facts.rejection !== null) return facts.rejection;
  if (due.length > 0) return 'requirements.past_due';
  return facts.identity === 'pending' ? 'requirements.pending_verification' : null;
}

function requirementsOf(
  account: Stripe.Account,
  facts: AccountFacts,
  usable: boolean,
): Stripe.Account.Requirements {
  const unmatched = facts.identity === 'unmatched';
  const due = [
    ...missingOf(account),
    ...(usable ? [] : ['external_account']),
    ...(unmatched || facts.pastDue ? [DOCUMENT] : []),
  ].sort();
  const error: Stripe.Account.Requirements.Error = {
    code: 'verification_failed_keyed_identity',
    reason:
      "The person's keyed-in identity information could not be verified. Correct any errors or upload a document that matches the identity fields (e.g., name and date of birth) entered.",
    requirement: DOCUMENT,
  };
  return {
    ...NOTHING_DUE,
    currently_due: facts.rejection === null ? due : [],
    disabled_reason: disabledReason(facts, due),
    errors: unmatched ? [error] : [],
    eventually_due: facts.rejection === null ? due : [],
    past_due: facts.pastDue ? due : [],
    pending_verification: facts.identity === 'pending' ? [DOCUMENT] : [],
  };
}

function capabilityStatus(facts: AccountFacts): Stripe.Capability.Status {
  if (facts.rejection !== null || facts.pastDue) return 'inactive';
  if (facts.identity === 'verified') return 'active';
  return facts.identity === 'pending' ? 'pending' : 'inactive';
}

/** The account's bank accounts and cards, oldest first. */
export function externalsOf(work: Work, account: string): Stripe.ExternalAccount[] {
  return work.inAccount(account).all('external_account');
}

/** The account with everything that follows from the facts. Stores nothing. */
export function described(
  work: Work,
  account: Stripe.Account,
  facts: AccountFacts,
): Stripe.Account {
  const externals = externalsOf(work, account.id);
  const usable = externals.some((each) => each.status !== 'errored');
  const status = capabilityStatus(facts);
  const names = Object.keys(account.capabilities ?? {});
  const active = status === 'active' && names.length > 0;
  return {
    ...account,
    capabilities: Object.fromEntries(names.map((name) => [name, status])),
    charges_enabled: active,
    details_submitted: identified(account) && (usable || facts.identity !== 'missing'),
    external_accounts: {
      object: 'list',
      data: externals,
      has_more: false,
      url: `/v1/accounts/${account.id}/external_accounts`,
    },
    payouts_enabled: active && usable,
    requirements: requirementsOf(account, facts, usable),
  };
}

/** One capability of an account as an object of its own. */
export function capabilityOf(account: Stripe.Account, name: string): Stripe.Capability {
  const status = account.capabilities?.[name as 'transfers'] ?? 'unrequested';
  const { requirements } = account;
  const due = status === 'active' ? [] : (requirements?.currently_due ?? []);
  return {
    id: name,
    object: 'capability',
    account: account.id,
    future_requirements: NOTHING_DUE,
    requested: status !== 'unrequested',
    requested_at: status === 'unrequested' ? null : (account.created ?? null),
    requirements: {
      ...NOTHING_DUE,
      currently_due: due,
      disabled_reason: due.length > 0 ? 'requirements.fields_needed' : null,
      eventually_due: due,
      past_due: status === 'active' ? [] : (requirements?.past_due ?? []),
      pending_verification: status === 'active' ? [] : (requirements?.pending_verification ?? []),
    },
    status,
  };
}

export const NO_FUTURE_REQUIREMENTS: Stripe.Account.FutureRequirements = NOTHING_DUE;
