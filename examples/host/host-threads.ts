// The port: what payments asks of a thread, answered from the host's own tables. It is handed the very
// transaction that moves the money, so money and card stand or fall together.
import { Injectable } from '@nestjs/common';
import {
  type Database,
  type MoneyCard,
  MoneyThreads,
  type NewMoneyCard,
  rows,
  type ThreadRoster,
  type Tx,
} from 'tenner';

@Injectable()
export class HostThreads extends MoneyThreads {
  async rosters(db: Database, threadIds: readonly string[]): Promise<Map<string, ThreadRoster>> {
    const found = await rows<{ threadId: string; personIds: string[] }>(
      db,
      `SELECT m.conversation_id AS "threadId", array_agg(u.person_id) AS "personIds"
         FROM host.members m JOIN host.users u ON u.id = m.user_id
        WHERE m.conversation_id = ANY($1) GROUP BY 1`,
      [threadIds],
    );
    return new Map(
      found.map(({ threadId, personIds }): [string, ThreadRoster] => [
        threadId,
        { threadId, personIds, kind: personIds.length === 2 ? 'direct' : 'group' },
      ]),
    );
  }

  /** Its people cannot block one another. */
  blocked(): Promise<Set<string>> {
    return Promise.resolve(new Set());
  }

  /** It keeps no record of who wrote. */
  wrote(): Promise<null> {
    return Promise.resolve(null);
  }

  /** Everybody sees all of their conversations. */
  see(): Promise<null> {
    return Promise.resolve(null);
  }

  async append(tx: Tx, cards: readonly NewMoneyCard[]): Promise<void> {
    for (const { threadId, authorId, card } of cards) {
      await tx.query(
        `INSERT INTO host.messages (conversation_id, user_id, payment_id, card, audience)
         SELECT $1, id, $3, $4, $5 FROM host.users WHERE person_id = $2`,
        [threadId, authorId, card.id, JSON.stringify(card.data), card.audience],
      );
    }
  }

  async change(tx: Tx, cards: readonly MoneyCard[]): Promise<void> {
    for (const { id, data, audience } of cards) {
      await tx.query('UPDATE host.messages SET card = $2, audience = $3 WHERE payment_id = $1', [
        id,
        JSON.stringify(data),
        audience,
      ]);
    }
  }

  /** What its people write is not told to anybody, not even counted. */
  acquaintance(): Promise<null> {
    return Promise.resolve(null);
  }
}
