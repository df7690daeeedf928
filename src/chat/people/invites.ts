// Invitation links: made by somebody, opened by whoever holds them. One leads to a direct thread with
// its creator, or into a group. An unknown link, one that ended and one behind a block answer alike.
import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { type Database, rows, type Tx } from '../../shared/database.js';
import { newId } from '../../shared/ids.js';
import { People } from '../../shared/people.js';
import { present } from '../../shared/refusal.js';
import { Chat } from '../chat.js';
import type { InviteView, OpenedInvite } from '../contract.js';
import { refuse } from '../refusals.js';
import { blocked } from '../threads/blocks.js';
import { Groups } from '../threads/groups.js';
import {
  insertInvite,
  inviteOf,
  type InviteRow,
  invitesBy,
  revokeInvite,
  toInviteView,
  useInvite,
} from './invite-store.js';

export interface InviteWish {
  readonly threadId: string | null;
  readonly hours: number;
  readonly usesMax: number;
}

@Injectable()
export class Invites {
  constructor(
    private readonly chat: Chat,
    private readonly groups: Groups,
    private readonly people: People,
    private readonly clock: Clock,
  ) {}

  /** Makes an invitation; into a group only owners and admins may. The answer alone has the token. */
  async create(tx: Tx, creatorId: string, wish: InviteWish): Promise<InviteView> {
    if (wish.threadId !== null) await requireHost(tx, creatorId, wish.threadId);
    const token = randomBytes(24).toString('base64url');
    const now = this.clock.now();
    const expiresAt = new Date(now.getTime() + wish.hours * 3_600_000);
    const { threadId, usesMax } = wish;
    const id = newId('inv');
    await insertInvite(tx, { id, token, creatorId, threadId, usesMax, expiresAt });
    return {
      id,
      threadId,
      uses: 0,
      usesMax,
      createdAt: now.toISOString(),
      expiresAt: expiresAt.toISOString(),
      token,
    };
  }

  async list(db: Database, creatorId: string): Promise<InviteView[]> {
    return (await invitesBy(db, creatorId)).map(toInviteView);
  }

  /** Ends one of the creator's own. Refuses `invite_unknown`. */
  async revoke(tx: Tx, creatorId: string, id: string): Promise<void> {
    if (!(await revokeInvite(tx, creatorId, id))) throw refuse('invite_unknown');
  }

  /** What a link leads to. Refuses `invite_unknown`. */
  async look(db: Database, viewerId: string, token: string): Promise<OpenedInvite> {
    const invite = await this.valid(db, viewerId, token);
    const profiles = await this.people.profiles(db, [invite.creator_id]);
    const inviter = present(profiles.get(invite.creator_id), 'an inviter is somebody');
    return {
      kind: invite.thread_id === null ? 'direct' : 'group',
      inviter: { id: inviter.id, handle: inviter.handle, name: inviter.name },
      title: invite.title,
      people: invite.people,
      threadId: await threadWith(db, viewerId, invite),
    };
  }

  /** Goes where the link leads and answers the thread. One who is there already takes no use of it. */
  async accept(tx: Tx, viewerId: string, token: string): Promise<string> {
    const invite = await this.valid(tx, viewerId, token);
    const there = await threadWith(tx, viewerId, invite);
    if (there !== null) return there;
    if (invite.creator_id === viewerId || !(await useInvite(tx, invite.id))) {
      throw refuse('invite_unknown');
    }
    if (invite.thread_id !== null) {
      await this.groups.join(tx, viewerId, invite.thread_id);
      return invite.thread_id;
    }
    const personIds = [invite.creator_id, viewerId];
    const [threadId] = await this.chat.createThreads(tx, [{ title: null, personIds }]);
    return present(threadId, 'a direct thread was created or found');
  }

  private async valid(db: Database, viewerId: string, token: string): Promise<InviteRow> {
    const invite = await inviteOf(db, token);
    const between = await blocked(db, [[viewerId, invite?.creator_id ?? viewerId]]);
    if (invite === undefined || between.size > 0) throw refuse('invite_unknown');
    return invite;
  }
}

/** The thread an invitation leads to, when the viewer is in it already. */
async function threadWith(
  db: Database,
  viewerId: string,
  invite: InviteRow,
): Promise<string | null> {
  const pairKey = [invite.creator_id, viewerId].sort().join(':');
  const [found] = await rows<{ id: string }>(
    db,
    `SELECT t.id FROM chat.threads t JOIN chat.participants p ON p.thread_id = t.id
      WHERE p.person_id = $1
        AND CASE WHEN $2::text IS NULL THEN t.pair_key = $3 ELSE t.id = $2 END`,
    [viewerId, invite.thread_id, pairKey],
  );
  return found?.id ?? null;
}

async function requireHost(db: Database, personId: string, threadId: string): Promise<void> {
  const [found] = await rows<{ kind: string; role: string }>(
    db,
    `SELECT t.kind, p.role FROM chat.participants p JOIN chat.threads t ON t.id = p.thread_id
      WHERE p.thread_id = $1 AND p.person_id = $2`,
    [threadId, personId],
  );
  if (found === undefined) throw refuse('thread_unknown');
  if (found.kind === 'direct') throw refuse('thread_is_direct');
  if (found.role === 'member') throw refuse('thread_role_missing');
}
