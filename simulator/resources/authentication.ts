// The end of a card's authentication: its owner completed or failed the challenge an intent waits
// for. A browser says so with the publishable key and the intent's client secret, on a path that is
// no part of Stripe's API; a test without a browser says so through the control endpoints.
import type Stripe from 'stripe';
import { decideAuthenticated } from '../cards/decide.js';
import { invalidRequest, notFound, type ErrorBody } from '../core/errors.js';
import type { Work } from '../core/work.js';
import { oneOf, required, text } from '../http/fields.js';
import { route } from '../http/route.js';
import { admit, viewFor } from './browser-view.js';
import { approve, backToStart, fail } from './payment-attempt.js';
import { paymentIntentOf } from './payment-intent-builder.js';
import { factsOf } from './payment-method-store.js';
import { declineSetup, finishSetup, setupFailed } from './setup-confirm.js';

export const OUTCOMES = ['succeed', 'fail'] as const;
export type Outcome = (typeof OUTCOMES)[number];
type Intent = Stripe.PaymentIntent | Stripe.SetupIntent;

const failure = (intent: Intent, method: Stripe.PaymentMethod): ErrorBody => ({
  type: 'invalid_request_error',
  code: `${intent.object}_authentication_failure`,
  message: `The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to fulfill this ${intent.object === 'payment_intent' ? 'PaymentIntent' : 'SetupIntent'} again.`,
  doc_url: `https://docs.stripe.com/error-codes#${intent.object.replace('_', '-')}-authentication-failure`,
  payment_method: method,
});

function endPayment(
  work: Work,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
  outcome: Outcome,
): void {
  if (outcome === 'fail') {
    backToStart(work, intent, failure(intent, method));
    return;
  }
  const { facts, row } = factsOf(work, method.id);
  const word = decideAuthenticated(row, facts.cvc, 'payment');
  const attempt = { intent, method, row, decline: null, flow: word.flow };
  if (word.kind === 'approve') approve(work, attempt);
  else fail(work, attempt, word.decline);
}

function endSetup(
  work: Work,
  intent: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  outcome: Outcome,
): void {
  if (outcome === 'fail') {
    setupFailed(work, intent, failure(intent, method));
    return;
  }
  const { facts, row } = factsOf(work, method.id);
  const word = decideAuthenticated(row, facts.cvc, 'setup');
  if (word.kind === 'approve') finishSetup(work, intent, method);
  else declineSetup(work, intent, method, word.decline);
}

function intentNamed(work: Work, id: string): Intent {
  const setup = work.get('setup_intent', id);
  if (setup !== undefined) return setup;
  if (id.startsWith('seti_')) throw notFound('setupintent', id, 'intent');
  return paymentIntentOf(work, id);
}

/**
 * Ends the authentication an intent waits for and returns the intent as it is then: paid, held, set
 * up, declined by the issuer all the same, or back at requires_payment_method. Throws
 * resource_missing, or unexpected_state when nothing is waited for.
 */
export function authenticateIntent(work: Work, intentId: string, outcome: Outcome): Intent {
  const intent = intentNamed(work, intentId);
  if (intent.status !== 'requires_action' || typeof intent.payment_method !== 'string') {
    throw invalidRequest(
      `This intent waits for no authentication because it has a status of ${intent.status}.`,
      { code: `${intent.object}_unexpected_state` },
    );
  }
  const method = work.get('payment_method', intent.payment_method);
  if (method === undefined) throw new Error(`${intent.id} names no stored payment method`);
  if (intent.object === 'payment_intent') endPayment(work, intent, method, outcome);
  else endSetup(work, intent, method, outcome);
  return intentNamed(work, intentId);
}

const fields = { client_secret: required(text()), outcome: required(oneOf(...OUTCOMES)) };

export const authenticationRoutes = [
  route({
    method: 'POST',
    path: '/_elements/authenticate/:id',
    access: 'publishable',
    returns: 'payment_intent',
    fields,
    handle(call) {
      admit(call, intentNamed(call.work, call.id));
      return viewFor(call.key, authenticateIntent(call.work, call.id, call.values.outcome));
    },
  }),
];
