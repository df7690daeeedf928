// What the simulator keeps, by kind. A new resource adds its line here and its file under
// resources/; nothing else has to know. The last four kinds never leave the simulator.
import type Stripe from 'stripe';

/** What is known about the card behind a payment method; the number itself is never kept. */
export interface CardFacts {
  /** The payment method's id. */
  id: string;
  /** The key of the row in cards/table.ts, or for a bank account in cards/banks.ts. */
  card: string;
  /** Whether a CVC came with the card; some cards decline only then. */
  cvc: boolean;
  /** True once the method was used without a customer, or detached: it can never pay again. */
  spent: boolean;
  /** True once a setup with authentication succeeded. */
  setUp: boolean;
}

/** Something that happens by itself once its time has come. */
export interface Due {
  id: string;
  /** When, in seconds. */
  at: number;
  /** The name of the action, see resources/due.ts. */
  what: string;
  /** The id of the object it happens to. */
  object: string;
  done?: true;
}

/** The saved answer of a request that carried an idempotency key. */
export interface SavedAnswer {
  id: string;
  method: string;
  path: string;
  /** A keyed digest of the parameters. */
  fingerprint: string;
  status: number;
  body: string;
  requestId: string;
  created: number;
}

export interface Kinds {
  customer: Stripe.Customer | Stripe.DeletedCustomer;
  payment_method: Stripe.PaymentMethod;
  setup_intent: Stripe.SetupIntent;
  payment_intent: Stripe.PaymentIntent;
  charge: Stripe.Charge;
  balance_transaction: Stripe.BalanceTransaction;
  refund: Stripe.Refund;
  dispute: Stripe.Dispute;
  'radar.early_fraud_warning': Stripe.Radar.EarlyFraudWarning;
  review: Stripe.Review;
  event: Stripe.Event;
  due: Due;
  card_facts: CardFacts;
  saved_answer: SavedAnswer;
  clock: { id: 'clock'; offset: number };
}

export type Kind = keyof Kinds;

/** The kinds that Stripe's API knows as objects. */
export type ObjectKind = Exclude<Kind, 'due' | 'card_facts' | 'saved_answer' | 'clock'>;

export const KINDS: readonly Kind[] = [
  'customer',
  'payment_method',
  'setup_intent',
  'payment_intent',
  'charge',
  'balance_transaction',
  'refund',
  'dispute',
  'radar.early_fraud_warning',
  'review',
  'event',
  'due',
  'card_facts',
  'saved_answer',
  'clock',
];
