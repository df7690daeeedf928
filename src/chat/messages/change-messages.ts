// What people do with messages that were said: edit and delete their own text, and react to any. A
// payment's card and what happened to the thread are never theirs to change. Each change moves the
// revision of the thread, never a sequence.
import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import type { Tx } from '../../shared/database.js';
import { People } from '../../shared/people.js';
import { present } from '../../shared/refusal.js';
import { Chat } from '../chat.js';
import type { MessageView } from '../contract.js';
import { deletePictures } from '../pictures/picture-store.js';
import { refuse } from '../refusals.js';
import { blocked } from '../threads/blocks.js';
import { mentionsIn } from './mentions.js';
import { type LockedThread, lockThreads } from './message-store.js';
import { type MessageRow, toMessageView, visibleMessage } from './messages.js';
import { pairOf } from './say.js';

// Enough for every mood of a group, and a bound on what one row may hold.
const EMOJIS_MAX = 20;

/** Which message, and who wants something of it. */
export interface Target {
  readonly threadId: string;
  readonly messageId: string;
  readonly actorId: string;
}

@Injectable()
export class ChangeMessages {
  constructor(
    private readonly chat: Chat,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /** Gives the actor's own text other words. */
  async edit(tx: Tx, target: Target, body: string): Promise<MessageView> {
    const { message, threads } = await this.own(tx, target);
    await this.requireOnTerms(tx, target, threads);
    if (message.body === body) return toMessageView(message);
    const ids = threads.get(target.threadId)?.participants.map(({ personId }) => personId) ?? [];
    const people = body.includes('@') ? await this.people.profiles(tx, ids) : new Map();
    const mentions = mentionsIn(body, people.values());
    return this.rewrite(tx, { ...message, body, mentions, edited_at: this.clock.now() }, threads);
  }

  /** Empties the actor's own text; its place remains. Possible also where writing is not. */
  async delete(tx: Tx, target: Target): Promise<MessageView> {
    const { message, threads } = await this.own(tx, target);
    await deletePictures(tx, [message.id]);
    return this.rewrite(
      tx,
      {
        ...message,
        body: null,
        picture: null,
        mentions: [],
        reactions: {},
        deleted_at: this.clock.now(),
      },
      threads,
    );
  }

  /** Adds or takes back the actor's reaction: one of each emoji for each person. */
  async react(tx: Tx, target: Target, emoji: string, wanted: boolean): Promise<MessageView> {
    const { message, threads } = await this.seen(tx, target);
    if (message.event !== null || message.deleted_at !== null)
      throw refuse('message_not_changeable');
    if (wanted) await this.requireOnTerms(tx, target, threads);
    const { [emoji]: held = [], ...others } = message.reactions;
    if (held.includes(target.actorId) === wanted) return toMessageView(message);
    if (held.length === 0 && Object.keys(others).length >= EMOJIS_MAX)
      throw refuse('reactions_full');
    const people = wanted
      ? [...held, target.actorId]
      : held.filter((personId) => personId !== target.actorId);
    const reactions = people.length === 0 ? others : { ...message.reactions, [emoji]: people };
    return this.rewrite(tx, { ...message, reactions }, threads);
  }

  private async rewrite(
    tx: Tx,
    message: MessageRow,
    threads: Map<string, LockedThread>,
  ): Promise<MessageView> {
    const [changed] = await this.chat.rewrite(tx, [message], threads);
    return toMessageView(present(changed, 'one message was changed'));
  }

  private async own(tx: Tx, target: Target) {
    const found = await this.seen(tx, target);
    const { author_id, card_id, event, deleted_at } = found.message;
    // Somebody else's message is as good as none; one's own that is no text says so.
    if (author_id !== target.actorId) throw refuse('message_unknown');
    if (card_id !== null || event !== null || deleted_at !== null) {
      throw refuse('message_not_changeable');
    }
    return found;
  }

  /** Locks the thread and finds the message, if the actor may see it. */
  private async seen(tx: Tx, { threadId, messageId, actorId }: Target) {
    const threads = await lockThreads(tx, [threadId]);
    const inside = threads.get(threadId)?.participants.some((one) => one.personId === actorId);
    if (inside !== true) throw refuse('thread_unknown');
    const message = await visibleMessage(tx, threadId, actorId, messageId);
    if (message === undefined) throw refuse('message_unknown');
    return { message, threads };
  }

  // Or a blocked person could go on talking by editing what was said before.
  private async requireOnTerms(
    tx: Tx,
    { threadId }: Target,
    threads: ReadonlyMap<string, LockedThread>,
  ): Promise<void> {
    const pair = pairOf(present(threads.get(threadId), 'the thread is locked'));
    if (pair !== undefined && (await blocked(tx, [pair])).size > 0) {
      throw refuse('person_unavailable');
    }
  }
}
