// The prices that the sends of one flush carry, locked: each is used by one of them at most. A flush in which
// no send carries one asks nothing.
import type { Tx } from '../../shared/database.js';
import { type Refusal } from '../../shared/refusal.js';
import type { Payment } from '../payment/payment.js';
import { type Exchange, exchangeAt } from './exchange.js';
import { insertExchanges } from './exchange-store.js';
import { type Quote, usable, type Wish } from './quote.js';
import { lockQuotes, useQuotes } from './quote-store.js';

export class PricedSends {
  private readonly used = new Map<string, Date>();
  private readonly exchanges = new Map<string, Exchange>();

  private constructor(private readonly quotes: ReadonlyMap<string, Quote>) {}

  static async lock(tx: Tx, quoteIds: readonly (string | null)[]): Promise<PricedSends> {
    const ids = [...new Set(quoteIds.filter((id) => id !== null))];
    return new PricedSends(ids.length === 0 ? new Map() : await lockQuotes(tx, ids));
  }

  /** The quote that a send carries, or why it may not be used. */
  priceOf(quoteId: string, wish: Wish): Quote | Refusal {
    const quote = this.quotes.get(quoteId);
    const usedAt = this.used.get(quoteId) ?? quote?.usedAt ?? null;
    return usable(quote && { ...quote, usedAt }, wish);
  }

  /** Takes a price for a payment: it is not there for those behind it. */
  take(quote: Quote, payment: Payment): Exchange | undefined {
    const at = payment.createdAt;
    this.used.set(quote.id, at);
    const exchange = exchangeAt(quote, payment.id, at);
    if (exchange !== undefined) this.exchanges.set(quote.id, exchange);
    return exchange;
  }

  /** The payment is not made after all. */
  release(quote: Quote): void {
    this.used.delete(quote.id);
    this.exchanges.delete(quote.id);
  }

  /** Writes what was taken, after the payments. */
  async write(tx: Tx): Promise<void> {
    const [first] = this.used.values();
    if (first === undefined) return;
    await useQuotes(tx, [...this.used.keys()], first);
    await insertExchanges(tx, [...this.exchanges.values()]);
  }
}
