// The payment method endpoints. A raw card number is taken only with the publishable key, as from
// the browser's card fields; a server that sends one is told off, as by Stripe, and uses a token.
// A card its issuer declines never attaches.
import type Stripe from 'stripe';
import { bankByIban } from '../cards/banks.js';
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
  bankOf,
  createBankAccount,
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
  type: required(oneOf('card', 'sepa_debit')),
  card: group(cardFields),
  sepa_debit: group({ iban: required(text(64)) }),
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

function needed<T>(value: T | undefined, param: string): T {
  if (value !== undefined) return value;
  throw invalidRequest(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
}

/** An account to debit; Stripe wants its holder's name and address of email for the mandate. */
function createSepa(call: Call<Values<typeof createFields>>): Stripe.PaymentMethod {
  const { work, values, settings } = call;
  const { iban } = needed(values.sepa_debit, 'sepa_debit');
  needed(values.billing_details?.name ?? undefined, 'billing_details[name]');
  needed(values.billing_details?.email ?? undefined, 'billing_details[email]');
  const row = bankByIban(iban);
  if (row === undefined) {
    throw invalidRequest('The IBAN you entered is invalid.', {
      code: 'invalid_bank_account_iban',
      param: 'sepa_debit[iban]',
    });
  }
  const billing_details = billingFrom(values.billing_details);
  return createBankAccount(work, settings, row, {
    ...(billing_details === undefined ? {} : { billing_details }),
    metadata: mergeMetadata({}, values.metadata),
  });
}

function create(call: Call<Values<typeof createFields>>): Stripe.PaymentMethod {
  const { work, values, settings, key } = call;
  if (values.type === 'sepa_debit') return createSepa(call);
  const card = needed(values.card, 'card');
  if (card.token !== undefined) {
    const row = cardByToken(card.token, 'tok_');
    if (row === undefined) throw noSuch('token', card.token, 'card[token]');
    return createFromToken(work, settings, row);
  }
  const number = needed(card.number, 'card[number]');
  const expMonth = needed(card.exp_month, 'card[exp_month]');
  const expYear = needed(card.exp_year, 'card[exp_year]');
  if (key === 'secret') {
    throw invalidRequest(
      'Sending credit card numbers directly to the Stripe API is generally unsafe. We suggest you use test tokens that map to the test card you are using, see https://stripe.com/docs/testing.',
      { status: 402 },
    );
  }
  const billing = billingFrom(values.billing_details);
  const typed = { number, exp_month: expMonth, exp_year: expYear, cvc: card.cvc };
  const row = recognise(typed, work.now());
  return createPaymentMethod(work, settings, {
    row,
    expMonth,
    expYear: expYear < 100 ? 2000 + expYear : expYear,
    cvc: card.cvc !== undefined,
    line1: billing?.address?.line1 != null,
    postalCode: billing?.address?.postal_code != null,
    billing,
    metadata: mergeMetadata({}, values.metadata),
  });
}

const updateFields = {
  ...common,
  card: group({ exp_month: integer({ min: 1, max: 12 }), exp_year: integer({ min: 2000 }) }),
  billing_details: billingField,
  metadata: emptyable(metadata()),
};

/** Changes what may be changed of a saved method; only one that is attached can be. */
function update(call: Call<Values<typeof updateFields>>): Stripe.PaymentMethod {
  const { work, values, settings, id } = call;
  const before = paymentMethodNamed(work, settings, id);
  if (before.customer === null) {
    const message = `You must save this PaymentMethod to a customer before you can update it.`;
    throw invalidRequest(message, { param: 'payment_method' });
  }
  const { card } = before;
  const changed: Stripe.PaymentMethod = {
    ...before,
    ...(card === undefined
      ? {}
      : {
          card: {
            ...card,
            exp_month: values.card?.exp_month ?? card.exp_month,
            exp_year: values.card?.exp_year ?? card.exp_year,
          },
        }),
    billing_details: billingFrom(values.billing_details) ?? before.billing_details,
    metadata: mergeMetadata(before.metadata ?? {}, values.metadata),
  };
  work.put('payment_method', changed);
  work.emit('payment_method.updated', changed);
  return changed;
}

/** One page of a customer's payment methods, of one type or all. Throws when there is no such customer. */
function listOfCustomer(
  work: Work,
  customer: string,
  { type, ...page }: Parameters<typeof pageOf>[1] & { type: string | undefined },
  url: string,
): object {
  customerNamed(work, customer);
  const found = [...work.store.all('payment_method')].filter(
    (each) => each.customer === customer && (type ?? each.type) === each.type,
  );
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
    fields: {
      ...common,
      ...pageFields,
      customer: required(text(255)),
      type: oneOf('card', 'sepa_debit', 'us_bank_account'),
    },
    handle: ({ work, values }) =>
      listOfCustomer(work, values.customer, values, '/v1/payment_methods'),
  }),
  route({
    method: 'GET',
    path: '/v1/customers/:id/payment_methods',
    returns: { list: 'payment_method' },
    fields: { ...common, ...pageFields, type: oneOf('card', 'sepa_debit', 'us_bank_account') },
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
    path: '/v1/payment_methods/:id',
    returns: 'payment_method',
    fields: updateFields,
    handle: update,
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
      if (bankOf(work, method.id) !== undefined) return attach(work, method, customer.id);
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
