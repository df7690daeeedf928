// Making, finding, attaching and detaching payment methods: the parts that setups, payments and
// customers share. The card's number is looked at once, to find its row and its fingerprint, and
// then forgotten; what stays is the row's key. Only this file writes card facts.
import type Stripe from 'stripe';
import { brandOf } from '../cards/number.js';
import { bankByKey, bankByToken, bankPart, type BankAccount } from '../cards/banks.js';
import { cardByKey, cardByToken, type TestCard } from '../cards/table.js';
import { invalidRequest, noSuch, notFound } from '../core/errors.js';
import { keyedDigest, newId } from '../core/ids.js';
import type { CardFacts } from '../core/kinds.js';
import type { Work } from '../core/work.js';
import type { Settings } from '../settings.js';

export interface NewCard {
  row: TestCard;
  expMonth: number;
  expYear: number;
  /** Whether a CVC came with it. */
  cvc: boolean;
  /** Whether these parts of the address count as given, so that the issuer checks them. */
  line1?: boolean;
  postalCode?: boolean;
  billing?: Stripe.PaymentMethod.BillingDetails | undefined;
  metadata?: Stripe.Metadata | undefined;
}

const NO_BILLING: Stripe.PaymentMethod.BillingDetails = {
  address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
  email: null,
  name: null,
  phone: null,
  tax_id: null,
};

function cardOf(settings: Settings, made: NewCard): Stripe.PaymentMethod.Card {
  const brand = brandOf(made.row.number);
  return {
    brand,
    checks: {
      address_line1_check: made.line1 === true ? 'unchecked' : null,
      address_postal_code_check: made.postalCode === true ? 'unchecked' : null,
      cvc_check: made.cvc ? 'unchecked' : null,
    },
    country: made.row.country,
    display_brand: brand === 'amex' ? 'american_express' : brand,
    exp_month: made.expMonth,
    exp_year: made.expYear,
    fingerprint: keyedDigest(settings.secretKey, `card:${made.row.number}`).slice(0, 16),
    funding: made.row.funding,
    generated_from: null,
    last4: made.row.number.slice(-4),
    networks: { available: [brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: brand !== 'amex' },
    wallet: null,
  };
}

/** Stores a new, unattached payment method and what is known of the card or account behind it. */
function keep(
  work: Work,
  part: Partial<Stripe.PaymentMethod> & Pick<Stripe.PaymentMethod, 'type'>,
  facts: Pick<CardFacts, 'card' | 'cvc'>,
): Stripe.PaymentMethod {
  const method: Stripe.PaymentMethod = {
    id: newId('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: NO_BILLING,
    created: work.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    ...part,
  };
  work.put('payment_method', method);
  work.put('card_facts', { id: method.id, ...facts, spent: false, setUp: false });
  return method;
}

/** Stores a new, unattached card. */
export function createPaymentMethod(
  work: Work,
  settings: Settings,
  made: NewCard,
): Stripe.PaymentMethod {
  const { billing = NO_BILLING, metadata = {}, row, cvc } = made;
  const card = cardOf(settings, made);
  return keep(
    work,
    { billing_details: billing, card, metadata, type: 'card' },
    { card: row.key, cvc },
  );
}

/** A fresh payment method from a token's row, with the data Stripe gives such cards. */
export function createFromToken(
  work: Work,
  settings: Settings,
  row: TestCard,
): Stripe.PaymentMethod {
  const expYear = new Date(work.now() * 1000).getUTCFullYear() + 3;
  const line1 = row.checks?.line1 !== undefined;
  const postalCode = row.checks?.postalCode !== undefined;
  const typed = { expMonth: 12, expYear, cvc: true, line1, postalCode };
  return createPaymentMethod(work, settings, { row, ...typed });
}

/** Stores a new, unattached bank account. */
export function createBankAccount(
  work: Work,
  settings: Settings,
  row: BankAccount,
  more: Partial<Pick<Stripe.PaymentMethod, 'billing_details' | 'metadata'>> = {},
): Stripe.PaymentMethod {
  const fingerprint = keyedDigest(settings.secretKey, `bank:${row.number}`).slice(0, 16);
  const part = { ...bankPart(row, fingerprint), ...more, type: row.type };
  return keep(work, part, { card: row.key, cvc: false });
}

/**
 * The payment method an id names. A token such as `pm_card_visa` or `pm_usBankAccount_success` makes
 * a new one each time, as Stripe does.
 * Throws resource_missing: 404 for the path's own id, 400 for the parameter `param`.
 */
export function paymentMethodNamed(
  work: Work,
  settings: Settings,
  id: string,
  param?: string,
): Stripe.PaymentMethod {
  const row = cardByToken(id, 'pm_card_');
  if (row !== undefined) return createFromToken(work, settings, row);
  const bank = bankByToken(id);
  if (bank !== undefined) return createBankAccount(work, settings, bank);
  const found = work.get('payment_method', id);
  if (found !== undefined) return found;
  throw param === undefined
    ? notFound('PaymentMethod', id, 'payment_method')
    : noSuch('PaymentMethod', id, param);
}

function kept(work: Work, id: string): CardFacts {
  const facts = work.get('card_facts', id);
  if (facts === undefined) throw new Error(`Payment method ${id} has no facts`);
  return facts;
}

/** The facts behind a card, and its row. Throws when facts were lost. */
export function factsOf(work: Work, id: string): { facts: CardFacts; row: TestCard } {
  const facts = kept(work, id);
  return { facts, row: cardByKey(facts.card) };
}

/** The bank account behind a payment method; undefined for a card. */
export const bankOf = (work: Work, id: string): BankAccount | undefined =>
  bankByKey(kept(work, id).card);

/** Refuses a method that was used up, or that belongs to somebody else than `customer`. */
export function refuseUnusable(
  work: Work,
  method: Stripe.PaymentMethod,
  customer: string | null,
): void {
  if (kept(work, method.id).spent) {
    throw invalidRequest(
      'The provided PaymentMethod was previously used without Customer attachment or was detached from a Customer, and may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.',
      { param: 'payment_method' },
    );
  }
  if (method.customer === null || method.customer === customer) return;
  const message =
    customer === null
      ? `The payment method you provided is attached to a customer so for security purposes you must provide the customer in the request.`
      : `The provided PaymentMethod does not belong to the Customer ${customer}.`;
  throw invalidRequest(message, { param: 'payment_method' });
}

/** Attaches an approved method; its CVC is taken as verified by the issuer. */
export function attach(
  work: Work,
  method: Stripe.PaymentMethod,
  customer: string,
): Stripe.PaymentMethod {
  const attached = verified(work, { ...method, customer });
  work.put('payment_method', attached);
  work.emit('payment_method.attached', attached);
  return attached;
}

/** The method after an issuer said yes to it: everything given was checked. */
export function verified(work: Work, method: Stripe.PaymentMethod): Stripe.PaymentMethod {
  const before = method.card?.checks;
  if (!method.card || !before) return method;
  const found = factsOf(work, method.id).row.checks ?? {};
  const result = (given: string | null, wrong: string | undefined): string | null =>
    given === null ? null : (wrong ?? 'pass');
  const checks = {
    address_line1_check: result(before.address_line1_check, found.line1),
    address_postal_code_check: result(before.address_postal_code_check, found.postalCode),
    cvc_check: result(before.cvc_check, found.cvc),
  };
  return { ...method, card: { ...method.card, checks } };
}

/** Marks a method as used up. */
export function spend(work: Work, id: string): void {
  work.put('card_facts', { ...kept(work, id), spent: true });
}

/** Remembers that the card's owner authenticated so that it may be charged later. */
export function markSetUp(work: Work, id: string): void {
  work.put('card_facts', { ...kept(work, id), setUp: true });
}

export function detach(work: Work, method: Stripe.PaymentMethod): Stripe.PaymentMethod {
  const detached = { ...method, customer: null };
  work.put('payment_method', detached);
  spend(work, method.id);
  work.emit('payment_method.detached', detached);
  return detached;
}

export function detachAll(work: Work, customer: string): void {
  for (const method of work.store.all('payment_method')) {
    if (method.customer === customer) detach(work, structuredClone(method));
  }
}
