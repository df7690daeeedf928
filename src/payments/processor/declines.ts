// Why a card said no, in our words. The processor knows some forty decline codes; a person needs to
// know what to do next. Codes that tell a thief his card was noticed are told as a plain decline.
import { refusals } from '../../shared/refusal.js';

export const refuseCard = refusals({
  card_declined: {
    kind: 'refused',
    title: 'The card was declined. Please try another card.',
  },
  card_insufficient_funds: {
    kind: 'refused',
    title: 'There is not enough money on that card. Please try another card.',
  },
  card_expired: { kind: 'refused', title: 'That card has expired. Please try another card.' },
  card_cvc_incorrect: {
    kind: 'refused',
    title: "The card's security code was not right. Please add the card again.",
  },
  card_number_incorrect: {
    kind: 'refused',
    title: 'The card number was not right. Please add the card again.',
  },
  card_velocity_exceeded: {
    kind: 'refused',
    title: 'The card has reached its limit for now. Please try another card or wait.',
  },
  card_processing_error: {
    kind: 'refused',
    title: "The card's bank could not be reached. Please try again in a moment.",
  },
  card_authentication_required: {
    kind: 'refused',
    title: "The card's bank wants to hear from you first. Please send it again.",
  },
  card_authentication_failed: {
    kind: 'refused',
    title: 'Your bank could not confirm that it was you. Nothing was charged.',
  },
  card_authentication_cancelled: {
    kind: 'refused',
    title: 'You did not confirm it with your bank. Nothing was charged.',
  },
  card_authentication_expired: {
    kind: 'refused',
    title: 'Your bank was not answered in time. Nothing was charged.',
  },
  card_amount_too_small: {
    kind: 'refused',
    title: 'That is less than a card payment may be. Please send more, or pay from your balance.',
  },
  card_charge_kept: {
    kind: 'refused',
    title:
      'The person cannot receive that money at the moment. The card was charged; the money is in ' +
      'your balance.',
  },
  card_authorisation_ended: {
    kind: 'refused',
    title: "The card's bank ended the authorisation before the payment was charged.",
  },
});

export type CardFailure = Parameters<typeof refuseCard>[0];

const BY_PROCESSOR_CODE: Record<string, CardFailure> = {
  insufficient_funds: 'card_insufficient_funds',
  withdrawal_count_limit_exceeded: 'card_velocity_exceeded',
  card_velocity_exceeded: 'card_velocity_exceeded',
  expired_card: 'card_expired',
  invalid_expiry_month: 'card_expired',
  invalid_expiry_year: 'card_expired',
  incorrect_cvc: 'card_cvc_incorrect',
  invalid_cvc: 'card_cvc_incorrect',
  incorrect_number: 'card_number_incorrect',
  invalid_number: 'card_number_incorrect',
  processing_error: 'card_processing_error',
  try_again_later: 'card_processing_error',
  issuer_not_available: 'card_processing_error',
  reenter_transaction: 'card_processing_error',
  authentication_required: 'card_authentication_required',
  payment_intent_authentication_failure: 'card_authentication_failed',
  setup_intent_authentication_failure: 'card_authentication_failed',
  amount_too_small: 'card_amount_too_small',
  charge_expired_for_capture: 'card_authorisation_ended',
};

/** Our code for the processor's `code` and `decline_code`; the more exact one counts. */
export function cardFailure(
  code: string | undefined,
  declineCode: string | undefined,
): CardFailure {
  return BY_PROCESSOR_CODE[declineCode ?? ''] ?? BY_PROCESSOR_CODE[code ?? ''] ?? 'card_declined';
}

/** Our code for a charge the processor would not even try. Unless it says why, the fault is ours. */
export const refusedCharge = (code: string | undefined): CardFailure =>
  BY_PROCESSOR_CODE[code ?? ''] ?? 'card_processing_error';
