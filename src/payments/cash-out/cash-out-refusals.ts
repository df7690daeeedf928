// Every "no" about cashing out, in our words: why it cannot be asked for, and why one that was asked
// for failed. The processor knows some twenty reasons of banks; a person needs to know what to do.
import { type Refusal, refusals } from '../../shared/refusal.js';

export const refuseCashOut = refusals({
  cash_out_account_needed: {
    kind: 'refused',
    title: 'Please tell us first where your money should go.',
  },
  cash_out_account_not_ready: {
    kind: 'refused',
    title: 'Your payout account is not ready yet. Please see what is still needed.',
  },
  cash_out_account_unavailable: {
    kind: 'unavailable',
    title: 'The payout service does not answer at the moment. Please try again.',
  },
  cash_out_instant_not_possible: {
    kind: 'refused',
    title: 'Your bank cannot be paid within minutes. Please choose the standard way.',
  },
  cash_out_amount_too_small: {
    kind: 'refused',
    title: 'That is less than can be cashed out at once.',
  },
  cash_out_amount_too_large: {
    kind: 'refused',
    title: 'That is more than can be cashed out at once.',
  },
  cash_out_daily_limit: {
    kind: 'refused',
    title: 'That is more than can be cashed out within a day. Please try again tomorrow.',
  },
  cash_out_insufficient_funds: {
    kind: 'refused',
    title: 'There is not enough money in your balance for the amount and its fee.',
  },
  cash_out_person_owes: {
    kind: 'refused',
    title: 'There is a debt to settle before money can be cashed out.',
  },
  cash_out_currency_not_offered: {
    kind: 'refused',
    title: 'Your bank account is kept in another currency.',
  },
  cash_out_restricted: {
    kind: 'refused',
    title: 'Money cannot be cashed out from this account at the moment.',
  },
  cash_out_cooling_off: {
    kind: 'refused',
    title:
      'You got back into your account by mail lately. Money goes to a bank again a day after that.',
  },
  cash_out_unknown: { kind: 'missing', title: 'There is no such cash-out.' },
  cash_out_not_cancellable: {
    kind: 'conflict',
    title: 'It is too late to cancel this cash-out.',
  },
  cash_out_not_sent: {
    kind: 'refused',
    title: 'The cash-out could not be sent. The money is in your balance again.',
  },
  cash_out_bank_refused: {
    kind: 'refused',
    title: 'Your bank did not take the money. It is in your balance again.',
  },
  cash_out_bank_account_closed: {
    kind: 'refused',
    title: 'Your bank account is closed or blocked. The money is in your balance again.',
  },
  cash_out_bank_account_wrong: {
    kind: 'refused',
    title:
      'Your bank does not know that account. Please add it again. The money is in your balance again.',
  },
  cash_out_bank_name_wrong: {
    kind: 'refused',
    title: 'The bank account is not in your name. The money is in your balance again.',
  },
});

export type CashOutCode = Parameters<typeof refuseCashOut>[0];

/** Why one failed that was asked for. */
export type CashOutFailure = Extract<
  CashOutCode,
  'cash_out_not_sent' | 'cash_out_instant_not_possible' | `cash_out_bank_${string}`
>;

const BY_BANKS_CODE: Record<string, CashOutFailure> = {
  account_closed: 'cash_out_bank_account_closed',
  account_frozen: 'cash_out_bank_account_closed',
  bank_account_restricted: 'cash_out_bank_account_closed',
  no_account: 'cash_out_bank_account_wrong',
  invalid_account_number: 'cash_out_bank_account_wrong',
  invalid_currency: 'cash_out_bank_account_wrong',
  bank_ownership_changed: 'cash_out_bank_account_wrong',
  unsupported_card: 'cash_out_bank_account_wrong',
  incorrect_account_holder_name: 'cash_out_bank_name_wrong',
  incorrect_account_holder_address: 'cash_out_bank_name_wrong',
  incorrect_account_holder_tax_id: 'cash_out_bank_name_wrong',
};

/** Our code for why a bank sent money back. */
export const bankFailure = (code: string | undefined): CashOutFailure =>
  BY_BANKS_CODE[code ?? ''] ?? 'cash_out_bank_refused';

/** Our code for what the processor would not even send. */
export const sendingFailure = (code: string | undefined): CashOutFailure =>
  code === 'instant_payouts_unsupported' ? 'cash_out_instant_not_possible' : 'cash_out_not_sent';

/** The stored code of a failed cash-out as the refusal that says it. */
export const failureRefusal = (code: string): Refusal => refuseCashOut(code as CashOutFailure);
