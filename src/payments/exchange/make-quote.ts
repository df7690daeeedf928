// "What would it cost?": a price is named and kept for a minute. Nothing moves.
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { CONFIG, type Config } from '../../shared/config.js';
import { type Database, Transactor } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { formatMinor, formatMoney, type Money } from '../../shared/money.js';
import { MoneyThreads } from '../../shared/money-threads.js';
import { People } from '../../shared/people.js';
import { Refusal } from '../../shared/refusal.js';
import { Cards, refuseCards } from '../cards/cards.js';
import { partyOf } from '../payment/payment.view.js';
import { payeeIn, refusalOfAmount, refuseCurrency, refusePayee } from '../trust/payee.js';
import type { QuoteView } from './contract.js';
import { percentOf, type Price, priceFor, priceOf, refuseExchange } from './price.js';
import type { Quote } from './quote.js';
import { insertQuote } from './quote-store.js';
import { type CurrentRate, RateSource } from './rate-source.js';

/** What is asked: one side's amount, and the currency of the other. */
export interface Priced {
  readonly amount: Money;
  readonly currency: string;
  readonly fixed: 'sent' | 'received';
}

export interface QuoteCommand extends Priced {
  readonly personId: string;
  /** Null: the person's own money is exchanged. */
  readonly send: {
    readonly threadId: string;
    readonly payeeId: string | null;
    readonly cardId: string | null;
  } | null;
}

/** Whom and what a quote has to look at. */
@Injectable()
export class QuoteParts {
  constructor(
    readonly threads: MoneyThreads,
    readonly people: People,
    readonly cards: Cards,
    readonly rates: RateSource,
  ) {}
}

@Injectable()
export class MakeQuote {
  constructor(
    private readonly transactor: Transactor,
    private readonly parts: QuoteParts,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Refuses what a send or an exchange would refuse, and what there is no current rate for. */
  async run(command: QuoteCommand): Promise<QuoteView> {
    const { reader } = this.transactor;
    const { personId, send, amount, currency } = command;
    const { currencies, exchange } = this.config;
    const beyond = refusalOfAmount(amount, this.config);
    if (beyond !== undefined) throw beyond;
    if (!currencies.includes(currency)) throw refuseCurrency(currencies);
    const payeeId = send === null ? null : await this.payee(reader, personId, send);
    const cardId = send?.cardId ?? null;
    const at = this.clock.now();
    const { price, rate } = await this.price(reader, command, cardId, at);
    const other = refusalOfAmount(
      command.fixed === 'sent' ? price.received : price.sent,
      this.config,
    );
    if (other !== undefined) throw other;
    const named = new Date(at.getTime() + exchange.quoteSeconds * 1000);
    const quote: Quote = {
      ...{ id: newId('quo'), personId, payeeId, threadId: send?.threadId ?? null, cardId },
      ...{ sent: price.sent, received: price.received, spread: price.spread },
      exchange: rate && { rateId: rate.id, mid: price.mid, rate: price.rate },
      spreadBasisPoints: rate === null ? 0 : Number(exchange.spreadBasisPoints),
      createdAt: at,
      // A rate is never used beyond its validity, in a price neither.
      expiresAt: rate !== null && rate.validUntil < named ? rate.validUntil : named,
      usedAt: null,
    };
    await this.transactor.run((tx) => insertQuote(tx, quote));
    return this.view(reader, quote);
  }

  private async price(
    db: Database,
    { amount, currency, fixed, send }: QuoteCommand,
    cardId: string | null,
    at: Date,
  ): Promise<{ price: Price; rate: CurrentRate | null }> {
    if (amount.currency === currency) {
      if (send === null) throw refuseExchange('exchange_same_currency');
      const even = { sent: amount, received: amount, spread: 0n, mid: '1', rate: '1' };
      return { price: even, rate: null };
    }
    if (cardId !== null) throw refuseExchange('exchange_from_balance_only');
    const rate = await this.parts.rates.current(db, [amount.currency, currency], at);
    if (rate instanceof Refusal) throw rate;
    const { spreadBasisPoints } = this.config.exchange;
    const price =
      fixed === 'sent'
        ? priceOf(amount, currency, rate, spreadBasisPoints)
        : priceFor(amount, currency, rate, spreadBasisPoints);
    if (price instanceof Refusal) throw price;
    return { price, rate };
  }

  private async payee(
    db: Database,
    personId: string,
    { threadId, payeeId, cardId }: NonNullable<QuoteCommand['send']>,
  ): Promise<string> {
    const { threads, cards } = this.parts;
    const roster = (await threads.rosters(db, [threadId])).get(threadId);
    const payee = payeeIn(roster, { personId, payeeId });
    if (payee instanceof Refusal) throw payee;
    if ((await threads.blocked(db, [[personId, payee]])).size > 0) {
      throw refusePayee('payee_unavailable');
    }
    if (cardId !== null && (await cards.usable(db, [cardId])).get(cardId)?.personId !== personId) {
      throw refuseCards('card_unknown');
    }
    return payee;
  }

  private async view(db: Database, quote: Quote): Promise<QuoteView> {
    const { sent, received, payeeId, exchange, cardId, spreadBasisPoints } = quote;
    const people = await this.parts.people.profiles(db, payeeId === null ? [] : [payeeId]);
    const { currency } = received;
    return {
      quoteId: quote.id,
      amount: formatMoney(sent),
      fee: formatMoney({ minor: 0n, currency: sent.currency }),
      feePaidBy: 'nobody',
      payee: payeeId === null ? null : partyOf(payeeId, people),
      payeeGets: formatMoney(received),
      exchange: exchange && {
        rate: exchange.rate,
        mid: exchange.mid,
        spread: { amount: formatMinor(quote.spread, currency), currency },
        spreadPercent: percentOf(spreadBasisPoints),
      },
      arrival: cardId === null ? 'at_once' : 'when_card_pays',
      expiresAt: quote.expiresAt.toISOString(),
      validSeconds: Math.floor((quote.expiresAt.getTime() - quote.createdAt.getTime()) / 1000),
    };
  }
}
