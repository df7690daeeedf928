// Shapes of the HTTP interface that every module uses. Plain types only: the web client imports
// them, so nothing here may exist at run time.

/** An amount as people write it: `{"amount":"12.34","currency":"EUR"}`. Never a number. */
export interface MoneyView {
  /** A decimal string with exactly as many decimals as the currency has. */
  amount: string;
  /** ISO 4217 code. */
  currency: string;
}

/** What people are told of. A closed list: each has its sentence, and its switches by channel. */
export type NotificationKind =
  | 'money_received'
  | 'payment_held'
  | 'payment_decided'
  | 'payment_failed'
  | 'payment_arriving'
  | 'payment_waiting'
  | 'payment_expiring'
  | 'payment_returned'
  | 'request_received'
  | 'request_paid'
  | 'request_declined'
  | 'request_reminder'
  | 'request_expiring'
  | 'gift_received'
  | 'gift_returned'
  | 'schedule_due'
  | 'schedule_trouble'
  | 'refund'
  | 'dispute'
  | 'contest'
  | 'contact_asked'
  | 'contact_answered'
  | 'mentioned'
  | 'message_waiting'
  | 'security';

/**
 * Socket event `person.told`, as `{ what }`: something of the person's has changed, ask again for it.
 * - `agreements`    who trusts whom, and what waits for whose word
 * - `notifications` what they were told of, or have read
 * - `schedules`     what they have scheduled
 * - `top-ups`       money they add to their balance
 */
export type PersonTold = 'agreements' | 'notifications' | 'schedules' | 'top-ups';

/** RFC 9457 problem details, media type `application/problem+json`. */
export interface ProblemView {
  /** Stable reference of the problem's kind: `/problems/<code>`. */
  type: string;
  /** A sentence for people. */
  title: string;
  status: number;
  /** The stable code a program decides by. */
  code: string;
  detail?: string;
  /** The fields at fault, when the input was malformed. */
  errors?: { field: string; message: string }[];
}

/** What a client must know before anybody signs in. `GET /v1/config`. */
export interface PublicConfigView {
  /** True when demo people exist; `demo.people` may then sign in with one tap. */
  demo: {
    people: { handle: string; name: string; roles: string[] }[];
    password: string;
    /** What they confirm payments with. */
    pin: string;
    /** Where letters are read that are caught instead of sent; null where they are sent. */
    mailUrl: string | null;
  } | null;
  processor: {
    /** `simulator` in development; `stripe` when a Stripe key is configured. */
    mode: 'simulator' | 'stripe';
    publishableKey: string;
    /** The script that defines `window.Stripe`: the simulator's stand-in, or null for Stripe's own. */
    scriptUrl: string | null;
  };
  /** `leastCharge`: the least that is taken from a card, in major units. */
  currencies: { code: string; digits: number; leastCharge: string }[];
  defaultCurrency: string;
  /** The most one payment may carry, in major units of each currency. */
  maximumAmount: string;
}
