// Shapes of limits, checks, confirmations and trusted contacts on the wire.
import type { Tier } from '../../shared/limits-config.js';

/** What remains of a window that moves on with the clock. */
export interface WindowView {
  limit: string;
  left: string;
}

/** `GET /v1/limits`: how much the viewer may send. */
export interface LimitsView {
  tier: Tier;
  /** What leads to the tier above; null when there is none. */
  next: { tier: Tier; step: string } | null;
  currencies: CurrencyLimits[];
}

export interface CurrencyLimits {
  currency: string;
  perPayment: string;
  day: WindowView;
  week: WindowView;
  /** 30 days. */
  month: WindowView;
  /** The most the next payment may carry. */
  most: string;
}
