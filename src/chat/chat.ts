// The verbs of the thread: create, append, change. A card is a message whose content another module
// owns; chat keeps its id and carries its data unread. Sequence and revision are taken under the
// thread's row lock, in the order of thread ids, so that they are gap-free whoever writes.
import { Injectable } from '@nestjs/common';
import { rows, type Database, type Tx } from '../shared/database.js';
import { announce } from '../shared/happenings.js';
import { newId } from '../shared/ids.js';
import { Outbox } from '../shared/outbox.js';
import { present } from '../shared/refusal.js';
import type { EventView, PictureView, ThreadChanged } from './contract.js';
import { mentionHappenings } from './messages/mentions.js';
import {
  clientKey,
  type LockedThread,
  insertMessages,
  knownMessages,
  lockThreads,
  updateCards,
  updateTexts,
} from './messages/message-store.js';
import { type MessageRow, toMessageView } from './messages/messages.js';
import { MessageSearch } from './messages/search.js';
import * as store from './threads/thread-store.js';

/** A message about to be appended: text with or without a picture, an event, or another module's card. */
export interface MessageDraft {
  readonly threadId: string;
  readonly authorId: string;
  readonly createdAt: Date;
  readonly body?: string | null;
  /** The client's own id: appending it twice answers the first message again. */
  readonly clientId?: string;
  readonly card?: CardDraft;
  readonly event?: EventView;
  readonly picture?: PictureView | null;
  readonly replyTo?: string | null;
  readonly mentions?: readonly string[];
}

export interface CardDraft {
  readonly kind: 'payment' | 'request' | 'split' | 'gift';
  readonly id: string;
  readonly data: unknown;
  /** Who may see it; null is everybody in the thread. */
  readonly audience: readonly string[] | null;
}

/** The outbox topic on which changes leave for the people in the thread. */
export const THREAD_CHANGED = 'chat.thread_changed';

/** Payload of THREAD_CHANGED. */
export interface ThreadChangedFor {
  /** Those who may see it, when it is not for everybody in the thread. */
  readonly personIds: readonly string[] | null;
  /** The name of the thread's roster under the lock under which it was written. */
  readonly roster: string;
  readonly change: ThreadChanged;
}

@Injectable()
export class Chat {
  constructor(
    private readonly outbox: Outbox,
    private readonly search: MessageSearch,
  ) {}

  /**
   * Creates threads: two people and no title make their direct thread, which exists only once. The
   * first person named owns a group.
   */
  createThreads(tx: Tx, threads: readonly store.NewThread[]): Promise<string[]> {
    return store.createThreads(tx, threads);
  }

  /** Whether exactly these people have a thread of that title already. */
  exists(db: Database, personIds: readonly string[], title: string | null): Promise<boolean> {
    return store.threadExists(db, personIds, title);
  }

  /** Who is in these threads. Unknown threads are absent. */
  rosters(db: Database, threadIds: readonly string[]): Promise<Map<string, store.Roster>> {
    return store.rosters(db, threadIds);
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
    return this.place(tx, drafts, threads, await knownMessages(tx, drafts));
  }

  /** The same in threads that are locked already, with what is known of the client ids. */
  async place(
    tx: Tx,
    drafts: readonly MessageDraft[],
    threads: Map<string, LockedThread>,
    known: Map<string, MessageRow>,
  ): Promise<MessageRow[]> {
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
    // Sent together and run in this order.
    await Promise.all([
      insertMessages(tx, fresh, threads),
      this.search.index(tx, fresh),
      this.announce(tx, fresh, threads),
      announce(tx, this.outbox, fresh.flatMap(mentionHappenings)),
    ]);
    return messages;
  }

  /** Gives messages of locked threads what people may change of them; their places stay. */
  async rewrite(
    tx: Tx,
    messages: readonly MessageRow[],
    threads: Map<string, LockedThread>,
  ): Promise<MessageRow[]> {
    const changed = messages.map((message): MessageRow => {
      const thread = present(threads.get(message.thread_id), 'a thread was locked before');
      thread.revision += 1;
      return { ...message, revision: String(thread.revision) };
    });
    await updateTexts(tx, changed, threads);
    await this.search.index(tx, changed);
    await this.announce(tx, changed, threads);
    return changed;
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

  // The news carries the whole message and names its readers, whom the relay remembers by that name.
  private async announce(
    tx: Tx,
    messages: readonly MessageRow[],
    threads: ReadonlyMap<string, LockedThread>,
  ): Promise<void> {
    await this.outbox.publish(
      tx,
      messages.map((message) => {
        const view = toMessageView(message);
        const thread = present(threads.get(view.threadId), 'a thread was locked before');
        const payload: ThreadChangedFor = {
          personIds: message.audience,
          roster: thread.roster,
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
    event: draft.event ?? null,
    picture: draft.picture ?? null,
    reply_to: draft.replyTo ?? null,
    mentions: [...(draft.mentions ?? [])],
    reactions: {},
    edited_at: null,
    deleted_at: null,
    created_at: draft.createdAt,
  };
}
