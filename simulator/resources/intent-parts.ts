// What setup and payment intents have in common: how the kinds of payment method are chosen, and
// the next action of a card that wants its owner to authenticate.
import { newId } from '../core/ids.js';
import { boolean, group, listOf, oneOf, required, retired, type Values } from '../http/fields.js';

export const methodChoice = {
  allowed_payment_method_types: listOf(oneOf('card')),
  // Taken until version 2026-09-30.endive.
  payment_method_types: retired(
    'payment_method_types_no_longer_supported',
    'Use allowed_payment_method_types or dynamic payment methods instead.',
  ),
  automatic_payment_methods: group({
    enabled: required(boolean()),
    allow_redirects: oneOf('always', 'never'),
  }),
};

type Choice = Values<typeof methodChoice>;

/** Stripe's default since 2023: methods are automatic unless the types are named. */
export function automaticMethods(
  values: Choice,
): { enabled: boolean; allow_redirects: 'always' | 'never' } | null {
  const { automatic_payment_methods: chosen, allowed_payment_method_types: types } = values;
  if (chosen === undefined) {
    return types === undefined ? { enabled: true, allow_redirects: 'always' } : null;
  }
  return { enabled: chosen.enabled, allow_redirects: chosen.allow_redirects ?? 'always' };
}

/** The challenge a browser would show; only Stripe's script understands its contents. */
export function authenticationAction(intentId: string): {
  type: 'use_stripe_sdk';
  use_stripe_sdk: Record<string, string>;
} {
  return {
    type: 'use_stripe_sdk',
    use_stripe_sdk: {
      type: 'intent_confirmation_challenge',
      source: newId('payatt'),
      intent: intentId,
    },
  };
}
