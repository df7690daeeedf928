// Reading and changing connected accounts: every change goes through `settle`, which describes the
// account anew, starts the verification when all is given, and raises the events of what changed.
import type Stripe from 'stripe';
import { invalidRequest, noSuch } from '../core/errors.js';
import type { AccountFacts } from '../core/kinds.js';
import type { Work } from '../core/work.js';
import { later, onDue } from '../resources/due.js';
import { capabilityOf, described, externalsOf, identified } from './account-builder.js';
import { makeExternal, owned, type BankParams } from './external-account-builder.js';

const VERIFY = 'account.verify';
/** How long a verification takes, in seconds. */
const VERIFICATION_LIFE = 2;

/** The live connected account an id names; throws resource_missing. */
export function accountNamed(work: Work, id: string, param = 'account'): Stripe.Account {
  const found = work.platform().get('account', id);
  if (found === undefined || found.deleted === true) throw noSuch('account', id, param);
  return found;
}

/** What is known about an account beyond what is shown. */
export function factsOf(work: Work, id: string): AccountFacts {
  const found = work.platform().get('account_facts', id);
  return found ?? { id, identity: 'missing', rejection: null, pastDue: false };
}

/** What an update changed, with its former values. */
function difference(before: Stripe.Account, after: Stripe.Account): Record<string, unknown> {
  const changed = Object.entries(before).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(after[name as keyof typeof after]),
  );
  return Object.fromEntries(changed);
}

/** Dates of birth with a meaning of their own in a test. */
const INSTANT_YEAR = 1902;
const MATCHING_YEAR = 1901;
const LISTED_YEAR = 1900;

function examine(work: Work, account: Stripe.Account, facts: AccountFacts): AccountFacts {
  if (facts.identity !== 'missing' || !identified(account)) return facts;
  if (account.individual?.dob?.year === INSTANT_YEAR) return { ...facts, identity: 'verified' };
  later(work.platform(), VERIFICATION_LIFE, VERIFY, account.id);
  return { ...facts, identity: 'pending' };
}

/**
 * Stores an account after a change of it or of its facts, and raises account.updated and
 * capability.updated where something changed. Returns it as it is now.
 */
export function settle(work: Work, changed: Stripe.Account, known?: AccountFacts): Stripe.Account {
  const platform = work.platform();
  const facts = examine(work, changed, known ?? factsOf(work, changed.id));
  const before = platform.get('account', changed.id);
  const after = described(work, changed, facts);
  platform.put('account_facts', facts);
  platform.put('account', after);
  if (before === undefined || before.deleted === true) return after;
  const own = work.inAccount(after.id);
  const changes = difference(before, after);
  if (Object.keys(changes).length > 0) own.emit('account.updated', after, changes);
  for (const name of Object.keys(after.capabilities ?? {})) {
    const [was, is] = [capabilityOf(before, name), capabilityOf(after, name)];
    if (was.status !== is.status) own.emit('capability.updated', is, { status: was.status });
  }
  return after;
}

onDue(VERIFY, (work, id) => {
  const account = work.get('account', id);
  const facts = factsOf(work, id);
  if (account === undefined || account.deleted === true || facts.identity !== 'pending') return;
  const year = account.individual?.dob?.year;
  if (year === LISTED_YEAR) {
    settle(work, account, { ...facts, identity: 'unmatched', rejection: 'rejected.listed' });
  } else {
    settle(work, account, {
      ...facts,
      identity: year === MATCHING_YEAR ? 'verified' : 'unmatched',
    });
  }
});

/** Whose a bank account or card is. */
export interface Owner {
  id: string;
  /** The account as the store knows it; empty for the platform. */
  scope: string;
  /** The currency of its cards. */
  currency: string;
}

/** Adds a bank account or card to an account; the first of a currency becomes its default. */
export function addExternal(
  work: Work,
  owner: Owner,
  given: string | BankParams,
  asDefault = false,
): Stripe.ExternalAccount {
  const own = work.inAccount(owner.scope);
  const made = makeExternal(own, given);
  const currency = made.object === 'card' ? owner.currency : made.currency;
  const alike = externalsOf(work, owner.scope).filter((each) => each.currency === currency);
  if (asDefault) {
    for (const each of alike) own.put('external_account', { ...each, default_for_currency: false });
  }
  const external = owned(made, {
    account: owner.id,
    currency,
    isDefault: asDefault || alike.length === 0,
    instant: own.get('payout_facts', made.id)?.notInstant !== true,
  });
  own.put('external_account', external);
  own.emit('account.external_account.created', external);
  return external;
}

/** Removes a bank account or card; throws for the default while it is not the only one. */
export function removeExternal(work: Work, owner: Owner, external: Stripe.ExternalAccount): void {
  const own = work.inAccount(owner.scope);
  const alike = externalsOf(work, owner.scope).filter(
    (each) => each.currency === external.currency,
  );
  if (external.default_for_currency === true && alike.length > 1) {
    throw invalidRequest(
      'You cannot delete the default external account for your default currency. Please make another external account the default using the `default_for_currency` param, and then delete this one.',
    );
  }
  own.remove('external_account', external.id);
  own.remove('payout_facts', external.id);
  own.emit('account.external_account.deleted', external);
}
