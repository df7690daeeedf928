// The PaymentIntent endpoints: create, retrieve, confirm, capture, cancel, list and search. What an
// attempt does is in payment-confirm.ts; here are the parameters and the states each verb allows.
import type Stripe from 'stripe';
import { invalidRequest, StripeFault } from '../core/errors.js';
import { integer, oneOf, required, text, timeRange, type Values } from '../http/fields.js';
import { pageFields, pageOf, within } from '../http/lists.js';
import { route, type Call } from '../http/route.js';
import { admit, viewFor } from './browser-view.js';
import { captured } from './charge-builder.js';
import { common } from './common.js';
import { customerNamed } from './customers.js';
import { confirmPayment } from './payment-confirm.js';
import {
  buildIntent,
  cancelIntent,
  confirmFields,
  createFields,
  latestCharge,
  paymentIntentOf,
  refuseState,
} from './payment-intent-builder.js';
import { factsOf, paymentMethodNamed, refuseUnusable } from './payment-method-store.js';
import { parseQuery } from './search.js';

function create(call: Call<Values<typeof createFields>>): Stripe.PaymentIntent | StripeFault {
  const { work, values, settings } = call;
  if (values.customer !== undefined) customerNamed(work, values.customer);
  if (values.confirm !== true) {
    for (const name of ['off_session', 'error_on_requires_action'] as const) {
      if (values[name] === undefined) continue;
      const message = `The parameter \`${name}\` cannot be passed when creating a PaymentIntent unless \`confirm\` is set to true.`;
      throw invalidRequest(message, { param: name });
    }
  }
  const intent = buildIntent(work, values);
  if (values.payment_method !== undefined) {
    const method = paymentMethodNamed(work, settings, values.payment_method, 'payment_method');
    refuseUnusable(work, method, values.customer ?? null);
    intent.payment_method = method.id;
    intent.status = 'requires_confirmation';
  }
  work.put('payment_intent', intent);
  work.emit('payment_intent.created', intent);
  const chosen = { ...values, payment_method: undefined };
  return values.confirm === true ? confirmPayment({ ...call, values: chosen }, intent) : intent;
}

const captureFields = { ...common, amount_to_capture: integer({ min: 1 }) };

function capture(call: Call<Values<typeof captureFields>>): Stripe.PaymentIntent {
  const { work, values, id } = call;
  const intent = paymentIntentOf(work, id);
  refuseState(intent, 'captured', ['requires_capture']);
  const amount = values.amount_to_capture ?? intent.amount_capturable;
  if (amount > intent.amount_capturable) {
    throw invalidRequest(
      `The amount to capture (${String(amount)}) is greater than the amount that can be captured (${String(intent.amount_capturable)}).`,
      { code: 'amount_too_large', param: 'amount_to_capture' },
    );
  }
  const before = latestCharge(work, intent);
  if (before?.payment_method == null) throw new Error(`${intent.id} has nothing to capture`);
  const charge = captured(work, before, factsOf(work, before.payment_method).row, amount);
  const paid: Stripe.PaymentIntent = {
    ...intent,
    amount_capturable: 0,
    amount_received: amount,
    status: 'succeeded',
  };
  work.put('charge', charge);
  work.put('payment_intent', paid);
  work.emit('charge.captured', charge);
  work.emit('payment_intent.succeeded', paid);
  return paid;
}

const CANCELABLE = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
];

export const paymentIntentRoutes = [
  route({
    method: 'POST',
    path: '/v1/payment_intents',
    returns: 'payment_intent',
    fields: createFields,
    handle: create,
  }),
  route({
    method: 'GET',
    path: '/v1/payment_intents',
    returns: { list: 'payment_intent' },
    fields: { ...common, ...pageFields, created: timeRange(), customer: text(255) },
    handle({ work, values }) {
      const found = [...work.store.all('payment_intent')].filter(
        (each) =>
          within(each.created, values.created) &&
          (values.customer ?? each.customer) === each.customer,
      );
      return pageOf(found, values, '/v1/payment_intents', 'payment_intent');
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payment_intents/search',
    returns: { list: 'payment_intent' },
    fields: { ...common, query: required(text()), limit: pageFields.limit, page: text() },
    handle({ work, values }) {
      const matches = parseQuery(values.query);
      const found = [...work.store.all('payment_intent')].filter(matches);
      const url = '/v1/payment_intents/search';
      const cursor = { limit: values.limit, starting_after: values.page, ending_before: undefined };
      const page = pageOf(found, cursor, url, 'page');
      const next_page = page.has_more ? (page.data.at(-1)?.id ?? null) : null;
      return { ...page, object: 'search_result', next_page };
    },
  }),
  route({
    method: 'GET',
    path: '/v1/payment_intents/:id',
    access: 'publishable',
    returns: 'payment_intent',
    fields: { ...common, client_secret: text() },
    handle(call) {
      const intent = paymentIntentOf(call.work, call.id);
      admit(call, intent);
      return viewFor(call.key, intent);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/payment_intents/:id/confirm',
    access: 'publishable',
    returns: 'payment_intent',
    fields: { ...confirmFields, client_secret: text() },
    handle(call) {
      const intent = paymentIntentOf(call.work, call.id);
      admit(call, intent);
      const answer = confirmPayment(call, intent);
      return answer instanceof StripeFault ? answer : viewFor(call.key, answer);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/payment_intents/:id/capture',
    returns: 'payment_intent',
    fields: captureFields,
    handle: capture,
  }),
  route({
    method: 'POST',
    path: '/v1/payment_intents/:id/cancel',
    returns: 'payment_intent',
    fields: {
      ...common,
      cancellation_reason: oneOf('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer'),
    },
    handle({ work, values, id }) {
      const intent = paymentIntentOf(work, id);
      refuseState(intent, 'canceled', CANCELABLE);
      return cancelIntent(work, intent, values.cancellation_reason ?? null);
    },
  }),
];
