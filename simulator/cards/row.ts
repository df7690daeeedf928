// What one row of the card table says, and the short ways of writing rows. A row describes behaviour
// only; the files beside this one hold the rows themselves, and table.ts finds them.
import type { DeclineName } from './declines.js';

/** How a card answers when 3D Secure is tried. */
export type Flow = 'challenge' | 'frictionless' | 'not_enrolled' | 'lookup_error';

/** What a row says about disputes; the charge is disputed a moment after it was captured. */
export interface DisputeScript {
  reason: 'fraudulent' | 'noncompliant' | 'product_not_received' | 'debit_not_authorized';
  case: 'chargeback' | 'compliance' | 'inquiry';
  /** How many disputes share the amount; one unless given. */
  count?: number;
  eligible?: 'mastercard_compliance' | 'visa_compelling_evidence_3' | 'visa_compliance';
  /** Stripe offers to answer it by itself. */
  smart?: true;
}

type CheckResult = 'fail' | 'unavailable';

export interface TestCard {
  /** Names the row for ever; journals keep it instead of the number. */
  key: string;
  number: string;
  /** Suffixes of `pm_card_…` and `tok_…`; empty when Stripe has no token for the card. */
  tokens: readonly string[];
  funding: 'credit' | 'debit' | 'prepaid';
  /** ISO 3166-1 alpha-2 code of the issuer. */
  country: string;
  /** The decline when the card is attached to a customer or set up for one. */
  attach?: DeclineName;
  /** The decline of a setup once any authentication is over; `attach` unless given. */
  setup?: DeclineName;
  /** The decline when the card is charged, once any authentication is over. */
  charge?: DeclineName;
  /** The declines above happen only when a CVC came with the card. */
  onlyWithCvc?: true;
  /**
   * Who must authenticate: `always`; `unless_set_up` (a set-up card passes off session); or
   * `on_session` (off session passes, as if the card had been set up before).
   */
  authentication?: 'always' | 'unless_set_up' | 'on_session';
  /** What happens when 3D Secure is tried; see `lookupOf`. */
  threeDSecure?: Flow | 'not_supported';
  /** Funds are available at once instead of two days later. */
  bypassPending?: true;
  /** Radar's opinion; normal with score 20 where nothing else is said. */
  risk?: { level: 'elevated' | 'highest'; score: number };
  /** What the issuer finds wrong with what was typed. The charge passes all the same. */
  checks?: { cvc?: CheckResult; line1?: CheckResult; postalCode?: CheckResult };
  dispute?: DisputeScript;
  /** The issuer reports fraud a moment after the charge, without disputing it. */
  fraudWarning?: true;
  /** What becomes of a refund: pending for a while, or failed after it had succeeded. */
  refund?: 'pending' | 'fails';
}

export type Behaviour = Partial<Omit<TestCard, 'key' | 'number' | 'tokens'>>;

/** A row; `tokens` is a list separated by spaces and may be empty. */
export function card(number: string, tokens: string, behaviour: Behaviour = {}): TestCard {
  const names = tokens === '' ? [] : tokens.split(' ');
  const { funding = 'credit', country = 'US', ...rest } = behaviour;
  const key = names[0] ?? `card_${number.slice(-4)}`;
  return { key, number, tokens: names, funding, country, ...rest };
}

/** A card that neither attaches nor pays. */
export const declining = (number: string, tokens: string, decline: DeclineName): TestCard =>
  card(number, tokens, { attach: decline, charge: decline });

export const abroad = (number: string, country: string): TestCard =>
  card(number, country.toLowerCase(), { country });

/** How the card answers 3D Secure; a card that asks for it can do it, others are not enrolled. */
export function lookupOf(row: TestCard): Flow | 'not_supported' {
  return row.threeDSecure ?? (row.authentication === undefined ? 'not_enrolled' : 'challenge');
}
