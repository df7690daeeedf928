// Builds the bank accounts and debit cards that an account is paid out to, from details, from a token
// made before, or from one of the ready-made test tokens. What a payout to one of them does is kept
// beside it (payout_facts) and never shown.
import type Stripe from 'stripe';
import { cardByToken } from '../cards/table.js';
import { invalidRequest, noSuch } from '../core/errors.js';
import { keyedDigest, newId } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { group, metadata, oneOf, required, text, type Field, type Values } from '../http/fields.js';
import { bankByToken, bankOf, PAYOUT_CARDS, type BankDetails, type PayoutCard } from './banks.js';

export const bankFields = {
  country: required(text(2)),
  account_number: required(text(64)),
  currency: text(3),
  routing_number: text(32),
  account_holder_name: text(255),
  account_holder_type: oneOf('individual', 'company'),
  account_type: oneOf('checking', 'savings', 'futsu', 'toza'),
  metadata: metadata(),
};
const details = group({ object: oneOf('bank_account', 'card'), ...bankFields });

export type BankParams = Values<typeof bankFields>;

/** A token, or the details of a bank account. */
export const externalAccountField: Field<string | BankParams, false> = {
  required: false,
  empty: false,
  read: (wire, name) => (typeof wire === 'string' ? wire : details.read(wire, name)),
};

const NO_REQUIREMENTS = { currently_due: [], errors: [], past_due: [], pending_verification: [] };

type Holder = Pick<
  Partial<BankParams>,
  'account_holder_name' | 'account_holder_type' | 'account_type'
>;

/** A bank account as it is before it belongs to an account. */
export function buildBank(bank: BankDetails, holder: Holder): Stripe.BankAccount {
  return {
    id: newId('ba'),
    object: 'bank_account',
    account_holder_name: holder.account_holder_name ?? null,
    account_holder_type: holder.account_holder_type ?? null,
    account_type: holder.account_type ?? null,
    bank_name: 'STRIPE TEST BANK',
    country: bank.country,
    currency: bank.currency,
    fingerprint: keyedDigest('bank', `${String(bank.routing)} ${bank.number}`).slice(0, 16),
    last4: bank.number.slice(-4),
    routing_number: bank.routing,
    status: 'new',
  };
}

/** A debit card as it is before it belongs to an account. */
export function buildPayoutCard({ number }: PayoutCard): Stripe.Card {
  return {
    id: newId('card'),
    object: 'card',
    address_city: null,
    address_country: null,
    address_line1: null,
    address_line1_check: null,
    address_line2: null,
    address_state: null,
    address_zip: null,
    address_zip_check: null,
    brand: 'Visa',
    country: 'US',
    cvc_check: 'pass',
    dynamic_last4: null,
    exp_month: 12,
    exp_year: 2035,
    fingerprint: keyedDigest('card', number).slice(0, 16),
    funding: 'debit',
    last4: number.slice(-4),
    metadata: {},
    name: null,
    regulated_status: 'unregulated',
    tokenization_method: null,
  };
}

/** Keeps how payouts to an external account, or to what a token stands for, behave. */
export function keepBehaviour(work: Work, id: string, behaviour: BankDetails['behaviour']): void {
  const { failure, onlyInstant = false, notInstant = false } = behaviour;
  work.put('payout_facts', { id, failure, onlyInstant, notInstant });
}

interface Made {
  account: Stripe.BankAccount | Stripe.Card;
  behaviour: BankDetails['behaviour'];
}

function fromStoredToken(work: Work, token: Stripe.Token): Made {
  const account = token.bank_account ?? token.card;
  const facts = work.get('payout_facts', token.id);
  if (account === undefined || facts === undefined)
    throw noSuch('token', token.id, 'external_account');
  if (token.used) {
    throw invalidRequest(`You cannot use a Stripe token more than once: ${token.id}.`, {
      code: 'token_already_used',
      param: 'external_account',
    });
  }
  work.put('token', { ...token, used: true });
  const { failure, onlyInstant, notInstant } = facts;
  return {
    account,
    behaviour: {
      failure,
      ...(onlyInstant ? { onlyInstant } : {}),
      ...(notInstant ? { notInstant } : {}),
    },
  };
}

function fromToken(work: Work, token: string): Made {
  // A token belongs to whoever made it: the account itself, or the platform for it.
  for (const owner of [work, work.platform()]) {
    const stored = owner.get('token', token);
    if (stored !== undefined) return fromStoredToken(owner, stored);
  }
  const bank = bankByToken(token);
  if (bank !== undefined) {
    return { account: buildBank(bank, {}), behaviour: bank.behaviour };
  }
  const card = PAYOUT_CARDS.find((each) => each.token === token);
  if (card !== undefined) return { account: buildPayoutCard(card), behaviour: card.behaviour };
  if (cardByToken(token, 'tok_') === undefined) throw noSuch('token', token, 'external_account');
  throw invalidRequest(
    'The card provided as an external account is not supported. Provide a non-prepaid debit card instead.',
    { code: 'invalid_card_type', param: 'external_account' },
  );
}

/**
 * The bank account or card that a parameter asks for, made but not stored; its behaviour is stored
 * under its id. Throws for numbers and tokens that are not of the test tables.
 */
export function makeExternal(work: Work, given: string | BankParams): Stripe.ExternalAccount {
  if (typeof given === 'string') {
    const { account, behaviour } = fromToken(work, given);
    keepBehaviour(work, account.id, behaviour);
    return account;
  }
  const bank = bankOf(given, 'external_account');
  const account = { ...buildBank(bank, given), metadata: given.metadata ?? {} };
  keepBehaviour(work, account.id, bank.behaviour);
  return account;
}

/** What an external account has once it belongs to an account. */
export function owned(
  external: Stripe.ExternalAccount,
  owner: { account: string; currency: string; isDefault: boolean; instant: boolean },
): Stripe.ExternalAccount {
  const common = {
    account: owner.account,
    available_payout_methods: owner.instant ? ['standard', 'instant'] : ['standard'],
    default_for_currency: owner.isDefault,
    metadata: external.metadata ?? {},
  };
  if (external.object === 'card') return { ...external, ...common, currency: owner.currency };
  return {
    ...external,
    ...common,
    future_requirements: NO_REQUIREMENTS,
    requirements: NO_REQUIREMENTS,
  };
}
