// What payments asks of a thread, whoever keeps it: who is in it, and a card in it that shows the
// payment. Chat answers by default; a product that embeds this one may answer with threads of its own.
// A card is written into the transaction that moves the money, so that there is never one without
// the other.
import type { Database, Tx } from './database.js';
import type { Pair } from './pairs.js';

/** Who is in a thread. In a direct thread, of two, nobody needs to say who is paid. */
export interface ThreadRoster {
  readonly threadId: string;
  readonly kind: 'direct' | 'group';
  readonly personIds: readonly string[];
}

/**
 * A payment, a request, a bill or a gift as its thread shows it. `data` is a `PaymentCard` of
 * payments/contract.ts, a `RequestCard` of payments/requests/contract.ts, a `SplitCard` of
 * payments/splits/contract.ts, or a `GiftCard` of payments/gifts/contract.ts.
 */
export interface MoneyCard {
  readonly kind: 'payment' | 'request' | 'split' | 'gift';
  /** The id of the payment, request, bill or gift; each has one card. */
  readonly id: string;
  readonly data: unknown;
  /** Who may see it; null is everybody in the thread. */
  readonly audience: readonly string[] | null;
}

/** A card about to be put into a thread. */
export interface NewMoneyCard {
  readonly threadId: string;
  /** Who pays or asks, whose message it is. */
  readonly authorId: string;
  readonly createdAt: Date;
  readonly card: MoneyCard;
}

/** How well the people of a thread know each other, without a word of what they wrote. */
export interface Acquainted {
  readonly since: Date;
  /** Messages of each before the moment, by person. */
  readonly messages: ReadonlyMap<string, number>;
  /** SHA-256, in hexadecimal, over those messages in their order. */
  readonly digest: string;
}

export abstract class MoneyThreads {
  /** Who is in these threads. Unknown threads are absent. */
  abstract rosters(
    db: Database,
    threadIds: readonly string[],
  ): Promise<ReadonlyMap<string, ThreadRoster>>;

  /** Those of the pairs in which one wants nothing to do with the other, by `pairKey`. */
  abstract blocked(db: Database, pairs: readonly Pair[]): Promise<ReadonlySet<string>>;

  /** Which of these people have written something in a thread themselves; null when nobody tells. */
  abstract wrote(
    db: Database,
    threadId: string,
    personIds: readonly string[],
  ): Promise<ReadonlySet<string> | null>;

  /** Which of these people have a card in sight; null when nobody tells. */
  abstract see(
    db: Database,
    cardId: string,
    personIds: readonly string[],
  ): Promise<ReadonlySet<string> | null>;

  /** Puts cards into threads, in their order. */
  abstract append(tx: Tx, cards: readonly NewMoneyCard[]): Promise<void>;

  /** Gives cards new data and audience; their place in the thread stays. */
  abstract change(tx: Tx, cards: readonly MoneyCard[]): Promise<void>;

  /** What was written in a thread before a moment; null when whoever keeps it does not tell. */
  abstract acquaintance(db: Database, threadId: string, before: Date): Promise<Acquainted | null>;
}
