// Shapes of rates, quotes and exchanges on the wire.
import type { MoneyView } from '../../shared/contract.js';

/** Body of `POST /v1/finance/rates`. */
export interface RateBody {
  /** One unit of it is worth `rate` of `counter`. */
  base: string;
  counter: string;
  /** A decimal string. */
  rate: string;
  /** Where it was read. */
  source: string;
  quotedAt: string;
  validUntil: string;
}

/** `GET /v1/finance/rates` and `POST /v1/finance/rates…`. */
export interface RateView extends RateBody {
  /** `rat_…` */
  id: string;
  state: 'proposed' | 'approved' | 'declined';
  /** Names. */
  proposedBy: string;
  proposedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
}

/** Body of `POST /v1/exchange-quotes`: what the person gives, or what they want to have. */
export interface ExchangeQuoteBody {
  amount: MoneyView;
  /** The currency on the other side. */
  currency: string;
  /** Which side `amount` says; `sent` unless given. */
  fixed?: 'sent' | 'received';
}

/** Body of `POST /v1/threads/:threadId/quotes`. */
export interface SendQuoteBody extends Omit<ExchangeQuoteBody, 'currency'> {
  /** Needed in a group. */
  payeeId?: string;
  /** The currency on the other side; the same unless given. */
  currency?: string;
  funding: { source: 'balance' } | { source: 'card'; cardId: string };
}

/** A price that holds until `expiresAt`, for exactly this and at most once. */
export interface QuoteView {
  /** `quo_…` */
  quoteId: string;
  /** What leaves the payer. */
  amount: MoneyView;
  fee: MoneyView;
  /** There is none so far. */
  feePaidBy: 'nobody';
  /** Null when the person exchanges their own money. */
  payee: { id: string; name: string; handle: string } | null;
  /** What the payee gets, or the person themselves. */
  payeeGets: MoneyView;
  /** Null where nothing is exchanged. */
  exchange: ExchangePrice | null;
  arrival: 'at_once' | 'when_card_pays';
  expiresAt: string;
  /** From when it was named until then, for whoever's clock is another. */
  validSeconds: number;
}

export interface ExchangePrice {
  /** What one unit of what is sent brings, spread included. */
  rate: string;
  /** The same at the mid-market rate. */
  mid: string;
  /** What we keep, in the currency that is received. */
  spread: MoneyView;
  /** For example `0.50`. */
  spreadPercent: string;
}

/** Body of `POST /v1/exchanges`; the header `Idempotency-Key` is required. */
export interface ExchangeBody {
  quoteId: string;
}

/** `POST /v1/exchanges`, `GET /v1/exchanges`. */
export interface ExchangeView {
  /** `exc_…` */
  id: string;
  sent: MoneyView;
  received: MoneyView;
  rate: string;
  mid: string;
  spread: MoneyView;
  /** The payment it was made for; null for the person's own. */
  paymentId: string | null;
  createdAt: string;
}

/** `GET /v1/exchanges`: newest first; hand `next` back as `?before=`. */
export interface ExchangesPage {
  exchanges: ExchangeView[];
  next: string | null;
}
