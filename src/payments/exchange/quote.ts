// A quote as plain data: a price that was named to one person for exactly one thing, for a minute, and that is
// used at most once. Nothing here touches a database.
import type { Money } from '../../shared/money.js';
import { type Refusal, refusals } from '../../shared/refusal.js';

export const refuseQuote = refusals({
  quote_unknown: { kind: 'missing', title: 'There is no such price.' },
  quote_expired: { kind: 'refused', title: 'That price is over. Please look at the new one.' },
  quote_used: { kind: 'refused', title: 'That price was used already.' },
  quote_changed: {
    kind: 'refused',
    title: 'That price was named for something else. Please look at the new one.',
  },
});

export interface Quote {
  readonly id: string;
  readonly personId: string;
  /** Null with `threadId`: the person exchanges their own money. */
  readonly payeeId: string | null;
  readonly threadId: string | null;
  /** Null is the balance. */
  readonly cardId: string | null;
  readonly sent: Money;
  readonly received: Money;
  /** Minor units of what is received. */
  readonly spread: bigint;
  /** Null where nothing is exchanged. */
  readonly exchange: {
    readonly rateId: string;
    readonly mid: string;
    readonly rate: string;
  } | null;
  readonly spreadBasisPoints: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

/** What somebody wants to do at the price. */
export interface Wish {
  readonly personId: string;
  readonly payeeId: string | null;
  readonly threadId: string | null;
  readonly cardId: string | null;
  /** What leaves the payer; null is whatever the quote says. */
  readonly amount: Money | null;
  readonly at: Date;
}

/** The quote, if it is this wish's and may be used now; or why not. */
export function usable(quote: Quote | undefined, wish: Wish): Quote | Refusal {
  if (quote?.personId !== wish.personId) return refuseQuote('quote_unknown');
  const { sent, usedAt, expiresAt } = quote;
  const same =
    quote.payeeId === wish.payeeId &&
    quote.threadId === wish.threadId &&
    quote.cardId === wish.cardId &&
    (wish.amount === null ||
      (wish.amount.minor === sent.minor && wish.amount.currency === sent.currency));
  if (!same) return refuseQuote('quote_changed');
  if (usedAt !== null) return refuseQuote('quote_used');
  return expiresAt <= wish.at ? refuseQuote('quote_expired') : quote;
}
