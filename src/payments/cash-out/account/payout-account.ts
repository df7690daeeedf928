// A person's payout account as we know it, and the pure rules about it: what state it is in for the
// person, and what the processor still wants to know, in plain words.
import type { PayoutAccountView } from '../contract.js';
import type { ProcessorAccount } from '../../processor/payout-accounts.js';

export interface PayoutAccount extends Omit<ProcessorAccount, 'destination'> {
  readonly personId: string;
  readonly destination: string | null;
  readonly destinationId: string | null;
  readonly instant: boolean;
}

/** One that can be paid out to. */
export interface ReadyAccount extends PayoutAccount {
  readonly currency: string;
  readonly destination: string;
  readonly destinationId: string;
}

/** The reason written down when the processor shows us an account no longer. */
export const GONE = 'account_gone';

const TURNED_AWAY = /^(rejected\..*|listed|platform_paused|account_gone|other)$/;

export function isReady(account: PayoutAccount): account is ReadyAccount {
  const { payoutsEnabled, transfers, currency, destination, destinationId } = account;
  const known = currency !== null && destination !== null && destinationId !== null;
  return payoutsEnabled && transfers === 'active' && known;
}

export const isRestricted = ({ disabledReason }: PayoutAccount): boolean =>
  TURNED_AWAY.test(disabledReason ?? '');

function stateOf(account: PayoutAccount): PayoutAccountView['state'] {
  if (isRestricted(account)) return 'restricted';
  if (isReady(account)) return 'ready';
  const due = account.currentlyDue.length + account.pastDue.length;
  return due > 0 || !account.detailsGiven ? 'needs_details' : 'under_review';
}

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^external_account/, 'your bank account or debit card'],
  [/\.(first_name|last_name|maiden_name)$/, 'your name'],
  [/\.dob\./, 'your date of birth'],
  [/\.(address|registered_address)\./, 'your address'],
  [/\.(id_number|ssn_last_4)$/, 'your identity or tax number'],
  [/\.email$/, 'your email address'],
  [/\.phone$/, 'your telephone number'],
  [/verification\.additional_document/, 'a document that shows your address'],
  [/verification\.(document|proof_of_liveness)/, 'a photo of your identity document'],
  [/^tos_acceptance/, 'your agreement to the terms of the payout service'],
  [/^business_(profile|type)/, 'what you use the account for'],
];

const wordsFor = (requirement: string): string =>
  WORDS.find(([pattern]) => pattern.test(requirement))?.[1] ?? 'some more details about you';

/** What the person sees of it; undefined is one who has none. */
export function toPayoutAccountView(account: PayoutAccount | undefined): PayoutAccountView {
  if (account === undefined) {
    return { state: 'none', due: [], destination: null, currency: null, instant: false };
  }
  const { destination, currency, instant } = account;
  const state = stateOf(account);
  const names = state === 'restricted' ? [] : [...account.pastDue, ...account.currentlyDue];
  const due = [...new Set(names.map(wordsFor))];
  return { state, due, destination, currency, instant };
}
