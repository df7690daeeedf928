// What a browser may see and touch: one intent, if it knows that intent's client secret, and of it
// only the properties Stripe shows to a publishable key. The customer and the metadata stay hidden.
import type Stripe from 'stripe';
import { invalidRequest } from '../core/errors.js';
import type { Call } from '../http/route.js';

type Intent = Stripe.PaymentIntent | Stripe.SetupIntent;

const VISIBLE = new Set([
  'id',
  'object',
  'amount',
  'automatic_payment_methods',
  'canceled_at',
  'cancellation_reason',
  'capture_method',
  'client_secret',
  'confirmation_method',
  'created',
  'currency',
  'description',
  'last_payment_error',
  'last_setup_error',
  'livemode',
  'next_action',
  'payment_method',
  'payment_method_types',
  'processing',
  'receipt_email',
  'setup_future_usage',
  'shipping',
  'status',
  'usage',
]);

/** Throws unless the caller has the secret key or the intent's own client secret. */
export function admit(call: Call<{ client_secret?: string | undefined }>, intent: Intent): void {
  const { client_secret: given } = call.values;
  if (given === undefined && call.key === 'secret') return;
  if (given === undefined) {
    const extra = { code: 'parameter_missing', param: 'client_secret' };
    throw invalidRequest('Missing required param: client_secret.', extra);
  }
  if (given !== intent.client_secret) {
    throw invalidRequest(
      'The client_secret provided does not match any associated intent on this account.',
      { param: 'client_secret' },
    );
  }
}

/** The intent as this caller may see it. */
export function viewFor<T extends Intent>(key: Call<unknown>['key'], intent: T): T {
  if (key === 'secret') return intent;
  const visible = Object.entries(intent).filter(([name]) => VISIBLE.has(name));
  return Object.fromEntries(visible) as unknown as T;
}
