// Small pieces every resource shares: the fields all endpoints take, and how addresses and metadata
// turn from parameters into properties. Nothing here reads or changes state.
import type Stripe from 'stripe';
import { emptyable, group, listOf, metadata, text } from '../http/fields.js';

const line = emptyable(text());

export const addressField = group({
  city: line,
  country: line,
  line1: line,
  line2: line,
  postal_code: line,
  state: line,
});

export const billingField = group({
  address: emptyable(addressField),
  email: line,
  name: line,
  phone: line,
  tax_id: line,
});

export const expandField = listOf(text(), 20);
export const common = { expand: expandField };
export const described = {
  ...common,
  description: emptyable(text()),
  metadata: emptyable(metadata()),
};

type Optional<T> = { [K in keyof T]?: T[K] | null | undefined };

export function addressFrom(
  values: Optional<Stripe.Address> | null | undefined,
): Stripe.Address | null {
  if (values === null || values === undefined) return null;
  const { city, country, line1, line2, postal_code, state } = values;
  return {
    city: city ?? null,
    country: country ?? null,
    line1: line1 ?? null,
    line2: line2 ?? null,
    postal_code: postal_code ?? null,
    state: state ?? null,
  };
}

/** Metadata after an update: null clears it, an empty value removes its key, the rest is merged. */
export function mergeMetadata(
  before: Stripe.Metadata,
  change: Record<string, string> | null | undefined,
): Stripe.Metadata {
  if (change === undefined) return before;
  const merged = Object.entries({ ...(change === null ? {} : before), ...(change ?? {}) });
  return Object.fromEntries(merged.filter(([, value]) => value !== ''));
}
