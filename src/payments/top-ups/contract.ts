// Shapes of top-ups on the wire.
import type { MoneyView } from '../../shared/contract.js';

/** Body of `POST /v1/top-ups`; the header `Idempotency-Key` is required. */
export interface TopUpBody {
  amount: MoneyView;
  /** One of the person's own saved cards. */
  cardId: string;
}

/**
 * `POST /v1/top-ups`, `GET /v1/top-ups/:id`.
 * - `charging`       the card is being charged, or the outcome is not known yet ("checking")
 * - `authenticating` the card's bank wants to hear from its holder, until `authenticateBy`
 * - `completed`      the money is in the balance
 * - `failed`         the card said no; nothing moved
 */
export interface TopUpView {
  /** `top_…` */
  id: string;
  amount: MoneyView;
  card: { brand: string; last4: string };
  state: 'charging' | 'authenticating' | 'completed' | 'failed';
  reason: { code: string; message: string } | null;
  authenticateBy: string | null;
  /** What of it went back to the card, or is on its way there; null for none. */
  refunded: string | null;
  /** How the card's bank disputes it; null when it does not. */
  dispute: 'inquiry' | 'open' | 'won' | 'lost' | null;
  createdAt: string;
  updatedAt: string;
}

/** `GET /v1/top-ups`: newest first; hand `next` back as `?before=`. */
export interface TopUpPage {
  topUps: TopUpView[];
  next: string | null;
}

/** One row of `GET /v1/top-ups/terms`: what the next top-up in a currency may carry. */
export interface TopUpTerms {
  currency: string;
  least: string;
  /** The most the next one may carry; `least` or less means that none is possible for now. */
  most: string;
  day: { limit: string; left: string };
  week: { limit: string; left: string };
  month: { limit: string; left: string };
}
