import { bankFailure, failureRefusal, sendingFailure } from './cash-out-refusals.js';

test.each([
  ['account_closed', 'cash_out_bank_account_closed'],
  ['account_frozen', 'cash_out_bank_account_closed'],
  ['no_account', 'cash_out_bank_account_wrong'],
  ['invalid_currency', 'cash_out_bank_account_wrong'],
  ['unsupported_card', 'cash_out_bank_account_wrong'],
  ['incorrect_account_holder_name', 'cash_out_bank_name_wrong'],
  ['could_not_process', 'cash_out_bank_refused'],
  ['insufficient_funds', 'cash_out_bank_refused'],
  ['a_code_of_tomorrow', 'cash_out_bank_refused'],
  [undefined, 'cash_out_bank_refused'],
])('a bank that says %s is told as %s', (code, expected) => {
  const failure = bankFailure(code);
  expect(failure).toBe(expected);
  expect(failureRefusal(failure)).toMatchObject({ code: expected, kind: 'refused' });
  expect(failureRefusal(failure).title).toMatch(/in your balance again/);
});

test.each([
  ['instant_payouts_unsupported', 'cash_out_instant_not_possible'],
  ['payouts_not_allowed', 'cash_out_not_sent'],
  ['insufficient_capabilities_for_transfer', 'cash_out_not_sent'],
  [undefined, 'cash_out_not_sent'],
])('what the processor would not send, for %s, is told as %s', (code, expected) => {
  expect(sendingFailure(code)).toBe(expected);
});
