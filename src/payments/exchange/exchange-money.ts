// "Exchange": a person turns their own money of one currency into another, at a price they were named. One
// transaction, no call to anybody.
import { Injectable } from '@nestjs/common';
import { Ledger } from '../../ledger/index.js';
import { Transactor, type Tx } from '../../shared/database.js';
import { replyWith } from '../../shared/http.js';
import type { Answer, Claim } from '../../shared/idempotency.js';
import { Refusal } from '../../shared/refusal.js';
import { KEYS } from '../payment/idempotency.js';
import { refuseSend } from '../payment/making.js';
import {
  accountsOfExchange,
  type Exchange,
  exchangeEntries,
  exchangeOf,
  toExchangeView,
} from './exchange.js';
import { insertExchanges } from './exchange-store.js';
import { usable } from './quote.js';
import { lockQuotes, useQuotes } from './quote-store.js';

export interface ExchangeCommand extends Claim {
  readonly quoteId: string;
  readonly at: Date;
}

@Injectable()
export class ExchangeMoney {
  constructor(
    private readonly transactor: Transactor,
    private readonly ledger: Ledger,
  ) {}

  /** Exchanges, once for each key. Refusals are answers too, and are kept with the key. */
  run(command: ExchangeCommand): Promise<Answer> {
    return this.transactor.run((tx) =>
      KEYS.once(tx, command, async () => {
        const exchange = await this.exchange(tx, command);
        return { subjectId: exchange.id, reply: replyWith(201, toExchangeView(exchange)) };
      }),
    );
  }

  private async exchange(tx: Tx, { personId, quoteId, at }: ExchangeCommand): Promise<Exchange> {
    const own = { personId, payeeId: null, threadId: null, cardId: null, amount: null, at };
    const quote = usable((await lockQuotes(tx, [quoteId])).get(quoteId), own);
    if (quote instanceof Refusal) throw quote;
    const exchange = exchangeOf(quote, at);
    const books = await this.ledger.lock(tx, accountsOfExchange(exchange));
    const refused = books.post(...exchangeEntries(exchange));
    if (refused !== undefined) {
      const short = refused.code === 'floor_reached';
      throw refuseSend(short ? 'insufficient_funds' : 'payer_restricted');
    }
    await this.ledger.write(tx, books);
    await useQuotes(tx, [quoteId], at);
    await insertExchanges(tx, [exchange]);
    return exchange;
  }
}
