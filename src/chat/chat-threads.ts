// Our own threads, as payments asks about them.
import { Injectable } from '@nestjs/common';
import type { Database, Tx } from '../shared/database.js';
import { type MoneyCard, MoneyThreads, type NewMoneyCard } from '../shared/money-threads.js';
import type { Pair } from '../shared/pairs.js';
import { type Acquaintance, acquaintance, inSight, wrote } from './acquaintance.js';
import { Chat } from './chat.js';
import { blocked } from './threads/blocks.js';
import type { Roster } from './threads/thread-store.js';

@Injectable()
export class ChatThreads extends MoneyThreads {
  constructor(private readonly chat: Chat) {
    super();
  }

  rosters(db: Database, threadIds: readonly string[]): Promise<Map<string, Roster>> {
    return this.chat.rosters(db, threadIds);
  }

  blocked(db: Database, pairs: readonly Pair[]): Promise<Set<string>> {
    return blocked(db, pairs);
  }

  wrote(db: Database, threadId: string, personIds: readonly string[]): Promise<Set<string>> {
    return wrote(db, threadId, personIds);
  }

  see(db: Database, cardId: string, personIds: readonly string[]): Promise<Set<string>> {
    return inSight(db, cardId, personIds);
  }

  async append(tx: Tx, cards: readonly NewMoneyCard[]): Promise<void> {
    await this.chat.append(tx, cards);
  }

  change(tx: Tx, cards: readonly MoneyCard[]): Promise<void> {
    return this.chat.changeCards(tx, cards);
  }

  acquaintance(db: Database, threadId: string, before: Date): Promise<Acquaintance> {
    return acquaintance(db, threadId, before);
  }
}
