// The payment method endpoints. A raw card number is taken only with the publishable key, as from
// the browser's card fields; a server that sends one is told off, as by Stripe, and uses a token.
// A card its issuer declines never attaches.
import type Stripe from 'stripe';
import { decideAttach } from '../cards/decide.js';
import { declineBody } from '../cards/declines.js';
import { recognise } from '../cards/number.js';
import { cardByToken } from '../cards/table.js';
import { invalidRequest, noSuch, StripeFault } from '../core/errors.js';
import type { Work } from '../core/work.js';
import {
  emptyable,
  group,
  integer,
  metadata,
  oneOf,
  required,
  text,
  type Values,
} from '../http/fields.js';
import { pageFields, pageOf } from '../http/lists.js';
import { route, type Call } from '../http/route.js';
import { addressFrom, billingField, common, mergeMetadata } from './common.js';
import { customerNamed } from './customers.js';
import {
  attach,
  createFromToken,
  createPaymentMethod,
  detach,
  factsOf,
  paymentMethodNamed,
  refuseUnusable,
} from './payment-method-store.js';

const cardFields = {
  number: text(64),
  exp_month: integer(),
  exp_year: integer(),
  cvc: text(16),
  token: text(255),
};

const createFields = {
  ...common,
  type: required(oneOf('card')),
  card: required(group(cardFields)),
  billing_details: billingField,
  metadata: emptyable(metadata()),
};

type Billing = Values<{ billing: typeof billingField }>['billing'];

function billingFrom(values: Billing): Stripe.PaymentMethod.BillingDetails | undefined {
  if (values === undefined) return undefined;
  return {
    address: addressFrom(values.address ?? {}),
    email: values.email ?? null,
    name: values.name ?? null,
    phone: values.phone ?? null,
    tax_id: values.tax_id ?? null,
  };
}

function needed<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  const param = `card[${name}]`;
  throw invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
}

function create(call: Call<Values<typeof createFields>>): Stripe.PaymentMethod {
  const { work, values, settings, key } = call;
  const { card } = values;
  if (card.token !== undefined) {
    const row = cardByToken(card.token, 'tok_');
    if (row === undefined) throw noSuch('token', card.token, 'card[token]');
    return createFromToken(work, settings, row);
  }
  const number = needed(card.number, 'number');
  const expMonth = needed(card.exp_month, 'exp_month');
  const expYear = needed(card.exp_year, 'exp_year');
  if (key === 'secret') {
    throw invalidRequest(
      'Sending credit card numbers directly to the Stripe API is generally unsafe. We suggest you use test tokens that map to the test card you are using, see https://stripe.com/docs/testing.',
      { status: 402 },
    );
  }
  const typed = { number, exp_month: expMonth, exp_year: expYear, cvc: card.cvc };
  const row = recognise(typed, work.now());
  return createPaymentMethod(work, settings, {
    row,
    expMonth,
    expYear: expYear < 100 ? 2000 + expYear : expYear,
    cvc: card.cvc !== undefined,
    billing: billingFrom(values.billing_details),
    metadata: mergeMetadata({}, values.metadata),
  });
}

/** One page of a customer's cards. Throws when there is no such customer. */
function listOfCustomer(
  work: Work,
  customer: string,
  page: Parameters<typeof pageOf>[1],
  url: string,
): object {
  customerNamed(work, customer);
  const found = [...work.store.all('payment_method')].filter((each) => each.customer === customer);
  return pageOf(found, page, url, 'PaymentMethod');
}

export const paymentMethodRoutes = [
  route({
    method: 'POST',
    path: '/v1/payment_methods',
    access: 'publishable',
    returns: 'payment_method',
    fields: createFields,
    handle: create,
  }),
  route({
    method: 'GET',
    path: '/v1/payment_methods',
    returns: { list: 'payment_method' },
    fields: { ...common, ...pageFields, customer: required(text(255)), type: oneOf('card') },
    handle: ({ work, values }) =>
      listOfCustomer(work, values.customer, values, '/v1/payment_methods'),
  }),
  route({
    method: 'GET',
    path: '/v1/customers/:id/payment_methods',
    returns: { list: 'payment_method' },
    fields: { ...common, ...pageFields, type: oneOf('card') },
    handle: ({ work, values, id }) =>
      listOfCustomer(work, id, values, `/v1/customers/${id}/payment_methods`),
  }),
  route({
    method: 'GET',
    path: '/v1/payment_methods/:id',
    returns: 'payment_method',
    fields: common,
    handle: ({ work, settings, id }) => paymentMethodNamed(work, settings, id),
  }),
  route({
    method: 'POST',
    path: '/v1/payment_methods/:id/attach',
    returns: 'payment_method',
    fields: { ...common, customer: required(text(255)) },
    handle({ work, settings, values, id }) {
      const customer = customerNamed(work, values.customer);
      const method = paymentMethodNamed(work, settings, id);
      if (method.customer === customer.id) return method;
      if (method.customer !== null) {
        const message = 'The payment method you provided has already been attached to a customer.';
        throw invalidRequest(message, { param: 'payment_method' });
      }
      refuseUnusable(work, method, customer.id);
      const { facts, row } = factsOf(work, method.id);
      const decision = decideAttach(row, facts.cvc);
      if (decision.kind === 'decline') throw new StripeFault(402, declineBody(decision.decline));
      return attach(work, method, customer.id);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/payment_methods/:id/detach',
    returns: 'payment_method',
    fields: common,
    handle({ work, settings, id }) {
      const method = paymentMethodNamed(work, settings, id);
      if (method.customer === null) {
        throw invalidRequest(
          'The payment method you provided is not attached to a customer so detachment is impossible.',
          { param: 'payment_method' },
        );
      }
      return detach(work, method);
    },
  }),
];
