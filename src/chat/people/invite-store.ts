// Invitations as rows. A link's secret is kept as its hash, so that whoever reads the table cannot use
// any of them.
import { createHash } from 'node:crypto';
import { type Database, rows, type Tx } from '../../shared/database.js';
import type { InviteView } from '../contract.js';

export interface InviteRow {
  id: string;
  creator_id: string;
  thread_id: string | null;
  title: string | null;
  people: number;
  uses: number;
  uses_max: number;
  created_at: Date;
  expires_at: Date;
}

export interface NewInvite {
  readonly id: string;
  readonly token: string;
  readonly creatorId: string;
  readonly threadId: string | null;
  readonly usesMax: number;
  readonly expiresAt: Date;
}

export async function insertInvite(tx: Tx, invite: NewInvite): Promise<void> {
  await tx.query(
    `INSERT INTO chat.invites (id, token_hash, creator_id, thread_id, uses_max, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      invite.id,
      hashOf(invite.token),
      invite.creatorId,
      invite.threadId,
      invite.usesMax,
      invite.expiresAt,
    ],
  );
}

// An invitation to a group lives as long as its creator may let people in.
const VALID = `i.revoked_at IS NULL AND i.expires_at > now() AND i.uses < i.uses_max
  AND (i.thread_id IS NULL OR EXISTS (
        SELECT FROM chat.participants p
         WHERE p.thread_id = i.thread_id AND p.person_id = i.creator_id AND p.role <> 'member'))`;

const COLUMNS = `i.id, i.creator_id, i.thread_id, i.uses, i.uses_max, i.created_at, i.expires_at,
  (SELECT t.title FROM chat.threads t WHERE t.id = i.thread_id) AS title,
  (SELECT count(*)::int FROM chat.participants p WHERE p.thread_id = i.thread_id) AS people`;

/** The invitation behind a link, while it is valid. */
export async function inviteOf(db: Database, token: string): Promise<InviteRow | undefined> {
  const [found] = await rows<InviteRow>(
    db,
    `SELECT ${COLUMNS} FROM chat.invites i WHERE i.token_hash = $1 AND ${VALID}`,
    [hashOf(token)],
  );
  return found;
}

/** Takes one use of an invitation; false when none is left. */
export async function useInvite(tx: Tx, id: string): Promise<boolean> {
  const used = await rows(
    tx,
    `UPDATE chat.invites i SET uses = uses + 1 WHERE i.id = $1 AND ${VALID} RETURNING i.id`,
    [id],
  );
  return used.length === 1;
}

/** The creator's invitations that are still valid, newest first. */
export async function invitesBy(db: Database, creatorId: string): Promise<InviteRow[]> {
  return rows<InviteRow>(
    db,
    `SELECT ${COLUMNS} FROM chat.invites i
      WHERE i.creator_id = $1 AND ${VALID} ORDER BY i.id DESC LIMIT 100`,
    [creatorId],
  );
}

/** Ends an invitation of the creator's own; false when there is none. */
export async function revokeInvite(tx: Tx, creatorId: string, id: string): Promise<boolean> {
  const revoked = await rows(
    tx,
    `UPDATE chat.invites SET revoked_at = coalesce(revoked_at, now())
      WHERE id = $1 AND creator_id = $2 RETURNING id`,
    [id, creatorId],
  );
  return revoked.length === 1;
}

export const toInviteView = (row: InviteRow): InviteView => ({
  id: row.id,
  threadId: row.thread_id,
  uses: row.uses,
  usesMax: row.uses_max,
  createdAt: row.created_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
});

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
