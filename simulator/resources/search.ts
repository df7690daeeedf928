// The part of Stripe's search language that finds payments: `metadata['payment_id']:'x'`,
// `customer:'cus_…'`, `status:'succeeded'`, joined by AND, each negated by a leading minus. Anything
// else is refused rather than half understood. Unlike Stripe's, the index here is never behind.
import type Stripe from 'stripe';
import { invalidRequest } from '../core/errors.js';

type Matcher = (intent: Stripe.PaymentIntent) => boolean;

const CLAUSE =
  /^(-?)(?:metadata\[(['"])(.+?)\2\]|(customer|status|currency|amount)):(?:(['"])(.*?)\5|(\d+))$/;

function clause(text: string): Matcher {
  const match = CLAUSE.exec(text.trim());
  if (match === null) {
    throw invalidRequest(`We were unable to parse your search query near: ${text.trim()}`, {
      param: 'query',
    });
  }
  const [, minus, , key, property, , quoted, number] = match;
  const wanted = quoted ?? number ?? '';
  const valueOf = (intent: Stripe.PaymentIntent): string => {
    if (key !== undefined) return intent.metadata[key] ?? '';
    const value = intent[property as 'customer' | 'status' | 'currency' | 'amount'];
    return typeof value === 'object' ? '' : String(value);
  };
  return (intent) => (valueOf(intent) === wanted) !== (minus === '-');
}

/** A predicate for a query; throws for anything outside the part of the language known here. */
export function parseQuery(query: string): Matcher {
  const clauses = query.split(/\s+AND\s+/i).map(clause);
  return (intent) => clauses.every((matches) => matches(intent));
}
