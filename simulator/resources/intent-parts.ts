// What setup and payment intents have in common: how the kinds of payment method are chosen, whether
// the request asks for 3D Secure, and the next action of a card whose owner must authenticate.
import type Stripe from 'stripe';
import type { Requested } from '../cards/decide.js';
import { invalidRequest } from '../core/errors.js';
import { newId } from '../core/ids.js';
import { boolean, group, listOf, oneOf, required, retired, type Values } from '../http/fields.js';

export const methodChoice = {
  allowed_payment_method_types: listOf(oneOf('card', 'sepa_debit', 'us_bank_account')),
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

/** On create and on confirm alike; what confirm says wins. */
export const methodOptions = {
  payment_method_options: group({
    card: group({ request_three_d_secure: oneOf('any', 'automatic', 'challenge') }),
  }),
};

type Options = Values<typeof methodOptions>['payment_method_options'];
/** The id of an object that may be given whole; throws for none. */
export function idOf(reference: string | { id: string } | null | undefined): string {
  if (reference === null || reference === undefined) throw new Error('There is no reference');
  return typeof reference === 'string' ? reference : reference.id;
}

interface Intent {
  allowed_payment_method_types: string[] | null;
  /** Undefined for a setup, which has none. */
  currency?: string;
  payment_method_options: { card?: { request_three_d_secure: string | null } } | null;
}

/** What the intent asks for after a request said `options`, if it said anything. */
export function requestedBy(intent: Intent, options: Options): Requested {
  const before = intent.payment_method_options?.card?.request_three_d_secure;
  const asked = options?.card?.request_three_d_secure ?? before;
  return asked === 'any' || asked === 'challenge' ? asked : 'automatic';
}

/** The one currency a bank can be debited in. */
const CURRENCY_OF: Readonly<Record<string, string>> = { sepa_debit: 'eur', us_bank_account: 'usd' };

/**
 * Refuses a kind of payment method that the intent was not made for (cards unless it says more), and
 * a debit in a currency its bank does not have.
 */
export function refuseKind(intent: Intent, method: Stripe.PaymentMethod): void {
  const allowed = intent.allowed_payment_method_types ?? ['card'];
  const { type } = method;
  if (!allowed.includes(type)) {
    throw invalidRequest(
      `The PaymentMethod provided (${type}) is not allowed for this intent. Please attach a PaymentMethod that is one of the following types: ${allowed.join(', ')}.`,
      { param: 'payment_method' },
    );
  }
  const only = CURRENCY_OF[type];
  if (only === undefined || intent.currency === undefined || intent.currency === only) return;
  throw invalidRequest(
    `The currency provided (${intent.currency}) is invalid for ${type}, which only supports ${only}.`,
    { param: 'payment_method' },
  );
}

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
