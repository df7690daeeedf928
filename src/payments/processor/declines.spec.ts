import { type CardFailure, cardFailure, refuseCard, refusedCharge } from './declines.js';

// Stripe's code, its decline code, what a person is told. The decline code says more.
test.each<[string | undefined, string | undefined, string]>([
  ['card_declined', 'generic_decline', 'card_declined'],
  ['card_declined', 'insufficient_funds', 'card_insufficient_funds'],
  ['card_declined', 'withdrawal_count_limit_exceeded', 'card_velocity_exceeded'],
  ['card_declined', 'card_velocity_exceeded', 'card_velocity_exceeded'],
  ['expired_card', 'expired_card', 'card_expired'],
  ['invalid_expiry_month', undefined, 'card_expired'],
  ['invalid_expiry_year', undefined, 'card_expired'],
  ['incorrect_cvc', 'incorrect_cvc', 'card_cvc_incorrect'],
  ['invalid_cvc', undefined, 'card_cvc_incorrect'],
  ['incorrect_number', undefined, 'card_number_incorrect'],
  ['invalid_number', undefined, 'card_number_incorrect'],
  ['processing_error', 'processing_error', 'card_processing_error'],
  ['card_declined', 'try_again_later', 'card_processing_error'],
  ['card_declined', 'issuer_not_available', 'card_processing_error'],
  ['card_declined', 'reenter_transaction', 'card_processing_error'],
  ['authentication_required', 'authentication_required', 'card_authentication_required'],
  ['authentication_required', undefined, 'card_authentication_required'],
  ['charge_expired_for_capture', undefined, 'card_authorisation_ended'],
  ['a_code_of_tomorrow', 'a_decline_of_tomorrow', 'card_declined'],
  [undefined, undefined, 'card_declined'],
])('%s/%s is %s', (code, declineCode, expected) => {
  expect(cardFailure(code, declineCode)).toBe(expected);
  expect(refuseCard(expected as CardFailure)).toMatchObject({ code: expected, kind: 'refused' });
});

test.each(['lost_card', 'stolen_card', 'pickup_card', 'fraudulent', 'merchant_blacklist'])(
  'who holds a card of which the bank says %s learns nothing',
  (declineCode) => {
    const told = refuseCard(cardFailure('card_declined', declineCode));
    expect(told).toMatchObject(refuseCard('card_declined'));
    expect(told.title).not.toMatch(/lost|stolen|fraud|block/i);
  },
);

test.each([
  ['amount_too_small', 'card_amount_too_small'],
  ['parameter_unknown', 'card_processing_error'],
  ['resource_missing', 'card_processing_error'],
  [undefined, 'card_processing_error'],
])('a charge the processor would not try, for %s, is told as %s', (code, expected) => {
  expect(refusedCharge(code)).toBe(expected);
});
