// An exchange that is made: the price of a quote, taken. Each currency balances by itself (P14, P14b), and
// between the two stands the platform's open position.
import {
  type AccountRef,
  draftEntry,
  type EntryDraft,
  platformAccount,
} from '../../ledger/index.js';
import { newId } from '../../shared/ids.js';
import { formatMinor, formatMoney, type Money } from '../../shared/money.js';
import { present } from '../../shared/refusal.js';
import { personAccount } from '../payment/payment.js';
import type { ExchangeView } from './contract.js';
import type { Quote } from './quote.js';

export interface Exchange {
  readonly id: string;
  readonly quoteId: string;
  readonly personId: string;
  /** Null: the person's own. */
  readonly paymentId: string | null;
  readonly sent: Money;
  readonly received: Money;
  /** Minor units of what is received. */
  readonly spread: bigint;
  readonly rateId: string;
  readonly mid: string;
  readonly rate: string;
  readonly createdAt: Date;
}

/** The exchange that a quote names; undefined where it names none. */
export function exchangeAt(quote: Quote, paymentId: string | null, at: Date): Exchange | undefined {
  if (quote.exchange === null) return undefined;
  const { id: quoteId, personId, sent, received, spread } = quote;
  const price = { sent, received, spread, ...quote.exchange };
  return { id: newId('exc'), quoteId, personId, paymentId, ...price, createdAt: at };
}

interface Side extends Record<string, AccountRef> {
  readonly person: AccountRef;
  readonly position: AccountRef;
  readonly revenue: AccountRef;
}

const sideOf = (personId: string, currency: string): Side => ({
  person: personAccount(personId, currency),
  position: platformAccount('fx.position', currency),
  revenue: platformAccount('fx.spread', currency),
});

/** Every account an exchange touches, for locking. */
export const accountsOfExchange = ({ personId, sent, received }: Exchange): AccountRef[] =>
  [sent.currency, received.currency].flatMap((code) => Object.values(sideOf(personId, code)));

/** Its two halves; they stand or fall together. */
export function exchangeEntries(exchange: Exchange): [EntryDraft, EntryDraft] {
  const { id, personId, sent, received, spread, createdAt } = exchange;
  const [from, to] = [sideOf(personId, sent.currency), sideOf(personId, received.currency)];
  const bought = { amount: received.minor, spread };
  return [
    draftEntry('P14', `${id}:sold`, createdAt, from, { amount: sent.minor }),
    draftEntry('P14b', `${id}:bought`, createdAt, to, bought),
  ];
}

export function toExchangeView(exchange: Exchange): ExchangeView {
  const { id, sent, received, spread, rate, mid, paymentId, createdAt } = exchange;
  const { currency } = received;
  return {
    id,
    sent: formatMoney(sent),
    received: formatMoney(received),
    rate,
    mid,
    spread: { amount: formatMinor(spread, currency), currency },
    paymentId,
    createdAt: createdAt.toISOString(),
  };
}

/** The exchange of a quote that is one. */
export const exchangeOf = (quote: Quote, at: Date): Exchange =>
  present(exchangeAt(quote, null, at), `${quote.id} is a price of an exchange`);
