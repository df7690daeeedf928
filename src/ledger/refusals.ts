// Every "no" of the ledger, by its code. The books answer them as values, because the items of one
// batch are decided one after the other and a refused one must not disturb its neighbours; whoever
// stands between the ledger and a person turns the value into a refusal of the request.
import { type Refusal, refusals } from '../shared/refusal.js';
import type { AccountRef } from './chart.js';

const TEXTS = {
  account_unknown: { kind: 'missing', title: 'There is no such account.' },
  account_frozen: { kind: 'refused', title: 'The account is frozen.' },
  account_closed: { kind: 'refused', title: 'The account is closed.' },
  account_debit_only: { kind: 'refused', title: 'The account takes no credits at the moment.' },
  account_not_empty: { kind: 'conflict', title: 'Only an account with nothing in it is closed.' },
  account_never_refuses: {
    kind: 'invalid',
    title: "The platform's own accounts have no limits: what happened is always written there.",
  },
  limit_crossed: { kind: 'conflict', title: 'The account is already beyond that limit.' },
  floor_reached: { kind: 'refused', title: 'The account would fall below its floor.' },
  ceiling_reached: { kind: 'refused', title: 'The account would rise above its ceiling.' },
  balance_out_of_range: { kind: 'refused', title: 'The balance would be too large to be counted.' },
  currency_mismatch: { kind: 'invalid', title: 'The account is kept in another currency.' },
  entry_unbalanced: { kind: 'invalid', title: 'Debits and credits differ in a currency.' },
  entry_too_short: { kind: 'invalid', title: 'An entry has at least two lines.' },
  entry_too_long: { kind: 'invalid', title: 'An entry has at most 500 lines.' },
  line_not_positive: { kind: 'invalid', title: 'A line carries more than zero.' },
  line_too_large: {
    kind: 'invalid',
    title: 'A line carries at most 1,000,000,000,000,000 minor units.',
  },
  period_closed: { kind: 'refused', title: 'The books are closed for that time.' },
  period_not_over: { kind: 'invalid', title: 'Books are closed for a time that has passed.' },
  period_unknown: { kind: 'missing', title: 'There is no such closing of the books.' },
  reference_reused: {
    kind: 'conflict',
    title: 'That reference was used for something else.',
  },
  hold_not_pending: { kind: 'conflict', title: 'The hold has already ended.' },
  hold_expired: { kind: 'conflict', title: 'The hold has expired.' },
  hold_exceeded: { kind: 'invalid', title: 'More would be taken than was held.' },
  entry_unknown: { kind: 'missing', title: 'There is no such journal entry.' },
  entry_already_reversed: { kind: 'conflict', title: 'The entry was already reversed.' },
  entry_is_reversal: {
    kind: 'invalid',
    title: 'A reversal is not reversed; write the right entry again.',
  },
  receipt_not_sealed_yet: {
    kind: 'conflict',
    title: 'This entry is about to be sealed. Please ask again in a second.',
  },
  export_range_unknown: {
    kind: 'invalid',
    title: 'The books have no entries at these positions, or the range runs backwards.',
  },
  ledger_not_sealed_yet: { kind: 'missing', title: 'Nothing has been sealed in the books yet.' },
  position_unknown: { kind: 'missing', title: 'The books have not reached this position.' },
  moment_in_future: { kind: 'invalid', title: 'This moment has not passed yet.' },
  approver_needed: {
    kind: 'invalid',
    title: 'A correction needs a reason, and the approval of somebody else.',
  },
} as const;

export type LedgerRefusalCode = keyof typeof TEXTS;

/** Makes a refusal of the request from a code of the ledger. */
export const refuseLedger: (code: LedgerRefusalCode, detail?: string) => Refusal = refusals(TEXTS);

/** Why the books refuse: the code, where, and the account at fault if it is one. */
export interface BooksRefusal {
  readonly code: LedgerRefusalCode;
  readonly detail: string;
  readonly account: AccountRef | null;
}
