// What the simulator keeps, by kind. A new resource adds its line here and its file under
// resources/; nothing else has to know. The kinds named in `Private` never leave the simulator.
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

/** Something that happens by itself once the clock has passed `at`, in seconds. */
export interface Due {
  id: string;
  at: number;
  /** The name under which its action was given to resources/due.ts. */
  what: string;
  /** The id of the object it happens to. */
  object: string;
}

/** What is known about a person and an account beyond what Stripe shows of them. */
export interface AccountFacts {
  /** The account's id. */
  id: string;
  /** How the identity stands: nothing sent, being looked at, and the two ways that can end. */
  identity: 'missing' | 'pending' | 'verified' | 'unmatched';
  /** Why Stripe turned the account away; null when it did not. */
  rejection: 'rejected.fraud' | 'rejected.listed' | 'rejected.other' | null;
  /** Set when what is due was not given in time. */
  pastDue: boolean;
}

/** How an external account behaves when money is paid out to it. */
export interface PayoutFacts {
  /** The external account's id, or the token's. */
  id: string;
  /** The failure that payouts end with, or null when they arrive. */
  failure: string | null;
  /** Whether only instant payouts fail. */
  onlyInstant: boolean;
  /** Whether instant payouts are impossible. */
  notInstant: boolean;
}

/** One link to the hosted onboarding page. */
export interface OnboardingLink {
  /** The secret part of its address. */
  id: string;
  account: string;
  type: string;
  returnUrl: string;
  refreshUrl: string;
  expiresAt: number;
  used: boolean;
  /** What the page that was opened with it must send along; null before and after. */
  session: string | null;
}

/** A balance transaction that an automatic payout paid out. */
export interface PaidOut {
  /** The balance transaction's id. */
  id: string;
  payout: string;
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
  account: Stripe.Account | Stripe.DeletedAccount;
  external_account: Stripe.BankAccount | Stripe.Card;
  token: Stripe.Token;
  transfer: Stripe.Transfer;
  transfer_reversal: Stripe.TransferReversal;
  payout: Stripe.Payout;
  topup: Stripe.Topup;
  due: Due;
  account_facts: AccountFacts;
  payout_facts: PayoutFacts;
  onboarding_link: OnboardingLink;
  paid_out: PaidOut;
  card_facts: CardFacts;
  saved_answer: SavedAnswer;
  clock: { id: 'clock'; offset: number };
}

export type Kind = keyof Kinds;

type Private =
  | 'due'
  | 'account_facts'
  | 'payout_facts'
  | 'onboarding_link'
  | 'paid_out'
  | 'card_facts'
  | 'saved_answer'
  | 'clock';

/** The kinds that Stripe's API knows as objects. */
export type ObjectKind = Exclude<Kind, Private>;

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
  'account',
  'external_account',
  'token',
  'transfer',
  'transfer_reversal',
  'payout',
  'topup',
  'due',
  'account_facts',
  'payout_facts',
  'onboarding_link',
  'paid_out',
  'card_facts',
  'saved_answer',
  'clock',
];
