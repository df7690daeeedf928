// The SetupIntent endpoints: saving a payment method for later. What a confirmation does is in
// setup-confirm.ts; here are the parameters and the states each verb allows.
import type Stripe from 'stripe';
import { notFound, StripeFault } from '../core/errors.js';
import { newClientSecret, newId } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { boolean, oneOf, text, timeRange, type Values } from '../http/fields.js';
import { pageFields, pageOf, within } from '../http/lists.js';
import { route, type Call } from '../http/route.js';
import { admit, viewFor } from './browser-view.js';
import { common, described, mergeMetadata } from './common.js';
import { customerNamed } from './customers.js';
import { automaticMethods, methodChoice } from './intent-parts.js';
import { paymentMethodNamed, refuseUnusable } from './payment-method-store.js';
import { confirmFields, confirmSetup, OPEN, setupOptions, unexpected } from './setup-confirm.js';

const createFields = {
  ...confirmFields,
  ...described,
  ...methodChoice,
  confirm: boolean(),
  customer: text(255),
  usage: oneOf('off_session', 'on_session'),
};

function build(work: Work, values: Values<typeof createFields>): Stripe.SetupIntent {
  const id = newId('seti');
  return {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: values.allowed_payment_method_types ?? null,
    application: null,
    automatic_payment_methods: automaticMethods(values),
    cancellation_reason: null,
    client_secret: newClientSecret(id),
    created: work.now(),
    customer: values.customer ?? null,
    customer_account: null,
    description: values.description ?? null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    managed_payments: null,
    mandate: null,
    metadata: mergeMetadata({}, values.metadata),
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: setupOptions(
      values.payment_method_options?.card?.request_three_d_secure ?? 'automatic',
    ),
    payment_method_types: values.allowed_payment_method_types ?? ['card'],
    single_use_mandate: null,
    status: 'requires_payment_method',
    usage: values.usage ?? 'off_session',
  };
}

/** The intent of the path; throws resource_missing, or when the caller may not see it. */
function intentOf(call: Call<{ client_secret?: string | undefined }>): Stripe.SetupIntent {
  const intent = call.work.get('setup_intent', call.id);
  if (intent === undefined) throw notFound('setupintent', call.id, 'intent');
  admit(call, intent);
  return intent;
}

function create(call: Call<Values<typeof createFields>>): Stripe.SetupIntent | StripeFault {
  const { work, values, settings } = call;
  if (values.customer !== undefined) customerNamed(work, values.customer);
  const intent = build(work, values);
  if (values.payment_method !== undefined) {
    const method = paymentMethodNamed(work, settings, values.payment_method, 'payment_method');
    refuseUnusable(work, method, values.customer ?? null);
    intent.payment_method = method.id;
    intent.status = 'requires_confirmation';
  }
  work.put('setup_intent', intent);
  work.emit('setup_intent.created', intent);
  const chosen = { ...values, payment_method: undefined };
  return values.confirm === true ? confirmSetup({ ...call, values: chosen }, intent) : intent;
}

export const setupIntentRoutes = [
  route({
    method: 'POST',
    path: '/v1/setup_intents',
    returns: 'setup_intent',
    fields: createFields,
    handle: create,
  }),
  route({
    method: 'GET',
    path: '/v1/setup_intents',
    returns: { list: 'setup_intent' },
    fields: {
      ...common,
      ...pageFields,
      created: timeRange(),
      customer: text(255),
      payment_method: text(255),
    },
    handle({ work, values }) {
      const found = [...work.store.all('setup_intent')].filter(
        (each) =>
          within(each.created, values.created) &&
          (values.customer ?? each.customer) === each.customer &&
          (values.payment_method ?? each.payment_method) === each.payment_method,
      );
      return pageOf(found, values, '/v1/setup_intents', 'setupintent');
    },
  }),
  route({
    method: 'GET',
    path: '/v1/setup_intents/:id',
    access: 'publishable',
    returns: 'setup_intent',
    fields: { ...common, client_secret: text() },
    handle: (call) => viewFor(call.key, intentOf(call)),
  }),
  route({
    method: 'POST',
    path: '/v1/setup_intents/:id/confirm',
    access: 'publishable',
    returns: 'setup_intent',
    fields: { ...confirmFields, client_secret: text() },
    handle(call) {
      const answer = confirmSetup(call, intentOf(call));
      return answer instanceof StripeFault ? answer : viewFor(call.key, answer);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/setup_intents/:id/cancel',
    returns: 'setup_intent',
    fields: {
      ...common,
      cancellation_reason: oneOf('abandoned', 'duplicate', 'requested_by_customer'),
    },
    handle(call) {
      const intent = intentOf({ ...call, values: {} });
      if (!OPEN.includes(intent.status)) {
        throw unexpected(
          intent,
          `You cannot cancel this SetupIntent because it has a status of ${intent.status}. Only a SetupIntent with one of the following statuses may be canceled: ${OPEN.join(', ')}.`,
        );
      }
      const canceled: Stripe.SetupIntent = {
        ...intent,
        cancellation_reason: call.values.cancellation_reason ?? null,
        next_action: null,
        status: 'canceled',
      };
      call.work.put('setup_intent', canceled);
      call.work.emit('setup_intent.canceled', canceled);
      return canceled;
    },
  }),
];
