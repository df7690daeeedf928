// How each decline reads: Stripe's code, decline code, sentence and advice. A decline is a fault of
// HTTP status 402 and type card_error; where it happened (setup, attach, payment) is added by the
// caller. Amounts and ids never appear in these sentences.
import { StripeFault, type ErrorBody } from '../core/errors.js';

interface Decline {
  code: string;
  message: string;
  advice: 'confirm_card_data' | 'do_not_try_again' | 'try_again_later' | null;
  param?: string;
}

const DECLINED = 'Your card was declined.';

const declines = {
  generic_decline: { code: 'card_declined', message: DECLINED, advice: 'try_again_later' },
  insufficient_funds: {
    code: 'card_declined',
    message: 'Your card has insufficient funds.',
    advice: 'try_again_later',
  },
  lost_card: { code: 'card_declined', message: DECLINED, advice: 'do_not_try_again' },
  stolen_card: { code: 'card_declined', message: DECLINED, advice: 'do_not_try_again' },
  fraudulent: { code: 'card_declined', message: DECLINED, advice: 'do_not_try_again' },
  card_velocity_exceeded: {
    code: 'card_declined',
    message:
      'Your card was declined for making repeated attempts too frequently or exceeding its amount limit.',
    advice: 'try_again_later',
  },
  expired_card: {
    code: 'expired_card',
    message: 'Your card has expired.',
    advice: 'confirm_card_data',
    param: 'exp_month',
  },
  incorrect_cvc: {
    code: 'incorrect_cvc',
    message: "Your card's security code is incorrect.",
    advice: 'confirm_card_data',
    param: 'cvc',
  },
  processing_error: {
    code: 'processing_error',
    message: 'An error occurred while processing your card. Try again in a little bit.',
    advice: 'try_again_later',
  },
  authentication_required: {
    code: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
    advice: null,
  },
} as const satisfies Record<string, Decline>;

export type DeclineName = keyof typeof declines;

/** The `error` object of a decline, without the objects the caller adds. */
export function declineBody(name: DeclineName): ErrorBody {
  const row: Decline = declines[name];
  return {
    type: 'card_error',
    code: row.code,
    decline_code: name,
    message: row.message,
    ...(row.advice === null ? {} : { advice_code: row.advice }),
    ...(row.param === undefined ? {} : { param: row.param }),
  };
}

/** A card error about what was typed, before any issuer was asked. */
export function cardFault(code: string, message: string, param: string): StripeFault {
  return new StripeFault(402, { type: 'card_error', code, message, param });
}
