// Who is in a group and what they may do there. Owners may do everything, admins let people in, put
// members out and rename; everybody may leave. Each change is a message of its own kind, so readers
// learn of it in order and "what changed after N" is enough for it too.
import { Injectable } from '@nestjs/common';
import { Chat } from '../chat.js';
import type { EventView, ThreadRole } from '../contract.js';
import { Clock } from '../../shared/clock.js';
import type { Tx } from '../../shared/database.js';
import { Outbox } from '../../shared/outbox.js';
import { People } from '../../shared/people.js';
import { type LockedThread, lockThreads } from '../messages/message-store.js';
import { refuse } from '../refusals.js';
import { blocked } from './blocks.js';
import type { Member } from './rosters.js';
import * as store from './thread-store.js';

/** The outbox topic on which somebody's own screens learn that they are out of a thread. */
export const THREAD_LEFT = 'chat.thread_left';

export interface ThreadLeftFor {
  readonly personId: string;
  readonly threadId: string;
}

export const PEOPLE_MAX = 500;
const RANK: Record<ThreadRole, number> = { member: 0, admin: 1, owner: 2 };

@Injectable()
export class Groups {
  constructor(
    private readonly chat: Chat,
    private readonly people: People,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Makes a group whose owner is its first person, and says so in it. */
  async create(
    tx: Tx,
    ownerId: string,
    title: string,
    personIds: readonly string[],
  ): Promise<string> {
    const others = [...new Set(personIds)].filter((id) => id !== ownerId);
    await this.requireReachable(tx, ownerId, others);
    const [threadId = ''] = await this.chat.createThreads(tx, [
      { title, personIds: [ownerId, ...others] },
    ]);
    await this.tell(tx, threadId, ownerId, { kind: 'created', personIds: others, title });
    return threadId;
  }

  /** Lets people in; they see what is said from now on. Those who are in already stay as they are. */
  async add(
    tx: Tx,
    actorId: string,
    threadId: string,
    personIds: readonly string[],
  ): Promise<void> {
    const { thread } = await this.enter(tx, actorId, threadId, 'admin');
    const fresh = [...new Set(personIds)].filter((id) => participantOf(thread, id) === undefined);
    await this.requireReachable(tx, actorId, fresh);
    await this.letIn(tx, thread, threadId, fresh);
    if (fresh.length > 0)
      await this.tell(tx, threadId, actorId, { kind: 'added', personIds: fresh });
  }

  /** Lets somebody in who holds an invitation. Answers false when he was in already. */
  async join(tx: Tx, personId: string, threadId: string): Promise<boolean> {
    const thread = (await lockThreads(tx, [threadId])).get(threadId);
    if (thread?.kind !== 'group') throw refuse('invite_unknown');
    if (participantOf(thread, personId) !== undefined) return false;
    await this.letIn(tx, thread, threadId, [personId]);
    await this.tell(tx, threadId, personId, { kind: 'joined', personIds: [personId] });
    return true;
  }

  /** Leaves. When no owner is left, whoever ranks highest and has been there longest becomes one. */
  async leave(tx: Tx, actorId: string, threadId: string): Promise<void> {
    const { thread } = await this.enter(tx, actorId, threadId, 'member');
    await this.tell(tx, threadId, actorId, { kind: 'left', personIds: [actorId] });
    await this.putOut(tx, threadId, actorId);
    const rest = thread.participants.filter(({ personId }) => personId !== actorId);
    const heir = rest.toSorted((a, b) => RANK[b.role] - RANK[a.role])[0];
    if (heir !== undefined && heir.role !== 'owner') {
      await store.updateRole(tx, threadId, heir.personId, 'owner');
      const personIds = [heir.personId];
      await this.tell(tx, threadId, actorId, { kind: 'role_changed', personIds, role: 'owner' });
    }
  }

  /** Puts somebody out who ranks lower. */
  async remove(tx: Tx, actorId: string, threadId: string, personId: string): Promise<void> {
    const { thread, actor } = await this.enter(tx, actorId, threadId, 'admin');
    const other = participantOf(thread, personId);
    if (other === undefined || personId === actorId) throw refuse('participant_unknown');
    if (RANK[other.role] >= RANK[actor.role]) throw refuse('thread_role_missing');
    await this.tell(tx, threadId, actorId, { kind: 'removed', personIds: [personId] });
    await this.putOut(tx, threadId, personId);
  }

  async rename(tx: Tx, actorId: string, threadId: string, title: string): Promise<void> {
    await this.enter(tx, actorId, threadId, 'admin');
    await store.updateTitle(tx, threadId, title);
    await this.tell(tx, threadId, actorId, { kind: 'renamed', personIds: [], title });
  }

  /** Owners give and take roles, also their own while another owner is there. */
  async setRole(
    tx: Tx,
    actorId: string,
    threadId: string,
    personId: string,
    role: ThreadRole,
  ): Promise<void> {
    const { thread } = await this.enter(tx, actorId, threadId, 'owner');
    const other = participantOf(thread, personId);
    if (other === undefined) throw refuse('participant_unknown');
    if (other.role === role) return;
    const owners = thread.participants.filter((one) => one.role === 'owner');
    if (other.role === 'owner' && owners.length === 1) throw refuse('thread_needs_owner');
    await store.updateRole(tx, threadId, personId, role);
    await this.tell(tx, threadId, actorId, { kind: 'role_changed', personIds: [personId], role });
  }

  /** Refuses people who do not exist, and those between whom and the actor there is a block. */
  async requireReachable(tx: Tx, actorId: string, personIds: readonly string[]): Promise<void> {
    const known = await this.people.profiles(tx, personIds);
    const between = await blocked(
      tx,
      personIds.map((id) => [actorId, id]),
    );
    if (personIds.some((id) => !known.has(id)) || between.size > 0) throw refuse('person_unknown');
  }

  /** Locks the group and finds the actor in it, who must have the role or a higher one. */
  private async enter(
    tx: Tx,
    actorId: string,
    threadId: string,
    role: ThreadRole,
  ): Promise<{ thread: LockedThread; actor: Member }> {
    const thread = (await lockThreads(tx, [threadId])).get(threadId);
    const actor = thread && participantOf(thread, actorId);
    if (thread === undefined || actor === undefined) throw refuse('thread_unknown');
    if (thread.kind === 'direct') throw refuse('thread_is_direct');
    if (RANK[actor.role] < RANK[role]) throw refuse('thread_role_missing');
    return { thread, actor };
  }

  private async letIn(
    tx: Tx,
    thread: LockedThread,
    threadId: string,
    personIds: readonly string[],
  ): Promise<void> {
    if (thread.participants.length + personIds.length > PEOPLE_MAX) throw refuse('thread_full');
    await store.insertParticipants(tx, threadId, personIds, thread.sequence);
  }

  private async putOut(tx: Tx, threadId: string, personId: string): Promise<void> {
    await store.deleteParticipant(tx, threadId, personId);
    const payload: ThreadLeftFor = { personId, threadId };
    await this.outbox.publish(tx, [{ topic: THREAD_LEFT, payload }]);
  }

  private async tell(tx: Tx, threadId: string, authorId: string, event: EventView): Promise<void> {
    await this.chat.append(tx, [{ threadId, authorId, createdAt: this.clock.now(), event }]);
  }
}

const participantOf = (thread: LockedThread, personId: string): Member | undefined =>
  thread.participants.find((one) => one.personId === personId);
