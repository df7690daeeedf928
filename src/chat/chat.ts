// The verbs of the thread: create, append, change a card. A card is a message whose content another
// module owns; chat keeps its id and carries its data unread. Sequence and revision are taken under
// the thread's row lock, in the order of thread ids, so that they are gap-free whoever writes.
import { Injectable } from '@nestjs/common';
import { rows, type Database, type Tx } from '../shared/database.js';
import { newId } from '../shared/ids.js';
import { Outbox } from '../shared/outbox.js';
import { present, refusals } from '../shared/refusal.js';
import type { ThreadChanged } from './contract.js';
import {
  clientKey,
  type LockedThread,
  insertMessages,
  knownMessages,
  lockThreads,
  updateCards,
} from './message-store.js';
import { type MessageRow, toMessageView } from './messages.js';

export const refuse = refusals({
  thread_unknown: { kind: 'missing', title: 'There is no such thread.' },
  thread_needs_people: { kind: 'invalid', title: 'A thread needs at least two people.' },
});

export interface NewThread {
  readonly title: string | null;
  readonly personIds: readonly string[];
}

/** A message about to be appended: text, or a card of another module. */
export interface MessageDraft {
  readonly threadId: string;
  readonly authorId: string;
  readonly createdAt: Date;
  readonly body?: string;
  /** The client's own id: appending it twice answers the first message again. */
  readonly clientId?: string;
  readonly card?: CardDraft;
}

export interface CardDraft {
  readonly kind: 'payment';
  readonly id: string;
  readonly data: unknown;
  /** Who may see it; null is everybody in the thread. */
  readonly audience: readonly string[] | null;
}

/** Who is in a thread. */
export interface Roster {
  readonly threadId: string;
  readonly kind: 'direct' | 'group';
  readonly personIds: readonly string[];
}

/** The outbox topic on which changes leave for the people in the thread. */
export const THREAD_CHANGED = 'chat.thread_changed';

/** Payload of THREAD_CHANGED. */
export interface ThreadChangedFor {
  readonly personIds: readonly string[];
  readonly change: ThreadChanged;
}

@Injectable()
export class Chat {
  constructor(private readonly outbox: Outbox) {}

  /** Creates threads: two people and no title make their direct thread, which exists only once. */
  async createThreads(tx: Tx, threads: readonly NewThread[]): Promise<string[]> {
    const ids: string[] = [];
    for (const { title, personIds } of threads) {
      const people = [...new Set(personIds)].sort();
      if (people.length < 2) throw refuse('thread_needs_people');
      const direct = title === null && people.length === 2;
      const [created] = await rows<{ id: string }>(
        tx,
        `INSERT INTO chat.threads (id, kind, title, pair_key) VALUES ($1, $2, $3, $4)
         ON CONFLICT ON CONSTRAINT threads_pair_unique DO UPDATE SET kind = 'direct' RETURNING id`,
        [
          newId('thr'),
          direct ? 'direct' : 'group',
          direct ? null : (title ?? 'Group'),
          direct ? people.join(':') : null,
        ],
      );
      const { id } = present(created, 'a thread was created or found');
      await tx.query(
        `INSERT INTO chat.participants (thread_id, person_id)
         SELECT $1, * FROM UNNEST($2::text[]) ON CONFLICT DO NOTHING`,
        [id, people],
      );
      ids.push(id);
    }
    return ids;
  }

  /** Whether exactly these people have a thread of that title already. */
  async exists(db: Database, personIds: readonly string[], title: string | null): Promise<boolean> {
    const found = await rows(
      db,
      `SELECT FROM chat.threads t
        WHERE t.title IS NOT DISTINCT FROM $2
          AND (SELECT array_agg(p.person_id ORDER BY p.person_id) FROM chat.participants p
                WHERE p.thread_id = t.id) = $1::text[]`,
      [[...personIds].sort(), title],
    );
    return found.length > 0;
  }

  /** Who is in these threads. Unknown threads are absent. */
  async rosters(db: Database, threadIds: readonly string[]): Promise<Map<string, Roster>> {
    const found = await rows<Roster>(
      db,
      `SELECT t.id AS "threadId", t.kind, array_agg(p.person_id) AS "personIds"
         FROM chat.threads t JOIN chat.participants p ON p.thread_id = t.id
        WHERE t.id = ANY($1) GROUP BY t.id`,
      [[...new Set(threadIds)]],
    );
    return new Map(found.map((roster) => [roster.threadId, roster]));
  }

  /**
   * Appends messages, in their order, each at the next sequence of its thread. The caller has
   * checked that the authors are in the threads. A client id that was appended before answers that
   * message again.
   */
  async append(tx: Tx, drafts: readonly MessageDraft[]): Promise<MessageRow[]> {
    if (drafts.length === 0) return [];
    const threads = await lockThreads(
      tx,
      drafts.map((draft) => draft.threadId),
    );
    const known = await knownMessages(tx, drafts);
    const fresh: MessageRow[] = [];
    const messages = drafts.map((draft) => {
      const before = known.get(clientKey(draft));
      if (before !== undefined) return before;
      const thread = present(threads.get(draft.threadId), 'a thread was locked before');
      thread.sequence += 1;
      thread.revision += 1;
      const message = newMessage(draft, thread);
      if (draft.clientId !== undefined) known.set(clientKey(draft), message);
      fresh.push(message);
      return message;
    });
    await insertMessages(tx, fresh, threads);
    await this.announce(tx, fresh, threads);
    return messages;
  }

  /** Gives cards new data and audience; their place in the thread stays. */
  async changeCards(tx: Tx, cards: readonly CardDraft[]): Promise<void> {
    if (cards.length === 0) return;
    const found = await rows<MessageRow>(
      tx,
      'SELECT * FROM chat.messages WHERE card_id = ANY($1) ORDER BY thread_id, sequence',
      [cards.map((card) => card.id)],
    );
    const threads = await lockThreads(
      tx,
      found.map((message) => message.thread_id),
    );
    const drafts = new Map(cards.map((card) => [card.id, card]));
    const changed = found.map((message): MessageRow => {
      const thread = present(threads.get(message.thread_id), 'a thread was locked before');
      const draft = present(drafts.get(message.card_id ?? ''), 'a card that was asked for');
      thread.revision += 1;
      return {
        ...message,
        revision: String(thread.revision),
        card_data: draft.data,
        audience: draft.audience === null ? null : [...draft.audience],
      };
    });
    await updateCards(tx, changed, threads);
    await this.announce(tx, changed, threads);
  }

  /** Moves a participant's read position forward, never back and never past the end. */
  async markRead(tx: Tx, threadId: string, personId: string, sequence: number): Promise<void> {
    await tx.query(
      `UPDATE chat.participants p SET read_sequence = LEAST($3, t.last_sequence)
         FROM chat.threads t
        WHERE p.thread_id = $1 AND p.person_id = $2 AND t.id = p.thread_id
          AND p.read_sequence < LEAST($3, t.last_sequence)`,
      [threadId, personId, sequence],
    );
  }

  // The news carries the whole message and its readers, so that the relay needs no look-up.
  private async announce(
    tx: Tx,
    messages: readonly MessageRow[],
    threads: ReadonlyMap<string, LockedThread>,
  ): Promise<void> {
    await this.outbox.publish(
      tx,
      messages.map((message) => {
        const view = toMessageView(message);
        const payload: ThreadChangedFor = {
          personIds: message.audience ?? threads.get(view.threadId)?.personIds ?? [],
          change: { threadId: view.threadId, revision: view.revision, message: view },
        };
        return { topic: THREAD_CHANGED, payload };
      }),
    );
  }
}

function newMessage(draft: MessageDraft, thread: LockedThread): MessageRow {
  const { card } = draft;
  return {
    id: newId('msg'),
    thread_id: draft.threadId,
    sequence: String(thread.sequence),
    revision: String(thread.revision),
    author_id: draft.authorId,
    body: draft.body ?? null,
    client_id: draft.clientId ?? null,
    card_kind: card?.kind ?? null,
    card_id: card?.id ?? null,
    card_data: card?.data ?? null,
    audience: card?.audience == null ? null : [...card.audience],
    created_at: draft.createdAt,
  };
}
