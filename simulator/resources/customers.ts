// Customers: whom cards are attached to. A deleted customer stays as a stub that says so, its cards
// are detached, and from then on its id names nothing that could be charged.
import type Stripe from 'stripe';
import { noSuch, notFound } from '../core/errors.js';
import { newId } from '../core/ids.js';
import type { Work } from '../core/work.js';
import { emptyable, text, timeRange } from '../http/fields.js';
import { pageFields, pageOf, within } from '../http/lists.js';
import { route } from '../http/route.js';
import { addressField, addressFrom, common, described, mergeMetadata } from './common.js';
import { detachAll } from './payment-method-store.js';

const details = {
  ...described,
  address: emptyable(addressField),
  email: emptyable(text(512)),
  name: emptyable(text(256)),
  phone: emptyable(text(20)),
};

/** The live customer an id in parameter `param` names; throws resource_missing. */
export function customerNamed(work: Work, id: string, param = 'customer'): Stripe.Customer {
  const found = work.get('customer', id);
  if (found === undefined || found.deleted) throw noSuch('customer', id, param);
  return found;
}

function stored(work: Work, id: string): Stripe.Customer | Stripe.DeletedCustomer {
  const found = work.get('customer', id);
  if (found === undefined) throw notFound('customer', id);
  return found;
}

function newCustomer(now: number): Stripe.Customer {
  return {
    id: newId('cus'),
    object: 'customer',
    address: null,
    balance: 0,
    created: now,
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: newId('x').slice(2, 10).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}

interface Details {
  address: Parameters<typeof addressFrom>[0];
  description: string | null | undefined;
  email: string | null | undefined;
  metadata: Record<string, string> | null | undefined;
  name: string | null | undefined;
  phone: string | null | undefined;
}

function apply(customer: Stripe.Customer, values: Details): Stripe.Customer {
  const keep = <T>(value: T | undefined, before: T): T => (value === undefined ? before : value);
  return {
    ...customer,
    address:
      values.address === undefined ? (customer.address ?? null) : addressFrom(values.address),
    description: keep(values.description, customer.description),
    email: keep(values.email, customer.email),
    metadata: mergeMetadata(customer.metadata, values.metadata),
    name: keep(values.name, customer.name ?? null),
    phone: keep(values.phone, customer.phone ?? null),
  };
}

export const customerRoutes = [
  route({
    method: 'POST',
    path: '/v1/customers',
    returns: 'customer',
    fields: details,
    handle({ work, values }) {
      const customer = apply(newCustomer(work.now()), values);
      work.put('customer', customer);
      work.emit('customer.created', customer);
      return customer;
    },
  }),
  route({
    method: 'GET',
    path: '/v1/customers',
    returns: { list: 'customer' },
    fields: { ...common, ...pageFields, email: text(512), created: timeRange() },
    handle({ work, values }) {
      const found = [...work.store.all('customer')].filter(
        (each): each is Stripe.Customer =>
          !each.deleted &&
          within(each.created, values.created) &&
          (values.email === undefined || each.email === values.email),
      );
      return pageOf(found, values, '/v1/customers', 'customer');
    },
  }),
  route({
    method: 'GET',
    path: '/v1/customers/:id',
    returns: 'customer',
    fields: common,
    handle: ({ work, id }) => stored(work, id),
  }),
  route({
    method: 'POST',
    path: '/v1/customers/:id',
    returns: 'customer',
    fields: details,
    handle({ work, values, id }) {
      const before = stored(work, id);
      if (before.deleted) throw notFound('customer', id);
      const customer = apply(before, values);
      work.put('customer', customer);
      work.emit('customer.updated', customer);
      return customer;
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/customers/:id',
    returns: 'customer',
    fields: {},
    handle({ work, id }) {
      const before = stored(work, id);
      if (before.deleted) throw notFound('customer', id);
      detachAll(work, id);
      const gone: Stripe.DeletedCustomer = { id, object: 'customer', deleted: true };
      work.put('customer', gone);
      work.emit('customer.deleted', before);
      return gone;
    },
  }),
];
