// Who wants nothing to do with whom. A block holds both ways, and no answer says which of the two
// made it: the blocked one meets the same refusal as the blocker. Whoever has left for good is out of
// everybody's reach in the same way.
import { Injectable } from '@nestjs/common';
import { type Database, preparedRows, rows, type Tx } from '../../shared/database.js';
import { Outbox } from '../../shared/outbox.js';
import { type Pair, pairKey } from '../../shared/pairs.js';
import { People } from '../../shared/people.js';
import type { FoundPerson } from '../contract.js';
import { refuse } from '../refusals.js';
import { tellChoices } from './choices.js';

/** Those of the pairs in which either has blocked the other or has left for good, by `pairKey`. */
export async function blocked(db: Database, pairs: readonly Pair[]): Promise<Set<string>> {
  if (pairs.length === 0) return new Set();
  const found = await preparedRows<{ blocker_id: string; blocked_id: string }>(
    db,
    `SELECT b.blocker_id, b.blocked_id FROM chat.blocks b
       JOIN UNNEST($1::text[], $2::text[]) AS p (one, other)
         ON (b.blocker_id = p.one AND b.blocked_id = p.other)
         OR (b.blocker_id = p.other AND b.blocked_id = p.one)
     UNION ALL
     SELECT p.one, p.other FROM UNNEST($1::text[], $2::text[]) AS p (one, other)
      WHERE EXISTS (SELECT FROM shared.personal_keys k
                     WHERE k.person_id IN (p.one, p.other) AND k.destroyed_at IS NOT NULL)`,
    [pairs.map(([one]) => one), pairs.map(([, other]) => other)],
  );
  return new Set(found.map(({ blocker_id, blocked_id }) => pairKey([blocker_id, blocked_id])));
}

@Injectable()
export class Blocks {
  constructor(
    private readonly people: People,
    private readonly outbox: Outbox,
  ) {}

  /** Whom the viewer has blocked, by name. */
  async list(db: Database, viewerId: string): Promise<FoundPerson[]> {
    const ids = await this.idsOf(db, viewerId);
    const profiles = await this.people.profiles(db, ids);
    return ids.flatMap((id) => profiles.get(id) ?? []);
  }

  async idsOf(db: Database, viewerId: string): Promise<string[]> {
    const found = await rows<{ blocked_id: string }>(
      db,
      'SELECT blocked_id FROM chat.blocks WHERE blocker_id = $1 ORDER BY created_at, blocked_id',
      [viewerId],
    );
    return found.map(({ blocked_id }) => blocked_id);
  }

  /** Blocks somebody; doing so again changes nothing. */
  async block(tx: Tx, blockerId: string, blockedId: string): Promise<void> {
    const known = await this.people.profiles(tx, [blockedId]);
    if (blockedId === blockerId || !known.has(blockedId)) throw refuse('person_unknown');
    await tx.query(
      'INSERT INTO chat.blocks (blocker_id, blocked_id) VALUES ($1, $2) ON CONFLICT DO NOTHING',
      [blockerId, blockedId],
    );
    await tellChoices(this.outbox, tx, blockerId);
  }

  /** Takes the viewer's own block back. */
  async unblock(tx: Tx, blockerId: string, blockedId: string): Promise<void> {
    await tx.query('DELETE FROM chat.blocks WHERE blocker_id = $1 AND blocked_id = $2', [
      blockerId,
      blockedId,
    ]);
    await tellChoices(this.outbox, tx, blockerId);
  }
}
